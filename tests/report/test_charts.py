"""The charts: right numbers, right drawing, the same bytes."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from fractions import Fraction

import pytest

from carnet.errors import Text
from carnet.report import (
    pareto_chart,
    regimes_chart,
    sankey_chart,
    stage_chart,
    text_alternative,
    to_csv,
    to_png,
    to_svg,
    waterfall_chart,
)
from carnet.report.charts_waterfall import brief_waterfall
from carnet.report.fonts import text_width
from tests.report import samples

SVG = "{http://www.w3.org/2000/svg}"
SPECS = {
    "stages": stage_chart(samples.result("iso14067")),
    "stages of an interval": stage_chart(samples.result("gbt24067")),
    "regimes": regimes_chart(samples.results()),
    "pareto": pareto_chart(samples.result("iso14067")),
    "pareto of few lines": pareto_chart(samples.result("eu_cbam")),
    "sankey": sankey_chart(samples.result("iso14067")),
    "sankey without edges": sankey_chart(samples.result("iso14067"), ()),
    "sankey of few": sankey_chart(samples.result("iso14067"), top_lines=3, top_processes=4),
    **{f"waterfall {n}": waterfall_chart(bridge) for n, bridge in enumerate(samples.bridges())},
}
EACH = pytest.mark.parametrize("name", SPECS)
BOTH = pytest.mark.parametrize("lang", ["zh", "en"])


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own picture


def tree(name: str, lang: str) -> ET.Element:
    return parse(to_svg(SPECS[name], lang))


@EACH
@BOTH
def test_picture_is_plain_svg_with_title_and_description(name, lang):
    root = tree(name, lang)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == SPECS[name].title.get(lang)
    assert root.find(f"{SVG}desc").text == text_alternative(SPECS[name], lang)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {
        "svg", "title", "desc", "rect", "line", "path", "polyline", "circle", "text", "g", "defs", "pattern",
    }  # fmt: skip
    links = [value for e in root.iter() for key, value in e.attrib.items() if key.endswith("href") or "http" in value]
    assert links == []


@EACH
@BOTH
def test_the_same_chart_gives_the_same_bytes(name, lang):
    assert to_svg(SPECS[name], lang) == to_svg(SPECS[name], lang)
    assert to_csv(SPECS[name]) == to_csv(SPECS[name])


@pytest.mark.parametrize("name", ["stages", "sankey"])
def test_png_is_a_png_and_the_same_every_time(name):
    first = to_png(SPECS[name], "zh", 1)
    assert first.startswith(b"\x89PNG\r\n")
    assert first == to_png(SPECS[name], "zh", 1)
    assert len(to_png(SPECS[name], "zh", 2)) > len(first)


def boxes(root: ET.Element) -> list[tuple[str, float, float, float, float]]:
    found = []
    for element in root.iter(f"{SVG}text"):
        size, x, y = (float(element.get(key)) for key in ("font-size", "x", "y"))
        width = text_width(element.text or "", size)
        left = {"end": x - width, "middle": x - width / 2}.get(element.get("text-anchor"), x)
        found.append((element.text or "", left, y - size * 0.75, left + width, y + size * 0.1))
    return found


@EACH
@BOTH
def test_no_text_leaves_the_sheet(name, lang):
    root = tree(name, lang)
    _, _, width, height = (float(part) for part in root.get("viewBox").split())
    for text, left, top, right, bottom in boxes(root):
        assert left >= -1 and right <= width + 1, text  # noqa: PT018
        assert top >= 0 and bottom <= height, text  # noqa: PT018


@EACH
@BOTH
def test_no_two_texts_lie_on_each_other(name, lang):
    found = boxes(tree(name, lang))
    hits = [
        (a[0], b[0])
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if min(a[3], b[3]) - max(a[1], b[1]) > 2 and min(a[4], b[4]) - max(a[2], b[2]) > 2
    ]
    assert hits == []


@EACH
def test_coordinates_have_two_decimals_at_most(name):
    body = re.sub(r"<(title|desc|text)[^>]*>[^<]*", r"<\1", to_svg(SPECS[name], "en"))
    assert re.findall(r"\d\.\d{3,}", body) == []
    assert "nan" not in body.lower()
    assert "e-" not in re.sub(r"[a-z]e-[a-z]", "", body)


@EACH
def test_no_untranslated_text(name):
    chinese = re.compile(r"[一-鿿]")
    assert [t for t, *_ in boxes(tree(name, "en")) if chinese.search(t)] == []


def test_markup_in_a_name_stays_text():
    bad = '<script>alert("1")</script>&'
    result = samples.result("iso14067")
    result = {**result, "by_stage": [{**result["by_stage"][0], "name": {"zh": bad, "en": bad}}]}
    root = parse(to_svg(stage_chart(result), "en"))
    assert f"{SVG}script" not in {e.tag for e in root.iter()}


def test_two_colours_are_never_the_only_difference():
    """Each category drawn has its own pattern or its letter beside the bar."""
    root = tree("pareto", "en")
    letters = [t for t, *_ in boxes(root) if re.fullmatch("[A-Z]", t)]
    assert len(letters) == len(SPECS["pareto"].rows)


def test_stages_are_those_of_the_result():
    result = samples.result("iso14067")
    rows = SPECS["stages"].rows
    assert [(r.key, r.value) for r in rows[:-1]] == [(s["id"], s["value"]) for s in result["by_stage"]]
    assert rows[-1].value == result["reading"]["value"]
    assert sum(Decimal(r.value) for r in rows[:-1]) == Decimal(rows[-1].value)


def test_the_reading_of_an_interval_is_named():
    assert "上限" in SPECS["stages of an interval"].note.zh
    assert "upper bound" in SPECS["stages of an interval"].note.en


def test_pareto_adds_up_and_ends_at_the_whole():
    rows = SPECS["pareto"].rows
    result = samples.result("iso14067")
    assert sum(Decimal(r.value) for r in rows) == Decimal(result["reading"]["value"])
    assert rows[-1].cumulative == "100.0"
    positive = [Fraction(e["exact"]) for e in result["by_line"] if Fraction(e["exact"]) > 0]
    shown = [r for r in rows if r.role == "bar" and not r.value.startswith("-")]
    assert len(shown) == 10
    assert min(Decimal(r.value) for r in shown) >= Decimal(str(float(sorted(positive)[-11]))) - 1


def test_pareto_shares_are_those_of_exact_sums():
    result = samples.result("iso14067")
    lines = sorted(result["by_line"], key=lambda e: -Fraction(e["exact"]))
    total = sum(Fraction(e["exact"]) for e in lines)
    running = Fraction(0)
    for entry, row in zip(lines[:10], SPECS["pareto"].rows[:10], strict=True):
        running += Fraction(entry["exact"])
        assert abs(Fraction(row.cumulative) - running / total * 100) <= Fraction(1, 20)
        assert row.key == entry["id"]


def test_pareto_without_lines_is_empty_not_broken():
    spec = pareto_chart({**samples.result("iso14067"), "by_line": []})
    assert spec.rows == ()
    parse(to_svg(spec, "zh"))


def balance(name: str) -> dict[str, tuple[Decimal, Decimal]]:
    flows: dict[str, tuple[Decimal, Decimal]] = {}
    for link in (r for r in SPECS[name].rows if r.role == "link"):
        into, out = flows.get(link.target, (Decimal(0), Decimal(0)))
        flows[link.target] = (into + abs(Decimal(link.value)), out)
        into, out = flows.get(link.source, (Decimal(0), Decimal(0)))
        flows[link.source] = (into, out + abs(Decimal(link.value)))
    return flows


@pytest.mark.parametrize("name", ["sankey", "sankey without edges", "sankey of few"])
def test_what_enters_a_process_leaves_it(name):
    for key, (into, out) in balance(name).items():
        if key.startswith("process") and name != "sankey without edges":
            # A credit leaves as a band of its own and is subtracted from what goes on.
            credit = sum(
                abs(Decimal(r.value))
                for r in SPECS[name].rows
                if r.role == "link" and r.source == key and r.target == "credits"
            )
            assert abs(into - credit - (out - credit)) <= Decimal("1.0") + credit, key


@pytest.mark.parametrize("name", ["sankey", "sankey without edges", "sankey of few"])
def test_the_product_receives_the_whole(name):
    into, _ = balance(name)["product"]
    assert abs(into - Decimal(samples.result("iso14067")["reading"]["value"])) <= Decimal("0.5")


def test_every_line_is_in_the_sankey_once():
    for name in ("sankey", "sankey of few"):
        entering = [
            r for r in SPECS[name].rows if r.role == "link" and (r.source.startswith("line") or r.target == "credits")
        ]
        total = sum(Decimal(r.value) for r in entering)
        assert total == Decimal(samples.result("iso14067")["reading"]["value"])


def test_small_processes_become_one():
    nodes = [r.key for r in SPECS["sankey of few"].rows if r.role == "node" and r.key.startswith("process")]
    assert "processes:other" in nodes
    assert len(nodes) == 5


def test_waterfall_bars_add_up_and_the_unit_comes_last():
    for number, bridge in enumerate(samples.bridges()):
        rows = SPECS[f"waterfall {number}"].rows
        # In another unit the last figure has no bar: the bar before it is the sum in the first unit.
        assert [rows[0].role, rows[-1].role] in (["from", "to"], ["from", "result"])
        assert ("result" in {r.role for r in rows}) is (bridge["unit_factor"]["exact"] not in {"1", "1/1"})
        exact = Fraction(bridge["from"]["exact"]) + sum(Fraction(t["exact"]) for t in bridge["terms"])
        assert exact * Fraction(bridge["unit_factor"]["exact"]) == Fraction(bridge["to"]["exact"])
        assert ("unit" in [r.role for r in rows]) == (bridge["unit_factor"]["exact"] != "1/1")
        if rows[-2].role == "unit":
            assert rows[-2].value == bridge["unit_factor"]["value"]


def test_every_bar_of_a_waterfall_names_its_clause():
    for row in SPECS["waterfall 0"].rows:
        if row.role == "term":
            assert "6.3.4" in row.detail.zh
            assert row.cite.en.endswith("[read]")


def test_a_cut_axis_is_said_in_words():
    assert "does not begin at zero" in to_svg(SPECS["waterfall 0"], "en")
    bridge = samples.bridge("iso14067", "eu_cbam")
    start = {**bridge["from"], "value": "1000.0", "exact": "1000/1"}
    end = {**bridge["to"], "value": "100.0", "exact": "100/1"}
    term = {**bridge["terms"][0], "value": "-900.0", "order_min": "-900.0", "order_max": "-900.0"}
    svg = to_svg(waterfall_chart({**bridge, "from": start, "to": end, "terms": [term]}), "en")
    assert "does not begin at zero" not in svg


def test_whole_sentences_of_a_bridge_are_not_repeated():
    bridge = samples.bridge("iso14067", "eu_cbam")
    said = {
        "from_value": {"zh": "GWP数值集：AR6（已读原文；甲）", "en": "GWP set: AR6 (read in the text; A)"},
        "to_value": {"zh": "GWP数值集：AR5（已读原文；乙）", "en": "GWP set: AR5 (read in the text; B)"},
    }
    sides = {
        "from": {"source": "甲", "clause": "一", "status": "read"},
        "to": {"source": "乙", "clause": "", "status": "secondary"},
    }
    cite = {**bridge["terms"][0]["cites"][0], **said, **sides}
    spec = waterfall_chart({**bridge, "terms": [{**bridge["terms"][0], "cites": [cite]}]})
    assert spec.rows[1].detail == Text(
        "计入上游的外购物（D2.upstream_tags）：IPCC第六次评估报告（AR6） → IPCC第五次评估报告（AR5），"
        "甲 一〔已读原文〕 → 乙〔二手来源〕",
        "purchased goods whose upstream counts (D2.upstream_tags): IPCC AR6 → IPCC AR5, 甲 一 [read] → 乙 [secondary]",
    )


def test_a_rule_one_side_does_not_have_is_named_so():
    bridge = samples.bridge("iso14067", "eu_cbam")
    said = {
        "from_value": {"zh": "炉渣：无此规则", "en": "slag: no such rule"},
        "to_value": {"zh": "炉渣：mass（已读原文；乙）", "en": "slag: mass (read in the text; B)"},
    }
    cite = {**bridge["terms"][0]["cites"][0], **said, "parameter": "D6.slag"}
    spec = waterfall_chart({**bridge, "terms": [{**bridge["terms"][0], "cites": [cite]}]})
    assert "：无此规则 → 按质量分配，" in spec.rows[1].detail.zh
    assert ": no such rule → allocation by mass, " in spec.rows[1].detail.en


def test_terms_without_effect_leave_the_picture_but_not_the_table():
    bridge = samples.bridge("iso14067", "eu_cbam")
    nothing = {**bridge["terms"][0], "dimension": "D5", "value": "0.0", "order_min": "0.0", "order_max": "0.0"}
    spec = waterfall_chart({**bridge, "terms": [*bridge["terms"], nothing]})
    assert spec.row("D5").value == "0.0"
    assert "effect zero: D5" in to_svg(spec, "en")


def test_a_bridge_between_equal_figures_can_be_drawn():
    bridge = samples.bridge("iso14067", "eu_cbam")
    spec = waterfall_chart({**bridge, "to": bridge["from"], "terms": []})
    assert len(spec.rows) == 2
    parse(to_svg(spec, "zh"))


def test_lines_with_the_same_name_are_told_apart_by_their_process():
    result = samples.result("iso14067")
    same = [{**entry, "name": {"zh": "二氧化碳", "en": "carbon dioxide"}} for entry in result["by_line"][:6]]
    labels = [row.label.en for row in pareto_chart({**result, "by_line": same}).rows]
    assert labels[0] == "carbon dioxide (sintering)"


def test_regimes_without_figure_say_what_is_missing():
    row = SPECS["regimes"].row("pact")
    assert row.value == row.low == ""
    assert row.detail.en == "no figure, missing: electricity, ordered tiers"
    assert SPECS["regimes"].row("gbt24067").role == "interval"
    assert "ASSUMED" in SPECS["regimes"].row("worldsteel").detail.en


@BOTH
def test_nothing_in_a_waterfall_is_cut(lang):
    bridge = samples.bridge("iso14067", "eu_cbam")
    long = {
        "source": "Regulation of a very long name that goes on",
        "clause": "Annex II point G, " * 9,
        "status": "read",
    }
    terms = [{**term, "cites": [{**cite, **long} for cite in term["cites"]]} for term in bridge["terms"]]
    title = {"zh": "名称很长的方案" * 6, "en": "a regime of a rather long name " * 5}
    spec = waterfall_chart({**bridge, "terms": terms, "to": {**bridge["to"], "title": title}})
    svg = to_svg(spec, lang)
    assert "…" not in re.sub(r"[−+\d.]+ … [−+\d.]+", "", re.sub(r"<(title|desc)[^>]*>[^<]*", "", svg))
    assert svg.count("point G") == len(terms) * 9 or svg.count("point") >= len(terms) * 9
    found = boxes(parse(svg))
    assert not [
        (a[0], b[0])
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if min(a[3], b[3]) - max(a[1], b[1]) > 2 and min(a[4], b[4]) - max(a[2], b[2]) > 2
    ]


def test_the_brief_waterfall_keeps_the_numbers_and_drops_the_clauses():
    whole = SPECS["waterfall 0"]
    brief = brief_waterfall(whole)
    assert [(r.key, r.value) for r in brief.rows] == [(r.key, r.value) for r in whole.rows]
    assert not any(r.cite.en for r in brief.rows)
    assert float(parse(to_svg(brief, "en")).get("height")) < float(parse(to_svg(whole, "en")).get("height"))


def test_the_note_of_a_waterfall_says_error_bar():
    assert "误差线" in SPECS["waterfall 0"].note.zh


def per_kg() -> dict:
    kilogram = {
        "amount": "1",
        "unit": "kg",
        "flow": "hot_rolled_coil",
        "text": {"zh": "1 kg 热轧卷", "en": "1 kg coil"},
    }
    result = samples.result("iso14067")
    figure = {**result["figure"], "value": "2.1954"}
    return {**result, "regime": {**result["regime"], "id": "per_kg"}, "declared_unit": kilogram, "figure": figure}


def test_a_figure_per_kg_is_drawn_as_long_as_the_same_per_t():
    spec = regimes_chart([samples.result("iso14067"), per_kg()])
    dots = [float(e.get("cx")) for e in parse(to_svg(spec, "en")).iter(f"{SVG}circle")]
    assert dots[0] == pytest.approx(dots[1])
    assert spec.row("per_kg").value == "2.1954"
    assert "drawn per t" in spec.row("per_kg").detail.en
    assert "drawn per" not in spec.row("iso14067").detail.en


def per_kwh(**figure: object) -> dict:
    unit = {"amount": "1", "unit": "kWh", "flow": "pack", "text": {"zh": "交付的 1 kWh", "en": "1 kWh delivered"}}
    result = per_kg()
    numbers = {**result["figure"], "value": "0.05", **figure}
    return {**result, "regime": {**result["regime"], "id": "per_kwh"}, "declared_unit": unit, "figure": numbers}


@pytest.mark.parametrize(
    ("figure", "shown"), [({}, "0.05"), ({"value": None, "lower": "0.04", "upper": "0.06"}, "0.04–0.06")]
)
def test_a_figure_whose_unit_does_not_convert_gets_no_bar_but_is_listed(figure, shown):
    result = per_kwh(**figure)
    spec = regimes_chart([result, samples.result("iso14067"), per_kg()])
    row = spec.rows[-1]
    assert (row.key, row.role, row.scale) == ("per_kwh", "apart", "")
    alone = parse(to_svg(regimes_chart([samples.result("iso14067"), per_kg()]), "en"))
    for lang, unit, said, axis in (
        ("zh", "交付的 1 kWh", "不能换算为每 t", "横轴为每 t"),
        ("en", "1 kWh delivered", "no conversion to per t", "The axis is per t"),
    ):
        drawn = parse(to_svg(spec, lang))
        # The bars are those of the chart without it, and there is none more.
        assert [e.get("cx") for e in drawn.iter(f"{SVG}circle")] == [e.get("cx") for e in alone.iter(f"{SVG}circle")]
        words = "".join(text for text, *_ in boxes(drawn)).replace(" ", "")
        assert all(w.replace(" ", "") in words for w in (shown, unit, said, axis))
        assert all(w in text_alternative(spec, lang) for w in (unit, said, axis))
    cells = next(r for r in csv.reader(io.StringIO(to_csv(spec).decode("utf-8-sig"))) if r[0] == "per_kwh")
    assert "kg CO2e / 交付的 1 kWh kg CO2e / 1 kWh delivered" in cells


def test_units_of_energy_and_of_peak_power_convert_as_those_of_mass_do():
    one, more = per_kwh(), per_kwh(value="50")
    mwh = {"regime": {**more["regime"], "id": "mwh"}, "declared_unit": {**more["declared_unit"], "unit": "MWh"}}
    spec = regimes_chart([one, {**more, **mwh}])
    dots = [float(e.get("cx")) for e in parse(to_svg(spec, "en")).iter(f"{SVG}circle")]
    assert dots[0] == pytest.approx(dots[1])


@BOTH
def test_the_status_of_a_regime_is_not_cut(lang):
    title = {"zh": "一个名称相当长的核算方案", "en": "a regime of a rather long name that goes on and on"}
    unit = {**samples.UNIT, "text": {"zh": "1 t 热轧卷（非合金钢）", "en": "1 t of hot-rolled coil of non-alloy steel"}}
    result = {**per_kg(), "declared_unit": unit, "issuable": False, "regime": {"id": "long", "title": title}}
    words = "".join(text for text, *_ in boxes(parse(to_svg(regimes_chart([result]), lang)))).replace(" ", "")
    assert ("不可签发" if lang == "zh" else "notissuable") in words
    assert "…" not in words


def test_small_negative_lines_are_added_up():
    result = samples.result("iso14067")
    taken = [{**result["by_line"][4], "id": f"c{n}", "value": f"-{n}.0", "exact": f"-{n}/1"} for n in range(1, 10)]
    rows = pareto_chart({**result, "by_line": [*result["by_line"][:4], *taken]}).rows
    assert rows[-7].key == "other-negative"
    assert rows[-7].value == "-6.0"
    assert rows[-1].cumulative == "100.0"


def _recycled(*, alone: bool):
    """A result whose end of life takes something off; `alone`: nothing else does."""
    base = samples.result("iso14067")
    lines = [e for e in base["by_line"] if not alone or Fraction(e["exact"]) > 0]
    credit = {**lines[0], "id": "r1", "category": "recycling", "value": "-50.0", "exact": "-50/1",
              "name": {"zh": "铝：再生", "en": "aluminium: recycling"}}  # fmt: skip
    return {**base, "by_line": [*lines, credit, {**credit, "id": "r2"}]}


@pytest.mark.parametrize("alone", [True, False])
def test_a_recycling_credit_keeps_its_colour_in_the_sankey(alone):
    spec = sankey_chart(_recycled(alone=alone))
    links = [row for row in spec.rows if row.role == "link" and row.target == "credits"]
    assert {row.category for row in links if row.key == "link:line:r1"} == {"recycling"}
    assert spec.row("credits").category == ("recycling" if alone else "credit")


def test_lines_that_nothing_tells_apart_are_numbered():
    names = [row.label.en for row in pareto_chart(_recycled(alone=True), top=99).rows]
    told = sorted(n for n in names if n.startswith("aluminium"))
    assert told == ["aluminium: recycling (coking) #1", "aluminium: recycling (coking) #2"]
    assert len(set(names)) == len(names)


def test_a_process_without_a_name_is_called_by_what_it_hands_on():
    base = samples.result("iso14067")
    edge = {**base["edges"][0], "source": "cathode_paste", "name": {"zh": "正极浆料", "en": "cathode paste"}}
    spec = sankey_chart({**base, "edges": [*base["edges"], edge]}, top_processes=99)
    assert spec.row("process:cathode_paste").label == Text("正极浆料", "cathode paste")


def test_every_category_of_a_line_has_its_own_style():
    from carnet.assessment.result import CATEGORY_ORDER
    from carnet.report.palette import CATEGORIES

    assert set(CATEGORY_ORDER) <= CATEGORIES.keys()
