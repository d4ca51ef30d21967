"""The form of a report: rounding, English, coordinates, the code of the place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from carnet.cbam.checks_sight import at, bad, called, numbered, quoted
from carnet.errors import Text

if TYPE_CHECKING:
    from carnet.cbam.checks_sight import Finding, Sight

_SEE_DECIMALS = 5
_COORDINATE_DECIMALS = 6
_UNLOCODE = re.compile(r"([A-Z]{2}) ?([A-Z2-9]{3})")
_DEGREES = re.compile(r"[+-]?([0-9]{1,3})(?:\.([0-9]*))?")
COORDINATES: dict[str, int] = {"latitude": 90, "longitude": 180}
_NAMED = ("source_streams", "production", "precursors", "cbam_goods")
_STATED = ("stated_co2", "stated_biomass", "stated_n2o", "stated_pfc", "indirect")


def _decimals(text: str) -> int:
    """Return the places behind the point of a decimal as it is written."""
    return len(text.strip().partition(".")[2]) if "e" not in text.lower() else 0


def see_five_decimals(sight: Sight) -> list[Finding] | None:
    """CBM-R60: specific embedded emissions have at most five decimals."""
    rows = [
        (at("precursors", i, name), p.id, text)
        for i, p in numbered(sight.study.precursors)
        for name in ("see_direct", "see_indirect")
        if (text := getattr(p, name))
    ]
    if not rows:
        return None
    return [
        bad(
            here,
            f"{name}的{text}超过五位小数：报告时取五位",
            f"{text} of {name} has more than five decimals: five are reported",
        )
        for here, name, text in rows
        if _decimals(text) > _SEE_DECIMALS
    ]  # fmt: skip


def whole_tonnes(sight: Sight) -> list[Finding] | None:
    """CBM-R61: emissions of the installation are whole tonnes."""
    rows = [
        (at("installation", i, name), text)
        for i, x in numbered(sight.study.installation)
        for name in _STATED
        if (text := getattr(x, name))
    ]
    if not rows:
        return None
    return [
        bad(here, f"装置排放{text}应取整吨", f"the installation's {text} is reported in whole tonnes")
        for here, text in rows
        if text.strip().partition(".")[2].strip("0")
    ]


def in_english(sight: Sight) -> list[Finding] | None:
    """CBM-R62: what the report names is there in English."""
    study = sight.study
    rows: list[tuple[str, str]] = []
    for i, x in numbered(study.installation):
        rows.append((at("installation", i, "name"), x.name.en))
        rows += [
            (at("installation", i, n), getattr(x, n))
            for n in ("operator", "street", "city", "activity")
            if getattr(x, n)
        ]
    for table in _NAMED:
        rows += [
            (at(table, i, "name_en"), row.name_en or row.name)
            for i, row in numbered(getattr(study, table))
            if table != "cbam_goods" or row.names.zh  # a good may be known by its code alone
        ]
    if not rows:
        return None
    return [
        bad(
            here,
            f"{quoted(text).zh}须有英文（报告以英文编制）",
            f"{quoted(text).en} needs an English form: the report is in English",
        )
        for here, text in rows
        if not text or any("\u2e80" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in text)
    ]


def bad_coordinate(name: str, value: str) -> Text | None:
    """Say what is wrong with a latitude or longitude; None where it is as the report asks for it.

    Decimal degrees with at least six decimals; a sign and a degree mark may stand. The check and the operator's
    report both ask here, so that they cannot differ.
    """
    text = value.strip()
    match = _DEGREES.fullmatch(text.removesuffix("°").rstrip())
    if match and int(match[1]) <= COORDINATES[name] and len(match[2] or "") >= _COORDINATE_DECIMALS:
        return None
    return Text(
        f"{called(name).zh}{quoted(text).zh}应为十进制度数，至少六位小数，如39.904200",
        f"{called(name).en} {quoted(text).en}: degrees with at least six decimals, such as 39.904200",
    )


def coordinates(sight: Sight) -> list[Finding] | None:
    """CBM-R63: the main emission source has coordinates in degrees with at least six decimals."""
    if not sight.study.installation:
        return None
    return [
        bad(at("installation", i, name), wrong.zh, wrong.en)
        for i, x in numbered(sight.study.installation)
        for name in COORDINATES
        if (wrong := bad_coordinate(name, getattr(x, name))) is not None
    ]


def unlocode_form(sight: Sight) -> list[Finding] | None:
    """CBM-R64: the place has a UN/LOCODE: two letters of the country, three of the place."""
    if not sight.study.installation:
        return None
    found: list[Finding] = []
    for i, x in numbered(sight.study.installation):
        match = _UNLOCODE.fullmatch(x.unlocode)
        if match is None or (x.country and match[1] != x.country.upper()):
            found.append(bad(
                at("installation", i, "unlocode"),
                f"UN/LOCODE{quoted(x.unlocode).zh}：应为{x.country or '该国'}的地点代码，如CNTSN",
                f"UN/LOCODE {quoted(x.unlocode).en}: that of a place in {x.country or 'the country'} is wanted, "
                "such as CNTSN",
            ))  # fmt: skip
    return found
