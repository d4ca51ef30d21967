"""What regimes ask beside the figure: data quality, the checklist K1 to K5, rows the study asks to leave out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.regime.vocabulary import BY_ID, DIMENSION_NAMES
from carnet.report.blocks import Block, grid, heading, lines, mono, muted, notice, small
from carnet.report.reading import regime_id, regime_title, rule_name, status_text, text_of
from carnet.report.register import register_of
from carnet.report.texts import SECTIONS
from carnet.report.words import join, plain_words, value_text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.report.blocks import Cell
    from carnet.report.inputs import ReportInputs
    from carnet.report.register import Register

VERDICTS: dict[str, Text] = {
    "met": Text("● 满足", "● met"),
    "not_met": Text("▲ 未满足", "▲ not met"),
    "not_shown": Text("○ 未能证明", "○ not shown"),
    "unknown_rule": Text("? 规则未知", "? rule unknown"),
    "for_information": Text("仅供参考", "for information"),
}
COUNTED = ("met", "not_met", "not_shown", "unknown_rule")
MANDATORY = "D9.mandatory_primary"
# How the figure is printed is no demand on the study.
_PRINTED = {"K4.unit", "K4.decimals", "K4.rounding", "K4.step", "K4.classes"}
_NOTICE = Text(
    "由研究数据自动判断，只说明研究里看得到什么；不是核查，不证明符合方案，也不代表方案管理方的认可。",
    "Judged by machine from the data of the study: it says what the study shows, and nothing more. Not a verification, "
    "no proof of conformity, and no recognition by whoever runs the regime.",
)


# Values by which a regime says that it asks nothing.
_NOTHING = (False, "none", "any")


def verdict(row: Mapping[str, Any]) -> str:
    """The verdict on a row; a rule that asks nothing is for information, and not met by everybody."""
    return "for_information" if row["asked"] in _NOTHING and row["verdict"] == "met" else str(row["verdict"])


def counts(result: Mapping[str, Any]) -> dict[str, int]:
    """How many rules of a result got each verdict."""
    found = dict.fromkeys(VERDICTS, 0)
    for row in result.get("conformity") or ():
        found[verdict(row)] = found.get(verdict(row), 0) + 1
    return found


def conformity(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return data quality and verdicts at a glance, then each regime's checklist."""
    asked = [r for r in inputs.results if r.get("conformity") or _quality(r)]
    if not asked:
        return []
    blocks = [heading(1, SECTIONS["conformity"], lang, fresh=False), notice(_NOTICE, lang, "warn")]
    blocks += _overview(asked, lang)
    register = register_of(inputs)
    for result in asked:
        rows = _rows(inputs, result, register, lang)
        if rows:
            head = (
                Text("规则", "Rule"),
                Text("要求", "Asked"),
                Text("判断；研究所示", "Verdict; what the study shows"),
                Text("条款与状态", "Clause and status"),
            )
            blocks.append(heading(2, regime_title(result), lang, gloss=False))
            blocks.append(grid([h.get(lang) for h in head], rows, [5, 7, 6, 5], size=7.4))
        blocks += _for_information(inputs, result, lang)
    return blocks


def _quality(result: Mapping[str, Any]) -> bool:
    quality = result.get("quality") or {}
    return bool(quality.get("score") or quality.get("primary_data_share"))


def _overview(results: list[Mapping[str, Any]], lang: str) -> list[Block]:
    head = [
        Text("方案", "Regime"),
        Text("初级数据占比 %", "Primary data share %"),
        Text("数据质量评分", "Data-quality score"),
        *(VERDICTS[key] for key in COUNTED),
    ]
    rows: list[list[Cell]] = []
    for result in results:
        quality = result.get("quality") or {}
        share = (quality.get("primary_data_share") or {}).get("percent")
        count = counts(result)
        rows.append(
            [
                lines(regime_title(result).get(lang), mono(regime_id(result))),
                str(share) if share is not None else "–",
                _score(quality.get("score"), lang),
                *(str(count[key]) for key in COUNTED),
            ]
        )
    words = Text(
        "评分按贡献绝对值加权；没有评分的行按最差（5）计。",
        "Scores are weighted by absolute contributions; rows without a score count as the worst (5).",
    )
    shown = [small(words, lang)] if any((r.get("quality") or {}).get("score") for r in results) else []
    return [*shown, grid([h.get(lang) for h in head], rows, [7, 3, 6, 3, 3, 4, 4], "lrlrrrr", 7.4)]


def _score(score: Mapping[str, Any] | None, lang: str) -> Cell:
    if not score:
        return "–"
    left = str(score["unscored_percent"])
    method = word(str(score["method"]), "K1.score").get(lang)
    notes = [Text(f"{left} % 未评分", f"{left} % not scored").get(lang)] if Fraction(left) else []
    if score.get("scored_only") and notes:
        only = score["scored_only"]
        notes.append(Text(f"有评分的部分 {only}", f"scored part {only}").get(lang))
    return lines(str(score["value"]), muted(method), *(muted(note) for note in notes))


def _rows(inputs: ReportInputs, result: Mapping[str, Any], register: Register, lang: str) -> list[list[Cell]]:
    """The rules with a verdict, by dimension."""
    rows: list[list[Cell]] = []
    for row in result.get("conformity") or ():
        if verdict(row) == "for_information":
            continue
        parameter = str(row["parameter"])
        said = found_words(row, result, inputs).get(lang)
        cite = register.short(", ".join(part for part in (str(row["source"]), str(row["clause"])) if part))
        rows.append(
            [
                lines(rule_name(parameter).get(lang), muted(_dimension(parameter, lang))),
                _asked(row, inputs, lang),
                lines(VERDICTS[str(row["verdict"])].get(lang), muted(said) if said else ""),
                lines(muted(cite), muted(status_text(str(row["status"])).get(lang))),
            ]
        )
    return rows


def _dimension(parameter: str, lang: str) -> str:
    dimension = BY_ID[parameter].dimension if parameter in BY_ID else parameter.partition(".")[0]
    name = DIMENSION_NAMES.get(dimension)
    return f"{dimension} {name.get(lang)}" if name else dimension


def _asked(row: Mapping[str, Any], inputs: ReportInputs, lang: str) -> str:
    if row["asked"] is None:
        return Text("未知", "unknown").get(lang)
    if isinstance(row["asked"], bool):
        return (Text("要求", "required") if row["asked"] else Text("不要求", "not required")).get(lang)
    return value_text(row["asked"], str(row["parameter"]), inputs.names).get(lang)


def found_words(row: Mapping[str, Any], result: Mapping[str, Any], inputs: ReportInputs) -> Text:
    """What the study shows, with names for ids and words for the machine's words."""
    said = text_of(row.get("found") or "")
    if row["parameter"] == MANDATORY and result.get("primary_missing"):
        return _not_primary(result, inputs)
    names = {str(f["id"]): text_of(f["name"]) for f in result.get("factors") or ()}
    for name, words in names.items():
        said = Text(said.zh.replace(name, words.zh), said.en.replace(name, words.en))
    said = plain_words(said)
    return Text(said.zh.replace(", ", "、"), said.en)


def _not_primary(result: Mapping[str, Any], inputs: ReportInputs) -> Text:
    """Rows that are not the company's own data, counted by process."""
    found: dict[str, int] = {}
    for row in result["primary_missing"]:
        found[str(row["process"])] = found.get(str(row["process"]), 0) + 1
    names = {process.id: process.name for process in inputs.study.processes}
    each = [
        Text(f"{names[p].zh}（{n}）", f"{names[p].en} ({n})") if p in names else Text(f"{p}（{n}）", f"{p} ({n})")
        for p, n in found.items()
    ]
    listed, total = join(each, "、", ", "), sum(found.values())
    return Text(f"{total} 行不是企业自有数据：{listed.zh}", f"{total} rows are not company data: {listed.en}")


def _for_information(inputs: ReportInputs, result: Mapping[str, Any], lang: str) -> list[Block]:
    """What a regime says without anything to test, in one small paragraph with its clauses."""
    said: list[str] = []
    for row in result.get("conformity") or ():
        parameter = str(row["parameter"])
        if verdict(row) != "for_information" or parameter in _PRINTED or row["asked"] is None:
            continue
        name, asked = rule_name(parameter).get(lang), _asked(row, inputs, lang)
        clause, status = str(row["clause"]), status_text(str(row["status"])).get(lang)
        cite = "；" if lang == "zh" else "; "
        inside = cite.join(part for part in (clause, status) if part)
        said.append(f"{name}：{asked}（{inside}）" if lang == "zh" else f"{name}: {asked} ({inside})")
    if not said:
        return []
    lead = Text("另有规定，无可判断，仅供参考：", "Also stated, with nothing to test, for information: ").get(lang)
    text = lead + ("；" if lang == "zh" else "; ").join(said) + ("。" if lang == "zh" else ".")
    return [small(Text(text, text), lang)]


def exclusions(inputs: ReportInputs, lang: str) -> list[Block]:
    """Return the rows the study asks to leave out, with each regime's decision and why."""
    gathered: dict[tuple[str, str], dict[tuple[str, str, str], list[str]]] = {}
    for result in inputs.results:
        for row in result.get("exclusions") or ():
            name = text_of(row["name"]).get(lang)
            share, limit = row.get("share"), row.get("limit")
            basis = word(str(row["basis"]), "D3.basis").get(lang) if row.get("basis") else ""
            numbers = f"{share if share is not None else '–'} / {limit if limit is not None else '–'}"
            key = (_decision(row).get(lang), basis, numbers)
            decided = gathered.setdefault((name, str(row["exchange"])), {})
            decided.setdefault(key, []).append(_with_clause(result, row))
    if not gathered:
        return []
    words = Text(
        "研究申请舍去这些输入；每个方案按自己的取舍限值决定。未舍去的照常计入。",
        "The study asks to leave these rows out; each regime decides by its own limit. What is not left out counts.",
    )
    head = (
        Text("输入", "Row"),
        Text("决定与原因", "Decision and reason"),
        Text("份额 % / 限值 %", "Share % / limit %"),
        Text("方案与条款", "Regime and clause"),
    )
    rows: list[list[Cell]] = []
    for (name, exchange), decisions in gathered.items():
        for index, ((decision, basis, numbers), regimes) in enumerate(decisions.items()):
            first = lines(name, mono(exchange)) if index == 0 else ""
            rows.append([first, decision, lines(numbers, muted(basis)), lines(*(muted(one) for one in regimes))])
    return [
        heading(1, SECTIONS["exclusions"], lang, fresh=False),
        small(words, lang),
        grid([h.get(lang) for h in head], rows, [5, 6, 4, 6], size=7.6),
    ]


def _with_clause(result: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    clause = str(row.get("clause") or "")
    return f"{regime_id(result)}  {clause}".strip()


def _decision(row: Mapping[str, Any]) -> Text:
    if row["left_out"]:
        declare = Text("，须声明", ", to be declared") if row.get("declare") else Text("", "")
        return Text(f"舍去{declare.zh}", f"left out{declare.en}")
    share, limit = row.get("share"), row.get("limit")
    if share is None and limit is None:
        why = Text("该方案没有取舍限值", "the regime states no limit")
    elif share is None:
        why = Text("份额无法得知", "its share is not known")
    elif limit is not None and Fraction(str(share)) > Fraction(str(limit)):
        why = Text("超过限值", "above the limit")
    else:
        why = Text("与其他舍去项合计超过累计限值", "with the other rows above the limit for all together")
    return Text(f"计入：{why.zh}", f"counted: {why.en}")


__all__ = ["COUNTED", "VERDICTS", "conformity", "counts", "exclusions", "found_words"]
