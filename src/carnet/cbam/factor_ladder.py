"""National factors against the act's table: both kept, which one is used, and why.

IR (EU) 2025/2547 Annex II B.5.2: type I factors (point G, IPCC, older analyses) only where no type II exists. Type II:
the country's inventory, values of national authorities, guaranteed values of suppliers, stoichiometry, analyses of at
most two years. For China, values published in the accounting guides exist; none of them was read (`ets_figures`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks_sight import at, num, numbered, show
from carnet.cbam.ets_figures import (
    CO2_PER_C,
    FIGURES,
    NOT_FOUND,
    SOURCES,
    NationalFigures,
    Range,
    exactly,
    range_of,
    status_of,
    worst,
)
from carnet.cbam.standard_factors import standard_factor
from carnet.errors import Text
from carnet.inventory.installation import names_of
from carnet.quantity import exact_string
from carnet.regime.describe import STATUS_NAMES

if TYPE_CHECKING:
    from carnet.cbam.tables import StandardFactor, Tables
    from carnet.inventory.installation import SourceStream
    from carnet.inventory.model import Study

LADDER = ("type_1", "type_2", "proxy", "supplier", "laboratory", "accredited_laboratory")
KIND_NAMES = {
    "type_1": Text("类型I标准值", "a type I standard value"),
    "type_2": Text("类型II国家值", "a type II national value"),
    "proxy": Text("替代相关法", "a proxy correlation"),
    "supplier": Text("供应商保证值", "a supplier's guaranteed value"),
    "laboratory": Text("实验室化验值", "a laboratory's analysis"),
    "accredited_laboratory": Text("认可实验室化验值", "an accredited laboratory's analysis"),
    "unstated": Text("未说明类型的值", "a value of no stated kind"),
}
_RATIO = Fraction(3664, 1000)
ONE = Fraction(1)
# Stoichiometric values are type II themselves: carbonates and oxides of the act's table need nothing national.
_STOICHIOMETRIC = ("G.3", "G.4")
_LOWEST = "type_1"


def range_json(found: Range | None) -> dict[str, str] | None:
    """Return the two ends of a range, exact; None where there is none."""
    return None if found is None else {"low": exact_string(found.low), "high": exact_string(found.high)}


@dataclass(frozen=True, slots=True)
class Rung:
    """One candidate for a stream's factor: `kind` of `LADDER`, its figures, and the emissions it would give, tCO2.

    `ncv` in GJ per unit of activity, `ef` in `ef_unit`; ranges where readings differ. `emissions` None: not all known.
    """

    kind: str
    source: Text
    status: str
    date: str
    ncv: Range | None
    ef: Range | None
    ef_unit: str
    oxidation: Range | None
    emissions: Range | None

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints: exact ends of ranges."""
        return {
            "kind": self.kind,
            "source": self.source.json(),
            "status": self.status,
            "date": self.date,
            "ncv": range_json(self.ncv),
            "ef": range_json(self.ef),
            "ef_unit": self.ef_unit,
            "oxidation": range_json(self.oxidation),
            "emissions": range_json(self.emissions),
        }


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A stream with a material of the act's table: its candidates, `used` (own, or empty: none), and why.

    `warning`: a type I factor is used although a type II value exists.
    """

    stream: str
    name: str
    pointer: str
    material: str
    rungs: tuple[Rung, ...]
    used: str
    used_kind: str
    why: Text
    warning: bool

    def json(self) -> dict[str, object]:
        """Return the shape that ``--json`` prints."""
        return {
            "stream": self.stream,
            "name": self.name,
            "material": self.material,
            "candidates": [rung.json() for rung in self.rungs],
            "used": self.used,
            "used_kind": self.used_kind,
            "why": self.why.json(),
            "warning": self.warning,
        }


def factor_ladder(study: Study, tables: Tables) -> tuple[LadderRow, ...]:
    """Compare, for every stream with a known `material`, type I, the study's own and the national factor.

    Args:
        study: its source streams are read; the country is the installation's, else the study's.
        tables: the act's standard factors (point G).

    Returns:
        One row a stream whose `material` names a row of the table, by id or name, in the order of the study.
    """
    country = next((x.country for x in study.installation if x.country), study.country).upper()
    rows: list[LadderRow] = []
    for i, stream in numbered(study.source_streams):
        factor = standard_factor(tables, stream)
        if factor is not None:
            rows.append(_row(at("source_streams", i), stream, factor, country))
    return tuple(rows)


def _row(pointer: str, stream: SourceStream, factor: StandardFactor, country: str) -> LadderRow:
    first, own = _type_one(stream, factor), _own(stream, factor)
    national = _national(stream, FIGURES.get(factor.id)) if country == "CN" else None
    rungs = tuple(r for r in (first, own, national) if r is not None)
    used_kind = own.kind if own else ""
    warning = own is not None and own.kind == _LOWEST and national is not None and factor.table not in _STOICHIOMETRIC
    return LadderRow(
        stream.id,
        stream.name,
        pointer,
        factor.id,
        rungs,
        "own" if own else "",
        used_kind,
        _why(stream, own, national, country, stoichiometric=factor.table in _STOICHIOMETRIC, warning=warning),
        warning,
    )


def _why(
    stream: SourceStream, own: Rung | None, national: Rung | None, country: str, *, stoichiometric: bool, warning: bool
) -> Text:
    name = names_of(stream)
    if own is None:
        return Text(
            f"{name.zh}：研究没有给出因子，没有采用任何值", f"{name.en}: the study states no factor; none is used"
        )
    if warning and national is not None:
        shown = "；".join(_figures(national)), ", ".join(_figures(national))
        return Text(
            f"{name.zh}：采用类型I因子（法令G点表），而中国公布有国家缺省值（类型II，优先；见到的读数{shown[0]}，"
            f"{STATUS_NAMES[national.status].zh}）。请取指南原文的值、供应商保证值或两年内的化验",
            f"{name.en}: a type I factor (point G of the act) is used, "
            "but China publishes national values (type II, which "
            f"rank higher; seen as {shown[1]}, {STATUS_NAMES[national.status].en}). Take the value from the guide "
            "itself, a supplier's guarantee, or an analysis of the last two years",
        )
    if stoichiometric:
        return Text(f"{name.zh}：化学计量值属于类型II", f"{name.en}: a stoichiometric value is of type II")
    if own.kind == _LOWEST:
        return Text(
            f"{name.zh}：采用类型I因子；{country or '该国'}的类型II值在此未知，须说明为何没有",
            f"{name.en}: a type I factor is used; no type II value of "
            f"{country or 'the country'} is known here: say why none",
        )
    kind = KIND_NAMES.get(own.kind, KIND_NAMES["unstated"])
    if own.kind not in LADDER:
        return Text(
            f"{name.zh}：采用{kind.zh}，无法与类型I比较高低", f"{name.en}: {kind.en} is used; its rank cannot be told"
        )
    return Text(f"{name.zh}：采用{kind.zh}，高于类型I", f"{name.en}: {kind.en} is used, which ranks above type I")


def _figures(rung: Rung) -> list[str]:
    found = []
    for label, value, unit in (("NCV", rung.ncv, "GJ"), ("EF", rung.ef, rung.ef_unit), ("OF", rung.oxidation, "")):
        if value is not None:
            text = show(value.low) if value.low == value.high else f"{show(value.low)}–{show(value.high)}"
            found.append(f"{label} {text} {unit}".strip())
    return found


def _of(stream: SourceStream) -> Fraction:
    """Return oxidation or conversion, 1 where none is stated, times the fossil share."""
    part = num(stream.oxidation if stream.method == "combustion" else stream.conversion)
    biomass = (num(stream.biomass) or Fraction(0)) - (num(stream.biomass_unproven) or Fraction(0))
    return (ONE if part is None else part) * (1 - biomass)


def _emissions(stream: SourceStream, ncv: Range | None, ef: Range | None, ef_unit: str, of: Range) -> Range | None:
    """AD x NCV x EF x OF, or AD x EF x CF (eq 5, 6, 11); energy in TJ."""
    activity = num(stream.activity)
    if activity is None or ef is None:
        return None
    result = exactly(activity).times(ef).times(of)
    if ef_unit != "tCO2/TJ":
        return result
    return None if ncv is None else result.times(ncv).times(exactly(Fraction(1, 1000)))


def _type_one(stream: SourceStream, factor: StandardFactor) -> Rung:
    """Return the act's own value; its NCV is per t, so a gas metered by volume keeps the study's NCV."""
    stated = num(stream.ncv)
    ncv = factor.ncv if stream.activity_unit == "t" else stated
    ef, unit = factor.ef, "tCO2/TJ" if factor.ef_unit == "tCO2/TJ" else f"tCO2/{stream.activity_unit or 't'}"
    usable = unit == "tCO2/TJ" or stream.activity_unit == "t"
    return Rung(
        "type_1",
        Text(
            f"{factor.cite.source}，{factor.cite.clause}：{factor.zh}",
            f"{factor.cite.source}, {factor.cite.clause}: {factor.en}",
        ),
        factor.cite.status,
        "",
        exactly(ncv) if ncv is not None else None,
        exactly(ef) if ef is not None else None,
        unit,
        None,
        _emissions(
            stream,
            exactly(ncv) if ncv is not None else None,
            exactly(ef) if ef is not None and usable else None,
            unit,
            exactly(_of(stream)),
        ),
    )


def _own(stream: SourceStream, factor: StandardFactor) -> Rung | None:
    """Return the study's own value; one that names no kind and equals the act's is of type I."""
    ef, unit, ncv = num(stream.ef), stream.ef_unit, num(stream.ncv)
    carbon = num(stream.carbon)
    if ef is None and carbon is not None:
        ef, unit = carbon * _RATIO, f"tCO2/{stream.activity_unit or 't'}"
    if ef is None:
        return None
    same = ef == factor.ef or (carbon is not None and carbon == factor.carbon)
    kind = stream.factor_kind or (_LOWEST if same else "")
    text = stream.factor_source or stream.document
    return Rung(
        kind or "unstated",
        Text(text or "研究未说明来源", text or "the study names no source"),
        "",
        stream.factor_date,
        exactly(ncv) if ncv is not None else None,
        exactly(ef),
        unit,
        exactly(_of(stream)),
        _emissions(stream, exactly(ncv) if ncv is not None else None, exactly(ef), unit, exactly(_of(stream))),
    )


def _national(stream: SourceStream, seen: NationalFigures | None) -> Rung | None:
    """Return what was seen of the Chinese default; carbon turned to CO2 by 44/12, as those guides do."""
    if seen is None:
        return None
    readings = seen.ncv + seen.carbon + seen.oxidation + seen.ef
    names = dict.fromkeys(r.source for r in readings)
    source = Text(
        "；".join(SOURCES[n].zh for n in names) or NOT_FOUND.zh, "; ".join(SOURCES[n].en for n in names) or NOT_FOUND.en
    )
    status = worst([status_of(r) for r in (seen.ncv, seen.carbon, seen.oxidation, seen.ef) if r])
    direct = range_of(seen.ef)
    same_unit = stream.activity_unit == seen.unit
    of = exactly(_of(stream))
    if direct is not None:
        unit = f"tCO2/{seen.unit}"
        value = _emissions(stream, None, direct, unit, of) if same_unit else None
        return Rung("type_2", source, status, "", None, direct, unit, None, value)
    ncv, carbon, oxidation = range_of(seen.ncv), range_of(seen.carbon), range_of(seen.oxidation)
    ef = carbon.times(exactly(CO2_PER_C * 1000)) if carbon else None
    # Their oxidation factor stands in for the study's; the biomass share stays the study's.
    part = oxidation.times(exactly(1 - (num(stream.biomass) or Fraction(0)))) if oxidation else of
    value = _emissions(stream, ncv if same_unit else None, ef, "tCO2/TJ", part)
    return Rung("type_2", source, status, "", ncv, ef, "tCO2/TJ", oxidation, value)
