"""GWP sets from parsed data files, one file a set; every value with its source and status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import DataError, Place, Problem, Text, problem
from carnet.impact.gwp import CO2_ONLY, GwpSet, Provenance
from carnet.quantity import DecimalError, parse_decimal
from carnet.toml_rows import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

_KEYS = ("gas", "origin", "gwp100", "locator", "status", "via", "note")
_ORIGINS = ("", "fossil", "biogenic", "luluc")
_STATUSES = ("read", "secondary", "recalled", "unknown", "conflicting")
# Without these three no set can characterize a product system.
_NEEDED = ("CO2", "CH4", "N2O")


def parse_gwp_sets(files: Iterable[tuple[str, str]]) -> Mapping[str, GwpSet]:
    """Read all GWP sets and add the CO2-only one.

    Args:
        files: (file name, TOML text); each has one `[set]` and its `[[value]]` rows.

    Returns:
        The sets by id.

    Raises:
        DataError: every problem of every file, with file and line.
    """
    problems: list[Problem] = []
    sets: dict[str, GwpSet] = {CO2_ONLY.id: CO2_ONLY}
    for name, text in files:
        table = read_rows(name, text, "value")
        problems.extend(table.problems)
        head = table.rest.get("set")
        if not isinstance(head, dict) or not head.get("id") or not head.get("source"):
            if not table.problems:
                problems.append(problem("DAT-004", Place(file=name), field="set.id, set.source"))
            continue
        set_id = str(head["id"])
        if set_id in sets:
            problems.append(problem("DAT-006", Place(file=name), value=set_id, first="another file"))
        sets[set_id] = _build(set_id, head, table.rows, name, problems)
    if problems:
        raise DataError(tuple(problems))
    return sets


def _build(
    set_id: str, head: Mapping[str, object], rows: tuple[Row, ...], name: str, problems: list[Problem]
) -> GwpSet:
    values: dict[tuple[str, str], Fraction] = {}
    provenance: dict[tuple[str, str], Provenance] = {}
    for row in rows:
        entry = _entry(row, problems)
        if entry is None:
            continue
        key, value = entry
        if key in values:
            problems.append(problem("DAT-006", row.place("gas"), value="/".join(key), first=name))
        values[key] = value
        text = {k: str(v) for k, v in row.values.items()}
        via = text.get("via", str(head.get("via", "")))
        provenance[key] = Provenance(str(head["source"]), text["locator"], text["status"], via)
    for gas in _NEEDED:
        if (gas, "") not in values and not {(gas, "fossil"), (gas, "biogenic")} <= set(values):
            zh = f"缺少 {gas}（不分来源，或化石与生物源）的数值"
            en = f"there is no value for {gas}, unsplit or by origin"
            problems.append(problem("DAT-020", Place(file=name), set=set_id, why_zh=zh, why_en=en))
    title = Text(str(head.get("name_zh", set_id)), str(head.get("name_en", set_id)))
    left_out = head.get("left_out", [])
    names = tuple(str(gas) for gas in left_out) if isinstance(left_out, list) else ()
    return GwpSet(set_id, values, title, provenance, left_out=names)


def _entry(row: Row, problems: list[Problem]) -> tuple[tuple[str, str], Fraction] | None:
    before = len(problems)
    for key, value in row.values.items():
        if key not in _KEYS:
            problems.append(problem("DAT-003", row.place(key), value=key, candidates=_KEYS))
        elif not isinstance(value, str):
            zh, en = "带引号的文字", "a quoted string"
            problems.append(problem("DAT-005", row.place(key), field=key, expected_zh=zh, expected_en=en))
    problems.extend(
        problem("DAT-004", row.place(), field=field)
        for field in ("gas", "origin", "gwp100", "locator", "status")
        if field not in row.values or (field != "origin" and row.values[field] == "")
    )
    for field, words in (("origin", _ORIGINS), ("status", _STATUSES)):
        written = row.values.get(field)
        if isinstance(written, str) and written not in words:
            problems.append(problem("DAT-007", row.place(field), value=written, candidates=words, field=field))
    if len(problems) > before:
        return None
    number = str(row.values["gwp100"])
    try:
        value = parse_decimal(number)
    except DecimalError:
        problems.append(problem("DAT-011", row.place("gwp100"), value=number, field="gwp100"))
        return None
    if value <= 0:
        problems.append(problem("DAT-017", row.place("gwp100"), value=number, kind="GWP100", low="0", high="∞"))
        return None
    return (str(row.values["gas"]), str(row.values["origin"])), value
