"""Whether a code is a good of the CBAM on a day: in scope, not in scope, proposed, or not to be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carnet.cbam.lookup import good_of
from carnet.errors import Text

if TYPE_CHECKING:
    from carnet.cbam.tables import Cite, Good, ProposedGood, Tables

ScopeStatus = Literal["in_scope", "not_in_scope", "proposed", "unclear"]

_FULL, _TARIC = 8, 10
_HEADING = 4
# The last heading of each chapter of the Harmonised System that Annex I touches (recalled).
_LAST_HEADING = {"25": 30, "26": 21, "27": 16, "28": 53, "31": 5, "72": 29, "73": 26, "76": 16}
# Subheadings of the Harmonised System under headings Annex I takes in by parts, that it leaves out (recalled).
_OUTSIDE = (
    "250700", "260111", "260120", "280421", "280429", "280430", "280440", "280450", "280461", "280469", "280470",
    "280480", "280490", "283410", "283429", "310560", "720221", "720229", "720230", "720250", "720270", "720280",
    "720291", "720292", "720293", "720299",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScopeFound:
    """What may be said of a code on a day.

    `charge`: whether certificates are due for such goods on that day at all; never for a good that is proposed only.
    `text`: the sentence to print. `candidates`: fuller codes where the one given does not tell.
    """

    status: ScopeStatus
    good: Good | None
    proposed: ProposedGood | None
    text: Text
    cite: Cite
    candidates: tuple[str, ...] = ()
    charge: bool = False


def scope_of(tables: Tables, cn: str, day: str) -> ScopeFound:
    """Tell whether a code is in the scope of the CBAM.

    Args:
        tables: the published tables; `Tables.scope` is there in the shipped ones.
        cn: a code of 4 to 10 digits; blanks and points are passed over.
        day: ISO day of import. A proposal stays a proposal on any day: only an adopted act would change the tables.

    Source: Regulation (EU) 2023/956 Annex I; COM(2025) 989 for what is proposed.

    Raises:
        ValueError: the tables came without a scope.
    """
    scope = tables.scope
    if scope is None:
        message = "these tables hold no scope"
        raise ValueError(message)
    plain = re.sub(r"[\s.]", "", cn)
    if not (plain.isascii() and plain.isdigit() and _HEADING <= len(plain) <= _TARIC):
        text = Text(
            f"“{cn}”不是CN编码，无法判断是否在CBAM范围内。",
            f"'{cn}' is no CN code: whether it is in scope cannot be told.",
        )
        return ScopeFound("unclear", None, None, text, scope.cite)
    good = good_of(tables, plain)
    part = scope.part_only.get(plain[:_FULL])
    if good is not None and part and plain != part:
        if len(plain) == _TARIC:
            return _out(tables, plain)
        text = Text(
            f"{plain} 只有一部分在CBAM范围内（TARIC {part}）；须用10位编码判断。",
            f"only a part of {plain} is in the scope of the CBAM (TARIC {part}); the code of 10 digits decides.",
        )
        return ScopeFound("unclear", good, None, text, good.cite, (part,))
    if good is not None:
        return _in(tables, good, plain, day)
    return _listed_nowhere(tables, plain)


def unknown_code(tables: Tables, cn: str, day: str) -> ScopeFound | None:
    """Return what is told of a code that is no good of the list and yet not to be called out of scope, else None.

    Too short, not a code, or on no list though its heading holds goods of Annex I: no charge and no exemption follows.
    """
    if tables.scope is None or good_of(tables, cn) is not None:
        return None
    found = scope_of(tables, cn, day)
    return found if found.status == "unclear" else None


def _in(tables: Tables, good: Good, plain: str, day: str) -> ScopeFound:
    begins = tables.scope.charge_from if tables.scope else ""
    charge = bool(day) and day >= begins
    category = tables.categories[good.category]
    if charge:
        text = Text(f"{plain} 在CBAM范围内：{category.zh}。", f"{plain} is in the scope of the CBAM: {category.en}.")
    else:
        text = Text(
            f"{plain} 在CBAM范围内：{category.zh}；{begins} 起的进口才产生证书义务。",
            f"{plain} is in the scope of the CBAM: {category.en}; certificates are due for imports from {begins} on.",
        )
    return ScopeFound("in_scope", good, None, text, good.cite, charge=charge)


def _listed_nowhere(tables: Tables, plain: str) -> ScopeFound:
    """Judge a code that is not in the list: too short, newer than the list, proposed, or out."""
    scope = tables.scope
    if scope is None:  # `scope_of` has made sure
        raise AssertionError
    below = tuple(cn for cn in tables.goods if cn.startswith(plain)) if len(plain) < _FULL else ()
    if below:
        text = Text(
            f"{plain} 之下有CBAM货物；须用8位编码判断。",
            f"{plain} has goods of the CBAM below it; the code of 8 digits decides.",
        )
        return ScopeFound("unclear", None, None, text, scope.cite, below[:5])
    excepted = plain.startswith(scope.excepted)
    if not excepted and (plain.startswith(scope.annex_i) or _no_subheading(tables, plain) or _no_heading(plain)):
        text = Text(
            f"{plain} 的品目在附件一中有货物，但编码清单中没有该编码：请核对编码，不能据此认为不在范围内。",
            f"the heading of {plain} has goods in Annex I, but the list of codes has no such code: check it; it is not "
            "to be taken as out of scope.",
        )
        return ScopeFound("unclear", None, None, text, scope.cite, _siblings(tables, plain))
    return _out(tables, plain)


def _no_heading(plain: str) -> bool:
    """Whether no chapter with goods of Annex I has such a heading at all, as after a slip in the first digits."""
    last = _LAST_HEADING.get(plain[:2])
    return len(plain) >= _FULL and last is not None and not 1 <= int(plain[2:_HEADING]) <= last


def _no_subheading(tables: Tables, plain: str) -> bool:
    """Whether a code stands under a heading with goods of Annex I, in a subheading not known to be outside."""
    heading = plain[:_HEADING]
    if len(plain) < _FULL or not any(cn.startswith(heading) for cn in tables.goods):
        return False
    return not plain.startswith(_OUTSIDE) and not any(plain.startswith(part[:_FULL]) for part in _parts(tables))


def _parts(tables: Tables) -> tuple[str, ...]:
    return tuple(tables.scope.part_only) if tables.scope else ()


def _siblings(tables: Tables, plain: str) -> tuple[str, ...]:
    """Return the goods of the same heading, nearest first: fewest digits that differ, then nearest in number."""
    code = plain[:_FULL].ljust(_FULL, "0")
    for digits in (6, 4, 2):
        if near := [cn for cn in tables.goods if cn.startswith(plain[:digits])]:
            return tuple(sorted(near, key=lambda cn: (_differing(cn, code), abs(int(cn) - int(code)), cn)))[:5]
    return ()


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _out(tables: Tables, plain: str) -> ScopeFound:
    scope = tables.scope
    if scope is None:
        raise AssertionError
    near = [each for each in tables.proposed if plain.startswith(each.cn) or each.cn.startswith(plain)]
    if near:
        each = max(near, key=lambda row: len(row.cn))
        zh, en = (
            ("该编码中的一部分", "a part of this code")
            if each.part or len(each.cn) > len(plain)
            else ("该编码", "this code")
        )
        if each.list == "annex_viii_precursors":
            what_zh, what_en = "作为前体列入", "is proposed as a precursor"
        else:
            what_zh, what_en = "列入", "is proposed as a good"
        text = Text(
            f"{plain} 不在CBAM范围内，今天不产生费用；"
            f"{zh}被提案自{scope.proposed_from}起{what_zh}（{each.cite.source}，尚未通过）。",
            f"{plain} is not in the scope of the CBAM and bears no charge today; {en} {what_en} from "
            f"{scope.proposed_from} ({each.cite.source}, not adopted).",
        )
        return ScopeFound("proposed", None, each, text, each.cite)
    text = Text(
        f"{plain} 不在CBAM范围内，不产生费用。", f"{plain} is not in the scope of the CBAM and bears no charge."
    )
    return ScopeFound("not_in_scope", None, None, text, scope.cite)
