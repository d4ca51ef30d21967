"""Process emissions of a cement kiln with its dusts: IR (EU) 2025/2547 Annex II B.9, equations 11, 27 and 28.

Equation 11 was read in the act; clinker output (27) and kiln dust (28) are recalled from the rules of the emissions
trading system that the act carries over (Annex IV section 9 of Reg (EU) 601/2012 and of IR (EU) 2018/2066: methods A
and B, dust that leaves the kiln is no input of method A and is added apart), so every kiln has status recalled.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.derivation import join, line, plain
from carnet.cbam.result import StreamResult
from carnet.errors import Text
from carnet.inventory.installation import KILN_METHODS

if TYPE_CHECKING:
    from carnet.cbam.reading import Row

ZERO, ONE = Fraction(0), Fraction(1)
_IN_FULL = Text("按完全煅烧，偏保守", "calcined in full, the conservative end")
_CARBONATES = ("caco3", "mgco3", "feco3")
_OXIDES = ("cao", "mgo")
_STOCKS = ("cement_stock", "clinker_supplied", "clinker_dispatched", "clinker_stock")
_OUTPUT = ("cement", "clinker_ratio", *_STOCKS)


def dust_factor(clinker: Fraction, degree: Fraction) -> Fraction:
    """Return tCO2 per t of kiln dust calcined to `degree`, from tCO2 per t of clinker (eq 28, recalled).

    Dust that is not calcined at all has emitted nothing; dust calcined in full has the factor of clinker.
    """
    part = clinker / (ONE + clinker) * degree
    return part / (ONE - part)


def kiln_of(row: Row) -> StreamResult | None:
    """Return a kiln's process emissions; None, with the reasons kept as problems, where they cannot be calculated.

    `parts` holds tCO2 of raw material or clinker, of kiln dust, of bypass dust and of organic carbon.
    """
    method = row.text("method")
    if method not in KILN_METHODS:
        row.tell("CBM-004", "method", method, KILN_METHODS)
        return None
    clinker_ef = _clinker_factor(row, needed=method == "output" or row.given("dust") or row.given("bypass"))
    main, words = _by_input(row) if method == "input" else _by_output(row, clinker_ef)
    dust = row.amount("dust", least=0) if row.given("dust") else ZERO
    bypass = row.amount("bypass", least=0) if row.given("bypass") else ZERO
    degree = _degree(row) if dust else ONE
    organic = _organic(row)
    if main is None or dust is None or bypass is None or degree is None or organic is None:
        return None
    if (dust or bypass) and clinker_ef is None:
        return None
    factor = clinker_ef or ZERO
    parts = {
        "tCO2 raw meal" if method == "input" else "tCO2 clinker": main,
        "tCO2 kiln dust": dust * dust_factor(factor, degree),
        "tCO2 bypass dust": bypass * factor,
        "tCO2 organic carbon": organic,
    }
    whole = sum(parts.values(), ZERO)
    said = words
    if dust:
        each, degree_words = plain(dust_factor(factor, degree), 9), plain(degree)
        said = join(said, Text(
            f"窑灰 {plain(dust)} t × {each}（煅烧度 {degree_words}，公式28）",
            f"kiln dust {plain(dust)} t × {each} (calcined to {degree_words}, eq 28)",
        ))  # fmt: skip
    if bypass:
        shown = f"{plain(bypass)} t × {plain(factor, 9)}"
        said = join(said, Text(f"旁路灰 {shown}", f"bypass dust {shown}"))
    if organic:
        said = join(said, Text(f"有机碳 {plain(organic)} tCO2", f"organic carbon {plain(organic)} tCO2"))
    equations = "11, 27" if method == "output" and not row.given("clinker_made") else "11"
    return StreamResult(
        row.id, row.text("name"), "process", "CO2", whole, ZERO, ZERO, ZERO, ZERO,
        f"{equations}, 28" if dust else equations, parts, "recalled", derivation=line(said, whole, "tCO2"),
    )  # fmt: skip


def _factors(row: Row, names: tuple[str, ...]) -> Fraction | None:
    """Return tCO2 per t of what holds the named carbonates or oxides, by the act's factors (point G)."""
    total: Fraction | None = ZERO
    for name in names:
        if not row.given(name):
            continue
        content, known = row.amount(name, least=0, most=1), row.desk.tables.factors.get(name)
        if known is None or known.ef is None:
            row.desk.constant(name)
        if total is None or content is None or known is None or known.ef is None:
            total = None
            continue
        total += content * known.ef
    return total


def _one_of(row: Row, stated: str, contents: tuple[str, ...], *, needed: bool) -> Fraction | None:
    """Return a factor as stated, or from contents; both at once are a problem."""
    given = any(row.given(name) for name in contents)
    if row.given(stated) and given:
        row.tell("CBM-027", stated, row.text(stated), others=", ".join(contents))
        return None
    if given:
        return _factors(row, contents)
    if not needed and not row.given(stated):
        return None
    return row.need(stated, least=0)


def _clinker_factor(row: Row, *, needed: bool) -> Fraction | None:
    return _one_of(row, "clinker_ef", _OXIDES, needed=needed)


def _by_input(row: Row) -> tuple[Fraction | None, Text]:
    """Method A: raw meal, less what left as dust, x its factor x conversion (eq 11)."""
    meal = row.need("raw_meal", least=0)
    left = row.amount("raw_meal_dust", least=0) if row.given("raw_meal_dust") else ZERO
    factor = _one_of(row, "raw_meal_ef", _CARBONATES, needed=True)
    conversion = row.share("conversion", ONE)
    if meal is None or left is None or factor is None or conversion is None:
        return None, Text("", "")
    if left > meal:
        row.tell("CBM-003", "raw_meal_dust", row.text("raw_meal_dust"), bounds="≤ raw_meal")
        return None, Text("", "")
    shown = f"({plain(meal)} − {plain(left)})" if left else plain(meal)
    times = f" × {plain(conversion)}" if conversion != 1 else ""
    said = Text(
        f"方法A（公式11）：生料 {shown} t × {plain(factor, 9)}{times}",
        f"method A (eq 11): raw meal {shown} t × {plain(factor, 9)}{times}",
    )
    return (meal - left) * factor * conversion, said


def _by_output(row: Row, factor: Fraction | None) -> tuple[Fraction | None, Text]:
    """Method B: clinker that comes out, weighed or from cement (eq 27), x its factor."""
    made, shown = _clinker(row)
    if made is None or factor is None:
        return None, Text("", "")
    said = Text(
        f"方法B（公式11）：熟料 {shown.zh} t × {plain(factor, 9)}",
        f"method B (eq 11): clinker {shown.en} t × {plain(factor, 9)}",
    )
    return made * factor, said


def _clinker(row: Row) -> tuple[Fraction | None, Text]:
    """Return t of clinker made: weighed, or (cement - stock) x ratio - supplied + dispatched - stock (eq 27)."""
    stated = [name for name in _OUTPUT if row.given(name)]
    if row.given("clinker_made"):
        if stated:
            row.tell("CBM-027", "clinker_made", row.text("clinker_made"), others=", ".join(stated))
            return None, Text("", "")
        made = row.amount("clinker_made", above=0)
        return made, Text(plain(made), plain(made)) if made is not None else Text("", "")
    if not stated:
        row.tell("CBM-002", "clinker_made")
        return None, Text("", "")
    cement, ratio = row.need("cement", least=0), row.need("clinker_ratio", least=0, most=1)
    rest = {name: row.amount(name) if row.given(name) else ZERO for name in _STOCKS}
    if cement is None or ratio is None or None in rest.values():
        return None, Text("", "")
    known = {name: value for name, value in rest.items() if value is not None}
    made = (cement - known["cement_stock"]) * ratio
    made += known["clinker_dispatched"] - known["clinker_supplied"] - known["clinker_stock"]
    if made <= 0:
        row.tell("CBM-003", "clinker_made", plain(made), bounds="> 0")
        return None, Text("", "")
    words = (
        f"[({plain(cement)} − {plain(known['cement_stock'])}) × {plain(ratio)} − {plain(known['clinker_supplied'])} + "
        f"{plain(known['clinker_dispatched'])} − {plain(known['clinker_stock'])}]"
    )
    return made, Text(f"{words}（公式27）", f"{words} (eq 27)")


def _degree(row: Row) -> Fraction | None:
    """Return the degree of calcination of the dust: as analysed, else in full, the conservative end, and told."""
    if row.given("calcination"):
        return row.amount("calcination", least=0, most=1)
    row.tell("CBM-028", "calcination", "1", severity="warning", why_zh=_IN_FULL.zh, why_en=_IN_FULL.en)
    return ONE


def _organic(row: Row) -> Fraction | None:
    """Return tCO2 of carbon beside the carbonates in the raw meal: t x tC/t x 3.664."""
    if not row.given("organic_carbon"):
        return ZERO
    content, meal = row.amount("organic_carbon", least=0, most=1), row.need("raw_meal", least=0)
    ratio = row.desk.constant("carbon_ratio")
    return None if content is None or meal is None or ratio is None else content * meal * ratio
