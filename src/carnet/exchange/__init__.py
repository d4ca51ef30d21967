"""Bytes on one side, the model on the other; one module per format.

What lives here: the study as workbook, JSON and TOML, and the guarded readers of zip, XML and sheets they need.
May touch: bytes it is handed, `carnet.inventory`, `carnet.quantity`, `carnet.errors`; the standard library's zip and
    XML parsers.
Must not: open a path, the network or a database; follow a reference out of a file; calculate anything.
Ways in: each format module has ``read(data, file) -> ReadResult`` and ``write(study) -> bytes``.
Invariants: a reader finds every problem and names its cell, or returns a study equal to the one that was written;
    no file, however hostile, costs more than the limits in `zipguard` and `sheet` allow; a writer gives the same
    bytes for the same study.
"""
