"""The communication template of the Commission (V2.1, 19 sheets) as operators send it, read and filled.

What lives here
    Reading a filled workbook by its labels into a study, the results it states, and where they differ from ours.
May touch
    The guarded workbook reader, inventory, cbam (results to compare with), quantity, errors.
Must not
    Carry the template's label texts as a data set: labels are resolved through the workbook's own sheet of
    translations; only the few English texts needed to find a cell are known here.
Ways in
    `carnet.exchange.cbam_template.read`: `read_template`, `differences`.
    `carnet.exchange.cbam_template.write`: `fill`, which fills the input cells of the user's own blank workbook.
Invariants
    Every value keeps its file, sheet and cell. Nothing is guessed in silence: what was converted, evaluated or read in
    one of two ways is told.
"""
