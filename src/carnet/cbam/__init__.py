"""The Carbon Border Adjustment Mechanism: from what an operator measures to the last certificate.

What lives here: the method of the acts (source streams, attribution, embedded emissions, free allocation,
certificates), the tables it looks up, the checks that block, the comparison of actual, default and mixed values.
May touch: `carnet.errors`, `carnet.quantity`, `carnet.inventory`, `carnet.lca`, `carnet.assessment` (to derive an
installation from unit processes).
Must not: read files, clocks or random numbers; use floats; invent a price, a benchmark or a default value.
Ways in: `compute` (streams, processes, precursors), `derive`, `value_goods` (free allocation, certificates, money),
`run_checks`.
Invariants: exact fractions until a figure is printed; a value carries its source and status; what the acts do not
settle is told, and blocks the money, never filled; published figures and what-ifs never mix.
"""
