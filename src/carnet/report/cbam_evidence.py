"""The evidence list for the verifier: for every number its stream, meter, document and factor; gaps, estimates, weight.

The weight of a stream is exact: the specific embedded emissions of a process are linear in the emissions attributed to
each process (IR (EU) 2025/2547 Annex III eq 59, 60), so ``d SEE_p / d Em_j = [(I - A)^-1]_pj / AL_j``.
"""

# ruff: noqa: E501 - bilingual heads and sentences read best on one line, and CJK counts double

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.errors import Text
from carnet.lca.solve import SingularError, solve_sparse
from carnet.report.cbam_model import (
    Bundle,
    Cell,
    Fact,
    Gap,
    Item,
    Paper,
    Piece,
    Table,
    gaps_in,
    given,
    item,
    number,
    percent,
    see,
)
from carnet.report.cbam_operator_back import CN, PRECURSOR
from carnet.report.cbam_words import FACTOR_KINDS, GAP_NOTE, PROCESS, SEVERITIES, check_words, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.cbam.result import Computed

ZERO = Fraction(0)
STREAM = Text("源流", "source stream")
Gradient = dict[str, dict[str, Fraction]]


def evidence_list(bundle: Bundle) -> Paper:
    """Return the evidence list."""
    return Paper(
        "evidence-list",
        Text("证据清单（供核查机构）", "Evidence list for the verifier"),
        Text("IR (EU) 2025/2546；重要性水平：SEE与SEFA各5 %", "IR (EU) 2025/2546; materiality: 5 % of SEE and of SEFA"),
        (GAP_NOTE,),
        (
            _numbers(bundle),
            _processes(bundle),
            _gaps(bundle),
            _estimates(bundle),
            _weights(bundle),
            _precursor_weights(bundle),
            _reports(bundle),
            _checks(bundle),
        ),
    )


# ── how much each input weighs ───────────────────────────────────────────────────────────────────


def process_gradient(computed: Computed) -> Gradient:
    """Return ``d SEE / d emissions`` by process (of the SEE) and process (of the emissions), in tCO2e/unit per tCO2e.

    Processes that feed each other are solved together, exactly. A process without an activity level moves nothing.
    """
    own = {p.id: p for p in computed.processes}
    names = tuple(own)
    rows = {
        name: {name: Fraction(1)}
        | {s: (Fraction(1) if s == name else ZERO) - m for s, m in computed.recipes.get(name, {}).items() if s in own}
        for name in names
    }
    made: Gradient = {name: {} for name in names}
    for j in names:
        if not own[j].amount:
            continue
        try:
            column = solve_sparse(names, rows, {j: 1 / own[j].amount})
        except SingularError:
            return {name: {} for name in names}
        for p, value in column.items():
            if value:
                made[p][j] = value
    return made


def stream_weights(bundle: Bundle) -> Gradient:
    """Return ``d SEE / d stream`` by process and stream: tCO2e/unit per tCO2e of the stream.

    A process that states DirEm* itself, or whose emissions were floored at zero, does not follow its streams.
    """
    study, computed = bundle.study, bundle.computed
    deaf = {p.id for p in study.production if p.direct} | {p.id for p in computed.processes if p.floored}
    parts: dict[str, Mapping[str, Fraction]] = {}
    for stream in computed.streams:
        if stream.emissions:
            parts[stream.id] = {j: amount / stream.emissions for j, amount in stream.attributed.items()}
        else:
            parts[stream.id] = _metered(bundle, stream.id)
    made: Gradient = {}
    for process, row in process_gradient(computed).items():
        weights = {
            stream: sum((part * row.get(j, ZERO) for j, part in shares.items() if j not in deaf), ZERO)
            for stream, shares in parts.items()
        }
        made[process] = {stream: weight for stream, weight in weights.items() if weight}
    return made


def _metered(bundle: Bundle, stream_id: str) -> Mapping[str, Fraction]:
    """Return the parts of a stream by process from its meters: what counts where it emits nothing at present."""
    shares = [(s.process, given(s.amount)) for s in bundle.study.stream_shares if s.stream == stream_id]
    total = sum((amount for _, amount in shares), ZERO)
    if total:
        parts: dict[str, Fraction] = defaultdict(Fraction)
        for process, amount in shares:
            parts[process] += amount / total
        return parts
    owner = next((s.process for s in bundle.study.source_streams if s.id == stream_id), "")
    return {owner: Fraction(1)} if owner else {}


def precursor_weights(computed: Computed) -> Gradient:
    """Return ``d SEE / d SEE_i`` by process and purchased precursor: t of it per unit of the good, through the chain."""
    own = {p.id: p.amount for p in computed.processes}
    bought = {p.id for p in computed.precursors}
    made: Gradient = {}
    for process, row in process_gradient(computed).items():
        weights: dict[str, Fraction] = defaultdict(Fraction)
        for j, value in row.items():
            for source, mass in computed.recipes.get(j, {}).items():
                if source in bought:
                    weights[source] += value * own[j] * mass
        made[process] = {source: weight for source, weight in weights.items() if weight}
    return made


# ── the list ─────────────────────────────────────────────────────────────────────────────────────


def _period(bundle: Bundle) -> str:
    return f"{bundle.study.period_from} / {bundle.study.period_to}"


def _numbers(bundle: Bundle) -> Item:
    made = {s.id: s for s in bundle.computed.streams}
    rows = tuple(
        (bundle.called(s.id, s.name), bundle.tonnes(made[s.id].emissions) if s.id in made else "–", made[s.id].equation if s.id in made else "–", s.meter or "–",
         s.document or "–", _factor(s.factor_kind, s.factor_source, s.factor_date), s.uncertainty or "–")
        for s in bundle.study.source_streams
    )  # fmt: skip
    title = Text("每个数值的来处：源流", "Where each number comes from: source streams")
    if not rows:
        return item("1", title, [Gap(Text("源流", "source streams"), "source_streams", "activity")])
    head = (STREAM, Text("tCO2e", "tCO2e"), Text("公式", "equation"), Text("计量器具", "meter"), Text("凭证", "document"),
            Text("因子及来源", "factor and source"), Text("不确定度", "uncertainty"))  # fmt: skip
    return item(
        "1",
        title,
        [Table(head, rows, "lrllllr", (4, 0, 2, 3, 3, 5, 0)), Fact(Text("报告期", "period"), _period(bundle))],
    )


def _factor(kind: str, source: str, day: str) -> Text:
    word = name_of(FACTOR_KINDS, kind) if kind else Text("–", "–")
    rest = " ".join(part for part in (source, day) if part)
    return Text(f"{word.zh}；{rest}", f"{word.en}; {rest}") if rest else word


def _processes(bundle: Bundle) -> Item:
    made = {p.id: number(p.amount) for p in bundle.computed.processes}
    rows = tuple(
        (
            bundle.called(p.id),
            made.get(p.id) or p.amount or "–",
            p.document or "–",
            p.electricity or "–",
            p.electricity_ef or "–",
            p.electricity_document or "–",
        )
        for p in bundle.study.production
    )
    title = Text("每个数值的来处：生产过程", "Where each number comes from: processes")
    if not rows:
        return item("2", title, [Gap(PROCESS, "production", "id")])
    head = (PROCESS, Text("活动水平", "activity level"), Text("凭证", "document"), Text("电 MWh", "electricity, MWh"),
            Text("tCO2/MWh", "tCO2/MWh"), Text("电力凭证", "document of the electricity"))  # fmt: skip
    return item("2", title, [Table(head, rows, "lrlrrl", (4, 0, 3, 0, 0, 4))])


_STREAM_COLUMNS = (
    ("meter", Text("计量器具", "meter")),
    ("document", Text("凭证", "document")),
    ("factor_source", Text("因子来源", "source of the factor")),
    ("factor_kind", Text("因子类别", "kind of the factor")),
    ("uncertainty", Text("不确定度", "uncertainty")),
)
_PROCESS_COLUMNS = (
    ("document", Text("产量凭证", "document of the activity level")),
    ("electricity_document", Text("电力凭证", "document of the electricity")),
)
_PRECURSOR_COLUMNS = (
    ("document", Text("购入凭证", "document of the purchase")),
    ("country", Text("原产国", "country of origin")),
    ("cn", CN),
)


def _gaps(bundle: Bundle) -> Item:
    study = bundle.study
    found: list[Piece] = []
    for sheet, rows, columns in (
        ("source_streams", study.source_streams, _STREAM_COLUMNS),
        ("production", study.production, _PROCESS_COLUMNS),
        ("precursors", study.precursors, _PRECURSOR_COLUMNS),
    ):
        for column, words in columns:
            found += gaps_in(bundle, rows, sheet, column, words)
    title = Text("缺口", "Gaps")
    return item(
        "3",
        title,
        found or [Text("每个源流、过程与前体都有凭证。", "Every stream, process and precursor names its evidence.")],
    )


def _estimates(bundle: Bundle) -> Item:
    rows: list[tuple[Cell, ...]] = []
    for s in bundle.study.source_streams:
        if s.factor_kind in {"type_1", "proxy"}:
            kind = name_of(FACTOR_KINDS, s.factor_kind)
            rows.append(
                (
                    bundle.called(s.id, s.name),
                    Text(f"因子为{kind.zh}", f"factor of kind {kind.en}"),
                    s.factor_source or "–",
                )
            )
    rows += [
        (bundle.called(p.id, p.name), Text("前体采用默认值", "precursor on a default value"), p.source or "–")
        for p in bundle.computed.precursors
        if p.basis == "default"
    ]
    power = Text("电力因子为默认、公开数据或未注明", "electricity factor a default, public data, or not named")
    rows += [
        (bundle.called(p.id), power, p.electricity_source or "–")
        for p in bundle.study.production
        if p.electricity and p.electricity_source in {"D.4(a)", "D.4(b)", ""}
    ]
    title = Text("估计值与替代值", "Estimates and stand-ins")
    if not rows:
        return item("4", title, [Text("没有。", "None.")])
    return item(
        "4",
        title,
        [Table((Text("对象", "of"), Text("性质", "kind"), Text("来源", "source")), tuple(rows), "lll", (3, 4, 4))],
    )


def _goods_processes(bundle: Bundle) -> list[str]:
    named = [g.process for g in bundle.study.cbam_goods]
    return [p.id for p in bundle.computed.processes if p.id in named] or [p.id for p in bundle.computed.processes]


def _ranked(
    bundle: Bundle, weights: Mapping[str, Fraction], process: str, amounts: Mapping[str, tuple[Text, Fraction]]
) -> list[tuple[Cell, ...]]:
    """Rows by what an input brings to the SEE of one process, the largest first."""
    total = next((p.see_direct for p in bundle.computed.processes if p.id == process), ZERO)
    brought = sorted(
        ((weights[i] * amounts[i][1], i) for i in weights if i in amounts), key=lambda pair: (-abs(pair[0]), pair[1])
    )
    return [
        (amounts[i][0], number(weights[i]), see(value), percent(value / total) if total else "–")
        for value, i in brought
    ]


def _weights(bundle: Bundle) -> Item:
    title = Text("各源流对SEE的影响（用于确定抽样重点）", "Weight of each stream in the SEE, to aim sampling")
    amounts = {s.id: (bundle.called(s.id, s.name), s.emissions) for s in bundle.computed.streams}
    weights = stream_weights(bundle)
    gradient = process_gradient(bundle.computed)
    pieces: list[Piece] = []
    for process in _goods_processes(bundle):
        name = bundle.called(process)
        head = (Text(f"{name.zh}：源流", f"{name.en}: source stream"), Text("dSEE/d排放 (tCO2e/单位)/tCO2e", "dSEE/d emissions, (tCO2e/unit)/tCO2e"),
                Text("贡献 tCO2e/单位", "brings, tCO2e/unit"), Text("占SEE直接", "of SEE direct"))  # fmt: skip
        rows = _ranked(bundle, weights.get(process, {}), process, amounts)
        if rows:
            pieces.append(Table(head, tuple(rows), "lrrr", (4, 4, 3, 2)))
        stated = {p.id: (bundle.called(p.id, p.name), p.direct) for p in bundle.computed.processes}
        rows = _ranked(bundle, gradient.get(process, {}), process, stated)
        if rows:
            head = (Text(f"{name.zh}：归属排放所在过程", f"{name.en}: emissions attributed to"), *head[1:])
            pieces.append(Table(head, tuple(rows), "lrrr", (4, 4, 3, 2)))
    note = Text(
        "按式59、60精确求导：SEE对各过程归属排放是线性的。自行给出DirEm*的过程不随源流变化。",
        "Exact by eq 59, 60: SEE is linear in the emissions attributed to each process. A process that states DirEm* itself "
        "does not follow its streams.",
    )
    return item(
        "5",
        title,
        [*pieces, note] if pieces else [Gap(Text("源流与过程", "streams and processes"), "source_streams", "process")],
    )


def _precursor_weights(bundle: Bundle) -> Item:
    title = Text("各前体对SEE的影响", "Weight of each precursor in the SEE")
    amounts = {p.id: (bundle.called(p.id, p.name), p.see_direct) for p in bundle.computed.precursors}
    weights = precursor_weights(bundle.computed)
    pieces: list[Piece] = []
    for process in _goods_processes(bundle):
        name = bundle.called(process)
        rows = _ranked(bundle, weights.get(process, {}), process, amounts)
        if rows:
            head = (Text(f"{name.zh}：前体", f"{name.en}: precursor"), Text("dSEE/dSEE前体 t/单位", "dSEE/dSEE of it, t/unit"),
                    Text("贡献 tCO2e/单位", "brings, tCO2e/unit"), Text("占SEE直接", "of SEE direct"))  # fmt: skip
            pieces.append(Table(head, tuple(rows), "lrrr", (4, 4, 3, 2)))
    return item("6", title, pieces or [Text("货物不含外购前体。", "No good contains a purchased precursor.")])


def _reports(bundle: Bundle) -> Item:
    title = Text("前体核查报告", "Verification reports of precursors")
    actual = [p for p in bundle.study.precursors if p.basis == "measured"]
    if not actual:
        return item("7", title, [Text("没有采用实际值的外购前体。", "No purchased precursor stands on actual values.")])
    rows = tuple(
        (bundle.called(p.id), p.verification_report or "–", p.verifier or "–", p.accreditation or "–", p.accreditation_scope or "–",
         p.accreditation_expiry or "–", f"{p.period_from or '?'} / {p.period_to or '?'}")
        for p in actual
    )  # fmt: skip
    head = (
        PRECURSOR,
        Text("报告编号", "report id"),
        Text("核查机构", "verifier"),
        Text("认可编号", "accreditation"),
        Text("范围", "scope"),
        Text("有效期至", "valid until"),
        Text("生产期", "period"),
    )
    pieces: list[Piece] = [Table(head, rows, "lllllll", (3, 3, 3, 3, 3, 0, 3))]
    for column, words in (
        ("verification_report", Text("核查报告", "verification report")),
        ("verifier", Text("核查机构", "verifier")),
        ("accreditation", Text("认可编号", "accreditation number")),
        ("accreditation_scope", Text("认可范围", "scope of the accreditation")),
        ("accreditation_expiry", Text("认可有效期", "expiry of the accreditation")),
    ):
        pieces += gaps_in(bundle, actual, "precursors", column, words)
    pieces.append(
        Text(
            "认可范围须覆盖该前体的活动组；请在认可机构的公开名录中核对编号、范围与有效期。",
            "The scope must cover the activity group of the precursor; compare number, scope and expiry with the public list of the accreditation body.",
        )
    )
    return item("7", title, pieces)


def _checks(bundle: Bundle) -> Item:
    title = Text("未通过的检查", "Checks that fail")
    failed = [c for c in bundle.checks if c.ok is False]
    if not failed:
        return item("8", title, [Text("没有。", "None.")])
    rows = tuple((c.rule, name_of(SEVERITIES, c.severity), check_words(c), c.citation) for c in failed)
    head = (Text("编号", "id"), Text("性质", "kind"), Text("检查与所见", "check and finding"), Text("条款", "clause"))
    return item("8", title, [Table(head, rows, "llll", (0, 0, 7, 3))])
