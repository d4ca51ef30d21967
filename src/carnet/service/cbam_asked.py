"""What a command adds to a study before it is valued under the CBAM, looked at before any work is done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from carnet.cbam.terms import supposed
from carnet.errors import InputError, Place, problem
from carnet.errors.nearest import nearest
from carnet.inventory.context import day
from carnet.inventory.installation import CbamGood
from carnet.quantity import DecimalError, parse_decimal
from carnet.service import datasets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from carnet.cbam.tables import Tables
    from carnet.errors import Problem
    from carnet.inventory.model import Study

HEADING = 8  # digits of a CN code that names one good
_CN_LENGTHS = (8, 10)
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command adds to the study: everything optional, nothing of it stored.

    `on` the day the figures are valued on (default: the study's known date); `codes` CN codes; `amount` t and
    `import_date` of every good without its own; `importer`; `route` the letter of the benchmark table;
    `inside` CN codes of what processes make for use inside, by process; `what_if` as `carnet.cbam.terms` reads it;
    `electricity` tCO2/MWh by country, from a table of the user.
    """

    on: str = ""
    codes: tuple[str, ...] = ()
    amount: str = ""
    import_date: str = ""
    importer: str = ""
    route: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    what_if: Mapping[str, str] | None = None
    electricity: Mapping[str, Fraction] | None = None


def look_at(asked: Asked, study: Study, tables: Tables) -> None:
    """Look at every option at once.

    Raises:
        InputError: with everything that cannot be used.
    """
    found = [*_numbers(asked), *_days(asked), *_words(asked, study, tables)]
    if asked.what_if:
        found += supposed(asked.what_if)[2]
    if found:
        raise InputError(tuple(found))


def _unusable(option: str, value: str, zh: str, en: str, candidates: Iterable[str] = ()) -> Problem:
    offered = tuple(candidates)
    return problem("CBM-196", None, value, offered, option=option, why_zh=zh, why_en=en)


def _numbers(asked: Asked) -> Iterator[Problem]:
    if not asked.amount:
        return
    try:
        value = parse_decimal(asked.amount)
    except DecimalError:
        yield problem("CBM-182", None, asked.amount, option="--amount")
        return
    if value <= 0:
        yield _unusable("--amount", asked.amount, "出口量须大于零", "it must be above zero", ("1000",))


def _days(asked: Asked) -> Iterator[Problem]:
    for option, text in (("--import-date", asked.import_date), ("--on", asked.on)):
        if text and day(text) is None:
            yield _unusable(option, text, "不是 YYYY-MM-DD 的日期", "it is no day written YYYY-MM-DD", ("2026-08-15",))


def _words(asked: Asked, study: Study, tables: Tables) -> Iterator[Problem]:
    for code in (*asked.codes, *asked.inside.values()):
        if not (code.isascii() and code.isdigit() and len(code) in _CN_LENGTHS):
            near = below(code, tables)[:_LISTED]
            yield _unusable(
                "--cn", code, "不是8位CN编码（或TARIC 10位）", "it is no CN code of 8 digits (TARIC: 10)", near
            )
    known = tuple(p.id for p in (study.production or study.processes))
    for process in asked.inside:
        if process not in known:
            ranked = tuple(dict.fromkeys((*nearest(process, known), *known)))
            yield _unusable("--cn", process, "研究中没有这个过程", "the study has no such process", ranked)
    letters = sorted({row.route for rows in tables.benchmarks.values() for row in rows if row.route})
    if asked.route and asked.route not in letters:
        yield _unusable(
            "--route", asked.route, "不是基准表的路线字母", "it is no letter of the benchmark table", letters
        )
    countries = datasets.countries().countries
    for country in asked.electricity or {}:
        if country not in countries:
            yield _unusable("--electricity", country, "不是 ISO 3166 两位代码", "it is no ISO 3166 code", ("CN=0.6",))


def with_asked(study: Study, asked: Asked, tables: Tables) -> Study:
    """The study with the codes, amounts and days the command adds; what its rows state themselves stays."""
    goods = study.cbam_goods
    if asked.codes or not goods:
        # A heading that holds goods in scope names none of them; one that holds none is out of scope as it stands.
        codes = tuple(c for c in codes_of(study, asked) if len(c) >= HEADING or not below(c, tables))
        name = study.product.name
        goods = tuple(
            CbamGood(
                f"good_{cn}", _maker_of(study, cn, tables), cn, name.en or name.zh, name_zh=name.zh, name_en=name.en
            )
            for cn in codes
        )
    return replace(
        study,
        production=tuple(replace(p, cn=asked.inside.get(p.id, p.cn)) for p in study.production),
        cbam_goods=tuple(
            replace(
                good,
                amount=good.amount or asked.amount,
                import_date=good.import_date or asked.import_date,
                importer=good.importer or asked.importer,
                benchmark_route=good.benchmark_route or asked.route,
            )
            for good in goods
        ),
    )


def codes_of(study: Study, asked: Asked) -> tuple[str, ...]:
    """The CN codes meant: the command's, those of the goods' rows, or the product's."""
    return asked.codes or tuple(g.cn for g in study.cbam_goods) or study.product.cn_codes


def below(code: str, tables: Tables) -> tuple[str, ...]:
    """The goods in scope that stand below a CN code."""
    return tuple(sorted(cn for cn in tables.goods if cn.startswith(code)))


def short_codes(study: Study, asked: Asked, tables: Tables) -> tuple[Problem, ...]:
    """Codes too short to name a good: each with the goods it may mean."""
    if study.cbam_goods:
        return ()
    place = Place(pointer="/product/cn_codes")
    return tuple(
        problem("CBM-183", place, c, goods[:_LISTED], "warning", given=c, count=len(goods))
        for c in codes_of(study, asked)
        if len(c) < HEADING and (goods := below(c, tables))
    )


def still_missing(study: Study, asked: Asked, tables: Tables, year: int) -> tuple[Problem, ...]:
    """What the free allocation of a derived chain still needs, all at once, as one command to type."""
    words: list[str] = [f"--cn {g.cn}" for g in study.cbam_goods[:1]]
    zh: list[str] = []
    en: list[str] = []
    letters: set[str] = set()
    last = {g.process for g in study.cbam_goods}
    for process in study.production:
        codes = [g.cn[:HEADING] for g in study.cbam_goods if g.process == process.id] or (
            [process.cn[:HEADING]] if process.cn else _of_category(process.category, tables)
        )
        rows = [r for c in codes for r in tables.benchmarks.get(c, ()) if r.column == "A" and _holds(r, year)]
        routed = {r.route for r in rows if r.route}
        letters |= routed if process.id not in last or not any(not r.route for r in rows) else set()
        if process.id not in last and not process.cn and len({r.value for r in rows}) > 1:
            words.append(f"--cn {process.id}=CN")
            zh.append(f"过程 {process.id} 产品的CN编码")
            en.append(f"the CN code of what {process.id} makes")
    if letters and not asked.route:
        words.append(f"--route {'|'.join(sorted(letters))}")
        zh.append("路线字母（哪几个可用由编码决定）")
        en.append("the route letter (the code decides which of them can be)")
    outside = any(
        p.category in tables.categories and not tables.categories[p.category].annex_ii for p in study.production
    )
    if outside and study.country not in (asked.electricity or {}):
        words.append(f"--electricity {study.country}=tCO2/MWh")
        zh.append("国别电力因子")
        en.append("the country's electricity factor")
    if not zh:
        return ()
    command = " ".join(words)
    missing = {"missing_zh": "、".join(zh), "missing_en": ", ".join(en)}
    found = problem("CBM-195", None, "", (), "warning", command=command, **missing)
    return (found,)


def _holds(row: object, year: int) -> bool:
    return getattr(row, "first_year", 0) <= year <= getattr(row, "last_year", 0)


def _of_category(category: str, tables: Tables) -> list[str]:
    return [cn for cn, good in tables.goods.items() if good.category == category]


def _maker_of(study: Study, cn: str, tables: Tables) -> str:
    """The production process a good named on the command line comes from: of its category, and used by no other."""
    good = tables.goods.get(cn[:HEADING])
    used = {use.source for use in study.precursor_uses}
    last = [p.id for p in study.production if p.id not in used] or [p.id for p in study.production]
    fitting = [p.id for p in study.production if good is not None and p.category == good.category]
    return next((p for p in fitting if p in last), next(iter(fitting or last), ""))
