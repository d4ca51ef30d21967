"""Verdict, scope, readiness and reuse on the screen: the answer first, every citation with our status word."""

from __future__ import annotations

from typing import Any

from carnet.cli.frame import echo, print_json, table
from carnet.cli.recognition_words import (
    ANSWER_MARK,
    ITEM_MARK,
    KIND_NAMES,
    OVERALL_MARK,
    REST_MARK,
    SET_NAMES,
    VERDICT_MARK,
    bracketed,
    cited,
    joined,
    purpose_name,
    said,
    source,
)
from carnet.service.recognition_data import on_file


def show_verdict(found: dict[str, Any], lang: str) -> None:
    """Print a verdict, the answer first."""
    w = {
        "zh": ["研究", "市场", "用途", "日期", "结论", "规则来自", "范围"],
        "en": ["study", "market", "purpose", "date", "verdict", "rule of", "scope"],
    }[lang]
    name = found["market_name"][lang]
    echo(f"{w[0]}  {found['study']['title'][lang]}")
    market_ = found["market"] if name == found["market"] else f"{found['market']} {name}"
    echo(f"{w[1]}  {market_}   {w[2]}  {purpose_name(found['purpose'], lang)}   {w[3]}  {found['date']}")
    if found["rule_of"] != found["market"]:
        echo(f"{w[5]}  {found['rule_of']}")
    echo()
    echo(f"{w[4]}  {OVERALL_MARK[found['overall']]} {found['overall_text'][lang]}")
    for text in found["why"]:
        echo(f"    {text[lang]}")
    for text in found["case"]["notes"]:
        echo(f"    ⓘ {text[lang]}")
    scope_ = found["scope"]
    if scope_["why"] and found["overall"] not in {"not_in_scope", "not_yet", "no_rule_on_file"}:
        told = said(scope_["text"][lang], scope_["why"][0][lang], lang)
        echo(f"{w[6]}  {ANSWER_MARK[scope_['answer']]} {told}  {cited(scope_['citation'], lang)}")
    elif scope_["citation"]["source"]:
        echo(f"    {cited(scope_['citation'], lang)}")
    _without_evidence(found, lang)
    _acceptances(found, lang)
    _dimensions(found, lang)
    _bridge(found, lang)
    _settle(found, lang)
    _evidence(found, lang)
    _bodies(found, lang)
    show_rests(found["rests_on"], found["known"], lang)
    show_signals(found["signals"], lang)
    if "purposes" in found:
        _purposes(found["purposes"], lang)
    _section(lang, "本结论不说明", "what is not claimed")
    for text in found["not_claimed"]:
        echo(f"  – {text[lang]}")


def _acceptances(found: dict[str, Any], lang: str) -> None:
    _section(lang, "已接受", "accepted")
    if not found["accepted"]:
        echo(
            {
                "zh": "  没有。档案中没有任何机构接受过本案。",
                "en": "  nothing: no body on file has accepted this case.",
            }[lang]
        )
    for one in found["accepted"]:
        until = bracketed(f"{'有效至' if lang == 'zh' else 'until'} {one['valid_to']}" if one["valid_to"] else "", lang)
        echo(f"  ✓ {joined([one['text'][lang], one['scope'][lang]], lang)}{until}")
        if one["why"][lang]:
            echo(f"      {one['why'][lang]}")
        for cite in one["evidence"]:
            echo(f"      {cited(cite, lang)}")
    for one in found["refused"]:
        who = f"{one['body']['name'][lang]} {one['on']}"
        echo(f"  ✗ {said(who, one['reason'][lang], lang)}  {cited(one['document'], lang)}")
    shown = [one for one in found["arrangements"] if one["state"] != "out_of_scope"]
    for one in shown:
        why = joined([text[lang] for text in one["why"]], lang)
        echo(f"  · {said(one['title'][lang], said(one['text'][lang], why, lang), lang)}")
    for one in found["passed_over"]:
        who = f"{one['id']}{bracketed(one['body']['name'][lang], lang)}"
        said_by = {"zh": "在档但不起作用", "en": "on file, opens nothing"}[lang]
        echo(f"  – {said(said_by, said(who, one['why'][lang], lang), lang)}")


def _bodies(found: dict[str, Any], lang: str) -> None:
    if found["decides"]:
        _section(lang, "谁能决定", "who can decide")
        for body in found["decides"]:
            echo(f"  · {body['name'][lang]}{bracketed(KIND_NAMES[body['kind']][lang], lang)}")
    if found["precedent"]:
        one = found["precedent"]
        _section(lang, "最接近的先例（只供参考，不是依据）", "closest precedent (a lesson, no ground)")
        echo(f"  {said(one['title'][lang], one['result'][lang], lang)}  {cited(one['citation'], lang)}")


def _purposes(purposes: list[dict[str, Any]], lang: str) -> None:
    _section(lang, "各用途一览", "every purpose")
    head = {"zh": ["用途", "性质", "结论", "原因"], "en": ["purpose", "kind", "verdict", "why"]}[lang]
    rows = [
        [
            purpose_name(one["purpose"], lang),
            SET_NAMES[one["kind"]][lang],
            f"{OVERALL_MARK[one['overall']]} {one['text'][lang]}",
            one["why"][0][lang] if one["why"] else "",
        ]
        for one in purposes
    ]
    table(head, rows)


def _section(lang: str, zh: str, en: str) -> None:
    echo()
    echo({"zh": f"【{zh}】", "en": f"[{en}]"}[lang])


def _dimensions(found: dict[str, Any], lang: str) -> None:
    if not found["dimensions"] or found["overall"] in {"not_in_scope", "no_rule_on_file"}:
        return
    sides = found["regimes"]
    to = f"{sides['from']} → {sides['to']}" if sides["to"] else sides["from"]
    _section(lang, f"逐项比较 {to}", f"dimension by dimension {to}")
    head = {"zh": ["项", "结论", "原因", "出处"], "en": ["dimension", "verdict", "why", "citation"]}[lang]
    rows = []
    for one in found["dimensions"]:
        cite = one["citation"]
        rows.append(
            [
                f"{one['dimension']} {one['name'][lang]}",
                f"{VERDICT_MARK[one['verdict']]} {one['text'][lang]}",
                joined([text[lang] for text in one["why"]], lang),
                source(cite, lang),
            ]
        )
    table(head, rows)


def _bridge(found: dict[str, Any], lang: str) -> None:
    bridge = found["bridge"]
    if found["overall"] in {"not_in_scope", "no_rule_on_file"}:
        return
    if bridge is None:
        if found["no_bridge"] and found["regimes"]["to"]:
            _section(lang, "两个数之间的桥", "the bridge")
            echo(f"  {found['no_bridge'][lang]}")
        return
    _section(
        lang, "两个数之间的桥（数值接近不等于等效）", "the bridge between the two figures (near is not equivalent)"
    )
    one, two = bridge["from"], bridge["to"]
    parts = [f"{t['dimension']} {t['value']}" for t in bridge["terms"] if not _zero(t["value"])]
    echo(f"  {one['regime']} {one['value']} → {two['regime']} {two['value']} {two['unit']}")
    echo(f"  {'，'.join(parts) if lang == 'zh' else ', '.join(parts)}")
    command = f"carnet bridge STUDY --from {one['regime']} --to {two['regime']}"
    echo(f"  {said({'zh': '逐条依据', 'en': 'term by term'}[lang], command, lang)}")


def _zero(value: str) -> bool:
    return not value.strip("-0.")


def _without_evidence(found: dict[str, Any], lang: str) -> None:
    """Print what the rule allows while the evidence is open."""
    if found["without_evidence"]:
        one = found["without_evidence"]
        head = {"zh": "不补证据", "en": "without evidence"}[lang]
        echo(f"{head}  {one['text'][lang]}  {cited(one['citation'], lang)}")


def _settle(found: dict[str, Any], lang: str) -> None:
    """Print the parameters of the market's rule to be settled first, and the command once."""
    if not found["settle"] or found["overall"] in {"not_in_scope", "no_rule_on_file"}:
        return
    _section(lang, "先要确认的对方规则", "rules of the market to settle first")
    names = [f"{one['parameter']} {one['name'][lang]}" for one in found["settle"]]
    comma = {"zh": "；", "en": "; "}[lang]
    echo(f"  {comma.join(names)}")
    first = found["settle"][0]
    command = first["accept"].replace(first["parameter"], "ID")
    zh, en = "读过原文后逐条确认", "one by one, once the text is read"
    echo(f"  {said({'zh': zh, 'en': en}[lang], command, lang)}")


def _evidence(found: dict[str, Any], lang: str) -> None:
    if not found["evidence"]:
        return
    _section(lang, "要补的证据", "evidence to bring")
    for number, one in enumerate(found["evidence"], 1):
        parts = [
            one["process"][lang],
            one["period"][lang],
            joined([form[lang] for form in one["forms"]], lang),
            one["clause"],
        ]
        echo(f"  {number}. {said(one['item'][lang], joined(parts, lang), lang)}")


def show_rests(rests: list[dict[str, Any]], known: str, lang: str) -> None:
    """Print the policy items an answer rests on: status, grade, the day it became known; what is held back."""
    if not rests:
        return
    zh = lang == "zh"
    _section(lang, f"依据的政策条目（按 {known} 已知的）", f"policy items it rests on (as known on {known})")
    for one in rests:
        mark = REST_MARK[one["carries"]] if one["carries"] else "◷"
        parts = [one["status_text"][lang], one["grade"] or ("无等级" if zh else "no grade")]
        if one["known_on"]:
            parts.append(f"{one['known_on']} 得知" if zh else f"known {one['known_on']}")
        if one["role"] == "trigger":
            parts.append("等它" if zh else "waited for")
        elif one["carries"] and one["carries"] != "stands":
            parts.append(one["carries_text"][lang])
        if one["replaced_by"]:
            parts.append(f"{'改看' if zh else 'see now'} {' '.join(one['replaced_by'])}")
        echo(f"  {mark} {said(one['item'], joined(parts, lang), lang)}")
        for each in one["held_back"]:
            step = each["status_text"][lang]
            if zh:
                echo(f"      未采纳：{each['on']} “{step}”：{each['why'][lang]}")
            else:
                echo(f"      held back: {each['on']} {step} – {each['why'][lang]}")


def show_signals(signals: list[dict[str, Any]], lang: str) -> None:
    """Print what is only announced or reported; never as a rule."""
    if not signals:
        return
    _section(lang, "只有消息、不产生效力", "only reported; gives nothing")
    for one in signals:
        grade = one["grade"] or "–"
        why = joined([text[lang] for text in one["scope"]["why"]], lang)
        told = joined([one["status_text"][lang], grade, said(one["scope"]["text"][lang], why, lang)], lang)
        echo(f"  ? {said(one['title'][lang], told, lang)}")


def show_scope(found: dict[str, Any], lang: str, *, asked_day: bool) -> None:
    """Print the scope, a line for each purpose."""
    name = (
        found["product_name"][lang]
        if found["product_name"]
        else "、".join(found["case"]["codes"]) or found["case"]["product"]
    )
    w = {"zh": ["产品", "市场", "日期", "产地"], "en": ["product", "market", "date", "made in"]}[lang]
    assumed = (
        {"zh": "（没有给出，按中国回答）", "en": " (not stated: answered for China)"}[lang]
        if found["assumed_place"]
        else ""
    )
    place = found["case"]["places"][0] if found["case"]["places"] else "–"
    echo(f"{w[0]}  {name}   {w[1]}  {found['market']}   {w[2]}  {found['date']}   {w[3]}  {place}{assumed}")
    given = joined([f"{key}={value}" for key, value in found["case"]["variants"].items()], lang)
    if given:
        echo({"zh": f"变体  {given}", "en": f"variants  {given}"}[lang])
    for text in found["case"]["notes"]:
        echo(f"⚠ {text[lang]}")
    echo()
    if not found["on_file"]:
        echo(
            {
                "zh": "✎ 档案中没有这个市场的规定。这不是“可接受”。",
                "en": "✎ No rule of this market is on file. That is not “accepted”.",
            }[lang]
        )
    head = {"zh": ["用途", "回答", "原因", "出处"], "en": ["purpose", "answer", "why", "citation"]}[lang]
    rows = []
    for one in found["purposes"]:
        cite = one["citation"]
        whose = f" [{one['rule_of']}]" if one["rule_of"] and one["rule_of"] != found["market"] else ""
        rows.append(
            [
                purpose_name(one["purpose"], lang) + whose,
                f"{ANSWER_MARK[one['answer']]} {one['text'][lang]}",
                joined([text[lang] for text in one["why"]], lang),
                source(cite, lang),
            ]
        )
    if rows:
        table(head, rows)
    _idle(found, lang)
    _scope_rests(found, lang)
    if found["variants"]:
        echo()
        for one in found["variants"]:
            echo(f"  --set {one['key']}={'|'.join(one['values'])}   {one['name'][lang]}")
    show_signals(found["signals"], lang)
    if not asked_day:
        echo()
        echo(
            {
                "zh": f"日期用的是 {found['date']}；换一天用 --date。",
                "en": f"The day is {found['date']}; another with --date.",
            }[lang]
        )


def _scope_rests(found: dict[str, Any], lang: str) -> None:
    """Print the policy items behind a scope: all of them for one purpose, else what carries each purpose's line."""
    asked = found["purposes"]
    if len(asked) == 1:
        show_rests(asked[0]["rests_on"], found["known"], lang)
        return
    zh = lang == "zh"
    rows = []
    for each in asked:
        line = [one for one in each["rests_on"] if one["role"] == "line"]
        if line:
            one = line[0]
            parts = [one["status_text"][lang], one["grade"] or ("无等级" if zh else "no grade")]
            rows.append(f"  {each['purpose']}: {one['item']} ({', '.join(parts)})")
    if rows:
        _section(lang, f"依据的政策条目（按 {found['known']} 已知的）", f"policy items (as known on {found['known']})")
        for row in dict.fromkeys(rows):
            echo(row)


def show_readiness(found: dict[str, Any], lang: str) -> None:
    """Print a checklist."""
    score_ = found["score"]
    w = {"zh": ["材料齐备", "市场", "用途", "日期"], "en": ["ready", "market", "purpose", "date"]}[lang]
    echo(f"{w[1]}  {found['market']}   {w[2]}  {purpose_name(found['purpose'], lang)}   {w[3]}  {found['date']}")
    echo(f"{w[0]}  {score_['present']}/{score_['of']}   {OVERALL_MARK[found['overall']]} {found['overall_text'][lang]}")
    echo()
    head = {
        "zh": ["状态", "要什么", "现在的情况", "部门", "谁办", "天", "条款"],
        "en": ["state", "what is asked", "as it stands", "team", "owner", "days", "clause"],
    }[lang]
    rows = [
        [
            f"{ITEM_MARK[one['state']]} {one['state_text'][lang]}",
            one["item"][lang],
            one["why"][lang],
            one["team_text"][lang],
            one["owner"][lang],
            one["days"] or "?",
            one["clause"] or one["citation"]["source"],
        ]
        for one in found["items"]
    ]
    if rows:
        table(head, rows, (5,))
        echo()
        echo(
            {
                "zh": "天数是排期用的假设，请换成自己的实际天数。“看不出”不算已有。",
                "en": "Days are assumptions for planning; replace them by your own. “Unknown” counts as not present.",
            }[lang]
        )
        _show_schedule(found, lang)
    else:
        echo({"zh": "没有清单在档。", "en": "No checklist is on file."}[lang])
    _without_evidence(found, lang)
    show_rests(found["rests_on"], found["known"], lang)
    for key, zh, en in (
        ("delays_known", "已知会耽误的", "known to delay"),
        ("delays_possible", "可能耽误的（未必发生）", "may delay (may never happen)"),
    ):
        if found[key]:
            _section(lang, zh, en)
            for text in found[key]:
                echo(f"  · {text[lang]}")


def _show_schedule(found: dict[str, Any], lang: str) -> None:
    """Print how long the open items take when they run beside each other, and the chain that sets it."""
    when = found["schedule"]
    if not when["steps"]:
        return
    names = {one["id"]: one["item"][lang] for one in found["items"]}
    chain = " → ".join(names[each] for each in when["chain"])
    if lang == "zh":
        more = f"，另 {len(when['unstated'])} 项没有天数" if when["unstated"] else ""
        echo(f"能并行的都并行：最少 {when['days']} 天{more}。最长的一串：{chain}")
    else:
        more = f", {len(when['unstated'])} items without days on top" if when["unstated"] else ""
        echo(f"Side by side where they can be: {when['days']} days at least{more}. The longest chain: {chain}")


def show_reuse(found: dict[str, Any], lang: str) -> None:
    """Print a reuse plan."""
    counts = found["counts"]
    title = {
        "zh": f"核查沿用：{found['from']} → {found['market']}/{found['purpose']}（{found['date']}）",
        "en": f"reuse of a verification: {found['from']} → {found['market']}/{found['purpose']} ({found['date']})",
    }[lang]
    echo(title)
    again, once_more, new = counts["reuse"], counts["recheck"], counts["new"]
    in_zh = f"可沿用 {again} 项，须复核 {once_more} 项，须新做 {new} 项；是否接受由对方机构决定。"
    in_en = f"{again} reused, {once_more} checked again, {new} new; the other body decides whether it accepts."
    echo({"zh": in_zh, "en": in_en}[lang])
    echo()
    mark = {"reuse": "✓", "recheck": "↻", "new": "＋"}
    head = {"zh": ["怎么办", "内容", "原因", "天"], "en": ["what to do", "subject", "why", "days"]}[lang]
    rows = [
        [f"{mark[one['use']]} {one['text'][lang]}", one["subject"][lang], one["why"][lang], one["days"] or ""]
        for one in found["lines"]
    ]
    table(head, rows, (3,))
    echo()
    done = len(found["avoided"])
    echo(
        {
            "zh": f"已实际避免的重复核查：{done} 次（只数接受方已签署、写明沿用哪一次核查且没有再做全套核查的）。",
            "en": f"repetitions in fact avoided: {done} (signed by the receiving body, naming the verification taken "
            "over, no second one made).",
        }[lang]
    )
    for one in found["avoided"]:
        echo(f"  ✓ {one['body'][lang]} {one['on']}  {cited(one['document'], lang)}")
    if found["asks"]:
        names = joined([text[lang] for text in found["asks"]], lang)
        echo({"zh": f"先问：{names}", "en": f"ask first: {names}"}[lang])


def _idle(found: dict[str, Any], lang: str) -> None:
    """Say which variants stated make no difference, once where it is the same for every purpose."""
    told = [one for one in found["purposes"] if one["idle"]]
    texts = dict.fromkeys(one["idle"][lang] for one in told)
    for text in texts:
        names = [purpose_name(one["purpose"], lang) for one in told if one["idle"][lang] == text]
        everywhere = len(names) == len(found["purposes"])
        echo(f"ⓘ {text}" if everywhere else f"ⓘ {said(joined(names, lang), text, lang)}")


def list_products(lang: str, *, as_json: bool) -> None:
    """Print the products and variants that are known."""
    products = on_file().products.by_id.values()
    if as_json:
        print_json(
            {
                "products": [
                    {
                        "id": one.id,
                        "name": one.name.json(),
                        "codes": list(one.codes),
                        "codes_status": one.codes_status,
                        "aliases": list(one.aliases),
                        "variants": {v.key: list(v.values) for v in one.variants},
                    }
                    for one in products
                ]
            }
        )
        return
    head = {"zh": ["标识", "名称", "编码（请核对）", "变体"], "en": ["id", "name", "codes (check)", "variants"]}[lang]
    table(
        head,
        [
            [
                one.id,
                one.name.get(lang),
                " ".join(one.codes),
                "; ".join(f"{v.key}={'|'.join(v.values)}" for v in one.variants),
            ]
            for one in products
        ],
    )
