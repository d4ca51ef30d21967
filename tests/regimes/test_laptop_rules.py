"""Makers' sheets of portable computers: one statistic, one lifetime, and what the sheets leave open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from carnet.assessment import assess
from carnet.factors import factor_set
from carnet.inventory.model import SupplierValue
from tests.assessment.cases import acceptance, accepted, inputs, resolved
from tests.regimes.life import row, study

D = Fraction
OPEN = {"D4.gwp_set": "AR6"}


def laptop(statistic: str = "mean", value: str = "250", lifetime: str = "4"):
    rows = [
        row("works", "out", "reference", "electrical_items_it", "1", "kg"),
        row("works", "in", "purchased", "electrical_items_it", "1", "kg", name="device"),
    ]
    sheet = SupplierValue(
        "sheet", "device", value, "kg CO2e", "kg", "maker", gwp_set="AR6", statistic=statistic, lifetime_years=lifetime
    )
    return study(rows, flow="electrical_items_it", unit="kg", supplier_values=(sheet,))


def under_sheets(found, **more: str):
    by = resolved("laptop_paia")
    said = (acceptance(by.id, p, v) for p, v in {**OPEN, "D1.unit": "kg", **more}.items())
    return assess(inputs(accepted(found, *said), factor_set([])), by)


def test_without_the_edition_of_the_gwp_there_is_no_figure():
    done = assess(inputs(laptop(), factor_set([])), resolved("laptop_paia"))
    assert done.evaluation is None
    assert "D4.gwp_set" in {v.parameter for v in done.missing}


def test_a_mean_enters():
    done = under_sheets(laptop("mean"))
    assert done.low == done.high == 250


@pytest.mark.parametrize("statistic", ["p95", "p50"])
def test_another_statistic_is_a_gap_and_never_enters_as_a_mean(statistic):
    done = under_sheets(laptop(statistic))
    assert "device" in {g.exchange for g in done.context.notes.gaps.values()}
    assert done.low == 0


def test_a_single_value_that_names_no_statistic_enters():
    assert under_sheets(laptop("")).low == 250


def test_the_95th_percentile_is_the_mean_and_164_standard_deviations_so_the_two_are_not_the_same():
    """Lenovo's own rule: with a mean of 250 and a deviation of 50, the headline is 332."""
    mean, deviation = D(250), D(50)
    headline = str(mean + D("1.64") * deviation)
    assert headline == "332"
    assert under_sheets(laptop("p95", headline)).low != under_sheets(laptop("mean")).low


def test_the_sheets_name_statistic_and_lifetime_in_both_languages():
    values = resolved("laptop_paia").values
    for word in ("联想", "惠普", "苹果"):
        assert word in values["D1.unit"].note.zh
        assert word in values["D9.statistic"].note.zh
    for word in ("Lenovo", "HP", "Apple"):
        assert word in values["D1.unit"].note.en
        assert word in values["D9.statistic"].note.en
    assert values["D1.unit"].value == "piece"


def test_the_use_stage_takes_the_country_of_use():
    (tier,) = resolved("laptop_paia").values["D8.use_stage"].value
    assert tier["use"] == "grid"
    assert tier["area"] == ("country",)
