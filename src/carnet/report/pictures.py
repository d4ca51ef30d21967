"""From a chart to a picture: SVG by our own writer, PNG from that SVG by the typesetter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.report.charts_pareto import draw_pareto
from carnet.report.charts_stage import draw_regimes, draw_stages
from carnet.report.charts_waterfall import draw_waterfall
from carnet.report.draw_sankey import draw_sankey
from carnet.report.draw_supply import draw_supply
from carnet.report.fonts import printable
from carnet.report.recognition_matrix import draw_matrix
from carnet.report.typesetter import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from carnet.report.chart_spec import ChartSpec

_DRAW: Mapping[str, Callable[[ChartSpec, str], str]] = {
    "stages": draw_stages,
    "regimes": draw_regimes,
    "pareto": draw_pareto,
    "sankey": draw_sankey,
    "supply": draw_supply,
    "waterfall": draw_waterfall,
    "verdicts": draw_matrix,
}
_PAGE = """
#set page(width: auto, height: auto, margin: 12pt, fill: white)
#set text(font: ("Noto Sans SC", "Libertinus Serif"), fallback: false)
#image(bytes(json(bytes(sys.inputs.data)).svg), format: "svg")
"""


def to_svg(spec: ChartSpec, lang: str) -> str:
    """Return a chart as SVG with title and description.

    Args:
        spec: the chart.
        lang: ``zh`` or ``en``.

    Raises:
        KeyError: the kind of the chart is not known.
    """
    return _DRAW[spec.kind](spec, lang)


def to_png(spec: ChartSpec, lang: str, scale: int = 2) -> bytes:
    """Return a chart as PNG, `scale` pixels for each unit of the SVG (720 units wide)."""
    # The typesetter reads one SVG unit as 0.75 pt.
    (image,) = typeset(_PAGE, {"svg": printable(to_svg(spec, lang))}, "png", scale=scale * 4 / 3)
    return image
