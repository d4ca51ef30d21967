"""The one-page bridge and its table: one page in both languages, every clause there, nothing lost."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from carnet.report.bridge_csv import HEAD, bridge_csv, matrix_csv
from carnet.report.bridge_page import bridge_page, bridge_page_images, page_data
from carnet.report.reading import status_text
from carnet.service.bridges import all_bridges, bridge_regimes, bridge_two_versions
from tests.assessment.cases import DAY, opened, opened_of
from tests.assessment.test_versions import changed_amount

PAIRS = (("iso14067", "worldsteel_co2"), ("eu_cbam", "pact3"), ("pact3", "responsiblesteel"))


@cache
def found(first: str, second: str, method: str = "shapley") -> dict[str, Any]:
    return bridge_regimes(opened("a", assumed=True), first, second, method=method)


def words(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(words(v) for v in value.values())
    return "\n".join(map(words, value)) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_it_is_one_page(first, second, lang):
    pictures = bridge_page_images(found(first, second), lang, day=DAY, watermark="DRAFT · 草稿", scale=0.5)
    assert len(pictures) == 1
    assert pictures[0].startswith(b"\x89PNG")


def test_the_same_bridge_gives_the_same_bytes_and_a_tagged_archivable_file():
    one, two = (bridge_page(found(*PAIRS[0]), "zh", day=DAY) for _ in range(2))
    assert one == two
    assert one.startswith(b"%PDF")
    assert b"pdfuaid" in one or b"StructTreeRoot" in one


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_every_bar_cites_clause_and_status_of_both_sides(first, second, lang):
    bridge = found(first, second)
    data = page_data(bridge, lang, day=DAY)
    rows = {row["name"]: row for row in data["rows"] if row["role"] in {"term", "unit"}}
    for term in bridge["terms"]:
        name = f"{term['dimension']} {term['name'][lang]}" if term["cites"] else term["name"][lang]
        row = rows.get(name) or next(r for n, r in rows.items() if n not in rows or r["role"] == "unit")
        for level in row["cites"]:
            said = "\n".join(level)
            for cite in term["cites"]:
                for side in ("from", "to"):
                    assert str(cite[side]["clause"] or "")[:60] in said
                    assert status_text(cite[side]["status"]).get(lang) in said
    for source in {c[s]["source"] for t in bridge["terms"] for c in t["cites"] for s in ("from", "to")} - {""}:
        assert any(source in entry for entry in data["sources"])


def test_ranges_bounds_interactions_unit_and_what_narrows_them_are_there():
    bridge = found("eu_cbam", "pact3")
    said = words(page_data(bridge, "en", day=DAY))
    for term in bridge["terms"]:
        for key in ("order_min", "order_max", "lower", "upper"):
            if term["order_min"] != term["order_max"]:
                assert term[key].replace("-", "−") in said or term[key] == term["value"]
    assert bridge["unit_factor"]["exact"] != "1/1"
    assert f"× {bridge['unit_factor']['value']}" in said
    assert bridge["subtotal"]["value"] in said
    for pair in bridge["interactions"][:3]:
        assert pair["value"].replace("-", "−") in said
    widest = max((s for t in bridge["terms"] for s in t["shrink"]), key=lambda s: Fraction(s["exact"]))
    assert widest["width"] in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sequence_says_on_the_page_that_it_depends_on_its_order(lang):
    bridge = found("iso14067", "worldsteel_co2", "sequence")
    data = page_data(bridge, lang, day=DAY)
    assert data["order_dependent"] is True
    assert "order-dependent" in data["method"]
    assert "次序" in data["method"] or lang == "en"
    order = [step["dimension"] for step in bridge["sequence"] if step["dimension"] != "D1"]
    drawn = [row["name"].partition(" ")[0] for row in data["rows"] if row["role"] == "term"]
    assert [d for d in order if d.startswith("D")] == [d for d in drawn if d.startswith("D")]


def test_versions_have_a_page_too():
    bridge = bridge_two_versions(opened("b"), opened_of(changed_amount(opened("b").study)), "iso14067")
    for lang in ("zh", "en"):
        assert len(bridge_page_images(bridge, lang, day=DAY, scale=0.4)) == 1


def table(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_holds_terms_and_cells_as_decimals_and_fractions():
    bridge = found("iso14067", "worldsteel_co2")
    rows = table(bridge_csv(bridge))
    assert tuple(rows[0]) == HEAD
    by_kind: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_kind.setdefault(row["类别 kind"], []).append(row)
    exact = lambda kind: sum((Fraction(r["精确值 exact"]) for r in by_kind[kind]), Fraction(0))  # noqa: E731
    assert exact("term") == exact("cell") == exact("column") == exact("difference") == exact("group_owen")
    assert exact("from") + exact("term") == exact("subtotal")
    assert exact("subtotal") * exact("unit_factor") == exact("to")
    assert {r["key"] for r in by_kind["term"]} == {t["dimension"] for t in bridge["terms"]}
    cell = by_kind["cell"][0]
    assert cell["阶段 stage"]
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_the_matrix_holds_both_directions_and_they_are_each_others_minus():
    matrix = all_bridges(opened("b", assumed=True), wanted=("iso14067", "worldsteel_co2", "eu_cbam"))
    pairs = {(p["from"], p["to"]): p for p in matrix["pairs"]}
    assert len(pairs) == 6
    for (one, two), pair in pairs.items():
        assert pair["residual"] == "0/1"
        terms = {t["dimension"]: Fraction(t["exact"]) for t in pair["terms"]}
        assert sum(terms.values()) == Fraction(pair["net"]["exact"])
        back = pairs[two, one]
        factor = Fraction(pair["unit_factor"]["exact"])
        assert {t["dimension"]: -Fraction(t["exact"]) / factor for t in back["terms"]} == terms
        alone = bridge_regimes(opened("b", assumed=True), one, two)
        assert {t["dimension"]: Fraction(t["exact"]) for t in alone["terms"] if t["exact"] != "0/1"} == {
            name: value for name, value in terms.items() if value
        }
    rows = table(matrix_csv(matrix))
    assert len([r for r in rows if r["key"] == "net"]) == 6
