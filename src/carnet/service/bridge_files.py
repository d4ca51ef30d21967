"""A bridge on paper: chart, table and the one-page PDF, each with DRAFT and ILLUSTRATIVE where they apply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.regime import ISSUABLE
from carnet.report.bridge_csv import bridge_csv, matrix_csv
from carnet.report.bridge_page import bridge_page
from carnet.service import datasets
from carnet.service.reports import chart_bytes, chart_spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.service.studies import OpenStudy


def page(opened: OpenStudy, bridge: Mapping[str, Any], lang: str) -> bytes:
    """The one-page PDF of a bridge, dated with the study's legal date."""
    names = {flow.id: flow.name for flow in datasets.shipped_flows().joined(opened.study.flows).flows}
    return bridge_page(bridge, lang, day=opened.study.legal_date, watermark=watermark(bridge), names=names)


def watermark(bridge: Mapping[str, Any]) -> str:
    """What stands across the page: DRAFT where a rule cited cannot carry an issued figure, ILLUSTRATIVE data."""
    sides = [
        str(cite[side].get("status"))
        for term in bridge.get("terms") or ()
        for cite in term.get("cites") or ()
        for side in ("from", "to")
        if isinstance(cite.get(side), dict)
    ]
    unsure = any(status not in {*ISSUABLE, "absent"} for status in sides) or bridge.get("basis") != "point"
    marks = ["DRAFT · 草稿"] if unsure else []
    if (bridge.get("study") or {}).get("status") == "illustrative":
        marks.append("ILLUSTRATIVE · 示意")
    return "\n".join(marks)


def chart(bridge: Mapping[str, Any], file_name: str, lang: str) -> bytes:
    """The waterfall in the form its file name asks for: .svg, .png or .csv."""
    return chart_bytes(chart_spec("waterfall", [], bridge), file_name, lang)


__all__ = ["bridge_csv", "chart", "matrix_csv", "page", "watermark"]
