"""The calculation engine at database scale: order, sweeps, judge, draws, questions.

What lives here: numeric kernels over arrays of a linked database, every answer with its proof.
May touch: `carnet.errors`; NumPy, SciPy and numba (the extra ``carnet[lca]``).
Must not: read files or clocks, start threads, choose a solver by what is installed, return an unchecked number.
Ways in: the modules by name; `carnet.lca` itself imports nothing of this, so that the light install stays light.
Invariants: the same arrays and seed give the same numbers for any number of threads; an answer carries its `Proof`.
"""
