"""One A4 page about one bridge: every bar with its clauses on both sides, its ranges, and what would narrow it."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any

from carnet.errors import Text
from carnet.regime.vocabulary import BY_ID, DIMENSION_NAMES
from carnet.report.chart_spec import signed
from carnet.report.charts_waterfall import axis_of, change_words, in_order, side_title, waterfall_chart
from carnet.report.fonts import printable_tree
from carnet.report.pdf import STANDARDS
from carnet.report.reading import declared_unit, rule_name, short_source, status_text, text_of
from carnet.report.typesetter import typeset
from carnet.report.words import NO_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_INTERACTIONS = 6
MOST_SHRINKS = 6
LONGEST_CLAUSE = 70  # beyond, the short form gives the head of the clause
LEVELS = 3  # how fully rules are cited: rules in words, clauses by rule, clauses by source
CUT = Text("横轴不从零开始（见断口）。", "The axis does not begin at zero (see the break).")
HEAD = Text("条款与状态（起 → 止）", "clauses and status (from → to)")


def bridge_page(
    bridge: Mapping[str, Any], lang: str, *, day: str, watermark: str = "", names: Mapping[str, Text] = NO_NAMES
) -> bytes:
    """Typeset the page.

    Args:
        bridge: the bridge as plain data.
        lang: ``zh`` or ``en``.
        day: the date in the file, ISO 8601.
        watermark: what stands across the page, or nothing.
        names: flow names by id.

    Returns:
        The PDF, one page; the same bridge gives the same bytes.
    """
    year, month, number = (int(part) for part in day.split("-"))
    (document,) = typeset(
        _layout(),
        page_data(bridge, lang, day=day, watermark=watermark, names=names),
        "pdf",
        standards=STANDARDS,
        timestamp=int(datetime(year, month, number, tzinfo=UTC).timestamp()),
    )
    return document


def bridge_page_images(
    bridge: Mapping[str, Any], lang: str, *, day: str, watermark: str = "", scale: float = 2
) -> list[bytes]:
    """Return the page as PNG, `scale` pixels for each point: one picture, or the page has run over."""
    return typeset(_layout(), page_data(bridge, lang, day=day, watermark=watermark), "png", scale=scale)


def _layout() -> str:
    return resources.files("carnet.report").joinpath("bridge_page.typ").read_text(encoding="utf-8")


class _Sources:
    """Sources by letter, in the order they are first cited."""

    def __init__(self) -> None:
        self.letters: dict[str, str] = {}

    def of(self, title: str) -> str:
        """The letter of a title: A … Z, AA, …."""
        if title not in self.letters:
            index, letters = len(self.letters) + 1, ""
            while index:
                index, rest = divmod(index - 1, 26)
                letters = chr(ord("A") + rest) + letters
            self.letters[title] = letters
        return self.letters[title]


def page_data(
    bridge: Mapping[str, Any], lang: str, *, day: str, watermark: str = "", names: Mapping[str, Text] = NO_NAMES
) -> dict[str, Any]:
    """Return all words and numbers of the page."""
    before, after = side_title(bridge["from"]), side_title(bridge["to"])
    title = Text(f"从 {before.zh} 到 {after.zh}", f"From {before.en} to {after.en}")
    study = bridge.get("study") or {}
    product = " ".join(
        part
        for part in (text_of(study.get("title")).get(lang), f"{study.get('id', '')}@{study.get('version', '')}")
        if part
    )
    unit = waterfall_chart(bridge, names).unit
    sources = _Sources()
    rows, cut = _rows(bridge, lang, names, sources)
    identity = Text(
        "起点与各项之和，乘以单位换算，恰等于终点；残差 0。",
        "Start and terms together, times the unit factor, are exactly the end; residual 0.",
    )
    data = {
        "lang": lang,
        "title": title.get(lang),
        "author": "Carnet",
        "date": [int(part) for part in day.split("-")],
        "watermark": watermark,
        "subtitle": f"{product}　{unit.get(lang)}" if lang == "zh" else f"{product}, {unit.get(lang)}",
        "method": _method(bridge).get(lang),
        "order_dependent": bool(bridge.get("order_dependent")),
        "head": [
            Text("维度", "dimension").get(lang),
            Text(f"条形：{unit.zh}", f"bars: {unit.en}").get(lang),
            Text("数值；次序范围；界限", "value; over orders; bounds").get(lang),
            HEAD.get(lang),
        ],
        "rows": rows,
        "cut": cut,
        "levels": LEVELS,
        "notes": [note.get(lang) for note in (*_notes(bridge), *((CUT,) if cut else ()))],
        "boxes": [_interactions(bridge, lang), _groups(bridge, lang), _shrinks(bridge, lang)],
        "sources": [f"{letter} {title}" for title, letter in sources.letters.items()],
        "footer": identity.get(lang),
        "state": Text("草稿 DRAFT", "DRAFT").get(lang) if watermark else "",
    }
    return {name: printable_tree(value) for name, value in data.items()}


def _method(bridge: Mapping[str, Any]) -> Text:
    text = text_of(bridge.get("method_text"))
    orders = bridge.get("orders") or {}
    kept, whole = orders.get("permitted"), orders.get("all")
    parts = [text]
    if kept and kept != whole:
        parts.append(Text(f"允许的次序 {kept} / {whole}", f"orders permitted: {kept} of {whole}"))
    if bridge.get("basis") == "conservative":
        parts.append(
            Text("至少一侧为区间，按保守读数（上限）桥接", "a side is an interval: bridged on its conservative reading")
        )
    return Text("；".join(p.zh for p in parts) + "。", "; ".join(p.en for p in parts) + ".")


def _rows(
    bridge: Mapping[str, Any], lang: str, names: Mapping[str, Text], sources: _Sources
) -> tuple[list[dict[str, Any]], bool]:
    """The rows of the page (from, terms, where units differ subtotal and factor, to); whether the axis is cut."""
    factor = bridge.get("unit_factor") or {}
    converted = str(factor.get("exact", "1/1")) not in {"1/1", "1"}
    start, end, subtotal = bridge["from"], bridge["to"], bridge["subtotal"]
    drawn = {**bridge, "to": {**end, "value": subtotal["value"]}, "unit_factor": {"exact": "1/1"}}
    spec = waterfall_chart(drawn, names)
    axis = axis_of(spec)
    width = axis.high - axis.base or 1.0

    def at(level: float) -> float:
        return round((max(level, axis.base) - axis.base) / width, 6)

    none: list[list[str]] = [[]] * LEVELS
    by_key = {row.key: (row, span) for row, span in zip(spec.rows, axis.spans, strict=True)}
    rows = [_end(start, lang, at(0.0), at(float(start["value"])))]
    for term in in_order(bridge):
        if converted and term["dimension"] == "D1" and term["exact"] == "0/1":
            continue  # the unit line says it
        row, (low, high) = by_key[str(term["dimension"])]
        entry = {
            "role": "term",
            "name": row.label.get(lang),
            "sub": "",
            "value": signed(str(term["value"]), plus=True),
            "numbers": _numbers(term, lang),
            "cites": _cites(term.get("cites") or (), lang, names, sources),
            "a": at(low),
            "b": at(high),
        }
        if term["order_min"] != term["order_max"]:
            entry |= {"lo": at(low + float(term["order_min"])), "hi": at(low + float(term["order_max"]))}
        rows.append(entry)
    if converted:
        level = float(subtotal["value"])
        name = Text("换算单位之前", "before the unit conversion")
        rows.append(
            {"role": "to", "name": name.get(lang), "sub": declared_unit(start).get(lang), "value": subtotal["value"],
             "numbers": [], "cites": none, "a": at(0.0), "b": at(level)}
        )  # fmt: skip
        units = declared_unit(start).get(lang), declared_unit(end).get(lang)
        unit_term: Mapping[str, Any] = next((t for t in bridge["terms"] if t["dimension"] == "D1"), {})
        rows.append(
            {"role": "unit", "name": Text("单位换算（相乘）", "unit conversion (multiplies)").get(lang),
             "sub": " → ".join(units), "value": f"× {factor['value']}", "numbers": [],
             "cites": _cites(unit_term.get("cites") or (), lang, names, sources)}
        )  # fmt: skip
        rows.append({**_end(end, lang, 0.0, 0.0), "a": None, "b": None})
    else:
        rows.append(_end(end, lang, at(0.0), at(float(end["value"]))))
    return rows, axis.cut


def _end(side: Mapping[str, Any], lang: str, a: float, b: float) -> dict[str, Any]:
    per = declared_unit(side).get(lang)
    return {
        "role": "to",
        "name": side_title(side).get(lang),
        "sub": f"{side.get('unit', '')} / {per}" if per else "",
        "value": signed(str(side["value"])),
        "numbers": [],
        "cites": [[]] * LEVELS,
        "a": a,
        "b": b,
    }


def _numbers(term: Mapping[str, Any], lang: str) -> list[str]:
    lines = []
    for low, high, name in (
        ("order_min", "order_max", Text("次序", "orders")),
        ("lower", "upper", Text("界限", "bounds")),
    ):
        if term[low] != term[high]:
            lines.append(f"{name.get(lang)} {signed(term[low], plus=True)} … {signed(term[high], plus=True)}")
    return lines


def _cites(
    cites: Sequence[Mapping[str, Any]], lang: str, names: Mapping[str, Text], sources: _Sources
) -> list[list[str]]:
    """The rules of one bar, on both sides, in three degrees of fullness."""
    full, short = [], []
    grouped: dict[str, dict[tuple[str, str], dict[str, None]]] = {"from": {}, "to": {}}
    for cite in cites:
        before, after = change_words(cite, names)
        parameter = str(cite["parameter"])
        name = rule_name(parameter) if parameter in BY_ID else text_of(parameter)
        where = " → ".join(_where(cite[side], lang, sources) for side in ("from", "to"))
        colon = "：" if lang == "zh" else ": "
        full.append(f"{name.get(lang)}{colon}{before.get(lang)} → {after.get(lang)}　{where}")
        short.append(f"{name.get(lang)}　{where}")
        for side, kept in grouped.items():
            key = (
                sources.of(str(cite[side].get("source"))) if cite[side].get("source") else "",
                str(cite[side]["status"]),
            )
            kept.setdefault(key, {})[_clause(cite[side])] = None
    merged = [
        f"{arrow} " + "; ".join(_group(key, clauses, lang) for key, clauses in grouped[side].items())
        for side, arrow in (("from", Text("起", "from").get(lang)), ("to", Text("止", "to").get(lang)))
        if grouped[side]
    ]
    return [full, short, merged]


def _group(key: tuple[str, str], clauses: Mapping[str, None], lang: str) -> str:
    letter, status = key
    listed = ", ".join(clause for clause in clauses if clause)
    return f"{letter} {listed} [{status_text(status).get(lang)}]".strip()


def _clause(side: Mapping[str, Any]) -> str:
    clause = str(side.get("clause") or "")
    return clause if len(clause) <= LONGEST_CLAUSE else f"{clause[: LONGEST_CLAUSE - 1]}…"


def _where(side: Mapping[str, Any], lang: str, sources: _Sources) -> str:
    status = status_text(str(side.get("status") or "unknown")).get(lang)
    letter = sources.of(str(side["source"])) if side.get("source") else ""
    return " ".join(part for part in (letter, _clause(side), f"[{status}]") if part)


def _notes(bridge: Mapping[str, Any]) -> list[Text]:
    notes = []
    for each in bridge.get("permitted") or ():
        why = text_of(each["why"])
        if each["applied"]:
            notes.append(
                Text(
                    f"次序条件：{each['before']} 先于 {each['after']}——{why.zh}。",
                    f"Condition on orders: {each['before']} before {each['after']}, for {why.en}.",
                )
            )
        else:
            notes.append(
                Text(
                    f"{each['before']} 与 {each['after']} 的次序条件互相矛盾，未采用。",
                    f"Conditions on the order of {each['before']} and {each['after']} contradict each other; not kept.",
                )
            )
    if not bridge.get("bounds_complete", True):
        notes.append(
            Text(
                "未定规则的组合过多：界限只含未定值，不含未定规则。",
                "Too many combinations of open rules: the bounds hold for open values, not for open rules.",
            )
        )
    return notes


def _short(bridge: Mapping[str, Any], player: str, lang: str) -> str:
    """A dimension by its number, another cause by its name."""
    names = {str(term["dimension"]): text_of(term["name"]) for term in bridge["terms"]}
    return player if player in DIMENSION_NAMES or player not in names else names[player].get(lang)


def _interactions(bridge: Mapping[str, Any], lang: str) -> dict[str, Any]:
    pairs = [each for each in bridge.get("interactions") or () if float(each["value"])]
    rows = [
        [" × ".join(_short(bridge, each, lang) for each in pair["dimensions"]), signed(str(pair["value"]), plus=True)]
        for pair in pairs[:MOST_INTERACTIONS]
    ]
    more = len(pairs) - len(rows)
    return {
        "title": Text("成对交互（kg）", "pairwise interactions (kg)").get(lang),
        "rows": rows,
        "empty": Text("无：各项与次序无关", "none: no term depends on the order").get(lang),
        "note": Text(f"另有 {more} 对较小", f"{more} smaller pairs").get(lang) if more > 0 else "",
    }


def _groups(bridge: Mapping[str, Any], lang: str) -> dict[str, Any]:
    rows = []
    for group in bridge.get("groups") or ():
        parts = "+".join(term["dimension"] for term in group["terms"] if term["dimension"] in DIMENSION_NAMES)
        rows.append([f"{text_of(group['name']).get(lang)} {parts}".strip(), signed(str(group["value"]), plus=True)])
    return {
        "title": Text("按组（欧文值，kg）", "in groups (Owen values, kg)").get(lang),
        "rows": rows,
        "empty": "–",
        "note": "",
    }


def _shrinks(bridge: Mapping[str, Any], lang: str) -> dict[str, Any]:
    widest: dict[str, tuple[float, str, Text, Text, list[str]]] = {}
    for term in bridge["terms"]:
        for each in term.get("shrink") or ():
            width, key = float(each["width"]), str(each["parameter"])
            known = widest.get(key)
            dimensions = [*(known[4] if known else []), _short(bridge, str(term["dimension"]), lang)]
            if known is None or width > known[0]:
                widest[key] = width, str(each["width"]), text_of(each["name"]), text_of(each["find_in"]), dimensions
            else:
                widest[key] = (*known[:4], dimensions)
    ordered = [w for w in sorted(widest.values(), key=lambda w: -w[0]) if w[0]]
    rows = []
    for _, printed, name, where, dimensions in ordered[:MOST_SHRINKS]:
        said = f"{name.get(lang)} ({', '.join(dimensions)})"
        found = short_source(where.get(lang)) if where.get(lang) else ""
        rows.append([f"{said} {found}".strip(), printed])
    more = len(ordered) - len(rows)
    return {
        "title": Text("什么会收窄界限（单独的宽度，kg）", "what would narrow the bounds (width alone, kg)").get(lang),
        "rows": rows,
        "empty": Text("无：没有一项依据未定值", "nothing: no term rests on an unknown").get(lang),
        "note": Text(f"另有 {more} 项较小", f"{more} smaller ones").get(lang) if more > 0 else "",
    }
