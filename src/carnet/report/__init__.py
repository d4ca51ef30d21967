"""Pictures and the report.

What lives here: charts (one `ChartSpec` becomes SVG, PNG, CSV and words), the bilingual PDF, the
    boundary statement, the check that every character can be printed.
May touch: errors, quantity, inventory, factors, regime; the installed font package and the typesetter.
Must not: calculate a footprint or decide anything, read a clock, use a system font, open a socket.
Ways in: `build_report`; `stage_chart`, `pareto_chart`, `sankey_chart`, `waterfall_chart`, `regimes_chart`;
    `to_svg`, `to_png`, `to_csv`, `text_alternative`; `boundary_statement`; `check_glyphs`.
Invariants: the same inputs give the same bytes; a number that is printed stands in a result, a bridge or
    the study, or is the exact sum of printed numbers; no picture without words beside it; colour is never alone.
"""

from __future__ import annotations

from carnet.report.boundary_statement import boundary_statement
from carnet.report.chart_spec import ChartSpec, Row, text_alternative, to_csv
from carnet.report.charts_pareto import pareto_chart
from carnet.report.charts_sankey import Edge, sankey_chart
from carnet.report.charts_stage import regimes_chart, stage_chart
from carnet.report.charts_waterfall import waterfall_chart
from carnet.report.fonts import missing_glyphs
from carnet.report.glyphs import check_glyphs
from carnet.report.inputs import ReportInputs, ReportTable
from carnet.report.pdf import build_report, page_images
from carnet.report.pictures import to_png, to_svg

__all__ = [
    "ChartSpec",
    "Edge",
    "ReportInputs",
    "ReportTable",
    "Row",
    "boundary_statement",
    "build_report",
    "check_glyphs",
    "missing_glyphs",
    "page_images",
    "pareto_chart",
    "regimes_chart",
    "sankey_chart",
    "stage_chart",
    "text_alternative",
    "to_csv",
    "to_png",
    "to_svg",
    "waterfall_chart",
]
