"""What is accepted where, on a day, on what evidence, and what is missing for the rest.

What lives here: policy items with captures and grades, the recognition ledger, markets, scope, readiness, verdict,
reuse, registers, and the guard over words.
May touch: `carnet.errors`, `carnet.quantity`, `carnet.inventory`, `carnet.regime`, `carnet.assessment`; parsed tables,
never files or clocks: every question comes with its day.
Must not: invent an equivalence, let one arrangement inherit from another, raise a status on weak evidence.
Ways in: `carnet.recognition.model`, `.vocabulary`, and the modules of each question by name.
Invariants: recognition is neither symmetric nor transitive; in force is not applicable; unknown stays unknown; every
verdict names the body that can decide and what is not claimed.
"""
