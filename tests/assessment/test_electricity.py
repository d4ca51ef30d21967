"""One kWh under different rules: tiers, the market of the use stage, evidence, and each certificate once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from carnet.assessment import assess, result_json
from carnet.assessment.certificates import claims, entitled
from carnet.factors import GasShare, factor_set
from carnet.inventory.model import Certificate, Contract, Study, SupplierValue
from carnet.service import datasets
from tests.assessment.cases import inputs
from tests.assessment.test_vectors import FACTORS, figure, record, row, rules, study

D = Fraction
LIFE, CO2 = "electricity_life_cycle", "electricity_generation_co2"
GRID = {"use": "grid", "kind": LIFE, "area": ("region", "country")}
COUNTRY = {"use": "grid", "kind": LIFE, "area": ("country",)}
CERTIFIED = {"use": "certificate", "kind": LIFE, "require": ("cancelled",)}
ZERO_CO2 = {"value": "0", "unit": "kg", "per_unit": "kWh", "gas": "CO2"}


def plant(*contracts: Contract, certificates: tuple[Certificate, ...] = (), kwh: str = "1", **more: Any) -> Study:
    """One process that draws `kwh` of every contract for 1 t."""
    rows = [row("works", "out", "reference", "hot_metal", "1", "t")]
    rows += [row("works", "in", "electricity", "electricity", kwh, "kWh", contract=c.id) for c in contracts]
    return study(rows, "works", "hot_metal", contracts=contracts, certificates=certificates, **more)


def certificate(name: str, volume: str, technology: str = "wind", **more: str) -> Certificate:
    more = {"country": "CN", "cancelled_on": "2026-01-01", "beneficiary": "works"} | more
    return Certificate(name, "GEC", technology, volume, "2023-01-01", "2026-12-31", **more)


def per_kwh(found: Study, *tiers: dict[str, Any], factors: Any = FACTORS, **values: Any) -> Fraction:
    done = assess(inputs(found, factors), rules(D8_tiers=tiers, **values))
    assert done.low == done.high
    return done.low


# ── one kWh in Chongqing, the official figures of 2023 and 2024 ──────────────────────────────────


def chongqing(*tiers: dict[str, Any], year: str = "2023", contract: Contract | None = None, **more: Any) -> Any:
    here = plant(contract or Contract("c", "grid"), region="CN-50", **more)
    here = replace(here, period_from=f"{year}-01-01", period_to=f"{year}-12-31")
    return assess(inputs(here, datasets.shipped_factors()), rules(D8_tiers=tiers, D4_gwp_set="AR6"))


WORLDSTEEL = {"use": "fixed", "value": "0.504", "unit": "kg", "per_unit": "kWh", "gas": "CO2"}
GREEN = Contract("c", "grid", certificates=("g",))


@pytest.mark.parametrize(
    ("value", "year", "tiers", "contract"),
    [
        ("0.5581", "2023", ({"use": "grid", "kind": CO2, "area": ("region", "country")},), None),
        ("0.5306", "2023", ({"use": "grid", "kind": CO2, "area": ("country",)},), None),
        ("0.8273", "2023", ({"use": "fossil_mix", "kind": CO2, "area": ("country",)},), None),
        ("0.504", "2023", (WORLDSTEEL,), None),
    ],
)
def test_one_kwh_in_chongqing_in_co2(value, year, tiers, contract):
    done = chongqing(*tiers, year=year, contract=contract)
    assert done.low == done.high == D(value)


@pytest.mark.parametrize(
    ("value", "year", "tiers", "contract", "technology"),
    [
        ("0.6205", "2023", (COUNTRY,), None, ""),
        ("0.5777", "2024", (COUNTRY,), None, ""),
        ("0.0336", "2023", (CERTIFIED, GRID), GREEN, "wind"),
        ("0.0545", "2023", (CERTIFIED, GRID), GREEN, "solar_pv"),
    ],
)
def test_one_kwh_in_chongqing_over_the_life_cycle(value, year, tiers, contract, technology):
    """The announcement states no GWP set: the figure is an interval around its number, open by name."""
    held = (certificate("g", "1", technology),) if technology else ()
    done = chongqing(*tiers, year=year, contract=contract, certificates=held)
    assert done.low <= D(value) <= done.high
    (c,) = [c for c in done.evaluation.contributions if c.by_gas]
    assert c.value.data[-1].total.constant == D(value)


def test_kinds_are_never_mixed_and_no_residual_mix_is_made_up():
    """0.6096 leaves out traded non-fossil power and is not issued as a residual mix: the tier falls to the grid."""
    residual = {"use": "residual_mix", "kind": CO2, "area": ("country",)}
    done = chongqing(residual, {"use": "grid", "kind": CO2, "area": ("country",)})
    assert done.low == done.high == D("0.5306")
    alone = chongqing(residual)
    (gap,) = [g for g in alone.context.notes.gaps.values() if g.flow == "electricity"]
    assert "residual_mix" in gap.reason.en
    assert "residual_mix" in gap.reason.zh


# ── tiers on hand-made factors: grid 0.6, wind 0.02 ──────────────────────────────────────────────


def test_a_fossil_mix_is_a_record_of_its_own_or_a_named_gap():
    tier = {"use": "fossil_mix", "kind": LIFE, "area": ("country",)}
    done = figure(plant(Contract("c", "grid")), rules(D8_tiers=(tier,)))
    assert "fossil_mix" in next(iter(done.context.notes.gaps.values())).reason.en
    more = factor_set([*FACTORS.records, record("electricity", LIFE, "0.9", "kWh", "fossil_mix")])
    assert per_kwh(plant(Contract("c", "grid")), tier, factors=more) == D("0.9")


def test_the_suppliers_whole_mix_is_the_value_it_declares_on_a_grid_contract():
    tier = {"use": "supplier_mix", "kind": LIFE, "require": ("document",)}
    here = plant(Contract("c", "grid", document="letter"))
    said = SupplierValue("s", here.exchanges[1].id, "300", "g", "kWh", "Utility", gwp_set="AR6")
    assert per_kwh(here, tier, GRID) == D("0.6")
    assert per_kwh(replace(here, supplier_values=(said,)), tier, GRID) == D("0.3")
    undocumented = replace(here, contracts=(Contract("c", "grid"),), supplier_values=(said,))
    assert per_kwh(undocumented, tier, GRID) == D("0.6")
    in_mwh = replace(said, value="0.25", unit="t", per_unit="MWh")
    assert per_kwh(replace(here, supplier_values=(in_mwh,)), tier, GRID) == D("0.25")


def test_the_regimes_own_number_stands_instead_of_the_technologys_factor():
    """Half of 10 kWh certified: 5 × 0 + 5 × 0.6; with the factor of wind 5 × 0.02 more."""
    here = plant(Contract("c", "grid", certificates=("a",)), certificates=(certificate("a", "5"),), kwh="10")
    assert per_kwh(here, CERTIFIED | ZERO_CO2, GRID) == 3
    assert per_kwh(here, CERTIFIED, GRID) == D("3.1")
    line = plant(Contract("c", "direct_line", technology="wind"))
    assert per_kwh(line, {"use": "direct_line", "kind": LIFE} | ZERO_CO2, GRID) == 0


def test_evidence_without_a_factor_falls_to_the_next_tier_and_says_so():
    line = plant(Contract("c", "direct_line", technology="biomass"))
    done = figure(line, rules(D8_tiers=({"use": "direct_line", "kind": LIFE}, GRID)))
    assert done.low == D("0.6")
    assert [key[0] for key in done.context.notes.warnings if key[0].startswith("CAL")] == ["CAL-032"]


@pytest.mark.parametrize(
    ("test", "good", "bad"),
    [
        ("hourly_matching", {"matching": "hourly"}, {"matching": "monthly"}),
        ("same_country", {"country": "CN"}, {"country": "DE"}),
        ("cancelled", {}, {"cancelled_on": ""}),
        ("not_sold", {}, {"beneficiary": ""}),
    ],
)
def test_each_test_of_a_certificate_can_pass_and_fail(test, good, bad):
    tier = CERTIFIED | {"require": (test,)}
    for more, value in ((good, "0.02"), (bad, "0.6")):
        here = plant(Contract("c", "grid", certificates=("a",)), certificates=(certificate("a", "1", **more),))
        assert per_kwh(here, tier, GRID) == D(value), more


def test_physical_delivery_needs_a_document_that_shows_it():
    tier = {"use": "power_purchase_agreement", "kind": LIFE, "require": ("physical_delivery",)}
    agreed = Contract("c", "power_purchase_agreement", technology="wind", document="ppa", delivery="yes")
    assert per_kwh(plant(agreed), tier, GRID) == D("0.02")
    assert per_kwh(plant(replace(agreed, document="")), tier, GRID) == D("0.6")
    assert per_kwh(plant(replace(agreed, delivery="no")), tier, GRID) == D("0.6")


def test_the_union_is_one_market_and_china_another():
    tier = CERTIFIED | {"require": ("same_market",)}
    french = certificate("a", "1", country="FR")
    factors = factor_set(replace(r, country=c, id=f"{c}.{r.id}") for r in FACTORS.records for c in ("CN", "DE"))
    for country, value in (("DE", "0.02"), ("CN", "0.6")):
        here = plant(Contract("c", "grid", country=country, certificates=("a",)), certificates=(french,))
        assert per_kwh(here, tier, GRID, factors=factors) == D(value)


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def places() -> Any:
    return factor_set(
        replace(record("electricity", LIFE, value, "kWh"), id=country, country=country)
        for country, value in (("CN", "0.6"), ("DE", "0.4"), ("FR", "0.05"))
    )


def test_electricity_is_that_of_the_country_where_the_process_stands():
    here = plant(Contract("c", "grid"))
    there = replace(here, processes=tuple(replace(p, country="DE") for p in here.processes))
    assert per_kwh(here, COUNTRY, factors=places()) == D("0.6")
    assert per_kwh(there, COUNTRY, factors=places()) == D("0.4")
    assert per_kwh(replace(there, contracts=(Contract("c", "grid", "FR"),)), COUNTRY, factors=places()) == D("0.05")


def used(market: str) -> Study:
    """1 t of metal that takes 10 kWh in use."""
    rows = [
        row("works", "out", "reference", "hot_metal", "1", "t"),
        row("using", "in", "product", "hot_metal", "1", "t"),
        row("using", "in", "electricity", "electricity", "10", "kWh", contract="c"),
    ]
    made = study(rows, "works", "hot_metal", contracts=(Contract("c", "grid"),))
    stages = {"using": "use"}
    processes = tuple(replace(p, stage=stages.get(p.id, p.stage)) for p in made.processes)
    return replace(made, processes=processes, product=replace(made.product, market=market))


ALL = ("raw_materials", "upstream_transport", "manufacturing", "use")


def test_the_use_stage_draws_the_mix_of_the_market_by_tiers_of_its_own():
    own = {"use": "fixed", "value": "0.1", "unit": "kg", "per_unit": "kWh", "gas": "CO2"}
    for market, value in (("DE", 4), ("FR", D("0.5"))):
        assert per_kwh(used(market), COUNTRY, factors=places(), D2_stages=ALL) == value
    assert per_kwh(used("DE"), COUNTRY, factors=places(), D2_stages=ALL, D8_use_stage=(own,)) == 1
    # At the plant the tiers of the use stage mean nothing.
    assert per_kwh(plant(Contract("c", "grid")), COUNTRY, D8_use_stage=(own,)) == D("0.6")


def test_without_a_market_the_use_stage_is_a_named_gap_and_never_the_plants_country():
    done = assess(inputs(used(""), places()), rules(D8_tiers=(COUNTRY,), D2_stages=ALL))
    (gap,) = [g for g in done.context.notes.gaps.values() if g.flow == "electricity"]
    assert (done.low, "market" in gap.reason.en, "市场" in gap.reason.zh) == (0, True, True)


# ── each kWh of a certificate once ───────────────────────────────────────────────────────────────


def shared(volume: str) -> Study:
    """Two contracts of 10 kWh each that both name certificate a."""
    both = tuple(Contract(n, "grid", certificates=("a",)) for n in ("first", "second"))
    return plant(*both, certificates=(certificate("a", volume),), kwh="10")


@pytest.mark.parametrize(("volume", "wind"), [("4", 4), ("10", 10), ("14", 14), ("20", 20), ("50", 20)])
def test_a_certificate_under_two_contracts_is_never_counted_twice(volume, wind):
    """What it does not cover is grid power: wind × 0.02 + (20 − wind) × 0.6."""
    found = shared(volume)
    assert per_kwh(found, CERTIFIED, GRID) == wind * D("0.02") + (20 - wind) * D("0.6")
    by_contract = entitled(found)
    assert by_contract["first", "a"] == min(int(volume), 10)
    assert sum(by_contract.values()) <= D(volume)
    assert sum(c.kwh for c in claims(found)) == wind


def test_the_double_use_is_a_warning_with_both_places_and_the_result_lists_the_ledger():
    done = figure(shared("14"), rules(D8_tiers=(CERTIFIED, GRID)))
    (warning,) = [w for key, w in done.context.notes.warnings.items() if key[0] == "CAL-031"]
    assert "/contracts/1" in str(warning.place)
    assert "/contracts/0" in warning.cause.en
    assert "/contracts/0" in warning.cause.zh
    listed = result_json(done, {})[0]["ledger"]
    assert [(r["contract"], r["volume_kwh"], r["claimed_kwh"]) for r in listed] == [
        ("first", "14", "10"),
        ("second", "14", "4"),
    ]


def test_two_certificate_tiers_do_not_count_one_certificate_twice():
    """Tier one takes what is matched by the hour at zero, tier two the rest: 3 × 0 + 2 × 0.02 + 5 × 0.6."""
    held = (certificate("a", "3", matching="hourly"), certificate("b", "2"))
    here = plant(Contract("c", "grid", certificates=("a", "b")), certificates=held, kwh="10")
    first = CERTIFIED | ZERO_CO2 | {"require": ("hourly_matching",)}
    assert per_kwh(here, first, CERTIFIED, GRID) == D("3.04")
    done = figure(here, rules(D8_tiers=(first, CERTIFIED, GRID)))
    rows = result_json(done, {})[0]["ledger"]
    assert [(r["certificate"], r["claimed_kwh"]) for r in rows] == [("a", "3"), ("b", "2")]


def test_rows_of_one_contract_share_a_certificate():
    """Two rows of 6 and 4 kWh, 5 kWh certified: half of each."""
    rows = [
        row("works", "out", "reference", "hot_metal", "1", "t"),
        row("works", "in", "electricity", "electricity", "6", "kWh", contract="c"),
        replace(row("works", "in", "electricity", "electricity", "4", "kWh", contract="c"), id="other"),
    ]
    held = (Contract("c", "grid", certificates=("a",)),)
    here = study(rows, "works", "hot_metal", contracts=held, certificates=(certificate("a", "5"),))
    assert per_kwh(here, CERTIFIED, GRID) == 5 * D("0.02") + 5 * D("0.6")
    done = figure(here, rules(D8_tiers=(CERTIFIED, GRID)))
    assert sum(done.context.notes.claims.values()) == 5


# ── gases of electricity ─────────────────────────────────────────────────────────────────────────


def test_a_rule_may_count_other_gases_in_electricity_than_upstream():
    """0.5 kg CO2 and 0.01 kg N2O per kWh: with CO2 alone 0.5, whatever counts in other goods."""
    gases = (GasShare("CO2", "fossil", "0.5"), GasShare("N2O", "", "0.01"))
    split = factor_set([replace(record("electricity", LIFE, "3.23", "kWh"), gases=gases)])
    here = plant(Contract("c", "grid"))
    assert per_kwh(here, COUNTRY, factors=split, D4_gwp_set="AR6") == D("0.5") + D("0.01") * 273
    only = {"D4_gwp_set": "AR6", "D4_electricity_gases": ("CO2",)}
    assert per_kwh(here, COUNTRY, factors=split, **only) == D("0.5")


# ── what the contract says of its instruments, its year, and the days of a certificate ───────────

LINE = {"use": "direct_line", "kind": LIFE, "require": ("not_sold",)}
DATED = CERTIFIED | {"require": ("cancelled", "vintage_in_period")}


@pytest.mark.parametrize(
    ("instruments", "document", "wind"),
    [
        ("", "meter", False),
        ("none", "meter", True),
        ("none", "", False),
        ("cancelled", "register extract", True),
        ("cancelled", "", False),
        ("sold", "meter", False),
    ],
)
def test_a_direct_line_counts_unless_its_instruments_are_sold_or_nothing_shows_it(instruments, document, wind):
    line = Contract("c", "direct_line", technology="wind", document=document, instruments=instruments)
    assert per_kwh(plant(line), LINE, GRID) == (D("0.02") if wind else D("0.6"))


def test_sold_instruments_stand_against_any_certificate_and_other_contracts_cannot_say_it():
    held = (certificate("a", "1"),)
    line = Contract("c", "direct_line", technology="wind", document="d", certificates=("a",))
    assert per_kwh(plant(line, certificates=held), LINE, GRID) == D("0.02")
    assert per_kwh(plant(replace(line, instruments="sold"), certificates=held), LINE, GRID) == D("0.6")
    bought = Contract("c", "power_purchase_agreement", technology="wind", document="d", instruments="none")
    assert per_kwh(plant(bought), LINE | {"use": "power_purchase_agreement"}, GRID) == D("0.6")


def blocked(done: Any) -> list[tuple[str, str]]:
    rows = result_json(done, {})[0]["blocked_by"]
    return [(b["parameter"], b["status"]) for b in rows if b["parameter"].startswith("certificates:")]


def test_the_annual_kwh_of_a_contract_are_what_a_certificate_covers():
    """10 kWh per tonne and 1000 kWh of certificates: the whole of a row, but a thousandth of a mill's year."""
    contract = Contract("c", "grid", certificates=("a",), annual_kwh="1000000")
    here = plant(contract, certificates=(certificate("a", "1000"),), kwh="10")
    assert per_kwh(here, CERTIFIED, GRID) == 10 * (D(1, 1000) * D("0.02") + D(999, 1000) * D("0.6"))
    done = figure(here, rules(D8_tiers=(CERTIFIED, GRID)))
    assert [r["claimed_kwh"] for r in result_json(done, {})[0]["ledger"]] == ["1000"]
    assert blocked(done) == []
    assert [c.kwh for c in claims(here)] == [1000]
    much = plant(contract, certificates=(certificate("a", "5000000"),), kwh="10")
    assert per_kwh(much, CERTIFIED, GRID) == D("0.2")
    assert [c.kwh for c in claims(much)] == [1000000]


@pytest.mark.parametrize(("status", "covered"), [("illustrative", True), ("literature", True), ("plant", False)])
def test_without_annual_kwh_a_certificate_blocks_and_covers_nothing_of_a_plants_study(status, covered):
    here = plant(Contract("c", "grid", certificates=("a",)), certificates=(certificate("a", "1000"),), kwh="10")
    here = replace(here, status=status)
    assert per_kwh(here, CERTIFIED, GRID) == (D("0.2") if covered else 6)
    done = figure(here, rules(D8_tiers=(CERTIFIED, GRID)))
    assert blocked(done) == [("certificates:c", "no_annual_total")]
    (warned,) = [w for key, w in done.context.notes.warnings.items() if key[0] == "CAL-039"]
    assert "/contracts/0/annual_kwh" in str(warned.place)
    # A certificate that passes nothing claims nothing.
    idle = replace(here, certificates=(certificate("a", "1000", cancelled_on=""),))
    assert blocked(figure(idle, rules(D8_tiers=(CERTIFIED, GRID)))) == []


def test_annual_kwh_put_rows_of_different_scale_on_one_basis():
    rows = [
        row("works", "out", "reference", "hot_metal", "1", "t"),
        row("works", "in", "electricity", "electricity", "6", "kWh", contract="c"),
        replace(row("works", "in", "electricity", "electricity", "4", "kWh", contract="c"), id="other"),
    ]
    held = (Contract("c", "grid", certificates=("a",), annual_kwh="1000"),)
    here = study(rows, "works", "hot_metal", contracts=held, certificates=(certificate("a", "500"),))
    assert per_kwh(here, CERTIFIED, GRID) == 5 * D("0.02") + 5 * D("0.6")
    done = figure(here, rules(D8_tiers=(CERTIFIED, GRID)))
    assert [r["claimed_kwh"] for r in result_json(done, {})[0]["ledger"]] == ["500"]


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [
        ("-01-01", "-12-31", D(1)),
        ("-03-01", "-03-31", D(1)),
        ("-12-31", "+01-09", D(1, 10)),
        ("+01-01", "+12-31", D(0)),
    ],
)
def test_only_the_days_of_a_vintage_inside_the_period_count(start, end, share):
    base = plant(Contract("c", "grid", certificates=("a",)), kwh="10")
    year = int(base.period_from[:4])
    base = replace(base, period_from=f"{year}-01-01", period_to=f"{year}-12-31")
    dates = [f"{year + (d[0] == '+')}-{d[1:]}" for d in (start, end)]
    held = replace(certificate("a", "10"), vintage_from=dates[0], vintage_to=dates[1])
    here = replace(base, certificates=(held,))
    assert per_kwh(here, DATED, GRID) == 10 * (share * D("0.02") + (1 - share) * D("0.6"))
    # A rule that does not ask for the vintage takes the whole volume.
    assert per_kwh(here, CERTIFIED, GRID) == D("0.2")
    (listed,) = result_json(figure(here, rules(D8_tiers=(DATED, GRID))), {})[0]["ledger"]
    assert D(listed["vintage_share"]) == share
    bought = replace(base.contracts[0], kind="power_purchase_agreement", technology="wind", document="d")
    agreed = replace(here, contracts=(bought,))
    tier = {"use": "power_purchase_agreement", "kind": LIFE, "require": ("vintage_in_period",)}
    assert per_kwh(agreed, tier, GRID) == 10 * (share * D("0.02") + (1 - share) * D("0.6"))


# ── a contract whose certificates are asked for ──────────────────────────────────────────────────

PPA = {"use": "power_purchase_agreement", "kind": LIFE, "require": ("cancelled",)}
AGREED = Contract("c", "power_purchase_agreement", technology="wind", document="ppa", certificates=("a",))


@pytest.mark.parametrize(("volume", "wind"), [("4", 4), ("10", 10), ("25", 10)])
def test_an_agreement_counts_as_far_as_its_certificates_go(volume, wind):
    """10 kWh: what the certificates hold at 0.02, the rest at the grid's 0.6; asked for a document alone, all of it."""
    here = plant(AGREED, certificates=(certificate("a", volume),), kwh="10")
    assert per_kwh(here, PPA, GRID) == wind * D("0.02") + (10 - wind) * D("0.6")
    done = figure(here, rules(D8_tiers=(PPA, GRID)))
    (listed,) = result_json(done, {})[0]["ledger"]
    assert listed["claimed_kwh"] == str(wind)
    assert per_kwh(here, PPA | {"require": ("document",)}, GRID) == D("0.2")


@pytest.mark.parametrize("use", ["direct_line", "power_purchase_agreement", "supplier_product"])
def test_every_tier_that_asks_for_certificates_is_held_to_their_volume(use):
    held = replace(AGREED, kind=use)
    here = plant(held, certificates=(certificate("a", "4"),), kwh="10")
    assert per_kwh(here, PPA | {"use": use}, GRID) == 4 * D("0.02") + 6 * D("0.6")


def test_what_an_agreement_has_used_no_certificate_tier_gives_again():
    """4 kWh certified once, by whichever tier comes first; without a tier for the rest it is a gap."""
    here = plant(AGREED, certificates=(certificate("a", "4"),), kwh="10")
    for tiers in ((PPA, CERTIFIED, GRID), (CERTIFIED, PPA, GRID)):
        assert per_kwh(here, *tiers) == 4 * D("0.02") + 6 * D("0.6")
    done = assess(inputs(here, FACTORS), rules(D8_tiers=(PPA,)))
    assert [g.flow for g in done.context.notes.gaps.values()] == ["electricity"]


def test_an_agreement_that_shares_its_certificates_takes_what_is_left_in_the_order_of_the_study():
    """14 kWh for two contracts of 10: 10 and 4."""
    both = tuple(replace(AGREED, id=name) for name in ("first", "second"))
    here = plant(*both, certificates=(certificate("a", "14"),), kwh="10")
    assert per_kwh(here, PPA, GRID) == 14 * D("0.02") + 6 * D("0.6")


def test_the_year_of_an_agreement_is_what_its_certificates_cover():
    """500 kWh of certificates over a year of 1000: half of each row."""
    year = replace(AGREED, annual_kwh="1000")
    here = replace(plant(year, certificates=(certificate("a", "500"),), kwh="10"), status="plant")
    assert per_kwh(here, PPA, GRID) == 5 * D("0.02") + 5 * D("0.6")
    # Without the year a plant's certificates prove no share of rows per tonne.
    bare = replace(here, contracts=(AGREED,))
    assert per_kwh(bare, PPA, GRID) == 6
    assert blocked(figure(bare, rules(D8_tiers=(PPA, GRID)))) == [("certificates:c", "no_annual_total")]


def test_an_agreement_one_certificate_of_which_fails_serves_nothing():
    held = replace(AGREED, certificates=("a", "b"))
    here = plant(held, certificates=(certificate("a", "4"), certificate("b", "4", cancelled_on="")), kwh="10")
    assert per_kwh(here, PPA, GRID) == 6


def test_two_numbers_of_one_rule_in_different_gwp_sets_keep_their_own_ranges():
    """Both are totals nobody split; AR6 to AR5 is a narrow range, an unknown set a wide one, whoever comes last."""
    number = {"use": "certificate", "kind": LIFE, "value": "0.3", "unit": "kg CO2e", "per_unit": "kWh", "gas": "CO2e"}
    first = number | {"gwp_set": "AR6", "require": ("same_country",)}
    here = plant(
        Contract("a", "grid", certificates=("x",)), Contract("b", "grid", certificates=("y",)),
        certificates=(certificate("x", "1"), certificate("y", "1", country="DE")),
    )  # fmt: skip

    def spread(*contracts: str) -> Fraction:
        kept = [e for e in here.exchanges if not e.contract or e.contract in contracts]
        done = assess(
            inputs(replace(here, exchanges=tuple(kept)), FACTORS), rules(D8_tiers=(first, number), D4_gwp_set="AR5")
        )
        return done.high - done.low

    assert 0 < spread("a") < spread("b")
    assert spread("a", "b") == spread("a") + spread("b")
