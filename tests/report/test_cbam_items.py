"""The lists of the annexes: every item in order, filled from the study alone, and what is not given names its cell."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction

import pytest

from carnet.errors import Text
from carnet.exchange.study_sheets import TABS
from carnet.inventory.installation import PrecursorUse, ProductionLevel, PurchasedPrecursor
from carnet.quantity import round_to
from carnet.report.cbam_documents import papers_of
from carnet.report.cbam_model import Fact, Gap, Table, Unstated, number, percent, see, whole_tonnes
from carnet.report.cbam_operator_back import SECTOR_PARAMETERS, operator_report
from carnet.report.cbam_plan import monitoring_plan
from carnet.report.cbam_summary import summary_report
from tests.cbam.studies import PROVEN, add, change, steel_works
from tests.report.cbam_bundles import aluminium, bundle_of, cement, defaults_only, derived, steel

MAKERS = [steel, aluminium, cement, defaults_only]
BUNDLES = pytest.mark.parametrize("bundle", MAKERS, ids=lambda b: b.__name__)
WITH_PREVIEW = pytest.mark.parametrize("bundle", [*MAKERS, derived], ids=lambda b: b.__name__)
CJK = re.compile(r"[\u4e00-\u9fff]")
NUMBER = re.compile(r"(?<![A-Za-z0-9_.,/-])-?\d+(?:\.\d+)?(?![0-9A-Za-z.]*/)")


def item_of(paper, number_):
    return next(one for one in paper.items if one.number == number_)


def cells(one):
    for piece in one.pieces:
        if isinstance(piece, Fact):
            yield piece.value
        elif isinstance(piece, Table):
            yield from (cell for row in piece.rows for cell in row)


def texts(bundle):
    for paper in papers_of(bundle):
        yield from (paper.title, paper.basis, *paper.notes)
        for one in paper.items:
            yield one.title
            if one.guidance.en:
                yield one.guidance
            for piece in one.pieces:
                if isinstance(piece, Text):
                    yield piece
                elif isinstance(piece, Gap | Unstated):
                    yield from (piece.what, piece.text)
                elif isinstance(piece, Fact):
                    yield piece.label
                else:
                    yield from piece.head
                    yield from (cell for row in piece.rows for cell in row if isinstance(cell, Text))


@BUNDLES
def test_every_item_is_there_once_and_in_order(bundle):
    assert [one.number for one in operator_report(bundle()).items] == [str(n) for n in range(1, 36)]
    assert [one.number for one in monitoring_plan(bundle()).items] == [str(n) for n in range(1, 23)]
    assert all(one.pieces or one.guidance.en for paper in papers_of(bundle()) for one in paper.items)


@WITH_PREVIEW
def test_every_text_is_there_in_both_languages(bundle):
    study = repr(bundle().study)
    for text in texts(bundle()):
        assert text.zh, text
        assert text.en, text
        foreign = "".join(CJK.findall(text.en))
        assert not foreign or all(char in study for char in foreign), text
        # A unit, an id or a name of the study is the same in both; a sentence is not.
        assert CJK.search(text.zh) or len(text.en) < 25 or text.en in study or text.zh == text.en, text


@WITH_PREVIEW
def test_what_is_not_given_names_a_sheet_and_a_column_that_exist(bundle):
    tabs = {tab.field: {column.field.partition(".")[0] for column in tab.columns} for tab in TABS}
    gaps = [p for paper in papers_of(bundle()) for one in paper.items for p in one.pieces if isinstance(p, Gap)]
    assert gaps
    for gap in gaps:
        assert gap.sheet in tabs, gap
        assert gap.column in tabs[gap.sheet], gap


def strings(value):
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)


def fractions(value):
    if isinstance(value, Fraction):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from fractions(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from fractions(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from fractions(each)


@BUNDLES
def test_no_number_is_invented(bundle):
    """Every number in the operator's report stands in the study, or is a printed result, or the sum of such."""
    made = bundle()
    known = set(NUMBER.findall("\n".join([*strings(made.study), *strings(made.computed)]))) | {"0"}
    results = [*fractions(made.computed), *fractions(made.goods.goods)]
    for value in results:
        known |= {number(value), see(value), whole_tonnes(value), number(value, 5), percent(value).removesuffix(" %")}
    known.add(number(sum((p.electricity for p in made.computed.processes), Fraction(0))))
    known.add(number(sum((p.electricity for p in made.computed.processes if not p.annex_ii), Fraction(0))))
    for stream in made.computed.streams:
        known.add(number(stream.energy + stream.energy_biomass))
    strange = {}
    for one in operator_report(made).items:
        printed = [cell.en if isinstance(cell, Text) else cell for cell in cells(one)]
        unknown = {token for cell in printed for token in NUMBER.findall(cell)} - known
        if unknown:
            strange[one.number] = unknown
    assert strange == {}


def test_the_totals_and_the_goods_are_those_of_the_calculation():
    made = steel()
    report = operator_report(made)
    assert str(round_to(made.computed.totals.direct, 0, "half_up")) in list(cells(item_of(report, "7")))
    coil = made.computed.process("rolling")
    assert {see(coil.see_direct), see(coil.see_indirect), see(coil.counted_indirect)} <= set(
        cells(item_of(report, "15"))
    )
    assert set(cells(item_of(report, "30"))) >= {see(p.see_direct) for p in made.computed.processes}


@pytest.mark.parametrize(
    ("pointer", "item", "value"),
    [
        ("/installation/works/registration", "1", "91130200XXXX"),
        ("/installation/works/postcode", "1", "063000"),
        ("/installation/works/monitoring_plan", "2", "MP-7"),
        ("/installation/works/months_monitored", "8", "9"),
        ("/installation/works/data_quality", "15", "all by meter"),
        ("/source_streams/coke/meter", "16", "WB-03"),
        ("/production/rolling/electricity_document", "11", "contract 17"),
        ("/precursors/pig_iron_bought/operator", "28", "Pig Co."),
        ("/cbam_goods/coil/scrap", "35", "0.21"),
    ],
)
def test_a_value_filled_in_appears_and_its_gap_goes(pointer, item, value):
    before = item_of(operator_report(steel()), item)
    after = item_of(operator_report(bundle_of(change(steel().study, pointer, value))), item)
    assert value in {cell for cell in cells(after) if isinstance(cell, str)}
    assert value not in {cell for cell in cells(before) if isinstance(cell, str)}


@pytest.mark.parametrize(
    ("pointer", "item", "column"),
    [
        ("/installation/works/operator", "1", "operator"),
        ("/installation/works/unlocode", "1", "unlocode"),
        ("/installation/works/latitude", "1", "latitude"),
        ("/source_streams/coke/factor_source", "16", "factor_source"),
        ("/precursors/ferro/verification_report", "23", "verification_report"),
        ("/precursors/pig_iron_bought/country", "19", "country"),
        ("/production/iron/electricity_ef", "12", "electricity_ef"),
    ],
)
def test_a_value_taken_away_becomes_a_gap_that_names_its_column(pointer, item, column):
    report = operator_report(bundle_of(change(steel().study, pointer, "")))
    one = item_of(report, item)
    assert column in {piece.column for piece in one.pieces if isinstance(piece, Gap)}
    assert one.state in {"partly", "missing"}


def test_coordinates_with_fewer_than_six_decimals_are_asked_for_again():
    report = operator_report(bundle_of(change(steel().study, "/installation/works/latitude", "39.63")))
    assert "latitude" in {p.column for p in item_of(report, "1").pieces if isinstance(p, Gap)}
    assert "latitude" not in {p.column for p in item_of(operator_report(steel()), "1").pieces if isinstance(p, Gap)}


def test_the_weighted_electricity_factor_is_exact_and_not_shown_while_one_is_missing():
    study = change(steel().study, "/production/iron/electricity_ef", "0.3")
    # (60 + 80 + 100) MWh at 0.6 and 100 MWh at 0.3
    expected = number((Fraction(240) * Fraction(6, 10) + 100 * Fraction(3, 10)) / 340)
    assert expected in set(cells(item_of(operator_report(bundle_of(study)), "12")))
    labels = [p.label.en for p in item_of(operator_report(bundle_of(study)), "12").pieces if isinstance(p, Fact)]
    assert labels == ["weighted factor, tCO2/MWh"]
    study = change(study, "/production/iron/electricity_ef", "")
    assert not any(isinstance(p, Fact) for p in item_of(operator_report(bundle_of(study)), "12").pieces)


def test_two_lots_of_one_code_are_weighted_by_mass():
    lot = replace(
        next(p for p in steel_works().precursors if p.id == "ferro"),
        id="ferro_2", name="Ferro-manganese, lot 2", amount="60", see_direct="2.5", installation="Second works",
    )  # fmt: skip
    report = operator_report(bundle_of(add(steel().study, "precursors", lot)))
    assert see(Fraction(20 * 15 + 60 * 25, 80 * 10)) in set(cells(item_of(report, "25")))
    assert item_of(report, "24").state == "none"  # one period
    assert item_of(operator_report(steel()), "25").state == "none"
    later = replace(lot, installation="", **{**PROVEN, "period_from": "2025-01-01"})
    report = operator_report(bundle_of(add(steel().study, "precursors", later)))
    assert see(Fraction(225, 100)) in set(cells(item_of(report, "24")))


def test_the_sector_parameters_are_those_the_annex_asks_of_each_category():
    asked = {category: {field for field, _ in rows} for category, rows in SECTOR_PARAMETERS.items()}
    alloys = {"manganese", "chromium", "nickel", "other_alloys"}
    assert asked["crude_steel"] == {"reducing_agent", *alloys, "scrap", "pre_consumer_scrap"}
    assert asked["pig_iron"] == {"reducing_agent", *alloys}
    assert asked["cement"] == {"clinker"}
    assert {"nitrogen", "nitrogen_urea"} <= asked["urea"]
    gaps = {p.column for p in item_of(operator_report(steel()), "35").pieces if isinstance(p, Gap)}
    assert gaps == asked["iron_steel_products"] - {"manganese"}


def test_the_summary_says_that_its_order_is_its_own():
    paper = summary_report(steel())
    assert any("document's own" in note.en for note in paper.notes)
    assert all(one.number.startswith("S") for one in paper.items)


def test_the_plan_fills_what_the_study_knows_and_guides_where_it_does_not():
    plan = monitoring_plan(steel())
    assert item_of(plan, "22").state == "empty"
    assert item_of(plan, "22").guidance.zh
    assert "Union Database PoS 2026-11" in set(cells(item_of(plan, "15")))
    assert "Alloy Co." in set(cells(item_of(plan, "14")))
    assert item_of(plan, "13").state == "partly"  # the drawing is still to be attached
    filled = monitoring_plan(
        bundle_of(change(steel().study, "/installation/works/quality_assurance", "ISO 9001 file 3"))
    )
    assert item_of(filled, "22").state == "given"


def test_a_figure_that_leaves_rows_out_says_so():
    report = operator_report(bundle_of(change(steel().study, "/source_streams/coke/activity", "")))
    said = " ".join(p.en for one in report.items for p in one.pieces if isinstance(p, Text))
    assert "incomplete" in said
    assert "coke" in said


def test_an_amount_that_is_not_given_is_not_shown_as_zero():
    made = bundle_of(change(steel().study, "/cbam_goods/coil/amount", ""))
    report = operator_report(made)
    rows = [row for n in ("2", "13", "31") for p in item_of(report, n).pieces if isinstance(p, Table) for row in p.rows]
    coils = [row for row in rows if "72083900" in row]
    assert len(coils) == 3
    assert all("–" in row and "0" not in row for row in coils)


def test_routes_of_purchases_are_no_routes_of_goods():
    levels = (ProductionLevel("l1", "rolling", "hot rolling", "1050"), ProductionLevel("l2", "ferro", "all", "20"))
    made = bundle_of(add(steel().study, "production_levels", *levels))
    shown = {getattr(cell, "en", cell) for cell in cells(item_of(operator_report(made), "34"))}
    assert shown == {"Hot strip mill", "hot rolling", "1050"}


@pytest.mark.parametrize(("latitude", "good"), [("39.630868", True), ("16.6911279", True), ("39.63", False)])
def test_coordinates_with_six_decimals_or_more_are_no_gap(latitude, good):
    made = bundle_of(change(steel_works(), "/installation/works/latitude", latitude))
    gaps = [p for p in item_of(operator_report(made), "1").pieces if isinstance(p, Gap) and p.column == "latitude"]
    assert (gaps == []) is good
    assert latitude in list(cells(item_of(operator_report(made), "1")))


def test_the_factor_the_user_gave_stands_in_the_reports():
    made = replace(steel(), electricity={"CN": Fraction(3, 5), "VN": Fraction(7, 10)})
    for paper, number_ in ((operator_report(made), "12"), (summary_report(made), "S8")):
        rows = [row for p in item_of(paper, number_).pieces if isinstance(p, Table) for row in p.rows]
        assert [row[2].en for row in rows if row[:2] == ("CN", "0.6")] == ["used here"]
        assert [row[2].en for row in rows if row[:2] == ("VN", "0.7")] == ["not used"]


LEFT_OUT = Text("不完整", "incomplete")


@pytest.mark.parametrize("field", ["electricity_ef", "electricity"])
@pytest.mark.parametrize("lacking", ["mill", "clinker"])
def test_the_indirect_figure_of_an_incomplete_process_is_no_figure(lacking, field):
    made = bundle_of(change(cement().study, f"/production/{lacking}/{field}", ""))
    found = made.computed.process("mill")
    assert found.incomplete_indirect == (lacking,)
    assert not found.incomplete_direct
    report, summary, own = operator_report(made), summary_report(made), lacking == "mill"
    (embedded,) = (p for p in item_of(report, "15").pieces if isinstance(p, Table))
    assert {r[2:5] for r in embedded.rows} == {(made.see_of(found, "see_direct"), LEFT_OUT, LEFT_OUT)}
    (levels,) = (p for p in item_of(report, "30").pieces if isinstance(p, Table))
    of = next(r for r in levels.rows if r[0] == made.called("mill"))
    assert [cell == LEFT_OUT for cell in of[3:]] == [False, own, False, True]
    (powered,) = (p for p in item_of(report, "26").pieces if isinstance(p, Table))
    assert {r[0] for r in powered.rows if r[2] == LEFT_OUT} == {made.called(lacking)}
    direct, indirect = (p.value for p in item_of(summary, "S3").pieces if isinstance(p, Fact))
    assert indirect == LEFT_OUT != direct
    told = " ".join(p.en for n in ("15", "26", "30") for p in item_of(report, n).pieces if isinstance(p, Text))
    assert told.count(f"values of {lacking} are missing, and no figure that needs them is given") >= 3


def test_a_whole_process_has_all_its_figures():
    report = operator_report(cement())
    assert all(LEFT_OUT not in set(cells(item_of(report, n))) for n in ("15", "17", "26", "30"))


@pytest.mark.parametrize("item", ["7", "17", "30"])
def test_a_direct_figure_without_one_of_its_streams_says_so(item):
    made = bundle_of(change(cement().study, "/source_streams/coal/activity", ""))
    one = item_of(operator_report(made), item)
    assert any("incomplete" in p.en and "coal" in p.en for p in one.pieces if isinstance(p, Text))
    assert (LEFT_OUT in set(cells(one))) == (item != "7")


def test_indirect_emissions_of_a_precursor_without_their_factor_are_no_zero():
    row = PurchasedPrecursor(
        "bought", "Clinker bought", "cement_clinker", amount="100", basis="measured", see_direct="0.9",
        electricity="0.06", electricity_ef="0.6", cn="25231000", country="VN",
    )  # fmt: skip
    study = add(add(cement().study, "precursors", row), "precursor_uses", PrecursorUse("u2", "bought", "mill", "100"))
    assert LEFT_OUT not in set(cells(item_of(operator_report(bundle_of(study)), "23")))
    made = bundle_of(change(study, "/precursors/bought/electricity_ef", ""))
    assert LEFT_OUT in set(cells(item_of(operator_report(made), "23")))
