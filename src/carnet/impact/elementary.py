"""Which gas of ours an elementary flow of another database is, and where its carbon comes from.

A flow is known by its CAS number, else by its name with the words of origin taken out, else (six gases that have no
isomers) by its formula. What cannot be told is told: a gas without a stated origin has origin ``""``, a greenhouse gas
that no shipped GWP set values, a flow that looks like one, a gas that goes elsewhere than to the air, a number and a
name that disagree. None of them is dropped in silence and none is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import DataError, Problem, problem
from carnet.quantity import UnitError, convert
from carnet.toml_rows import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from carnet.toml_rows import Row

CARBON_GASES = ("CO2", "CH4", "CO")  # only these carry an origin
_BY_FORMULA = ("CO2", "CH4", "N2O", "CO", "SF6", "NF3")
# Of several words the one that says most: CO2 "biogenic, in air" is taken up.
_STRENGTH = ("uptake", "luluc_uptake", "luluc", "biogenic", "fossil")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_LOOKS = re.compile(
    r"\b(?:hfc|hcfc|cfc|pfc|hfe|hfo|halon)s?(?:\b|[- ]?\d)|\br-?\d{2,3}[a-z]{0,2}\b|perfluoro|"
    r"fluoro-?,? ?(?:methane|ethane|propane|butane|carbon)|(?:ethane|methane|propane|butane), .*fluoro|"
    r"\bcarbon dioxide\b|\bco2\b|\bmethane\b|nitrous oxide|dinitrogen|greenhouse|hexafluoride|"
    r"二氧化碳|甲烷|氧化亚氮|温室气体|六氟化硫|氟(?:甲|乙|丙|丁)烷"
)
_CODE = re.compile(r"\b(?:hfc|hcfc|cfc|pfc|hfo|hfe|halon)[- ]?\d[\w-]*")
_NOT_LOOKS = re.compile(r"non[- ]methane|nmvoc|(?:bromo|chloro)methyl|uranium|tungsten|methanesulf|非甲烷")
_RESOURCE = re.compile(r"resource|resources|资源")
_WATER = re.compile(r"\b(?:water|freshwater|ocean|sea|river|lake|groundwater)\b|水")
_SOIL = re.compile(r"\b(?:soil|ground|agricultural|industrial soil)\b|土壤")
_AIR = re.compile(r"\bair\b|atmospher|stratospher|tropospher|大气|空气")
_FROM_AIR = re.compile(r"\bair\b|biotic|biosphere|空气|大气|生物")
_SHOWN = 8
TOLD = ("no_value", "looks_like", "unit", "conflict", "not_air")


@dataclass(frozen=True, slots=True)
class ElementaryFlow:
    """What a database says of a flow; `path` is its compartment with the sub-compartments, in one line."""

    name: str
    unit: str
    path: str = ""
    cas: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Element:
    """One gas of one carbon origin, given off or taken up: what masses are kept by. `origin` ``""``: not known."""

    gas: str
    origin: str
    uptake: bool = False

    @property
    def key(self) -> str:
        """``CO2|biogenic|uptake``, ``CH4|fossil``, ``N2O|``."""
        return f"{self.gas}|{self.origin}|uptake" if self.uptake else f"{self.gas}|{self.origin}"


def element_of(key: str) -> Element:
    """The element a key names."""
    gas, _, rest = key.partition("|")
    origin, _, uptake = rest.partition("|")
    return Element(gas, origin, uptake == "uptake")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A flow that is a gas of ours: `scale` kg per unit of the flow, found `by` CAS number, name or formula."""

    flow: int
    element: Element
    scale: Fraction
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """A flow that does not count and might have to: `reason` is one of `TOLD`, `gas` ours where there is one."""

    flow: int
    reason: str
    gas: str = ""


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """All flows told of for one reason: how many, and some of their names."""

    reason: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ElementaryMap:
    """The flows of a database that are gases, and those that had to be told of; positions as in the given list."""

    mapped: tuple[Mapped, ...]
    told: tuple[Told, ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        """Every element that occurs, sorted."""
        return tuple(sorted({item.element for item in self.mapped}))


@dataclass(frozen=True, slots=True)
class Elementary:
    """The list: gases by CAS number, by name and by formula; gases known to have no value; the words of origin."""

    by_cas: Mapping[str, str]
    by_name: Mapping[str, str]
    by_formula: Mapping[str, str]
    known_cas: frozenset[str]
    known_names: frozenset[str]
    words: tuple[tuple[str, str], ...]


def parse_elementary(name: str, text: str, names: Mapping[str, Sequence[str]]) -> Elementary:
    """Read the list.

    Args:
        name: of the file, for messages.
        text: TOML with ``[[gas]]``, ``[[known]]`` and ``[[origin]]`` rows.
        names: more names by gas id, such as those of the shared list of flows.

    Raises:
        DataError: a row without its fields, or a name or CAS number of two gases (LCI-176).
    """
    tables = {kind: read_rows(name, text, kind) for kind in ("gas", "known", "origin")}
    problems = [found for table in tables.values() for found in table.problems]
    words = sorted(
        ((_plain(word), str(row.values["origin"])) for row in tables["origin"].rows for word in _list(row, "words")),
        key=lambda item: -len(item[0]),
    )
    by_cas: dict[str, str] = {}
    by_name: dict[str, str] = {}
    by_formula: dict[str, str] = {}
    for row in tables["gas"].rows:
        gas = str(row.values.get("id", ""))
        own = [(by_cas, plain_cas(str(row.values.get("cas", ""))))]
        own += [(by_name, _key(each)) for each in (gas, *_list(row, "names"), *names.get(gas, ()))]
        for table, key in own:
            if not key or table.setdefault(key, gas) != gas:
                problems.append(problem("LCI-176", row.place(), key, gas=gas))
        if gas in _BY_FORMULA:
            by_formula[gas.casefold()] = gas
    known = tables["known"].rows
    if problems:
        raise DataError(tuple(problems))
    return Elementary(
        by_cas,
        by_name,
        by_formula,
        frozenset(plain_cas(str(row.values["cas"])) for row in known),
        frozenset(_key(each) for row in known for each in _list(row, "names")),
        tuple(words),
    )


def map_flows(elementary: Elementary, flows: Iterable[ElementaryFlow]) -> ElementaryMap:
    """Map every flow of a database; a flow that is no greenhouse gas is in neither list."""
    mapped: list[Mapped] = []
    told: list[Told] = []
    for index, flow in enumerate(flows):
        found = _map(elementary, index, flow)
        if isinstance(found, Mapped):
            mapped.append(found)
        elif found is not None:
            told.append(found)
    return ElementaryMap(tuple(mapped), tuple(told))


def _map(elementary: Elementary, index: int, flow: ElementaryFlow) -> Mapped | Told | None:  # noqa: PLR0911 - one a case
    bare, origin = _origin(elementary, flow.name)
    named = elementary.by_name.get(_key(bare), "") or _coded(elementary.by_name, bare)
    cas = plain_cas(flow.cas)
    numbered = elementary.by_cas.get(cas, "")
    gas = numbered or named
    by = "cas" if numbered else "name"
    where = compartment(flow.path)
    if named and numbered and named != numbered:
        return Told(index, "conflict", numbered)
    if not gas and not cas:
        gas, by = elementary.by_formula.get(flow.formula.casefold().strip(), ""), "formula"
    if not gas:
        if where not in {"air", ""}:
            return None
        known = elementary.known_names
        if cas in elementary.known_cas or _key(bare) in known or _coded({each: each for each in known}, bare):
            return Told(index, "no_value")
        return Told(index, "looks_like") if looks_like(flow.name) else None
    element = _element(gas, origin, where, flow)
    if element is None:
        return Told(index, "not_air", gas)
    try:
        scale = convert(Fraction(1), flow.unit, "kg", "gas_mass")
    except UnitError:
        return Told(index, "unit", gas)
    return Mapped(index, element, scale, by)


def _element(gas: str, origin: str, where: str, flow: ElementaryFlow) -> Element | None:
    """The element, or None where the gas does not go to the air or come out of it."""
    if gas not in CARBON_GASES:
        return Element(gas, "") if where in {"air", ""} else None
    if origin == "luluc_uptake":
        return Element(gas, "luluc", uptake=True) if gas == "CO2" else None
    taken = origin == "uptake" or (where == "resource" and _FROM_AIR.search(f"{flow.path} {flow.name}".casefold()))
    if taken:
        return Element(gas, "biogenic", uptake=True) if gas == "CO2" else None
    return Element(gas, origin) if where in {"air", ""} else None


def compartment(path: str) -> str:
    """``air``, ``water``, ``soil``, ``resource``, or ``""`` where the path does not say."""
    text = path.casefold()
    for word, test in (("resource", _RESOURCE), ("air", _AIR), ("water", _WATER), ("soil", _SOIL)):
        if test.search(text):
            return word
    return ""


def looks_like(name: str) -> bool:
    """Whether a name may be that of a greenhouse gas."""
    text = name.casefold()
    return bool(_LOOKS.search(text)) and not _NOT_LOOKS.search(text)


def plain_cas(text: str) -> str:
    """A CAS number without leading zeros or blanks; empty where it is none."""
    found = re.fullmatch(r"0*([1-9]\d{1,6}-\d{2}-\d)", text.strip())
    return found.group(1) if found else ""


def _origin(elementary: Elementary, name: str) -> tuple[str, str]:
    """The name without the words of origin, and the origin they say."""
    text = f" {_plain(_BRACKETS.sub(' ', name))} "
    met = []
    for word, origin in elementary.words:
        spaced = word if word and ord(word[0]) > 0x2E7F else f" {word} "  # noqa: PLR2004 - Chinese has no blanks
        if spaced in text:
            met.append(origin)
            text = text.replace(spaced, " ")
    origin = next((each for each in _STRENGTH if each in met), "")
    return text, origin


def _plain(text: str) -> str:
    """Small letters, digits, dashes inside words; everything else a blank."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w-]+", " ", folded).strip()


def _key(text: str) -> str:
    return "".join(c for c in _plain(_BRACKETS.sub(" ", text)) if c.isalnum())


def _coded(names: Mapping[str, str], name: str) -> str:
    """What the refrigerant code in a name stands for: HFC-245fa in ``1,1,1,3,3-Pentafluoropropane, HFC-245fa``."""
    return next((names[key] for code in _CODE.findall(name) if (key := _key(code)) in names), "")


def _list(row: Row, key: str) -> tuple[str, ...]:
    found = row.values.get(key, ())
    return tuple(str(each) for each in found) if isinstance(found, (list, tuple)) else ()


def told_groups(told: Iterable[Told], flows: Sequence[ElementaryFlow]) -> tuple[ToldGroup, ...]:
    """What had to be told, by reason: how many different flows, and the first of their names."""
    groups: dict[str, set[str]] = {}
    for item in told:
        flow = flows[item.flow]
        groups.setdefault(item.reason, set()).add(f"{flow.name} ({flow.path or '-'}, {flow.unit})")
    return tuple(
        ToldGroup(reason, len(groups[reason]), tuple(sorted(groups[reason])[:_SHOWN]))
        for reason in TOLD
        if reason in groups
    )


def told_problems(groups: Iterable[ToldGroup]) -> tuple[Problem, ...]:
    """One warning a reason (LCI-179)."""
    return tuple(
        problem(
            "LCI-179",
            None,
            group.reason,
            group.names,
            "warning",
            count=str(group.count),
            why_zh=_REASONS[group.reason][0],
            why_en=_REASONS[group.reason][1],
        )
        for group in groups
    )


_REASONS = {
    "no_value": ("已知的温室气体，自带的GWP数值集没有其数值", "known greenhouse gases that no shipped GWP set values"),
    "looks_like": ("名称像温室气体，但无法识别", "their names look like greenhouse gases, but they are not recognised"),
    "unit": ("是温室气体，但单位不是质量", "greenhouse gases in a unit that is no mass"),
    "conflict": ("CAS号与名称指不同气体", "the CAS number and the name mean different gases"),
    "not_air": (
        "是温室气体，但不排入大气（水、土壤、资源）",
        "greenhouse gases that do not go to the air (water, soil, resource)",
    ),
}
