"""The Carbon Border Adjustment Mechanism: from what an operator measures to the last certificate.

What lives here
    The method of the acts (source streams, attribution, embedded emissions, free allocation, certificates), the
    tables it looks up, the checks that block, the comparison of actual, default and mixed.
May touch
    errors, quantity, inventory, lca, assessment.
Must not
    Read files, clocks or random numbers; use floats; invent a price, a benchmark or a default value.
Ways in
    `compute` (streams, processes, precursors), `value_goods` (free allocation, certificates, money), `run_checks`.
Invariants
    Exact fractions until a figure is printed. A value carries its source and status. What the acts do not settle is
    told, and blocks the money, never filled.
"""
