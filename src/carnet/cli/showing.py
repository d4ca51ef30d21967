"""Results as text: the table of figures, then what is missing, open, blocking, stood in for and warned of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from carnet.cli.frame import echo, print_problems, settings, table
from carnet.cli.points import fitted, show_points
from carnet.errors import Text
from carnet.regime import BY_ID
from carnet.report.words import in_words, plain_words
from carnet.service.calculate import Calculated, NotCalculated

_STUDY_STATUS = {
    "literature": Text("研究为文献数据", "the study is of literature data"),
    "illustrative": Text("研究为示例数据", "the study is of illustrative data"),
}
_RULE_STATUS = {
    "recalled": Text("{n} 条规则凭记忆未核对", "rules recalled, not checked: {n}"),
    "unknown": Text("{n} 条规则未知", "rules unknown: {n}"),
    "conflicting": Text("{n} 条规则的来源相互矛盾", "rules on which sources conflict: {n}"),
    "not_met": Text("{n} 项要求未满足", "requirements not met: {n}"),
}
_DATA = {
    "gap": Text("缺口 {n}", "gaps: {n}"),
    "certificates": Text("{n} 份合同的证书不匹配", "contracts whose certificates do not match: {n}"),
    "interval": Text("结果为区间", "the figure is an interval"),
    "in_force": Text("方案生效日期未核对", "the regime's date of force is not checked"),
}
# So many rules are named behind their number; of more, the first ones.
RULES_NAMED = 4
_DRAFT = Text("方案是草案，未生效", "the regime is a draft, not in force")
# Missing rules of so many regimes are told in full, with the command that supplies each; of more, by rule.
IN_FULL = 3
_FACTORS = Text("{n} 个因子未核对", "factors not checked: {n}")
_ASSUMED = Text("假设 {n}", "assumptions: {n}")
_FINDINGS = Text("未解决的数据检查 {codes}", "unresolved checks of the data {codes}")


def figure_text(result: dict[str, Any], lang: str) -> str:
    """The figure, its interval, or that there is none."""
    figure = result["figure"]
    if figure["value"] is not None:
        return str(figure["value"])
    if figure["lower"] is not None:
        return f"{figure['lower']} – {figure['upper']}"
    return {"zh": "无数值", "en": "no figure"}[lang]


def show_results(done: Sequence[Calculated], failed: Sequence[NotCalculated] = (), *, table_only: bool = False) -> None:
    """The table of figures, then everything a person must know beside them."""
    now = settings()
    words = {
        "zh": (["方案", "数值", "单位", "可签发", "依据假设"], "是", "否"),
        "en": (["regime", "figure", "unit", "issuable", "assumed"], "yes", "no"),
    }[now.lang]
    rows = []
    for c in done:
        r: dict[str, Any] = c.result
        unit = f"{r['figure']['unit']} / {r['declared_unit']['text'][now.lang]}"
        rows.append(
            [
                f"{c.resolved.id}@{c.resolved.version}",
                figure_text(r, now.lang),
                unit,
                words[1] if r["issuable"] else words[2],
                words[1] if r["assumed"] else words[2],
            ]
        )
    table(words[0], fitted(words[0], rows, 2), right=(1,))
    show_failed(failed)
    if table_only:
        return
    results: list[dict[str, Any]] = [c.result for c in done]
    show_points(results, now.lang)
    _show_missing(results, now.lang)
    _show_open(results, now.lang)
    _show_blocked(results, now.lang)
    _show_proxies(results, now.lang)
    _show_warnings(done, now.lang)
    _show_where_all_stands(results, now.lang)


def show_failed(failed: Sequence[NotCalculated], *, err: bool = False) -> None:
    """One line per regime that could not be calculated; on stderr in full where asked for by name."""
    lang = settings().lang
    for each in failed:
        if err:
            print_problems(each.problems, lang)
            continue
        first = each.problems[0]
        more = len(each.problems) - 1
        also = {"zh": f"（另有 {more} 个问题）", "en": f" ({more} more problems)"}[lang] if more else ""
        stop = {"zh": "未计算", "en": "not calculated"}[lang]
        echo(f"{each.regime}  {stop}: {first.code} {first.cause.get(lang)}{also}")


def _show_missing(results: Sequence[dict[str, Any]], lang: str) -> None:
    """What is missing: of few regimes in full, of many by rule; a regime that is for another unit is only named."""
    misfits: dict[str, list[str]] = {}
    lacking: list[dict[str, Any]] = []
    for result in results:
        misfit = next((e for e in result["missing"] if not e["accept"]), None)
        if misfit is not None:
            misfits.setdefault(f"{misfit['name'][lang]}: {misfit['find_in'][lang]}", []).append(_regime(result))
        elif result["missing"]:
            lacking.append(result)
    if lacking:
        echo()
    if len(lacking) > IN_FULL:
        _missing_by_rule(lacking, lang)
    else:
        for result in lacking:
            _missing_in_full(result, lang)
    for reason, regimes in misfits.items():
        echo()
        listed = ", ".join(regimes)
        echo({"zh": f"无数值：{listed}。{reason}。", "en": f"No figure: {listed}. {reason}."}[lang])


def _missing_in_full(result: dict[str, Any], lang: str) -> None:
    for entry in result["missing"]:
        offered = " | ".join(_candidate(str(c), entry["parameter"], lang) for c in entry["candidates"])
        tail = {"zh": f"；可取：{offered}", "en": f"; may be: {offered}"}[lang] if offered else ""
        name, where = entry["name"][lang], entry["find_in"][lang]
        words = {
            "zh": f"{_regime(result)} 缺少：{entry['parameter']} {name}（查阅：{where}）",
            "en": f"{_regime(result)} misses {entry['parameter']}: {name} (find it in: {where})",
        }
        echo(words[lang] + tail)
        echo(f"  {entry['accept']}")


def _missing_by_rule(results: Sequence[dict[str, Any]], lang: str) -> None:
    gathered: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for result in results:
        for entry in result["missing"]:
            regimes, offered = gathered.setdefault((entry["parameter"], entry["name"][lang]), ({}, {}))
            regimes[_regime(result)] = None
            offered.update(dict.fromkeys(_candidate(str(c), entry["parameter"], lang) for c in entry["candidates"]))
    echo({"zh": "没有数值的方案缺少这些规则：", "en": "Regimes without a figure miss these rules:"}[lang])
    for (parameter, name), (regimes, offered) in sorted(gathered.items()):
        listed, choices = ", ".join(regimes), " | ".join(offered)
        tail = {"zh": f"；可取：{choices}", "en": f"; may be: {choices}"}[lang] if choices else ""
        echo({"zh": f"  {parameter} {name}：{listed}{tail}", "en": f"  {parameter} {name}: {listed}{tail}"}[lang])
    echo(
        {
            "zh": "  见于何处、如何补上：carnet calc STUDY --regime ID",
            "en": "  where each stands and how to supply it: carnet calc STUDY --regime ID",
        }[lang]
    )


def _candidate(candidate: str, parameter: str, lang: str) -> str:
    """A candidate as a person types it; a table in words, its JSON stands in the command."""
    return in_words(candidate, parameter).get(lang) if candidate[:1] in {"{", "["} else candidate


def _show_open(results: Sequence[dict[str, Any]], lang: str) -> None:
    """Why regimes give intervals: for each the open value that moves it most, and how many more there are."""
    if any(r["open"] for r in results):
        echo()
    for result in results:
        if not result["open"]:
            continue
        first, more = result["open"][0], len(result["open"]) - 1
        name = plain_words(Text(first["name"]["zh"], first["name"]["en"])).get(lang)
        regime, spans = _regime(result), first["effect"]
        words = {
            "zh": f"{regime} 为区间。影响最大的未定值：{name}（跨度 {spans}），另有 {more} 个。",
            "en": f"{regime} is an interval. Widest open value: {name} (spans {spans}); {more} more.",
        }
        echo(words[lang])


def _show_blocked(results: Sequence[dict[str, Any]], lang: str) -> None:
    """Why figures cannot be issued: what all share once, then what each has of its own."""
    blocked = [r for r in results if not r["issuable"] and r["figure"]["lower"] is not None]
    if not blocked:
        return
    separator, colon = {"zh": ("；", "："), "en": ("; ", ": ")}[lang]
    causes = [why_blocked(r, lang) for r in blocked]
    shared = [cause for cause in causes[0] if len(causes) > 1 and all(cause in each for each in causes)]
    echo()
    head = {"zh": "暂不能签发，因为", "en": "Not to be issued yet, because"}[lang]
    echo(f"{head}{colon}{separator.join(shared)}".rstrip() if shared else f"{head}{colon.rstrip()}")
    for result, each in zip(blocked, causes, strict=True):
        own = [cause for cause in each if cause not in shared]
        if own:
            echo(f"  {_regime(result)}: {separator.join(own)}")


def _regime(result: dict[str, Any]) -> str:
    return str(result["regime"]["id"])


def why_blocked(result: dict[str, Any], lang: str) -> list[str]:
    """The causes that keep a figure from being issued, in words, each with how many there are."""
    said: dict[str, Text] = {}
    counts: dict[str, int] = {}
    codes: set[str] = set()
    rules: dict[str, list[str]] = {}
    for row in result["blocked_by"]:
        name, status = str(row["parameter"]), str(row["status"])
        if name.startswith("finding:"):
            codes.add(name.split(":")[1])
        elif status != "assumed":  # counted once, with the accepted open values
            key, text = _cause(name, status, str(row["source"]))
            said[key] = text
            counts[key] = counts.get(key, 0) + 1
            if name in BY_ID:
                rules.setdefault(key, []).append(name)
    assumed = sum(bool(a["assumed"]) for a in result["accepted"])
    if assumed:
        said["assumed"], counts["assumed"] = _ASSUMED, assumed
    words = [text.format({"n": counts[key]}).get(lang) + _named(rules.get(key, ()), lang) for key, text in said.items()]
    if codes:
        words.append(_FINDINGS.format({"codes": ", ".join(sorted(codes))}).get(lang))
    return words or [{"zh": "没有数值", "en": "there is no figure"}[lang]]


def _named(rules: Sequence[str], lang: str) -> str:
    """The first of the rules that are counted, in brackets."""
    if not rules:
        return ""
    shown = [*rules[:RULES_NAMED], *(["…"] if len(rules) > RULES_NAMED else [])]
    return {"zh": f"（{'、'.join(shown)}）", "en": f" ({', '.join(shown)})"}[lang]


def _cause(name: str, status: str, source: str) -> tuple[str, Text]:
    """What a row of ``blocked_by`` is counted under, and the words for it."""
    if name == "study.status":
        return name, _STUDY_STATUS.get(status, Text(f"研究状态 {status}", f"status of the study: {status}"))
    if name == "study.data_kind":
        return name, Text(f"文献数据行 {source}", f"rows of literature data: {source}")
    if (name, status) == ("in_force", "draft"):
        return status, _DRAFT
    what = name.partition(":")[0]
    if what in _DATA:
        return what, _DATA[what]
    if name in BY_ID:
        return status, _RULE_STATUS.get(status, Text(f"{{n}} 条规则为 {status}", f"rules {status}: {{n}}"))
    return "factors", _FACTORS


def _show_proxies(results: Sequence[dict[str, Any]], lang: str) -> None:
    """The factors of another place, technology or year that stand in; regimes with the same largest one together."""
    gathered: dict[tuple[str, str], list[str]] = {}
    for result in results:
        proxies = [row for row in result["factors"] if row["proxy"]]
        if not proxies:
            continue
        largest = max(proxies, key=lambda row: weight_of(str(row["id"]), result))
        reason = {"zh": "；", "en": "; "}[lang].join(r[lang] for r in largest["proxy"])
        count = len({row["id"] for row in proxies})
        gathered.setdefault((largest["name"][lang], reason), []).append(f"{_regime(result)} {count}")
    if gathered:
        echo()
        echo(
            {
                "zh": "替代因子的个数（地域、技术或年份不符）：",
                "en": "Proxy factors in use (another place, technology or year):",
            }[lang]
        )
    for (name, reason), regimes in gathered.items():
        listed = ", ".join(regimes)
        words = {"zh": f"  {listed}；最大的：{name}（{reason}）", "en": f"  {listed}; the largest: {name} ({reason})"}
        echo(words[lang])


def weight_of(factor: str, result: dict[str, Any]) -> Fraction:
    """The size of everything in a figure that was calculated with a factor."""
    used = [line for line in result["by_line"] if f"factor:{factor}" in line["factor"].split("; ")]
    return sum((abs(Fraction(line["exact"])) for line in used), Fraction(0))


def _show_warnings(done: Sequence[Calculated], lang: str) -> None:
    """One line per code: how often, and the first of them."""
    by_code: dict[str, dict[str, dict[str, Any]]] = {}
    for c in done:
        result: dict[str, Any] = c.result
        for found in result["warnings"]:
            by_code.setdefault(found["code"], {}).setdefault(f"{found['place']} {found['cause']['en']}", found)
    if by_code:
        echo()
    for code, found in sorted(by_code.items()):
        one = next(iter(found.values()))["cause"][lang]
        more = {"zh": f"共 {len(found)} 条，如", "en": f"{len(found)} in all, such as"}[lang] if len(found) > 1 else ""
        echo(
            f"! {code} {more}{': ' if more else ''}{one}"
            if lang == "en"
            else f"! {code} {more}{'：' if more else ''}{one}"
        )


def _show_where_all_stands(results: Sequence[dict[str, Any]], lang: str) -> None:
    if len(results) > 1:
        echo()
        echo(
            {
                "zh": "逐项详情：carnet calc STUDY --regime ID --json；规则原文出处：carnet regimes show ID；"
                "全部成文：carnet report",
                "en": "Every detail: carnet calc STUDY --regime ID --json; the rules and their texts: "
                "carnet regimes show ID; all of it as a document: carnet report",
            }[lang]
        )
