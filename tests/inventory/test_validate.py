"""What holds for the checks as a whole; each single message is pinned in tests/corpus."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from fractions import Fraction

import pytest

from carnet.errors import Place
from carnet.inventory import labels, model
from carnet.inventory.checks_amounts import PROPERTIES
from carnet.inventory.checks_fields import CHOICES
from carnet.inventory.model import Places
from carnet.inventory.validate import CHECKS, validate_study
from carnet.quantity.compound import measure
from carnet.service import datasets
from carnet.store import read_file
from tests.corpus.bad_cases import AMOUNTS, BALANCES, EVIDENCE, FIELDS, LINKS
from tests.corpus.base import BASE, add, drop, line, row
from tests.inventory.planting import clean_study


def checked(study, places=None):
    return validate_study(study, places or Places(), datasets.shipped_flows(), datasets.countries())


def codes(study):
    return sorted(p.code for p in checked(study))


def test_the_base_study_has_no_finding():
    assert checked(BASE) == []


def test_the_same_study_has_the_same_findings_in_the_same_order():
    broken = line("ore_in", line("metal_in", provider="x"), unit="?")
    assert checked(broken) == checked(broken)


@pytest.mark.parametrize("cases", [FIELDS, AMOUNTS, LINKS, EVIDENCE, BALANCES], ids=lambda c: next(iter(c)))
def test_the_order_of_the_rows_changes_no_finding(cases):
    from carnet.exchange import study_json

    for name, make in cases.items():
        study = study_json.parse(make()[1]).study
        # Of two rows with one id the first counts, so such a study depends on its order by nature.
        if "twice" in name or "entered" in name or "above_the_whole" in name or "two" in name:
            continue
        rng = random.Random(name)
        turned = study
        for table in ("exchanges", "processes", "properties", "contracts", "certificates", "transport", "flows"):
            rows = list(getattr(turned, table))
            rng.shuffle(rows)
            turned = replace(turned, **{table: tuple(rows)})
        assert codes(turned) == codes(study), name


@pytest.mark.parametrize(
    ("slips", "count"),
    [
        ({"unit": "kgs."}, 1),
        ({"unit": "kgs.", "data_kind": "guess"}, 2),
        ({"unit": "kgs.", "data_kind": "guess", "source": "x"}, 3),
    ],
)
def test_one_slip_more_is_one_finding_more(slips, count):
    assert len(checked(line("ore_in", **slips))) == count


def test_a_finding_names_the_cell_where_it_stood():
    place = Place("study.xlsx", "Data", "F7")
    found = checked(line("ore_in", unit="kgs."), Places({"/exchanges/7/unit": place}))
    assert [p.place for p in found] == [place]


def test_an_empty_cell_is_named_by_the_row_it_is_in():
    places = Places({"/exchanges/7/id": Place("study.xlsx", "Data", "A7")})
    (found,) = checked(line("ore_in", amount=""), places)
    assert str(found.place) == "Data!A7"
    assert found.place.pointer == "/exchanges/7/amount"


def test_every_error_of_the_corpus_is_an_error_and_every_warning_leaves_a_figure():
    from carnet.errors import InputError, raise_if

    with pytest.raises(InputError):
        raise_if(checked(line("ore_in", unit="?")))
    raise_if(checked(line("scrap_in", scrap_kind="")))


def test_nothing_a_study_may_hold_makes_the_checks_fail():
    """Any text in any field: findings, never an exception."""
    junk = (
        "",
        "?",
        "0",
        "-1",
        "1e400",
        "NaN",
        "2025-13-45",
        "焦炭",
        "/",
        "a b",
        "9" * 3000,
        "in",
        "t",
        "\n",
        "reference",
    )
    rng = random.Random(1)
    tables = [f.name for f in fields(BASE) if isinstance(getattr(BASE, f.name), tuple)]
    for _ in range(300):
        study = BASE
        for _ in range(rng.randint(1, 6)):
            table = rng.choice(tables)
            if not getattr(study, table):
                continue
            at = rng.randrange(len(getattr(study, table)))
            record = getattr(study, table)[at]
            texts = [f.name for f in fields(record) if isinstance(getattr(record, f.name), str)]
            rows = list(getattr(study, table))
            rows[at] = replace(record, **{rng.choice(texts): rng.choice(junk)})
            study = replace(study, **{table: tuple(rows)})
        if rng.random() < 0.2:
            study = replace(
                study, **{rng.choice(("country", "period_from", "period_to", "region", "status")): rng.choice(junk)}
            )
        checked(study)


def test_an_empty_study_is_told_what_it_lacks():
    from carnet.exchange.study_tree import empty_of

    found = checked(empty_of(model.Study))
    assert {p.place.pointer for p in found if p.code == "STU-020"} >= {"/id", "/title", "/country", "/product/flow"}


def test_vocabularies_of_the_model_are_all_checked():
    checked_words = set(CHOICES.values())
    for name in ("STATUSES", "STAGES", "DIRECTIONS", "ROLES", "ORIGINS", "DATA_KINDS", "SCRAP_KINDS", "CONTRACT_KINDS",
                 "TRANSPORT_MODES"):  # fmt: skip
        assert getattr(model, name) in checked_words


def test_every_check_says_what_it_checks():
    assert all(check.__doc__ for check in CHECKS)
    assert len(set(CHECKS)) == len(CHECKS)


@pytest.mark.parametrize("name", ["hrc_bf_bof_a", "hrc_bf_bof_b", "hrc_bf_bof_illustrative"])
def test_the_shipped_studies_have_no_error(name):
    from carnet.exchange import study_toml

    found = study_toml.read(read_file(f"studies/{name}.toml"))
    assert [p for p in checked(found.study) if p.severity == "error"] == []


def test_the_literature_breaks_its_own_balance_and_we_say_so():
    """Variant A: 1164.4 kg of sinter from 1036.9 kg of inputs."""
    from carnet.exchange import study_toml

    study = study_toml.read(read_file("studies/hrc_bf_bof_a.toml")).study
    told = {(p.code, p.place.pointer) for p in checked(study)}
    sintering = next(i for i, p in enumerate(study.processes) if p.id == "sintering")
    assert ("CHK-001", f"/processes/{sintering}/id") in told


def test_closed_balance_counts_the_co2_a_carbon_balance_computes():
    """Ore and coke with lime, closed by hand: what burns leaves as mass."""
    from carnet.inventory.balance import carbon_balance
    from carnet.inventory.model import Exchange
    from carnet.quantity import exact_decimal

    study = row("processes", "furnace", tags=("mass_closed",), direct_co2="carbon_balance")
    study = drop("exchanges", "co2_furnace", study)
    co2 = carbon_balance(study, "furnace").co2_value
    study = add("exchanges", Exchange("air", "furnace", "in", "purchased", "oxygen", "1000", "kg"), study=study)
    leaving = 1300 + co2 + Fraction(3, 100)
    dust = exact_decimal(Fraction(round((2980 - leaving) * 10), 10))
    study = add("exchanges", Exchange("dust", "furnace", "out", "waste", "blast_furnace_dust", dust, "kg"), study=study)
    content = model.Property("c_dust", "blast_furnace_dust", "carbon_content", "0", "kg/kg")
    assert codes(add("properties", content, study=study)) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_random_study_checks_fast_and_clean(seed):
    assert checked(clean_study(1000 + seed)) == []


def test_every_property_a_study_may_give_has_a_name_and_units_that_can_be_read():
    assert list(PROPERTIES) == list(labels.PROPERTIES)
    for known in PROPERTIES.values():
        assert all(measure(unit) for unit in known.limits if unit != "K")
        assert all(limit > 0 for limit in known.limits.values())
