"""Long, seeded attempts to break the promises of docs/promises.md.

One file a campaign: `campaigns/c8.py` is C8. It declares ``ID``, ``WHAT`` (what is counted, such as ``flips``),
``BROKEN`` (what must stay 0, such as ``undetected``) and ``SIZES`` (attacks by scale), and gives
``attacks(seed, size)``, a generator that yields `None` for an attack that was held and a sentence for one that
was not. `campaigns.frame` counts, keeps the clock and writes the closing line, so a campaign may simply go on.
"""
