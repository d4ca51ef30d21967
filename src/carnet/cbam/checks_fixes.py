"""What to do where a check of the CBAM fails: one sentence a rule, in both languages."""

# ruff: noqa: E501 - one bilingual sentence a line reads best, and CJK counts double

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

FIXES: Mapping[str, Text] = MappingProxyType({f"CBM-R{rule}": Text(zh, en) for rule, zh, en in (
    ("01", "核对CN编码；若正确，请把货物归到同一类别的过程，或更正该过程的货物类别", "Check the CN code; if it is right, name a process of its category, or correct the category of the process"),
    ("02", "写成10位TARIC编码（进口商的报关单上有）", "Give the 10 digits of TARIC; the importer's customs declaration shows them"),
    ("03", "把该编码的各路线合并为一个过程，所有货物行都写这个过程", "Merge the routes of this code into one process and name it in every row of the good"),
    ("04", "合金或类别不同的编码各列一个过程", "Give codes of different alloy or category a process each"),
    ("05", "报告期填1月1日至12月31日的一个日历年", "Set the period to one calendar year, 1 January to 31 December"),
    ("06", "使用2026年或以后的生产数据；更早的数据只能作试算", "Use production data of 2026 or later; earlier data serve only as a trial"),
    ("07", "把编号改成已有的行，或补上缺少的行", "Correct the id to that of an existing row, or add the row"),
    ("08", "从货物类别的列表中选一个", "Choose one of the listed goods categories"),
    ("09", "同一CN编码的各行填相同的值（加权平均），或分开并附证明", "Give all rows of the code the same value (weighted mean), or keep them apart with proof"),
    ("10", "找出漏读或多读的分表与过程，使分表之和回到总表不确定度之内", "Find the meter or process that is missing or read twice, until the sub-meters agree with the main one"),
    ("11", "填写源流所属的过程，或在源流分表中分给各过程", "Name the process of the stream, or share it out on the tab Stream meters"),
    ("12", "补上没有列入源流的燃料与原料；或找出计了两次的排放（过程的直接排放或源流），或更正装置总量", "Add the fuels and materials that no stream has; or find what is counted twice (a process's direct emissions or a stream), or correct the total of the installation"),
    ("13", "核对热电联产的供热、供电与各过程取用的量", "Check what the cogeneration gives against what processes take"),
    ("14", "补上产出废气的过程，或附上外来废气的凭证", "Add the process that gives the gas, or papers for gas from outside"),
    ("15", "废气只保留一处：或在过程的废气栏，或作为源流", "Keep the gas in one place only: the waste gas columns of the process, or a stream"),
    ("16", "核对产量、销售量、内部用量与其他用量，使其相等", "Make production equal to market, own use and other use"),
    ("17", "核对采购量、用量与其他用途（库存变化计入其他用途）", "Check purchase, uses and other use (a change of stock is other use)"),
    ("18", "更正出口量，或过程的销售量", "Correct what was exported, or what the process makes for the market"),
    ("19", "核对含碳量与产出量；产出在碳平衡中为负数", "Check carbon contents and amounts that leave; outputs of a mass balance are negative"),
    ("20", "向供应商索取认可核查机构的报告并填写三栏，否则把依据改为默认值", "Get the accredited verifier's report from the supplier and fill in the three columns, or set the basis to default"),
    ("21", "索取有效的认可并填写到期日", "Get a valid accreditation and give its last day"),
    ("22", "填写报告覆盖的生产期间；不覆盖时改用默认值", "Give the period of production the report covers; where it does not, take the default"),
    ("23", "清空这些值：欧盟或豁免国的前体按零计", "Clear the values: precursors of the Union or exempt countries count as zero"),
    ("24", "填写原产国；确实不明时依据选“来源不明”", "Name the country of origin, or set the basis to unknown where it cannot be known"),
    ("25", "清空该值，由程序取表中的默认值并加价一次", "Clear the value; the program takes the default of the table and marks it up once"),
    ("26", "核对联产品的产量与摩尔质量（g/mol），自身货物的产量等于过程产量", "Check amounts and molar masses (g/mol) of the joint products; the amount of the good itself is the activity level"),
    ("30", "核对货物类别与前体的间接排放", "Check the category and the indirect emissions of the precursors"),
    ("31", "附上直连或购电协议及逐小时数据，否则用国别默认因子（D.4(a)）", "Add the papers of the line or agreement with hourly data, or take the country's default, D.4(a)"),
    ("32", "填写可持续性凭证；没有时把份额写入“未证明生物质份额”", "Name the proof of sustainability; without one, put the share in unproven biomass"),
    ("33", "换成监测或化验得到的值，或法令的标准因子", "Replace it by monitored or analysed values, or the act's standard factor"),
    ("34", "改用国家清单、供应商保证值或化验值；没有时说明理由", "Take the national value, a supplier's guarantee or an analysis, or say why there is none"),
    ("35", "填写因子等级与来源（文件、页码）", "Give the kind of factor and its source (document and page)"),
    ("36", "重新化验，或填写较新的化验日期", "Have a new analysis made, or give the day of a newer one"),
    ("37", "请核查机构确认该方法的细则；在此之前只作内部使用", "Have the verifier confirm the detail of the method; until then for use inside only"),
    ("38", "添加“连续测量”的N2O排放源", "Add a measured source of N2O"),
    ("39", "为该过程添加碳平衡的源流（产品与炉渣为负数）", "Add mass balance streams for the process (products and slag negative)"),
    ("40", "核对外送的热、废气与电", "Check the heat, waste gas and electricity given away"),
    ("50", "清空基准路线，或改正隐含排放的依据", "Clear the benchmark route, or correct the basis of the emissions"),
    ("51", "清空基准路线", "Clear the benchmark route"),
    ("52", "重新计算；仍不符请报告为程序错误", "Calculate anew; if it stays, report it as a fault of the program"),
    ("53", "填写大于零的数量；各货物分别计算", "Give an amount above zero; goods are counted one by one"),
    ("54", "待价格公布，或用 --what-if price=… 作标明的假设", "Wait for the price, or suppose one with --what-if price=…"),
    ("55", "保存碳价凭证，待法令通过", "Keep the papers of the carbon price until the act is adopted"),
    ("60", "无需处理：报告时取五位小数", "Nothing to do: five decimals are written"),
    ("61", "无需处理：报告时取整吨", "Nothing to do: whole tonnes are written"),
    ("62", "填写英文名称", "Give the name in English"),
    ("63", "填写主要排放源的坐标，十进制度数，小数至少六位", "Give the coordinates of the main emission source in degrees with at least six decimals"),
    ("64", "在UN/LOCODE代码表中查找：两位国家代码加三位地点代码", "Look the place up in the UN/LOCODE list: two letters of the country, three of the place"),
    ("70", "核对产量与活动数据；属实则在备注写明原因", "Check production and activity data; if they are right, give the reason in the note"),
    ("71", "在备注写明变化的原因", "Give the reason of the change in the note"),
    ("72", "核对热值的单位（GJ/t 或 GJ/1000Nm3）与化验单", "Check the unit of the heating value (GJ/t or GJ/1000Nm3) and the analysis"),
    ("73", "核对因子及其单位", "Check the factor and its unit"),
    ("74", "改正单位：吨、兆瓦时、0至1的比值", "Correct the unit: t, MWh, ratios from 0 to 1"),
    ("75", "改正单位后重算；在此之前不给出金额", "Correct the unit and calculate anew; no money is told before"),
    ("76", "核对用电量（MWh）与电力因子（tCO2/MWh）；属实则在备注写明原因", "Check electricity (MWh) and its factor (tCO2/MWh); if they are right, give the reason in the note"),
    ("77", "改成表中的名称（中文、英文或编号），或清空", "Take a name of the table (Chinese, English or id), or clear it"),
)})  # fmt: skip
