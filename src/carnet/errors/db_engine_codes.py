"""LCI: 001-029, the engine: order, solving, judge."""

from __future__ import annotations

DB_ENGINE_CODES: dict[str, tuple[str, str, str, str]] = {
    "LCI-001": (
        "过程 {names} 对自身产品的净产出为零：它不产出任何可供其他过程使用的产品。",
        "Process {names} makes nothing of its own product, net: nobody can be supplied by it.",
        "检查该过程的基准流数量，以及它是否把全部产出又作为自身投入。",
        "Check the amount of its reference flow, and whether it takes all of its own output back as input.",
    ),
    "LCI-002": (
        "过程 {names} 的数据中有不是有限数的值（NaN 或无穷大）。",
        "Process {names} has an amount that is no finite number (NaN or infinity).",
        "在来源数据中更正该数量，或隔离该过程。",
        "Correct the amount at its source, or quarantine the process.",
    ),
    "LCI-003": (
        "技术矩阵不是方阵：{rows} 种产品，{columns} 个过程。",
        "The technosphere is not square: {rows} products, {columns} processes.",
        "使每种产品恰有一个过程供应：先链接并分配，再计算。",
        "Let exactly one process supply each product: link and allocate first, then calculate.",
    ),
    "LCI-004": (
        "过程 {names} 构成的循环不可持续：每运转一圈要消耗自身产出的 {gain} 倍，任何需求都无法满足。",
        (
            "The loop of processes {names} cannot sustain itself: each round takes {gain} times what it makes,"
            " so that no demand can be met."
        ),
        "检查循环内各数量的单位（如克与千克、MJ 与 kWh）和基准流数量；隔离有误的过程。",
        "Check units inside the loop (grams for kilograms, MJ for kWh) and reference amounts; quarantine the wrong one.",
    ),
    "LCI-005": (
        "过程 {names} 构成的循环与极限过近（每圈消耗自身产出的 {gain} 倍），结果没有意义。",
        (
            "The loop of processes {names} is too close to the limit (each round takes {gain} times what it makes):"
            " an answer would have no meaning."
        ),
        "检查循环内的数量；真实的循环消耗远小于自身产出。",
        "Check the amounts inside the loop; a real one takes far less than it makes.",
    ),
    "LCI-006": (
        "没有一种解法得到可信的结果：最好的结果误差界为 {relative}。涉及过程 {names}。",
        (
            "No method reached an answer that can be relied on: the best one has a relative error bound of {relative}."
            " Processes concerned: {names}."
        ),
        "检查这些过程的数量；若循环确实如此，请改用精确有理数求解较小的子系统。",
        "Check the amounts of these processes; where the loop is real, solve a smaller system in exact rationals.",
    ),
    "LCI-007": (
        "右端向量的形状为 {shape}，应为 {size} 行。",
        "The right-hand side has shape {shape}; it needs {size} rows.",
        "每个过程一行，每个规则或需求一列。",
        "One row a process, one column a regime or demand.",
    ),
    "LCI-008": (
        "右端向量含有不是有限数的值，位于过程 {names}。",
        "The right-hand side holds a value that is no finite number, at process {names}.",
        "检查这些过程的环境流数量与特征化因子。",
        "Check the emissions of these processes and the characterisation factors.",
    ),
    "LCI-009": (
        "未安装求解器“{solver}”。",
        "The solver {solver} is not installed.",
        "运行 pip install {solver}，或不指定求解器（默认求解器总是可用）。",
        "Run pip install {solver}, or name no solver: the default one is always there.",
    ),
    "LCI-010": (
        "改动后系统不再有唯一解，或消耗多于产出；改动的过程：{names}。",
        "With this change, the system has no unique solution any more or takes more than it makes; processes changed: {names}.",
        "检查新的数量：过程（或互相供应的一组过程）不能消耗掉自身的全部产出。",
        "Check the new amounts: a process, or several that supply each other, must not consume all they make.",
    ),
    "LCI-011": (
        "前景系统在情景 {names} 下无解或不可持续：其中的过程消耗的不少于其产出。",
        "The foreground has no meaningful solution in scenarios {names}: its processes take as much as they make.",
        "检查这些情景中前景过程之间的数量与单位。",
        "Check amounts and units between the foreground processes in these scenarios.",
    ),
    "LCI-012": (
        "前景系统的数组形状不一致：{shape}。",
        "The arrays of the foreground do not fit together: {shape}.",
        "每个情景一个 m×m 矩阵（或共用一个），每条链接一列数量，直接排放为 m×k。",
        "One m x m matrix a scenario (or one for all), one amount a link, direct emissions m x k.",
    ),
}
