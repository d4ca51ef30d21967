"""Results as text: the table of figures, then what is missing, open, blocking, stood in for and warned of."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from carnet.cli.frame import echo, print_problems, settings, table
from carnet.errors import Text
from carnet.regime import BY_ID
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
    table(words[0], rows, right=(1,))
    show_failed(failed)
    if table_only:
        return
    for c in done:
        _show_missing(c.result, now.lang)
    for c in done:
        _show_open(c.result, now.lang)
    _show_blocked(done, now.lang)
    _show_proxies(done, now.lang)
    _show_warnings(done, now.lang)


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


def _show_missing(result: dict[str, Any], lang: str) -> None:
    for entry in result["missing"]:
        echo()
        echo(
            {
                "zh": f"{result['regime']['id']} 缺少：{entry['parameter']} {entry['name']['zh']}",
                "en": f"{result['regime']['id']} misses {entry['parameter']}: {entry['name']['en']}",
            }[lang]
        )
        echo(
            {
                "zh": f"  查阅：{entry['find_in']['zh']}；可取：{' | '.join(entry['candidates'])}",
                "en": f"  find it in: {entry['find_in']['en']}; may be: {' | '.join(entry['candidates'])}",
            }[lang]
        )
        echo(f"  {entry['accept']}")


def _show_open(result: dict[str, Any], lang: str) -> None:
    """Why a regime gives an interval: the open value that moves it most, and how many more there are."""
    if not result["open"]:
        return
    first, more = result["open"][0], len(result["open"]) - 1
    regime, name, spans = result["regime"]["id"], first["name"][lang], first["effect"]
    words = {
        "zh": f"{regime} 为区间。影响最大的未定值：{name}（跨度 {spans}），另有 {more} 个。",
        "en": f"{regime} is an interval. Widest open value: {name} (spans {spans}); {more} more.",
    }
    echo()
    echo(words[lang])


def _show_blocked(done: Sequence[Calculated], lang: str) -> None:
    blocked = [c.result for c in done if not c.result["issuable"]]
    if not blocked:
        return
    echo()
    echo({"zh": "暂不能签发，因为：", "en": "Not to be issued yet, because:"}[lang])
    for result in blocked:
        echo(f"  {_regime(result)}: {({'zh': '；', 'en': '; '}[lang]).join(why_blocked(result, lang))}")


def _regime(result: dict[str, Any]) -> str:
    return str(result["regime"]["id"])


def why_blocked(result: dict[str, Any], lang: str) -> list[str]:
    """The causes that keep a figure from being issued, in words, each with how many there are."""
    said: dict[str, Text] = {}
    counts: dict[str, int] = {}
    codes: set[str] = set()
    for row in result["blocked_by"]:
        name, status = str(row["parameter"]), str(row["status"])
        if name.startswith("finding:"):
            codes.add(name.split(":")[1])
        elif status != "assumed":  # counted once, with the accepted open values
            key, text = _cause(name, status, str(row["source"]))
            said[key] = text
            counts[key] = counts.get(key, 0) + 1
    assumed = sum(bool(a["assumed"]) for a in result["accepted"])
    if assumed:
        said["assumed"], counts["assumed"] = _ASSUMED, assumed
    words = [text.format({"n": counts[key]}).get(lang) for key, text in said.items()]
    if codes:
        words.append(_FINDINGS.format({"codes": ", ".join(sorted(codes))}).get(lang))
    return words or [{"zh": "没有数值", "en": "there is no figure"}[lang]]


def _cause(name: str, status: str, source: str) -> tuple[str, Text]:
    """What a row of ``blocked_by`` is counted under, and the words for it."""
    if name == "study.status":
        return name, _STUDY_STATUS.get(status, Text(f"研究状态 {status}", f"status of the study: {status}"))
    if name == "study.data_kind":
        return name, Text(f"文献数据行 {source}", f"rows of literature data: {source}")
    what = name.partition(":")[0]
    if what in _DATA:
        return what, _DATA[what]
    if name in BY_ID:
        return status, _RULE_STATUS.get(status, Text(f"{{n}} 条规则为 {status}", f"rules {status}: {{n}}"))
    return "factors", _FACTORS


def _show_proxies(done: Sequence[Calculated], lang: str) -> None:
    """The factors of another place, technology or year that stand in, and the one that weighs most."""
    first = True
    for c in done:
        result: dict[str, Any] = c.result
        proxies = [row for row in result["factors"] if row["proxy"]]
        if not proxies:
            continue
        if first:
            echo()
            first = False
        largest = max(proxies, key=lambda row: weight_of(str(row["id"]), result))
        reasons = "；".join(r["zh"] for r in largest["proxy"]), "; ".join(r["en"] for r in largest["proxy"])
        count = len({row["id"] for row in proxies})
        echo(
            {
                "zh": f"{_regime(result)} 用了 {count} 个替代因子（地域、技术或年份不符），最大的："
                f"{largest['name']['zh']}（{reasons[0]}）",
                "en": f"{_regime(result)} uses {count} proxy factors (another place, technology or year); the largest: "
                f"{largest['name']['en']} ({reasons[1]})",
            }[lang]
        )


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
