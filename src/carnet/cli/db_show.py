"""Printing for people what ``carnet db`` answers; the documents themselves are what ``--json`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from carnet.cli import db_words as words
from carnet.cli.db_words import said
from carnet.cli.frame import echo, fold, pad, table, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.errors import Problem
    from carnet.service.databases import Database
    from carnet.service.db_import import Imported

Json = dict[str, Any]
_SHOWN = 12
_PROOF = "{m}, residual {r}, relative bound median {a} largest {b}{c}"


def _t(lang: str, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


def _name(row: Mapping[str, Any], limit: int = 60) -> str:
    name = str(row.get("name") or row.get("key") or "")
    place = str(row.get("location") or "")
    return _cut(f"{name} | {place}" if place else name, limit)


def _cut(text: str, limit: int) -> str:
    """A text of at most that many terminal columns; a Chinese character takes two."""
    if width_of(text) <= limit:
        return text
    while width_of(text) > limit - 1:
        text = text[:-1]
    return text + "…"


# ── into the home ────────────────────────────────────────────────────────────────────────────────


def imported_json(found: Imported) -> Json:
    """What an import did."""
    return {
        "name": found.name,
        "digest": f"sha256:{found.digest}",
        "report": dict(found.report),
        "seconds": {key: f"{value:.2f}" for key, value in found.seconds.items()},
        "problems": [p.json() for p in found.problems],
    }


def imported(found: Imported, lang: str) -> None:
    """What the database now is, one fact a line, and where to look further."""
    echo(f"✓ {found.name}  sha256:{found.digest[:16]}…")
    for line in words.figures(found.report["figures"], lang):
        echo(f"  {line}")
    kept_out = {f["process"] for f in found.report["quarantined"]}
    if kept_out:
        echo(
            _t(
                lang,
                f"  被隔离的过程：{len(kept_out)}，理由：carnet db quarantine {found.name}",
                f"  processes in quarantine: {len(kept_out)}; why: carnet db quarantine {found.name}",
            )
        )
    if found.own:
        echo(
            _t(lang, f"  自带的特征化向量：{', '.join(found.own)}", f"  brings its own factors: {', '.join(found.own)}")
        )
    if found.report["groups"]:
        echo(
            _t(
                lang,
                f"  链接报告：carnet db link-report {found.name}",
                f"  what was linked and what was not: carnet db link-report {found.name}",
            )
        )
    if found.seconds:
        total = sum(found.seconds.values())
        echo(_t(lang, f"  用时 {total:.1f} 秒", f"  took {total:.1f} s"))


_EXAMPLES = 2


def grouped(problems: tuple[Problem, ...], lang: str, name: str) -> None:
    """Warnings by kind: the first two of each, and how many more there are."""
    kinds: dict[str, list[Problem]] = {}
    for each in problems:
        kinds.setdefault(each.code, []).append(each)
    if not kinds:
        return
    echo()
    echo(_t(lang, f"警告 {len(problems)} 个，种类 {len(kinds)}：", f"warnings: {len(problems)}, kinds: {len(kinds)}"))
    for code, found in kinds.items():
        fix = ""
        for each in found[:_EXAMPLES]:
            _wrapped(f"  ! {code}  ", each.cause.get(lang))
            if str(each.place):
                _wrapped("      ", str(each.place))
            fix = each.fix.get(lang)
        more = len(found) - _EXAMPLES
        if more > 0:
            echo(
                _t(
                    lang,
                    f"      … 同类还有 {more} 个（全部：--json，或 carnet db link-report {name}）",
                    f"      … and {more} more of this kind (all: --json, or carnet db link-report {name})",
                )
            )
        _wrapped("      → ", fix)


_LINE = 116


def _wrapped(lead: str, text: str) -> None:
    """A text behind a lead, broken so that it fits a terminal, further lines below its beginning."""
    blank = " " * width_of(lead)
    for number, line in enumerate(fold(text, _LINE - width_of(lead))):
        echo((blank if number else lead) + line)


def listed(found: list[Json], lang: str) -> None:
    """One line a database."""
    if not found:
        echo(_t(lang, "还没有数据库：carnet db import FILE", "no databases yet: carnet db import FILE"))
        return
    head = {
        "zh": ["名称", "标题", "版本", "格式", "过程", "基本流", "许可", "可再分发", "MB"],
        "en": ["name", "title", "version", "format", "processes", "flows", "licence", "passing on", "MB"],
    }[lang]
    rows = []
    for each in found:
        if "problems" in each:
            rows.append([each["name"], each["problems"][0]["cause"][lang], "", "", "", "", "", "", ""])
            continue
        rows.append(
            [
                each["name"], _cut(str(each["title"]), 40), each["version"], each["format"], str(each["processes"]),
                str(each["flows"]), _cut(str(each["licence"]), 30) or "?",
                said(words.PASSING_ON, each["redistribution"], lang),
                f"{each['bytes'] / 1e6:.1f}",
            ]
        )  # fmt: skip
    table(head, rows, right=(4, 5, 8))


def info_json(opened: Database, text: str, check: bool) -> Json:
    """What a database is, and the processes found in it."""
    from carnet.service.db_publish import database_json  # noqa: PLC0415 - needs the extra
    from carnet.store.database import answers  # noqa: PLC0415 - the same

    stored = opened.opened.stored
    document: Json = {
        **database_json(opened.opened),
        "bytes": stored.packed.size,
        "facts": stored.meta["facts"].get("file", {}),
        "linking": stored.meta["report"].get("figures", {}),
        "own_factors": list(stored.meta["facts"].get("characterisation", ())),
        "policy": stored.meta["facts"].get("policy", {}),
        "answers": [
            {
                "kind": a.meta["recipe"]["kind"],
                "regime": a.meta["recipe"].get("regime", ""),
                "method": a.meta["method"],
                "residual": a.meta["residual"],
                "bytes": a.size,
            }
            for a in answers(stored)
            if "method" in a.meta
        ],
        "checked": check,
    }
    if text:
        document["found"] = opened.find(text)
    return document


def info(document: Json, lang: str) -> None:
    """The facts, or the processes found."""
    if "found" in document:
        _found(document, lang)
        return
    facts = document["facts"]
    rows = [(said(words.INFO, key, lang), str(document[key]) or "–") for key in ("name", "title", "version")]
    rows += [
        (said(words.INFO, "format", lang), words.FORMATS.get(document["format"], document["format"])),
        (said(words.INFO, "licence", lang), str(document["licence"]) or _t(lang, "未说明", "not stated")),
        (said(words.INFO, "redistribution", lang), said(words.PASSING_ON, document["redistribution"], lang)),
    ]
    rows += [(said(words.INFO, key, lang), words.number(document[key])) for key in ("processes", "flows", "exchanges")]
    linking = document["linking"]
    if "coverage" in linking:
        told = f"{words.per_cent(linking['coverage'])}（{linking['linked']} / {linking['demands']}）"
        told = told if lang == "zh" else told.replace("（", " (").replace("）", ")")
        rows.append((_t(lang, "已链接的输入", "inputs linked"), told))
    rows += [
        (said(words.FACTS, key, lang), words.number(facts[key])) for key in words.FACTS if facts.get(key, "0") != "0"
    ]
    spreads = [
        f"{said(words.SPREADS, key, lang)} {words.number(facts[key])}"
        for key in words.SPREADS
        if int(facts.get(key, 0))
    ]
    if spreads:
        rows.append((_t(lang, "文件中的不确定性", "uncertainty in the file"), ", ".join(spreads)))
    if document["own_factors"]:
        own = ", ".join(f"own:{k} ({name})" for k, name in enumerate(document["own_factors"]))
        rows.append((_t(lang, "自带的特征化向量", "its own factors"), own))
    size = f"{document['bytes'] / 1e6:.1f} MB"
    rows.append((said(words.INFO, "bytes", lang), size))
    rows += [(said(words.INFO, key, lang), str(document[key])) for key in ("digest", "source_digest")]
    for answer in document["answers"]:
        rows.append(
            (
                _t(lang, "已存的解", "kept answer"),
                f"{answer['regime'] or said(words.ANSWERS, answer['kind'], lang)}: "
                f"{said(words.METHODS, answer['method'], lang)}, "
                + _t(lang, "残差", "residual")
                + f" {float(answer['residual']):.1e}, {answer['bytes'] / 1e6:.1f} MB",
            )
        )
    wide = max(width_of(label) for label, _ in rows)
    for label, value in rows:
        _wrapped(f"{pad(label, wide)}  ", value)
    if document["checked"]:
        echo(_t(lang, "✓ 全部摘要相符", "✓ every digest holds"))


def _found(document: Json, lang: str) -> None:
    rows = document["found"]
    if not rows:
        echo(_t(lang, "没有找到", "nothing found"))
        return
    head = {"zh": ["名称", "地点", "单位", "类别", "标识"], "en": ["name", "place", "per", "category", "id"]}[lang]
    shown = [
        [_cut(r["name"], 60), r.get("location", ""), r["unit"], _cut(r.get("path", "").rpartition("/")[2], 30), r["id"]]
        for r in rows
    ]
    table(head, shown, right=(4,))


# ── what linking found ───────────────────────────────────────────────────────────────────────────


def report_json(opened: Database) -> Json:
    """The link report as it was kept."""
    report: Json = dict(opened.opened.stored.meta["report"])
    return {"database": opened.name, **report}


def link_report(report: Json, lang: str, *, full: bool) -> None:
    """Figures, then each group with its count, sentence and examples."""
    for line in words.figures(report["figures"], lang):
        echo(line)
    for group in report["groups"]:
        told = group["problem"]
        echo(
            f"\n{said(words.GROUPS, group['id'], lang)}  {words.number(group['count'])}  [{told['code']} {group['id']}]"
        )
        _wrapped("  ", told["cause"][lang])
        _wrapped("  → ", told["fix"][lang])
        for example in group["examples"] if full else group["examples"][:3]:
            tail = f" ({example['detail']})" if example["detail"] else ""
            text = f"{example['name']}: {example['flow']}{tail}"
            _wrapped("    · ", text if full else _cut(text, 110))


def quarantine(report: Json, lang: str) -> None:
    """The records kept out, by reason, and those used in spite of a finding."""
    for title, rows in (
        (_t(lang, "被隔离", "in quarantine"), report["quarantined"]),
        (_t(lang, "已放行", "released"), report["released"]),
    ):
        if not rows:
            continue
        echo(f"{title}: {len(rows)}")
        for row in rows:
            echo(f"  {row['process']}  {row['name']}")
            _wrapped("    ", row["problem"]["cause"][lang])
    if not report["quarantined"] and not report["released"]:
        echo(_t(lang, "没有被隔离的过程", "no process is in quarantine"))


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def solved(document: Json, lang: str) -> None:
    """Each regime: proof, warnings, figures."""
    for about in document["results"]:
        day = f" ({about['legal_date']})" if about["legal_date"] else ""
        echo(f"\n{about['regime']}{day}  {about['unit']}")
        proof = about["proof"]
        echo(
            "  "
            + _t(lang, "方法 {m}，残差 {r}，相对误差界 中位 {a} 最大 {b}{c}", _PROOF)
            .format(
                m=said(words.METHODS, proof["method"], lang), r=proof["residual"], a=about["relative_bound"]["median"],
                b=about["relative_bound"]["largest"],
                c="" if proof["rigorous"] else _t(lang, "（估计）", " (estimate)"),
            )
        )  # fmt: skip
        rows = about.get("processes")
        if rows is not None:
            head = {
                "zh": ["产品", "单位", "数值", "下限", "上限", "误差界"],
                "en": ["product", "per", "value", "lower", "upper", "bound"],
            }[lang]
            table(
                head,
                [
                    [_name(r["process"]), r["process"]["unit"], r["value"] or "–", r["lower"], r["upper"], r["bound"]]
                    for r in rows
                ],
                right=(2, 3, 4, 5),
            )
            continue
        echo(
            "  "
            + _t(
                lang,
                f"负值 {about['negative']}，零 {about['zero']}",
                f"negative {about['negative']}, zero {about['zero']}",
            )
        )
        head = {"zh": ["最大的产品", "单位", "下限", "上限"], "en": ["largest", "per", "low", "high"]}[lang]
        table(head, [[_name(r), r["unit"], r["low"], r["high"]] for r in about["largest"]], right=(2, 3))
    _warned(document["results"], lang)


def _warned(results: list[Json], lang: str) -> None:
    """What is open or left out, once each, with the regimes it is about where that is not all of them."""
    regimes: dict[str, list[str]] = {}
    told: dict[str, Json] = {}
    for about in results:
        for found in about["problems"]:
            key = f"{found['code']} {found['cause']['en']}".replace(str(about["regime"]).partition("@")[0], "")
            told.setdefault(key, found)
            regimes.setdefault(key, []).append(str(about["regime"]))
    if told:
        echo()
    for key, found in told.items():
        some = "" if len(regimes[key]) == len(results) else f"({', '.join(regimes[key])}) "
        _wrapped(f"  ! {found['code']} ", some + found["cause"][lang])
        _wrapped("      → ", found["fix"][lang])


def _head(document: Json, lang: str) -> None:
    unit = f"{document['unit']}/{document['process'].get('unit', '')}"
    total, proof = document["total"], document["proof"]
    echo(f"{_name(document['process'])}  {document['regime']}")
    echo(
        f"{total['value']} {unit}  ±{total['bound']}  "
        + _t(lang, "方法 {}，残差 {}", "{}, residual {}").format(
            said(words.METHODS, proof["method"], lang), proof["residual"]
        )
    )


def contributions(document: Json, lang: str) -> None:
    """The parts, the largest first."""
    _head(document, lang)
    head = {"zh": ["部分", "数值", "占比 %"], "en": ["part", "value", "share %"]}[lang]
    rows = [[_name(part), part["value"], part["share"]] for part in document["parts"]]
    rest = document["rest"]
    rows.append([_t(lang, f"其余 {rest['count']} 项", f"{rest['count']} others"), rest["value"], rest["share"]])
    table(head, rows, right=(1, 2))


def graph(document: Json, lang: str) -> None:
    """The nodes, the largest first."""
    _head(document, lang)
    head = {
        "zh": ["过程", "总量", "占比 %", "自身", "截断以下"],
        "en": ["process", "total", "share %", "own", "below cut-off"],
    }[lang]
    rows = [[_name(n), n["total"], n["share"], n["direct"], n["other"]] for n in document["nodes"]]
    table(head, rows, right=(1, 2, 3, 4))
    count, cutoff = len(document["edges"]), document["cutoff"]
    echo(_t(lang, f"{count} 条边，截断 {cutoff}", f"{count} edges, cut-off {cutoff}"))


def sensitivity(document: Json, lang: str) -> None:
    """The exchanges, the strongest first, and the spread they give, beside the Monte Carlo."""
    _head(document, lang)
    head = {
        "zh": ["过程", "交换", "类别", "数量", "每+1%的变化 %", "误差界"],
        "en": ["process", "exchange", "kind", "amount", "% per +1 %", "bound"],
    }[lang]
    rows = [
        [
            _cut(str(r["name"]), 40), _cut(str(r["exchange"]), 40), said(words.KINDS, r["kind"], lang), r["amount"],
            r["change_per_percent"], r["change_bound"],
        ]
        for r in document["rows"]
    ]  # fmt: skip
    table(head, rows, right=(3, 4, 5))
    if not document["uncertain_exchanges"]:
        echo(_t(lang, "数据库没有说明任何不确定性", "the database states no uncertainty"))
        return
    if not float(document["first_order_deviation"]):
        echo(
            _t(
                lang,
                "这个数字所依据的交换都没有说明不确定性",
                "no exchange this figure rests on states an uncertainty",
            )
        )
        return
    echo(
        _t(
            lang,
            f"一阶标准差 {document['first_order_deviation']}（{document['first_order_relative'] or '–'} %）",
            f"first-order standard deviation {document['first_order_deviation']} "
            f"({document['first_order_relative'] or '–'} %)",
        )
    )
    drawn = document.get("montecarlo")
    if drawn:
        echo(
            _t(
                lang,
                f"蒙特卡洛标准差 {drawn['deviation']}（{drawn['relative'] or '–'} %；{drawn['draws']} 次，种子 "
                f"{drawn['seed']}；95% 区间 {drawn['p2_5']} … {drawn['p97_5']}）",
                f"Monte Carlo standard deviation {drawn['deviation']} ({drawn['relative'] or '–'} %; {drawn['draws']} "
                f"draws, seed {drawn['seed']}; 95 % interval {drawn['p2_5']} … {drawn['p97_5']})",
            )
        )


def variance(document: Json, lang: str) -> None:
    """Sobol indices of the groups with their intervals."""
    unit = f"{document['unit']}/{document['process'].get('unit', '')}"
    echo(f"{_name(document['process'])}  {document['regime']}  {document['total']['value']} {unit}")
    echo(
        _t(
            lang,
            f"方差的来源，Sobol 指数，括号内为 95% 区间；{document['draws']} 次求解，种子 {document['seed']}",
            f"where the variance comes from: Sobol indices, 95 % intervals; {document['draws']} solves, "
            f"seed {document['seed']}",
        )
    )
    head = {
        "zh": ["组", "交换", "一阶", "95% 区间", "总", "95% 区间", "线性近似"],
        "en": ["group", "exchanges", "first", "95 %", "total", "95 %", "linear"],
    }[lang]
    rest = _t(lang, "其余", "all others")
    rows = [
        [
            rest if r["group"] == "rest" else _cut(r["group"], 50), str(r["exchanges"]), r["first"],
            f"{r['first_low']} … {r['first_high']}", r["total"], f"{r['total_low']} … {r['total_high']}", r["linear"],
        ]
        for r in document["rows"]
    ]  # fmt: skip
    table(head, rows, right=(1, 2, 3, 4, 5, 6))


def _open_note(document: Json, lang: str) -> None:
    if document.get("open"):
        named = ", ".join(document["open"])
        echo(
            _t(
                lang,
                f"! 尚未说明：{named}；按使结果较大的读法计。用 --assume {document['open'][0]}=… 说明",
                f"! not stated: {named}; taken at the higher reading. State it with --assume {document['open'][0]}=…",
            )
        )


def foreground(document: Json, lang: str) -> None:
    """Every scenario where they are few; else base, smallest, median and largest of each process."""
    proof = document["proof"]
    echo(
        _t(
            lang,
            f"{len(document['processes'])} 个前景过程，{document['scenarios']} 个情景，求解 {document['seconds']} 秒，"
            f"相对误差界 {proof['relative']}",
            f"{len(document['processes'])} foreground processes, {document['scenarios']} scenarios, solved in "
            f"{document['seconds']} s, relative bound {proof['relative']}",
        )
    )
    _open_note(document, lang)
    if document["scenarios"] <= _SHOWN:
        head = {
            "zh": ["情景", "方案", "过程", "数值", "误差界", "变化 %"],
            "en": ["scenario", "regime", "process", "value", "bound", "change %"],
        }[lang]
        rows = [
            [_cut(r["scenario"], 30), r["regime"], _cut(r["process"], 30), r["value"], r["bound"], r["change_percent"]]
            for r in document["rows"]
        ]
        table(head, rows, right=(3, 4, 5))
        return
    head = {
        "zh": ["过程", "方案", "首个情景", "最小", "情景", "中位", "最大", "情景"],
        "en": ["process", "regime", "first", "least", "scenario", "median", "most", "scenario"],
    }[lang]
    found: dict[tuple[str, str], list[Json]] = {}
    for row in document["rows"]:
        found.setdefault((row["process"], row["regime"]), []).append(row)
    rows = []
    for (process, regime), each in found.items():
        ordered = sorted(each, key=lambda r: float(r["value"]))
        least, middle, most = ordered[0], ordered[len(ordered) // 2], ordered[-1]
        rows.append(
            [
                _cut(process, 30), regime, each[0]["value"], least["value"], _cut(least["scenario"], 20),
                middle["value"], most["value"], _cut(most["scenario"], 20),
            ]
        )  # fmt: skip
    table(head, rows, right=(2, 3, 5, 6))
    echo(_t(lang, "全部情景：--out FILE.csv 或 --json", "all scenarios: --out FILE.csv or --json"))


def montecarlo(document: Json, lang: str) -> None:
    """Mean, deviation and quantiles; of several products the differences to the first."""
    proof = document["proof"]
    echo(
        _t(
            lang,
            "抽样 {d} 次，种子 {s}，{t} 秒；每次求解的相对误差界不超过 {b}",
            "{d} draws, seed {s}, {t} s; relative error of every draw at most {b}",
        ).format(d=document["draws"], s=document["seed"], t=document["seconds"], b=proof["largest_relative_bound"])
    )
    if proof["unproven"]:
        echo(
            _t(
                lang,
                f"! 其中 {proof['unproven']} 次的误差界为估计：抽到的系统消耗多于产出",
                f"! the bound of {proof['unproven']} draws is an estimate: the system drawn takes more than it makes",
            )
        )
    head = {
        "zh": ["产品", "方案", "单点", "平均", "标准差", "2.5%", "中位", "97.5%"],
        "en": ["product", "regime", "point", "mean", "sd", "2.5%", "median", "97.5%"],
    }[lang]
    rows = [
        [_name(r, 40), r["regime"], r["point"], r["mean"], r["sd"], r["p2_5"], r["median"], r["p97_5"]]
        for r in document["rows"][:_SHOWN]
    ]
    table(head, rows, right=(2, 3, 4, 5, 6, 7))
    if document.get("differences"):
        echo()
        first = _name(document["rows"][0], 50)
        echo(_t(lang, f"与第一个产品之差（同一次抽样相减）：{first}", f"minus the first, draw by draw: {first}"))
        head = {
            "zh": ["产品", "方案", "平均", "标准差", "2.5%", "中位", "97.5%", "较小 %"],
            "en": ["product", "regime", "mean", "sd", "2.5%", "median", "97.5%", "smaller %"],
        }[lang]
        rows = [
            [_name(r, 40), r["regime"], r["mean"], r["sd"], r["p2_5"], r["median"], r["p97_5"], r["smaller"]]
            for r in document["differences"]
        ]
        table(head, rows, right=(2, 3, 4, 5, 6, 7))


def scenario(document: Json, lang: str) -> None:
    """Before and after."""
    _open_note(document, lang)
    for each in document["scenarios"]:
        told = _t(lang, "相对误差界", "relative bound")
        echo(f"{each['scenario']}: {said(words.METHODS, each['method'], lang)}, {told} {each['relative']}")
    head = {
        "zh": ["情景", "方案", "产品", "原值", "新值", "变化 %"],
        "en": ["scenario", "regime", "product", "before", "after", "change %"],
    }[lang]
    rows = [
        [r["scenario"], r["regime"], _name(r, 40), r["before"], r["after"], r["change_percent"]]
        for r in document["rows"]
    ]
    table(head, rows, right=(3, 4, 5))


def published(document: Json, lang: str) -> None:
    """The first products of a set, with their masses."""
    head = document["database"]
    echo(f"{head['title']} {head['version']}  {document['digest']}")
    echo(_t(lang, f"{len(document['processes'])} 个产品", f"{len(document['processes'])} products"))
    for row in document["processes"][:_SHOWN]:
        echo(f"\n{_name(row)}  /{row['unit']}")
        for key, mass in row["masses"].items():
            echo(f"  {key:28} {mass['value']:>22} kg  ±{mass['error']}")
        for regime, score in row.get("scores", {}).items():
            figure = score["value"] if score["value"] is not None else f"{score['lower']} … {score['upper']}"
            echo(f"  = {regime}: {figure} kg CO2e")
