"""Codes of the file subject: (cause zh, cause en, fix zh, fix en).

FIL-00x and 01x: the file as a container · 02x: XML · 03x: the workbook's parts · 04x: sheets and cells ·
05x: tabs and headers · 06x: values · 07x: the study tab and the rest · 08x: writing.
"""

from __future__ import annotations

# fmt: off
FILE_CODES: dict[str, tuple[str, str, str, str]] = {
    # the container
    "FIL-001": ("文件是空的（0字节）。", "The file is empty (0 bytes).", "请重新保存或重新下载该工作簿。", "Save the workbook again or download it again."),
    "FIL-002": ("文件为 {size} 字节，超过上限 {limit} 字节。", "The file has {size} bytes; at most {limit} are read.", "删除图片和无关工作表后再保存。", "Remove pictures and sheets that do not belong to the study, then save again."),
    "FIL-003": ("文件名像工作簿，内容却是{what_zh}。", "The file is named like a workbook, but its content is {what_en}.", "用表格软件打开原文件，另存为“Excel 工作簿 (.xlsx)”；只改扩展名不能转换格式。", "Open the original in a spreadsheet program and save it as “Excel workbook (.xlsx)”; changing the ending of the name converts nothing."),
    "FIL-004": ("这是旧版 .xls 工作簿（OLE 复合文档），不是 .xlsx。", "This is an old .xls workbook (an OLE compound file), not .xlsx.", "在 Excel 或 WPS 中打开，另存为“Excel 工作簿 (.xlsx)”。", "Open it in Excel or WPS and save it as “Excel workbook (.xlsx)”."),
    "FIL-005": ("工作簿设有打开密码（已加密），无法读取。", "The workbook is protected by a password (encrypted) and cannot be read.", "在 Excel 中打开，清除“用密码进行加密”，另存为 .xlsx。", "Open it in Excel, clear “Encrypt with password”, and save it as .xlsx."),
    "FIL-006": ("文件不完整或已损坏：{detail}。", "The file is cut off or damaged: {detail}.", "重新下载或从原软件重新保存；检查传输是否完整。", "Download it again or save it again from its program; check that the transfer was complete."),
    "FIL-007": ("压缩包内有 {count} 个条目，超过上限 {limit}。", "The archive holds {count} entries; at most {limit} are read.", "删除图片与嵌入对象后另存为 .xlsx。", "Remove pictures and embedded objects, then save as .xlsx."),
    "FIL-008": ("“{name}”解压后超过 {limit} 字节的上限。", "“{name}” unpacks to more than the {limit} bytes that are read.", "删除无关数据后另存；若文件来自他人，请先确认来源。", "Remove data that do not belong here and save again; if the file came from somebody else, make sure who sent it."),
    "FIL-009": ("“{name}”的压缩比为 {ratio}，超过上限 {limit}：疑似压缩炸弹，未解压。", "“{name}” is compressed {ratio} times; the limit is {limit}. It looks like a zip bomb and was not unpacked.", "删除大片空行或重复内容后另存；若文件来自他人，请勿信任。", "Delete large areas of empty rows or repeated content and save again; if the file came from somebody else, do not trust it."),
    "FIL-010": ("条目名“{name}”不安全（绝对路径、上级目录、反斜杠或控制字符）。", "The entry name “{name}” is unsafe (absolute path, parent folder, backslash or control character).", "该文件不是表格软件保存的；请从原软件重新另存为 .xlsx。", "No spreadsheet program saved this; save it again as .xlsx from the original program."),
    "FIL-011": ("条目“{name}”是符号链接。", "The entry “{name}” is a symbolic link.", "该文件不是表格软件保存的；请从原软件重新另存为 .xlsx。", "No spreadsheet program saved this; save it again as .xlsx from the original program."),
    "FIL-012": ("条目名“{name}”出现了不止一次，不同软件会读到不同内容。", "The entry name “{name}” occurs more than once; two programs would read two different contents.", "从原软件重新另存为 .xlsx。", "Save it again as .xlsx from the original program."),
    "FIL-013": ("条目“{name}”被加密。", "The entry “{name}” is encrypted.", "去掉密码后另存为 .xlsx。", "Remove the password and save it as .xlsx."),
    "FIL-014": ("条目“{name}”使用了不支持的压缩方法 {method}。", "The entry “{name}” uses the compression method {method}, which is not read.", "从表格软件重新另存为 .xlsx。", "Save it again as .xlsx from a spreadsheet program."),
    "FIL-015": ("条目“{name}”与另一条目在文件中重叠：疑似压缩炸弹。", "The entry “{name}” overlaps another one inside the file; it looks like a zip bomb.", "从原软件重新另存为 .xlsx；若文件来自他人，请勿信任。", "Save it again as .xlsx from the original program; if it came from somebody else, do not trust it."),
    "FIL-016": ("条目“{name}”已损坏：{detail}。", "The entry “{name}” is damaged: {detail}.", "重新下载或从原软件重新保存。", "Download it again or save it again from its program."),
    # XML
    "FIL-020": ("部件“{part}”含有 DOCTYPE 或实体声明，已拒绝。", "The part “{part}” declares a DOCTYPE or an entity; it was refused.", "表格软件从不写入这些声明；请从原软件重新另存为 .xlsx。", "Spreadsheet programs never write these; save it again as .xlsx from the original program."),
    "FIL-021": ("部件“{part}”不是合格的 XML：{detail}。", "The part “{part}” is not well-formed XML: {detail}.", "在 Excel 中打开并让其修复，然后另存为 .xlsx。", "Open it in Excel, let it repair the file, and save it as .xlsx."),
    "FIL-022": ("部件“{part}”的标签嵌套超过 {limit} 层。", "The part “{part}” nests its tags more than {limit} deep.", "从原软件重新另存为 .xlsx；若文件来自他人，请勿信任。", "Save it again as .xlsx from the original program; if it came from somebody else, do not trust it."),
    "FIL-023": ("部件“{part}”过大：{detail}。", "The part “{part}” is too large: {detail}.", "删除与本研究无关的数据和大片带格式的空单元格后另存。", "Remove data that do not belong to the study and large areas of formatted empty cells, then save again."),
    # the workbook's parts
    "FIL-030": ("工作簿缺少部件“{part}”。", "The workbook lacks its part “{part}”.", "在 Excel 中打开并让其修复，然后另存为 .xlsx。", "Open it in Excel, let it repair the file, and save it as .xlsx."),
    "FIL-031": ("这是{what_zh}，不是 Excel 工作簿 (.xlsx)。", "This is {what_en}, not an Excel workbook (.xlsx).", "在表格软件中另存为“Excel 工作簿 (.xlsx)”。", "Save it as “Excel workbook (.xlsx)” in a spreadsheet program."),
    "FIL-032": ("工作簿含有宏（“{part}”）。Carnet 不读取带宏的文件，以免数据由程序改写而无从追溯。", "The workbook contains macros (“{part}”). Carnet reads no file with macros, since a program could change data without trace.", "另存为不带宏的“Excel 工作簿 (.xlsx)”。", "Save it as “Excel workbook (.xlsx)”, which has no macros."),
    "FIL-033": ("部件“{part}”把必需的内容指向文件之外：“{target}”。外部内容一律不读取。", "The part “{part}” points outside the file for content it needs: “{target}”. Nothing outside is ever read.", "把内容复制到本工作簿内再保存。", "Copy the content into this workbook and save again."),
    "FIL-034": ("工作簿链接到其他文件（“{part}”）；链接未被打开，只用保存在本文件中的值。", "The workbook links to other files (“{part}”); the links were not followed, only values saved in this file are used.", "如需断开，在 Excel“数据 → 编辑链接”中选择“断开链接”。", "To cut them, use “Data → Edit links → Break link” in Excel."),
    "FIL-035": ("工作簿有 {count} 张工作表；可读取 1 至 {limit} 张。", "The workbook has {count} sheets; 1 to {limit} can be read.", "保留与本研究有关的工作表后另存。", "Keep the sheets that belong to the study and save again."),
    # sheets and cells
    "FIL-036": ("单元格 {cell} 超出可读取的前 {limit} 列。", "The cell {cell} lies beyond the first {limit} columns, which are read.", "删除该单元格右侧的内容（整列删除）后保存；数据请放在前面的列。", "Delete what stands out there (whole columns) and save; keep data in the first columns."),
    "FIL-037": ("工作表的非空行超过 {limit} 行（到 {cell} 为止）。", "The sheet has more than {limit} rows with content (counted up to {cell}).", "把原始记录汇总后再填入，或移到另一个文件。", "Sum up raw records before entering them, or move them to another file."),
    "FIL-038": ("工作簿的非空单元格超过 {limit} 个（到 {cell} 为止）。", "The workbook has more than {limit} cells with content (counted up to {cell}).", "把无关的工作表移到另一个文件。", "Move sheets that do not belong to the study to another file."),
    "FIL-039": ("工作簿的文本超过上限：{detail}。", "The workbook holds more text than is read: {detail}.", "把无关的文本移到另一个文件。", "Move text that does not belong to the study to another file."),
    "FIL-040": ("单元格文本有 {count} 个字符，超过上限 {limit}。", "The cell holds {count} characters; at most {limit} are read.", "缩短文本，或把长说明放入附件并在此引用。", "Shorten the text, or put it into an attachment and refer to it here."),
    "FIL-041": ("单元格引用“{value}”无效、次序错乱或重复。", "The cell reference “{value}” is invalid, out of its row, or used twice.", "在 Excel 中打开并让其修复，然后另存为 .xlsx。", "Open it in Excel, let it repair the file, and save it as .xlsx."),
    "FIL-042": ("单元格指向不存在的共享文本 {value}。", "The cell points to the shared text {value}, which does not exist.", "在 Excel 中打开并让其修复，然后另存为 .xlsx。", "Open it in Excel, let it repair the file, and save it as .xlsx."),
    "FIL-043": ("工作表有 {count} 个空行，已跳过。", "The sheet has {count} empty rows; they were skipped.", "可选中数据下方的全部空行并删除，使文件变小。", "You may select all empty rows below the data and delete them; the file gets smaller."),
    "FIL-044": ("数值单元格的内容“{value}”不是数字。", "The numeric cell contains “{value}”, which is no number.", "重新输入该数值。", "Enter the number again."),
    "FIL-045": ("工作表“{tab}”与“{other}”指向同一个部件。", "The sheet “{tab}” and the sheet “{other}” point to one and the same part.", "在 Excel 中打开并让其修复，然后另存为 .xlsx。", "Open it in Excel, let it repair the file, and save it as .xlsx."),
    "FIL-046": ("“{column}”含有不可见的控制字符。", "“{column}” holds an invisible control character.", "删除该单元格并重新输入。", "Clear the cell and type its content again."),
    # tabs and headers
    "FIL-050": ("找不到工作表“{tab}”，任何工作表的表头都与之不符。", "The sheet “{tab}” was not found; no sheet has its headers.", "用 carnet new 新建工作簿并复制该工作表，或恢复其表头。{offer_zh}", "Copy that sheet from a workbook made by carnet new, or restore its headers.{offer_en}"),
    "FIL-051": ("工作表“{tab}”未被识别，没有读取。", "The sheet “{tab}” was not recognised and not read.", "若其中有研究数据，请恢复表头；若没有，可忽略本提示。{offer_zh}", "If it holds data of the study, restore its headers; if not, ignore this.{offer_en}"),
    "FIL-052": ("有多张工作表同样像“{tab}”：{others}。", "More than one sheet looks like “{tab}”: {others}.", "保留一张，其余删除或合并。", "Keep one; delete the others or merge their rows."),
    "FIL-053": ("工作表“{other}”看起来也是“{tab}”，只读取了“{taken}”。", "The sheet “{other}” looks like “{tab}” too; only “{taken}” was read.", "若其中的行也属于本研究，请合并到“{taken}”；否则删除它。", "If its rows belong to the study, merge them into “{taken}”; if not, delete it."),
    "FIL-054": ("工作表“{tab}”的前 {limit} 行中找不到表头。", "No header row was found within the first {limit} rows of the sheet “{tab}”.", "恢复表头行；至少需要：{candidates}", "Restore the header row; it needs at least: {candidates}"),
    "FIL-055": ("缺少列“{column}”。", "The column “{column}” is missing.", "添加该列，或改正表头。{offer_zh}", "Add the column, or correct its header.{offer_en}"),
    "FIL-056": ("不认识列“{value}”，没有读取。", "The column “{value}” is not known and was not read.", "若是笔误，请改正。{offer_zh}", "If it is a slip, correct it.{offer_en}"),
    "FIL-057": ("列“{column}”出现了两次（{first} 和 {cell}）。", "The column “{column}” stands there twice ({first} and {cell}).", "删除或重命名其中一列。", "Delete or rename one of them."),
    "FIL-058": ("表头“{value}”的中文与英文指向不同的列：{candidates}。", "The Chinese and the English part of the header “{value}” name different columns: {candidates}.", "改正表头，使两种文字指同一列。", "Correct the header so that both name the same column."),
    "FIL-059": ("第 {letter} 列有数据但没有表头，没有读取。", "Column {letter} has data but no header; it was not read.", "补上表头，或删除这些数据。", "Give it a header, or delete the data."),
    # values
    "FIL-060": ("必填项“{column}”为空。", "“{column}” is required and empty.", "填写该单元格；若整行多余，请删除整行。", "Fill the cell; if the whole row is not wanted, delete the row."),
    "FIL-061": ("必填项“{column}”为空：该单元格属于合并区域 {range}，只有左上角的值有效。", "“{column}” is required and empty: the cell is part of the merged range {range}, where only the top left cell has a value.", "取消合并，并在每一行填写该值。", "Unmerge the cells and fill in the value on every row."),
    "FIL-062": ("“{column}”应为数字，却是文本“{value}”（{why_zh}）。", "“{column}” must be a number, but holds the text “{value}” ({why_en}).", "只写数字，小数点用“.”，单位写在单位列；没有数据时留空。{offer_zh}", "Write only the number, with “.” as decimal point, and the unit in its own column; leave it empty when there is no figure.{offer_en}"),
    "FIL-063": ("“{column}”不接受“{value}”。", "“{column}” does not accept “{value}”.", "从下拉列表中选择：{candidates}", "Choose from the list: {candidates}"),
    "FIL-064": ("“{column}”应为日期，“{value}”不是（{why_zh}）。", "“{column}” must be a date; “{value}” is none ({why_en}).", "写成 年-月-日，例如 2025-01-31。{offer_zh}", "Write year-month-day, for instance 2025-01-31.{offer_en}"),
    "FIL-065": ("“{column}”是错误值 {value}。", "“{column}” holds the error value {value}.", "改正该公式，或直接填入数值。", "Correct the formula, or enter the value itself."),
    "FIL-066": ("“{column}”是公式，但文件中没有保存计算结果。", "“{column}” is a formula whose result is not saved in the file.", "在 Excel 中打开、重新计算并保存，或直接填入数值。", "Open it in Excel, recalculate and save, or enter the value itself."),
    "FIL-067": ("“{column}”是公式；采用了工作簿上次计算保存的值“{value}”。", "“{column}” is a formula; the value “{value}” saved by the workbook's last calculation was used.", "如需固定该值，请“选择性粘贴 → 数值”。", "To fix the value, use “Paste special → Values”."),
    "FIL-068": ("“{column}”另有 {count} 个公式单元格，采用了上次计算保存的值：{cells}。", "“{column}” has {count} more formula cells; the values saved by the last calculation were used: {cells}.", "如需固定这些值，请“选择性粘贴 → 数值”。", "To fix the values, use “Paste special → Values”."),
    "FIL-069": ("“{column}”中的引号没有成对：“{value}”。", "The quotation marks in “{column}” do not pair up: “{value}”.", "删除多余的引号；多个值之间用 ; 分隔。", "Remove the odd one; separate several values by ;."),
    # the study tab and the rest
    "FIL-070": ("不认识“{value}”这一项，没有读取。", "The item “{value}” is not known and was not read.", "若是笔误，请改正。{offer_zh}", "If it is a slip, correct it.{offer_en}"),
    "FIL-071": ("“{column}”这一项出现了两次（{first} 和 {cell}）。", "The item “{column}” stands there twice ({first} and {cell}).", "删除其中一行。", "Delete one of the rows."),
    "FIL-072": ("缺少“{column}”这一项。", "The item “{column}” is missing.", "添加一行并填写。{offer_zh}", "Add a row for it and fill it in.{offer_en}"),
    "FIL-073": ("“{column}”只有一个值，英文栏不应填写“{value}”。", "“{column}” has one value; the English column must stay empty, but holds “{value}”.", "把内容移到“值 value”一栏。", "Move it to the column “值 value”."),
    "FIL-074": ("还有 {count} 个问题未列出；以上是前 {limit} 个。", "There are {count} more problems; the first {limit} are listed.", "先改正以上问题，再读取一次。", "Correct those above first, then read the file again."),
    "FIL-075": ("这是欧盟委员会的CBAM沟通模板，不是本程序的研究工作簿。", "This is the Commission's communication template for the CBAM, not a study workbook.", "先读入：carnet import cbam-template {file} --out mine.xlsx；再对 mine.xlsx 运行本命令。", "Read it first: carnet import cbam-template {file} --out mine.xlsx; then run the command on mine.xlsx."),
    "FIL-076": ("这是证据包，不是研究工作簿。", "This is an evidence pack, not a study workbook.", "核验并重算：carnet check {file}；要计算或追溯，解压后对其中的 study.json 运行本命令（有的视图不含它）。", "Verify and recompute it with carnet check {file}; to calculate or trace, unpack it and run the command on the study.json in it (some views do not have it)."),
    # writing
    "FIL-080": ("“{pointer}”的文本有 {count} 个字符，超过工作簿单元格的上限 {limit}。", "The text at “{pointer}” has {count} characters; a workbook cell holds at most {limit}.", "缩短文本，或改用 .json 保存。", "Shorten the text, or save the study as .json."),
    "FIL-081": ("“{tab}”有 {count} 行，超过可读取的 {limit} 行。", "“{tab}” has {count} rows; at most {limit} can be read back.", "改用 .json 保存，或汇总数据。", "Save the study as .json, or sum up the data."),
}
