"""Our result beside values others have published."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.report.inputs import ReportTable
from carnet.report.reading import status_text
from carnet.store import read_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.inventory.model import Study
    from carnet.service.calculate import Calculated

HEAD = (
    Text("数值", "value"),
    Text("单位", "unit"),
    Text("是什么", "what it is"),
    Text("出处与状态", "source and status"),
    Text("与本结果的距离", "distance to our result"),
)
WIDTHS = (3, 3, 5, 5, 6)
NOT_EXPLAINED = Text("与本结果的距离不自动解释。", "The distance to our result is not explained automatically.")


def published_tables(study: Study, calculated: Sequence[Calculated]) -> tuple[ReportTable, ...]:
    """The table for the study's product: ours first, then what others say; empty when nothing is on file.

    Why the values lie apart was worked out by hand for the studies a file names under `about`, and is said of no
    other study.
    """
    for _, text in read_folder("published"):
        data = tomllib.loads(text)
        if data["flow"] == study.product.flow:
            explained = study.id in data["about"] and study.status == "literature"
            rows = [_own(c) for c in calculated if c.has_figure]
            rows += [_published(row) for row in data["value"]]
            title = Text("与公布值对照", "Beside published values")
            note = Text(
                "边界、单位和数据年份不同的数值并列只为定位，不表示可比。",
                "Values of different boundaries, units and years stand side by side to place them, not to compare.",
            )
            if explained:
                return (ReportTable(title, HEAD, tuple(rows), note, WIDTHS),)
            note = Text(note.zh + NOT_EXPLAINED.zh, f"{note.en} {NOT_EXPLAINED.en}")
            bare = tuple(row[:-1] for row in rows)
            return (ReportTable(title, HEAD[:-1], bare, note, WIDTHS[:-1]),)
    return ()


def _published(row: Mapping[str, str]) -> tuple[Text | str, ...]:
    status = status_text(row["status"])
    return (
        row["amount"],
        row["unit"],
        Text(row["what_zh"], row["what_en"]),
        Text(f"{row['source']}〔{status.zh}〕", f"{row['source']} [{status.en}]"),
        Text(row["distance_zh"], row["distance_en"]),
    )


def _own(done: Calculated) -> tuple[Text | str, ...]:
    result = done.result
    figure, unit = result["figure"], result["declared_unit"]
    if not isinstance(figure, dict) or not isinstance(unit, dict):
        message = "a result without figure or unit"
        raise TypeError(message)
    amount = figure["value"] or f"{figure['lower']} – {figure['upper']}"
    name = f"{done.resolved.title.zh}", f"{done.resolved.title.en}"
    words = Text(f"{figure['unit']} / {unit['text']['zh']}", f"{figure['unit']} / {unit['text']['en']}")
    return (amount, words, Text(f"本结果：{name[0]}", f"ours: {name[1]}"), Text("", ""), Text("", ""))
