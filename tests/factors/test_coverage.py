"""Every bought input of the shipped coil studies has a factor or stands in the list of named gaps."""

import re
import tomllib
from pathlib import Path

import pytest

from carnet.factors import FactorRequest, select
from carnet.store import read_folder, shipped_factors, shipped_flows

PAGE = Path(__file__).parents[2] / "docs" / "data" / "factor-coverage.md"
GAPS = {"bentonite", "fluorspar", "circulating_water"}
STUDIES = [(name, tomllib.loads(text)) for name, text in read_folder("studies") if name.startswith("hrc_bf_bof")]


def rows(heading):
    """The cells of the first table under a heading of the page."""
    text = PAGE.read_text(encoding="utf-8").split(heading, 1)[1]
    table = re.split(r"\n\n(?!\|)", text.split("\n| ", 1)[1], maxsplit=1)[0]
    return [[cell.strip(" `*") for cell in line.strip("| ").split("|")] for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("name", "study"), STUDIES, ids=[name for name, _ in STUDIES])
def test_every_bought_input_has_a_record_or_is_a_named_gap(name, study):
    factors, flows = shipped_factors(), shipped_flows()
    bought = {e["flow"] for e in study["exchanges"] if e["role"] == "purchased"}
    assert bought
    missing = set()
    for flow in bought:
        kinds = ("fuel_upstream", "product_life_cycle") if "fuel" in flows.by_id[flow].tags else ("product_life_cycle",)
        request = FactorRequest(
            flow,
            kinds,
            study["country"],
            period_from=study["period_from"],
            period_to=study["period_to"],
            known_date=study["known_date"],
        )
        if select(factors, request).record is None:
            missing.add(flow)
    assert missing <= GAPS


def test_every_leg_of_the_studies_has_a_factor():
    modes = {leg["mode"] for _, study in STUDIES for leg in study.get("transport", ())}
    for mode in modes | {"truck", "rail", "sea_bulk", "sea_container", "inland_waterway", "air", "pipeline"}:
        request = FactorRequest(f"transport_{mode}", ("transport",), "CN", period_to="2025-12-31")
        selection = select(shipped_factors(), request)
        assert selection.record is not None, mode
        assert not selection.record.technology, mode


def test_the_page_names_the_gaps_and_no_others():
    assert {row[1] for row in rows("### 缺口 Named gaps")} == GAPS


def test_every_id_on_the_page_exists():
    text = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`([a-z]{2,3}(?:-\d\d)?\.[a-z0-9_.]+)`", text)
    assert len(set(named)) > 20
    assert set(named) <= set(shipped_factors().by_id)


def test_the_page_gives_each_file_its_number_of_records():
    shown = {row[0]: int(row[1]) for row in rows("## 记录 The records")}
    assert shown == {name: len(tomllib.loads(text)["factor"]) for name, text in read_folder("factors")}


def test_the_page_lists_what_selection_gives():
    for row in rows("## 长流程热轧卷"):
        if row[0].startswith("sum"):
            continue
        flow, factor = row[1], row[4]
        record = shipped_factors().by_id[factor]
        assert record.flow == flow
