"""How a run under the CBAM looks in a terminal: the answer first, then why, then what is in the way."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from carnet.cli.cbam_words import WORDS
from carnet.cli.frame import echo, print_problems, table
from carnet.quantity import decimal_string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.service.cbam import CbamRun

Json = dict[str, Any]


def show_portfolio(found: Json, lang: str) -> None:
    """Print an importer's list by importer, quarter and good."""
    head = {
        "zh": ["合计", "行数", "未定", "吨", "证书", "费用 EUR"],
        "en": ["sum of", "lines", "open", "t", "certificates", "cost EUR"],
    }[lang]
    rows = [
        [" · ".join(r["of"]), str(r["lines"]), str(r["open"]),
         short(r["amount"]), shown(r["certificates"]), shown(r["cost"])]
        for r in found["totals"]
    ]  # fmt: skip
    if any(r["unproven"] for r in found["totals"]):
        head.append({"zh": "其中未经核查", "en": "of them unproven"}[lang])
        for row, r in zip(rows, found["totals"], strict=True):
            row.append(_rests_on(r, lang))
    table(head, rows, (1, 2, 3, 4, 5))
    for scope in found["scopes"]:
        echo(f"  {scope['importer']} {scope['year']}: {scope['reason'][lang]}")
    _quarter_ends(found["holding"], lang)
    _penalties(found["penalties"], lang)
    for note in found["notes"]:
        echo(f"· {note[lang]}")


def _rests_on(total: Json, lang: str) -> str:
    """How many lines of a sum rest on actual values that nothing proves, and what that makes of the sum."""
    if not total["unproven"]:
        return ""
    said = {"zh": "行：试算，不是应付价格", "en": ": an exploration, not a price to be paid"}[lang]
    return f"{total['unproven']}{' ' if lang == 'zh' else ''}{said}"


def _quarter_ends(rows: list[Json], lang: str) -> None:
    """What the account has to hold at the end of each quarter, from the year the duty begins."""
    if not rows:
        return
    head = {
        "zh": ["季度末", "进口商", "行数", "未定", "份额", "应持有证书", "价值 EUR"],
        "en": ["quarter's end", "importer", "lines", "open", "share", "certificates to hold", "worth EUR"],
    }[lang]
    shares = [r["share"]["value"] for r in rows]
    cells = [
        [r["day"], r["importer"], str(r["lines"]), str(r["open"]), share or "?", shown(r["certificates"]),
         shown(r["worth"])]
        for r, share in zip(rows, shares, strict=True)
    ]  # fmt: skip
    echo()
    table(head, cells, (2, 3, 4, 5, 6))


def _penalties(rows: list[Json], lang: str) -> None:
    """What Art 26 threatens with; a lower end where the rise by the price index is not known."""
    if not rows:
        return
    head = {
        "zh": ["罚款", "进口商", "未清缴证书", "EUR/张", "罚款 EUR", "未经授权进口 EUR"],
        "en": ["penalty", "importer", "certificates if none surrendered", "EUR each", "EUR",
               "EUR if imported without authorisation"],
    }[lang]  # fmt: skip
    cells = []
    for r in rows:
        least = "" if r["indexed"] else "≥ "
        fined, low, high = (r[k] for k in ("declarant", "unauthorised_least", "unauthorised_most"))
        span = f"{least}{shown(low)} – {shown(high)}" if low else "–"
        if r["reducible"]:
            span += {"zh": "（超门槛不多于10 %，可减轻）", "en": " (within 10 % of the threshold: may be less)"}[lang]
        each = f"{least}{shown(r['per_certificate'])}" if r["per_certificate"] else "–"
        cells.append([str(r["year"]), r["importer"], shown(r["certificates"]), each,
                      f"{least}{shown(fined)}" if fined else "–", span])  # fmt: skip
    echo()
    table(head, cells, (2, 3, 4, 5))


def _named(document: Json, row: Json, lang: str) -> str:
    """What a row is called: in both languages where the installation is derived, else as the operator wrote it."""
    name = document["names"].get(row["id"])
    return str(name[lang]) if name else str(row["name"])


def shown(figure: Json | None) -> str:
    """A figure as people read it: its value, its interval, or a dash."""
    if figure is None:
        return "–"
    if "lower" in figure:
        return f"{figure['lower']} – {figure['upper']}"
    return str(figure["value"])


def short(figure: Json | None) -> str:
    """An amount as people read it: as `shown`, without zeros at the end where nothing was rounded away."""
    if figure is None:
        return "–"
    if "lower" in figure:
        return f"{_bare(figure['lower'], figure['lower_exact'])} – {_bare(figure['upper'], figure['upper_exact'])}"
    return _bare(figure["value"], figure["exact"])


def _bare(value: str, exact: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value and Fraction(value) == Fraction(exact) else value


def show(document: Json, run: CbamRun, lang: str) -> None:
    """Print a run for people: the answer first, then why, then what is in the way."""
    say = WORDS[lang]
    echo(f"{document['study']['title'][lang]}  ·  {say['on']} {document['on']}")
    if document["derived"]:
        echo(say["derived"])
    if document["open"]:
        between = {"zh": "；", "en": "; "}[lang]
        echo(f"{say['range']}: {between.join(text[lang] for text in document['open'])}")
    echo()
    for good in document["goods"]:
        _good(good, document, lang)
    _processes(document, lang)
    _derivations(document, lang)
    _precursors(document, lang)
    _side_tables(document, lang)
    _checks(document, lang)
    in_scope = any(good["scope"]["state"] != "out_of_scope" for good in document["goods"])
    for note in document["notes"] if in_scope else ():
        echo(f"· {note[lang]}")
    for name in document.get("written", []):
        echo(f"→ {name}")
    if in_scope:
        state = "ready" if document["ready"] else "preview" if document["derived"] else "draft"
        echo(say[state])
    if run.problems:
        print_problems(run.problems, lang)


def _good(good: Json, document: Json, lang: str) -> None:
    """One good: the figures with their reasons, why there is no cost, and the ways to declare it."""
    say = WORDS[lang]
    echo(f"■ {good['cn']}  {_good_name(good, document, lang)}")
    if good["scope"]["state"] in {"out_of_scope", "unknown_code"}:
        echo(f"  {good['scope']['reason'][lang]}")
        for each in good["why_no_cost"]:
            echo(f"  {each['cause'][lang]}  → {each['fix'][lang]}")
    else:
        figures = list(_figures(good, document, lang))
        if figures:
            table([say["item"], say["value"], say["unit"], say["why"]], figures, (1,))
        for each in good["why_no_cost"]:
            echo(f"  ✗ {each['cause'][lang]}  → {each['fix'][lang]}")
        echo(f"  {good['scope']['reason'][lang]}")
    for each in good["warnings"]:
        echo(f"  ! {each['cause'][lang]}")
    _comparison(good, document, lang)
    _what_if(good, document["what_if"], lang)
    if good["deduction"]:
        echo(f"  {good['deduction']['text'][lang]}")
        for each in good["deduction"]["problems"]:
            if each["code"] != "CBM-066":  # says what the sentence before says
                echo(f"  ! {each['cause'][lang]}")
    echo()


def _good_name(good: Json, document: Json, lang: str) -> str:
    """What a good is called; of a derived installation, what the process is called that makes it."""
    made = document["names"].get(good["made_by"]) if document["derived"] else None
    return str((made or good["names"])[lang] or good["cn"])


def _figures(good: Json, document: Json, lang: str) -> Iterator[list[str]]:
    say = WORDS[lang]
    for key in ("see_direct", "see_indirect", "see_charged"):
        if good[key]:
            yield [say[key], shown(good[key]), good[key]["unit"], say[_why(key, good)]]
        elif key == "see_indirect" and good["missing_indirect"]:
            names = say["and"].join(each["name"][lang] for each in good["missing_indirect"])
            yield [say[key], "–", good["see_direct"]["unit"], say["see_indirect_lacks"].format(names=names)]
    if good["sefa"]:
        yield [say["sefa"], shown(good["sefa"]), "t/t", _sefa_words(good, document, lang)]
    if good["obligation_t_per_t"]:
        yield _certificates_per_t(good["obligation_t_per_t"], say)
    for each in good["cost_per_t"]:
        if each["cost"]:
            why = _beside(f"× {each['price']['value']} EUR", good, lang)
            yield [f"{say['cost_t']} {each['quarter']}", shown(each["cost"]), "EUR/t", why]
    if good["certificates"]:
        yield [say["certificates"], shown(good["certificates"]), "t CO2e", f"{short(good['amount_t'])} t"]
    if good["cost"]:
        yield [say["cost"], shown(good["cost"]), "EUR", _beside(good["quarter"], good, lang)]


def _certificates_per_t(owed: Json, say: dict[str, str]) -> list[str]:
    """Certificates for one tonne: never below zero, and where the difference is, that is said."""
    if "lower" in owed or Fraction(owed["exact"]) >= 0:
        return [say["obligation"], shown(owed), "t/t", say["obligation_why"]]
    why = f"{say['obligation_why']} = {shown(owed)}{say['floored']}"
    return [say["obligation"], "0.00000", "t/t", why]


def _beside(words: str, priced: Json, lang: str) -> str:
    """What stands beside a price: where it comes from, and whether a check that blocks makes it an exploration."""
    said = str(priced["price_state"]["text"][lang])
    return f"{words}{'；' if lang == 'zh' else '; '}{said}" if said and words else said or words


def _why(key: str, good: Json) -> str:
    """The word that says why a figure is what it is."""
    if key == "see_charged" and "lower" in good[key]:
        return "upper_counts"
    return "see_both_why" if key == "see_charged" and good["annex_ii"] is False else f"{key}_why"


def _what_if(good: Json, what_if: Json | None, lang: str) -> None:
    beside = next((g for g in (what_if or {"goods": []})["goods"] if g["id"] == good["id"]), None)
    if what_if is None or beside is None:
        return
    say = WORDS[lang]
    said = {"zh": "；", "en": "; "}[lang].join(a[lang] for a in what_if["assumptions"])
    echo(f"  ◇ {what_if['label'][lang]}: {said}")
    owed, cost = shown(beside["obligation_t_per_t"]), shown(beside["cost"])
    words = f"{say['obligation']} {owed} t/t · {say['cost']} {cost} EUR"
    echo(f"    {_beside(words, beside, lang)}")


def _sefa_words(good: Json, document: Json, lang: str) -> str:
    """The free allocation as it is made: share × correction × benchmark, and what precursors bring."""
    said = []
    parts = good["sefa_parts"]
    for part in parts["parts"]:
        known = document["names"].get(part["of"])
        name = known[lang] if known else part["name"] if part["of"] else _good_name(good, document, lang)
        mark = part["benchmark"]
        source = (
            f"{mark['value']['value']} ({part['column']}{' ' + mark['route'] if mark['route'] else ''})" if mark else ""
        )
        mass = "" if part["mass"]["exact"] == "1/1" else f"{short(part['mass'])} × "
        said.append(f"{name}: {mass}{source or part['kind']}")
    factor = parts["factor"]["value"] if parts["factor"] else "?"
    return f"{factor} × ({' + '.join(said)})"


def _comparison(good: Json, document: Json, lang: str) -> None:
    say = WORDS[lang]
    if not good["comparison"]:
        return
    prices = {each["quarter"]: each["price"]["value"] for each in good["cost_per_t"]}
    quarter = max(prices, default="")
    head = [say["way"], "SEE", "SEFA", say["obligation"], f"EUR/t {quarter}".strip(), say["needs"]]
    rows = []
    for option in good["comparison"]:
        state = option["price_state"]["state"]
        cost = "–" if state == "withheld" else _times(option["certificates_per_t"], prices.get(quarter))
        needs = (
            "；".join(n[lang] for n in option["needs"]) if lang == "zh" else "; ".join(n[lang] for n in option["needs"])
        )
        mark = "✓ " if option["held"] and option["certificates_per_t"] else ""
        if option["problems"] and not option["certificates_per_t"]:
            needs = option["problems"][0]["cause"][lang]
        elif cost != "–" or state == "withheld":
            needs = _beside(needs, option, lang)
        rows.append(
            [
                option["name"][lang],
                shown(option["see"]),
                shown(option["sefa"]),
                shown(option["certificates_per_t"]),
                cost,
                mark + needs,
            ]
        )
    echo()
    table(head, rows, (1, 2, 3, 4))
    for number, text in enumerate(good["verdict"]):
        way = good["cheapest" if number else "today"]  # the order the verdict speaks in
        echo(f"  {_beside(text[lang], way, lang) if way else text[lang]}")
        for bar in _barring(way, document) if way else ():
            echo(f"    ✗ {bar['rule']} {bar['title'][lang]}")
    for trap in good["trap"]:
        echo(f"  ! {trap['text'][lang]}")


def _barring(way: Json, document: Json) -> list[Json]:
    """Every failed check that keeps a way to declare from being used; what evidence it lacks stands in its sentence."""
    rules = way["price_state"]["rules"]
    return [check for check in document["checks"] if check["ok"] is False and check["rule"] in rules]


def _times(figure: Json | None, price: str | None) -> str:
    if figure is None or price is None:
        return "–"
    return decimal_string(Fraction(figure["exact"]) * Fraction(price), 2, "half_up")


def _processes(document: Json, lang: str) -> None:
    say = WORDS[lang]
    if not document["processes"]:
        return
    head = [say["process"], say["level"], say["direct"], say["indirect"], say["see_direct"], say["see_indirect"]]
    columns = ("direct", "indirect", "see_direct", "see_indirect")
    rows = [
        [
            _named(document, p, lang),
            f"{short(p['activity_level'])} {p['activity_level']['unit']}",
            *("–" if _unknown(p, c) else short(p[c]) for c in columns),
        ]
        for p in document["processes"]
    ]
    table(head, rows, (1, 2, 3, 4, 5))
    echo()


def _unknown(process: Json, column: str) -> bool:
    """Whether a figure of a process leaves out what is missing: then it is none."""
    part = "indirect" if column.endswith("indirect") else "direct"
    return bool(process[f"incomplete_{part}" if column.startswith("see_") else f"own_{part}_lacks"])


def _derivations(document: Json, lang: str) -> None:
    """How kilns, heat, generating units and joint products came about, a line each with its equation."""
    tables = ("streams", "heat_flows", "cogeneration", "joint_products")
    rows = [row for table in tables for row in document[table] if row["derivation"][lang]]
    for row in rows:
        echo(f"  {row['id']}: {row['derivation'][lang]}")
    if rows:
        echo()


def _precursors(document: Json, lang: str) -> None:
    say = WORDS[lang]
    if not document["precursors"]:
        return
    head = [say["precursor"], "CN", say["country"], "t", say["basis"], say["see_direct"], say["see_indirect"]]
    rows = [
        [
            _named(document, p, lang),
            p["cn"],
            p["country"],
            short(p["amount"]),
            say[p["basis"]],
            short(p["see_direct"]),
            short(p["see_indirect"]),
        ]
        for p in document["precursors"]
    ]
    table(head, rows, (3, 5, 6))
    echo()


def _side_tables(document: Json, lang: str) -> None:
    for key in ("change", "ets", "factor_ladder", "uk"):
        found = document.get(key)
        if not found:
            continue
        echo(f"{WORDS[lang][key]}")
        if found["rows"]:
            table([found["head"][name][lang] for name in found["columns"]],
                  [[_cell(row[name], lang) for name in found["columns"]] for row in found["rows"]])  # fmt: skip
        for note in found["notes"]:
            echo(f"· {note[lang]}")
        echo()


def _cell(value: Any, lang: str) -> str:  # noqa: ANN401 - a figure, a text or a word
    if value is None:
        return "–"
    if isinstance(value, dict):
        return str(value[lang]) if "zh" in value else shown(value)
    return str(value)


def _checks(document: Json, lang: str) -> None:
    say = WORDS[lang]
    if not document["checks"]:
        return
    failed = [c for c in document["checks"] if c["ok"] is False]
    passed = sum(c["ok"] is True for c in document["checks"])
    echo(say["checks"].format(passed=passed, failed=len(failed)))
    order = ("block", "block_money", "fix", "warn")
    for check in sorted(failed, key=lambda c: order.index(c["severity"])):
        mark = "✗" if check["severity"].startswith("block") else "!"
        where = f"  [{', '.join(spot[lang] for spot in check['spots'][:3])}]" if check["spots"] else ""
        echo(f"  {mark} {check['rule']} {check['title'][lang]}: {check['why'][lang]}{where}")
        echo(f"    → {check['fix'][lang]}")
    echo()
