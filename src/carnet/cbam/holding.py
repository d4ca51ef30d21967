"""What an importer's list binds beside the surrender: certificates held at a quarter's end, and penalties.

Quarter's end (Reg (EU) 2023/956 Art 22(2) as amended by Reg (EU) 2025/2083, from 2027):

    hold(Q) = share x sum over the lines since 1 January of max(0, M x default without mark-up - M x SEFA, column B)

Penalty (Art 26): EUR for each certificate that a declarant does not surrender; three to five times that where goods
come in without an authorised declarant, counted on default values. Amounts are a lower end as long as the index they
rise with is not in the tables.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from carnet.cbam.lookup import value_of
from carnet.cbam.money import certificates, quarter_of, times, total
from carnet.cbam.portfolio import ONE, by_default, years_for
from carnet.cbam.terms import PUBLISHED, Terms, supposed
from carnet.cbam.threshold import NEVER_EXEMPT
from carnet.errors import Place, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from carnet.cbam.portfolio import Portfolio, Valued
    from carnet.cbam.tables import Tables, Value
    from carnet.errors import Problem

_ENDS = {"Q1": "03-31", "Q2": "06-30", "Q3": "09-30", "Q4": "12-31"}
HOLDING_NOTES = (
    Text(
        "季度末持有量按不含加成的默认值计算（第22条第2款(a)项），与申报依据无关；也可选(b)项：以上一年为同编码、同原产国货物清缴的"
        "证书为准，清单中没有这一数字，故未计算。是否逐货物不低于零、(b)项如何随数量换算，所读文本未规定；此处逐行不低于零。",
        "What a quarter's end asks for goes by defaults without mark-up (Art 22(2)(a)), whatever is declared. Point "
        "(b), the certificates surrendered the year before for goods of the same codes and origins, may be taken "
        "instead; a list does not hold that number, so it is not computed. Whether each good is floored at zero, and "
        "how (b) goes by amounts, is not settled in the texts read; here each line is floored at zero.",
    ),
    Text(
        "账户不足时，主管机关通知后一个月内补足（第22条第3款）；持有不足本身的罚款，所读文本未规定。",
        "Where the account holds too few, they are to be there within a month of the authority's notice (Art 22(3)); a "
        "penalty for holding too few is not in the texts read.",
    ),
)
INDEX_NOTE = Text(
    "罚款为下限：每张证书的金额随欧洲消费价格指数上调，进口年的指数未找到（可用假设 penalty=… 给出）。",
    "Penalties are lower ends: the amount for a certificate rises with the European index of consumer prices; that of "
    "the year of import was not found (the what-if penalty=… supplies the amount).",
)
PENALTY_NOTES = (
    Text(
        "缴纳第26条第1款的罚款不免除清缴；错误来自第三方时主管机关可减轻（(EU) 2025/2083 序言第31段）。",
        "Paying the penalty of Art 26(1) does not release from surrendering; the authority may reduce it where a third "
        "party's information was wrong (Reg (EU) 2025/2083 recital 31).",
    ),
    Text(
        "未经授权进口的罚款（第26条第2、2a款）按默认值（含加成、计入免费配额）的证书数量估算；倍数由主管机关确定；"
        "是否计入免费配额，所读文本未规定。",
        "The penalty for imports without authorisation (Art 26(2), (2a)) is estimated on the certificates by default "
        "values, mark-up and free allocation inside; the authority sets the multiple, and whether free allocation "
        "counts is not settled in the texts read.",
    ),
)


@dataclass(frozen=True, slots=True)
class Held:
    """Certificates an importer's account has to hold on the last day of a quarter; None while a line is open.

    `lines` since 1 January that count, `open` of them without a figure, with the reasons in `problems`. `worth` is
    EUR at a price the user supplied.
    """

    importer: str
    quarter: str
    day: str
    share: Value
    lines: int
    open: int
    certificates: Fraction | None
    worth: Fraction | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Penalty:
    """What Art 26 threatens an importer with for a year, EUR.

    `missing`: certificates of the year, if none is surrendered; `declarant` = missing x `each`. `unauthorised` counts
    certificates on default values, `least` and `most` the range for them. `reducible`: the threshold is passed by no
    more than the share of Art 26(2a). `indexed`: the amount has the rise by the price index inside.
    """

    importer: str
    year: int
    missing: Fraction | None
    each: Fraction | None
    indexed: bool
    declarant: Fraction | None
    unauthorised: Fraction | None
    least: Fraction | None
    most: Fraction | None
    reducible: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """Quarter ends and penalties of a list, and the parameters they rest on."""

    held: tuple[Held, ...]
    penalties: tuple[Penalty, ...]
    rules: tuple[Value, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Due:
    """One charged line: certificates on the default without mark-up, and with it; None with the reasons."""

    importer: str
    year: int
    quarter: str
    bare: Fraction | None
    marked: Fraction | None
    problems: tuple[Problem, ...]


def exposure(found: Portfolio, tables: Tables, *, on: str, what_if: Mapping[str, str] | None = None) -> Exposure:
    """Return what a list binds beside the surrender.

    Args:
        found: the list as `carnet.cbam.portfolio.portfolio` values it.
        tables: the published figures.
        on: the day the list was valued on.
        what_if: the suppositions it was valued with.
    """
    terms = supposed(what_if)[0] if what_if else PUBLISHED
    dues = _dues(found, tables, terms, on)
    held = tuple(_held(dues, tables, terms))
    penalties = tuple(_penalties(found, dues, tables, terms))
    years = sorted({str(due.year) for due in dues})
    keys = [*(("quarter_end_holding", year) for year in years), ("holding_remedy_months", ""), ("excess_penalty", ""),
            *(("excess_penalty_index", year) for year in years), ("unauthorised_penalty_times", "least"),
            ("unauthorised_penalty_times", "most"), ("unauthorised_reduction", "")]  # fmt: skip
    open_index = (INDEX_NOTE,) if any(not each.indexed for each in penalties) else ()
    notes = (*(HOLDING_NOTES if held else ()), *open_index, *(PENALTY_NOTES if penalties else ()))
    return Exposure(held, penalties, tuple(value_of(tables, *key) for key in keys) if dues else (), notes)


def _dues(found: Portfolio, tables: Tables, terms: Terms, on: str) -> list[_Due]:
    known: dict[tuple[object, ...], tuple[Fraction | None, Fraction | None, tuple[Problem, ...]]] = {}
    made = []
    for row in found.rows:
        line, years = row.line, years_for(row.line, terms, on)
        if not _counts(found, row, years.imported):
            continue
        key = (line.cn, line.country, years, line.variant)
        if key not in known:
            default, sefa, told = by_default(line, years, tables, terms, Place())
            printed = None if default is None else default.row.total
            stopped = row.per_t.unknown or any(each.severity == "error" for each in told)
            if stopped or default is None or printed is None or sefa is None:
                known[key] = None, None, told
            else:
                known[key] = certificates(ONE, printed, sefa), certificates(ONE, default.see, sefa), ()
        bare, marked, told = known[key]
        place = Place(cell=str(line.number))
        quarter = f"{years.imported}{quarter_of(line.import_date)[4:]}"
        why = told or (row.problems if bare is None else ())
        said = tuple(replace(each, place=place) for each in why)
        made.append(_Due(line.importer, years.imported, quarter, times(line.amount, bare), times(line.amount, marked),
                         said))  # fmt: skip
    return made


def _counts(found: Portfolio, row: Valued, year: int) -> bool:
    """Whether a line binds its importer at all: in Annex I, of an origin that counts, and not below the threshold."""
    if not row.per_t.charged:
        return False
    scope = found.scopes.get((row.line.importer, year))
    return row.per_t.sector in NEVER_EXEMPT or scope is None or scope.state != "exempt"


def _held(dues: Sequence[_Due], tables: Tables, terms: Terms) -> Iterable[Held]:
    by_account: dict[tuple[str, int], list[_Due]] = defaultdict(list)
    for due in dues:
        by_account[due.importer, due.year].append(due)
    for (importer, year), rows in sorted(by_account.items()):
        share = value_of(tables, "quarter_end_holding", str(year))
        first = min(due.quarter for due in rows)
        # A year before the duty has a share of zero: nothing is held. A share that is not known leaves it open.
        for name, end in _ENDS.items() if share.value != 0 else ():
            quarter = f"{year}-{name}"
            if quarter < first:
                continue
            so_far = [due for due in rows if due.quarter <= quarter]
            count = times(share.value, total([due.bare for due in so_far]))
            said = tuple(problem for due in so_far for problem in due.problems)
            missing = sum(due.bare is None for due in so_far)
            worth = times(count, terms.price)
            yield Held(importer, quarter, f"{year}-{end}", share, len(so_far), missing, count, worth, said)


def _penalties(found: Portfolio, dues: Sequence[_Due], tables: Tables, terms: Terms) -> Iterable[Penalty]:
    per_certificate = value_of(tables, "excess_penalty").value
    most_over = value_of(tables, "unauthorised_reduction").value
    least, most = (value_of(tables, "unauthorised_penalty_times", key).value for key in ("least", "most"))
    for whole in found.by_importer:
        importer, year = whole.of[0], int(whole.of[1])
        mine = [due for due in dues if (due.importer, due.year) == (importer, year)]
        if not mine:
            continue
        index = value_of(tables, "excess_penalty_index", str(year)).value
        indexed = terms.penalty is not None or index is not None
        each = terms.penalty if terms.penalty is not None else times(per_certificate, ONE if index is None else index)
        by_law = total([due.marked for due in mine])
        scope = found.scopes.get((importer, year))
        limit = scope.threshold.value if scope is not None and scope.threshold is not None else None
        above = scope.total if scope is not None and scope.state == "covered" else None
        over = limit is not None and most_over is not None and above is not None and above <= limit * (ONE + most_over)
        fined = times(by_law, each)
        said = tuple(dict.fromkeys(problem for due in mine for problem in due.problems))
        yield Penalty(
            importer, year, whole.certificates, each, indexed, times(whole.certificates, each), by_law,
            times(fined, least), times(fined, most), over, said,
        )  # fmt: skip
