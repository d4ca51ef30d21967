"""LCI: 030-049, draws."""

from __future__ import annotations

DB_DRAWS_CODES: dict[str, tuple[str, str, str, str]] = {
    "LCI-030": (
        "随机种子 {value} 超出范围。",
        "The seed {value} is out of range.",
        "使用 0 到 18446744073709551615 之间的整数；同一种子总是给出同样的抽样。",
        "Use a whole number from 0 to 18446744073709551615; the same seed always gives the same draws.",
    ),
    "LCI-031": (
        "抽样次数 {value} 无法使用。",
        "{value} draws cannot be made.",
        "至少抽样一次；通常 1000 次足以给出 95% 区间。",
        "Ask for at least one draw; 1,000 are usually enough for a 95 % interval.",
    ),
    "LCI-032": (
        "特征化因子的形状为 {value}，或其中有不是有限数的值；应为每个规则一行、每种基本流一列（{flows} 列）。",
        "The characterisation factors have shape {value} or hold a value that is no finite number; they need one row a regime and one column an elementary flow ({flows} columns).",
        "用同一数据库的基本流清单重新生成因子。",
        "Make the factors anew from the list of elementary flows of the same database.",
    ),
    "LCI-033": (
        "数据库中没有编号为 {value} 的过程（共 {size} 个）。",
        "The database has no process number {value}; it has {size}.",
        "使用 0 到 {size} 减 1 之间的编号。",
        "Use a number from 0 up to, not including, {size}.",
    ),
    "LCI-034": (
        "{matrix} 矩阵中有 {count} 个数量的不确定性无法使用（条目 {value}，共 {entries} 个）：类型未知、不是有限数、标准差为负，或上下限颠倒、众数在界外。",
        "{count} amounts of the {matrix} have an uncertainty that cannot be used (entries {value} of {entries}): unknown kind, no finite number, negative standard deviation, bounds crossed or mode outside them.",
        "在来源数据中更正这些不确定性，或将其改为无不确定性。",
        "Correct them at their source, or state them without uncertainty.",
    ),
    "LCI-035": (
        "敏感性分析的分组无法使用：{value}。",
        "The groups of the sensitivity analysis cannot be used: {value}.",
        "给出至少一个分组，每组至少一个有不确定性的交换，且一个交换只属于一个组。",
        "Give at least one group, each with at least one exchange that is uncertain, and each exchange to one group only.",
    ),
    "LCI-036": (
        "Sobol 分析的样本数 {value} 不是 2 的幂。",
        "The number of samples of the Sobol analysis, {value}, is no power of two.",
        "使用 256、512、1024 等；序列的均匀性只在 2 的幂时成立。",
        "Use 256, 512, 1024 and so on; the sequence is balanced at powers of two only.",
    ),
    "LCI-037": (
        "第 {value} 次抽样的系统没有可信的结果。",
        "Draw {value} gave a system without an answer that can be relied on.",
        "检查不确定性过大的循环（如自身耗电、回收料）；减小其标准差，或换一个种子。",
        "Look for loops with very wide spreads (own power use, recycled material): narrow them, or take another seed.",
    ),
}
