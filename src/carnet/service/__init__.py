"""Use cases: what a person, a script or a server asks for, in one call each.

What lives here: opening studies, calculating, bridging, tracing, accepting, reporting, packing, checking, the demo.
May touch: every room below; the clock, and only here.
Must not: render for a terminal, decide a rule.
Ways in: the functions named in the modules `studies`, `calculate`, `bridges`, `tracing`, `accepting`, `reports`,
    `packs`, `demo`.
Invariants: a use case either does all of its work or leaves everything as it was.
"""
