"""LCI: 050-099, readers of unit-process files.

05x: the file and its parts · 06x: references, units, formulas · 07x: processes · 08x: EcoSpold 1.
"""

from __future__ import annotations

# fmt: off
DB_READERS_CODES: dict[str, tuple[str, str, str, str]] = {
    # the file and its parts
    "LCI-050": ("读取中断：{detail_zh}（{inner}）", "Reading stopped: {detail_en} ({inner})", "从原软件重新导出，或从发布者处重新下载；若文件来自他人，请先确认来源。", "Export the database again from its program, or download it again from its publisher; if it came from somebody else, make sure who sent it."),
    "LCI-051": ("这不是压缩包，内容看起来是{what_zh}。", "This is no zip archive; its content looks like {what_en}.", "请提供 openLCA 导出的 JSON-LD 压缩包，或 EcoSpold 1 的 .xml 或 .zip。", "Give the zip that openLCA exports as JSON-LD, or EcoSpold 1 as .xml or .zip."),
    "LCI-052": ("文件不是 UTF-8 编码：第 {line} 行的字节 {byte}。", "The file is not encoded in UTF-8: byte {byte} in line {line}.", "从原软件重新导出，编码选 UTF-8。", "Export it again from its program, encoded in UTF-8."),
    "LCI-053": ("不是合格的 JSON：{detail}。", "This is not well-formed JSON: {detail}.", "从原软件重新导出；不要手工修改压缩包内的文件。", "Export it again from its program; do not edit the files inside the archive by hand."),
    "LCI-054": ("键“{value}”在同一个对象中出现了两次，不同软件会读到不同内容。", "The key “{value}” stands twice in one object; two programs would read two different contents.", "删除其中一个。", "Remove one of them."),
    "LCI-055": ("此处应为{expected_zh}，却是 {value}。", "{expected_en} belongs here, but it is {value}.", "改正该字段，或从原软件重新导出。", "Correct the field, or export it again from its program."),
    "LCI-056": ("缺少必需的“{field}”。", "The required “{field}” is missing.", "补上该字段，或从原软件重新导出。", "Add the field, or export it again from its program."),
    "LCI-057": ("数值 {value} 不是有限的数。", "The number {value} is not finite.", "改正该数值；NaN 与无穷大不能参与计算。", "Correct the number; NaN and infinity cannot be calculated with."),
    "LCI-058": ("标识“{value}”出现了不止一次（另见 {other}）。", "The id “{value}” is used more than once (see also {other}).", "删除重复的数据集，或给其中一个新的标识。", "Remove the duplicate dataset, or give one of them a new id."),
    "LCI-059": ("还有 {count} 处 {kind} 同类问题未列出；以上是前 {limit} 处。", "There are {count} more problems of the kind {kind}; the first {limit} are listed.", "先处理以上问题，再读取一次。", "Deal with those above first, then read the file again."),
    # references, units, formulas
    "LCI-060": ("流“{name}”（{value}）的数据集不在文件中；该交换保留其标识，链接时再判断。", "The dataset of the flow “{name}” ({value}) is not in the file; the exchange keeps its id and is for linking to judge.", "导出时连同所引用的流一起导出；否则该交换会被隔离。", "Export the flows that are referred to as well; else the exchange is quarantined."),
    "LCI-061": ("单位“{unit}”在物理量“{quantity}”中没有可用的换算系数（{value}）。", "The unit “{unit}” has no usable conversion factor in the quantity “{quantity}” ({value}).", "改正单位组或该交换的单位与物理量；换算系数须大于0，参考单位的系数须为1。", "Correct the unit group, or unit and quantity of the exchange; a factor must be above 0, that of the reference unit 1."),
    "LCI-062": ("文件没有说明单位“{unit}”（物理量“{quantity}”）如何换算；链接时再判断。", "The file does not say what the unit “{unit}” (quantity “{quantity}”) is in the reference unit; linking has to judge.", "导出时连同流属性与单位组一起导出。", "Export flow properties and unit groups as well."),
    "LCI-063": ("“{field}”不认识“{value}”；已知：{known}。", "“{field}” does not know “{value}”; known are: {known}.", "改为已知的写法，或从原软件重新导出。", "Use one that is known, or export it again from its program."),
    "LCI-064": ("公式“{value}”没有值：{why_zh}。", "The formula “{value}” has no value: {why_en}.", "改正公式或参数；也可以改用文件中保存的数值读取（formulas=stored）。", "Correct the formula or the parameter; or read the amounts stored in the file instead (formulas=stored)."),
    "LCI-065": ("相互依赖成环：{cycle}。", "These depend on each other in a circle: {cycle}.", "断开其中一环；也可以改用文件中保存的数值读取（formulas=stored）。", "Cut the circle at one place; or read the amounts stored in the file instead (formulas=stored)."),
    "LCI-066": ("参数“{value}”与“{other}”在同一范围内重名（不分大小写）。", "The parameter “{value}” has the same name as “{other}” in its scope (case does not count).", "重命名其中一个。", "Rename one of them."),
    "LCI-067": ("公式的值为 {evaluated}，文件中保存的是 {stored}；采用公式的值。", "The formula gives {evaluated}, the file stores {stored}; the formula's value is used.", "在原软件中重新计算并导出；也可以改用保存的数值读取（formulas=stored）。", "Recalculate and export in the original program; or read the stored amounts instead (formulas=stored)."),
    "LCI-068": ("不确定度 {value} 无意义：{why_zh}；该数值按无不确定度读取。", "The uncertainty {value} means nothing: {why_en}; the amount is read without one.", "改正不确定度的参数。", "Correct the parameters of the uncertainty."),
    # processes
    "LCI-069": ("过程有 {count} 个定量基准，应为1个。", "The process has {count} quantitative references; there must be 1.", "在原软件中指定一个基准流；否则该过程会被隔离。", "Choose one reference flow in the original program; else the process is quarantined."),
    "LCI-070": ("文件中没有单元过程。", "The file holds no process.", "确认导出时选择了过程，并且文件格式正确。", "Make sure that processes were chosen for the export and that the format is right."),
    "LCI-071": ("该交换带有成本，未读取。", "The exchange states costs; they were not read.", "无需处理：成本不参与碳足迹计算。", "Nothing to do: costs play no part in a carbon footprint."),
    "LCI-072": ("分配系数（{method}）没有指明本过程的产品或交换（“{value}”），未采用。", "The allocation factor ({method}) does not name a product or an exchange of this process (“{value}”); it was left out.", "在原软件中重新计算分配系数后导出。", "Have the original program calculate the allocation factors again, then export."),
    "LCI-073": ("参数“{value}”带有不确定度；只读取其值，抽样时保持不变。", "The parameter “{value}” states an uncertainty; only its value is read and stays fixed in sampling.", "如需抽样，请在交换上给出不确定度。", "State the uncertainty at the exchanges if it is to be sampled."),
    "LCI-074": ("交换的标识“{value}”在本过程中重复，已加后缀区分。", "The id “{value}” of an exchange is used twice in this process; a suffix tells them apart.", "若有分配系数引用它，请在原软件中重新导出。", "If an allocation factor refers to it, export the process again from its program."),
    "LCI-075": ("“{folder}”中的 {count} 个数据集未读取。", "The {count} datasets in “{folder}” were not read.", "无需处理：只读取过程及其所引用的数据。", "Nothing to do: only processes and what they refer to are read."),
    "LCI-076": ("单位“{value}”在文件中等于 {stated} {unit}，按其定义应为 {defined} {unit}；读取时保留文件的系数，由链接判断。", "The unit “{value}” is {stated} {unit} in the file, but {defined} {unit} by its definition; the file's factor is read and linking has to judge.", "核对文件的单位组；若系数只是被截断，请改正后重新导出。", "Check the unit group of the file; if the factor was merely cut off, correct it and export again."),
    "LCI-077": ("所引用的 {kind}“{value}”不在文件中。", "The {kind} “{value}” that is referred to is not in the file.", "导出时连同所引用的数据一起导出。", "Export what is referred to as well."),
    # EcoSpold 1
    "LCI-080": ("这不是 EcoSpold 1，根元素是“{value}”。", "This is not EcoSpold 1; its root element is “{value}”.", "请导出为 EcoSpold 1；EcoSpold 2 与 ILCD 目前不读取。", "Export it as EcoSpold 1; EcoSpold 2 and ILCD are not read yet."),
    "LCI-081": ("交换须恰有一个 inputGroup（1–5）或 outputGroup（0–4），此处为“{value}”。", "An exchange has exactly one inputGroup (1–5) or outputGroup (0–4); here it is “{value}”.", "改正该交换，或从原软件重新导出。", "Correct the exchange, or export it again from its program."),
    "LCI-082": ("数据集“{value}”不是过程（{kind}），未读取。", "The dataset “{value}” is no process ({kind}); it was not read.", "无需处理：评价方法由体系规则给出。", "Nothing to do: impact factors come with the accounting rules."),
}
