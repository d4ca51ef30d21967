"""The study and everything that can be said about it before a rule or a factor is chosen.

What lives here: the study as frozen values, the shared list of flows, countries, normalisation of names, the mass and
    carbon balance of each process, and `validate_study`, which finds everything wrong with a study at once.
May touch: `carnet.quantity`, `carnet.errors`, the standard library; parsed tables it is handed.
Must not: read a file or a clock, pick a factor or a rule, mend a value in silence, turn an amount into a float.
Ways in: `model.Study`, `flows.parse_flows`, `countries.parse_countries`, `normal.normal_study`,
    `validate.validate_study`, `balance.carbon_balance`, `balance.mass_balance`.
Invariants: the same study has the same findings in the same order; a study without findings of severity ``error`` can
    be linked; every finding names its place; a process's direct CO2 is an exact affine expression in the carbon
    contents, so that a content used on both sides of a balance cancels exactly.
"""
