"""What a study names in the data sets: found when it is opened, with its cell and what was probably meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carnet.errors import InputError, Text
from carnet.exchange.study import write_study
from carnet.factors import factor_set
from carnet.inventory.flows import flow_list
from carnet.inventory.model import FactorChoice, Flow, Material, SupplierValue
from carnet.service import datasets
from carnet.service.references import with_flow_ids
from carnet.service.studies import open_bytes
from tests.assessment.cases import acceptance
from tests.strategies import small_study

STUDY = small_study(1)
ORE = "cn.iron_ore.concentrate.build_1"


def reopened(study, name="study.json"):
    return open_bytes(write_study(study, name), name)


def refused(study, name="study.json"):
    with pytest.raises(InputError) as caught:
        reopened(study, name)
    (found,) = [p for p in caught.value.problems if p.severity == "error"]
    return found


@pytest.mark.parametrize(
    ("regime", "parameter", "code", "field", "candidate"),
    [("iso14076", "D4.gwp_set", "REG-101", "regime", "iso14067"),
     ("iso14067@1999", "D4.gwp_set", "REG-104", "regime", "2018"),
     ("iso14067", "D4.gwp", "REG-005", "parameter", "D4.gwp_set")],
)  # fmt: skip
def test_an_acceptance_of_what_does_not_exist(regime, parameter, code, field, candidate):
    found = refused(replace(STUDY, acceptances=(acceptance(regime, parameter, "AR6"),)))
    assert (found.code, found.place.pointer) == (code, f"/acceptances/0/{field}")
    assert candidate in found.candidates
    in_cells = refused(replace(STUDY, acceptances=(acceptance(regime, parameter, "AR6"),)), "study.xlsx")
    assert in_cells.place.cell


@pytest.mark.parametrize("parameter", ["property:coke:carbon_content", "in_force", "D4.gwp_set"])
@pytest.mark.parametrize("regime", ["*", "iso14067", "iso14067@2018", "eu_cbam"])
def test_acceptances_that_may_stand(regime, parameter):
    study = replace(STUDY, legal_date="2025-12-31", acceptances=(acceptance(regime, parameter, "AR6"),))
    assert reopened(study).study.acceptances == study.acceptances


def chosen(target, factor):
    return replace(STUDY, factor_choices=(FactorChoice(target, factor, "ours"),))


def test_a_factor_that_does_not_exist_or_is_of_another_flow():
    found = refused(chosen("iron_ore", ORE.replace("build_1", "build_7")))
    assert (found.code, found.place.pointer) == ("FAC-001", "/factor_choices/0/factor")
    assert ORE in found.candidates
    line = next(e for e in STUDY.exchanges if e.role == "purchased" and e.flow != "iron_ore")
    assert refused(chosen(line.id, ORE)).code == "FAC-005"
    assert refused(chosen("electricity:grid", ORE)).code == "FAC-005"
    assert reopened(chosen("iron_ore", ORE)).study.factor_choices
    assert reopened(chosen("electricity:grid", "cn.electricity.life_cycle.average.2024")).study.factor_choices


def test_a_wrong_choice_is_found_although_a_supplier_value_would_win():
    line = next(e for e in STUDY.exchanges if e.role == "purchased" and e.flow != "iron_ore")
    value = SupplierValue("s", line.id, "1", "kg CO2e", line.unit, "A supplier")
    assert refused(replace(chosen(line.id, "cn.no.such"), supplier_values=(value,))).code == "FAC-001"


@pytest.mark.parametrize(
    ("change", "code"), [({"superseded_by": "cn.other"}, "FAC-003"), ({"valid_to": "2020-01-01"}, "FAC-002")]
)
def test_a_superseded_or_expired_factor(monkeypatch, change, code):
    records = datasets.shipped_factors().records
    changed = factor_set(replace(r, **change) if r.id == ORE else r for r in records)
    monkeypatch.setattr(datasets, "shipped_factors", lambda: changed)
    assert refused(chosen("iron_ore", ORE)).code == code


# ── names of flows ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_flows_may_be_named_in_either_language(lang):
    shared = datasets.shipped_flows()
    own = {f.id for f in STUDY.flows}

    def named(record):
        flow = shared.by_id.get(record.flow)
        name = flow.name.get(lang) if flow and flow.id not in own else record.flow
        return replace(record, flow=name if shared.find(name) else record.flow)

    study = replace(
        STUDY, product=named(STUDY.product), exchanges=tuple(map(named, STUDY.exchanges)),
        properties=tuple(map(named, STUDY.properties)),
    )  # fmt: skip
    assert study != STUDY
    assert reopened(study).study == STUDY
    assert reopened(study).digest == reopened(STUDY).digest


def test_a_name_of_two_flows_stays_an_error_with_both():
    twice = Flow("my_coke", Text("焦炭", "my coke"), "product_mass", "kg")
    line = next(i for i, e in enumerate(STUDY.exchanges) if e.role == "purchased")
    rows = tuple(replace(e, flow="焦炭") if i == line else e for i, e in enumerate(STUDY.exchanges))
    found = refused(replace(STUDY, flows=(*STUDY.flows, twice), exchanges=rows))
    assert (found.code, found.value) == ("STU-025", "焦炭")
    assert {"coke", "my_coke"} <= set(found.candidates)


def test_the_target_of_a_factor_choice_may_be_named_too():
    study = chosen("铁矿粉", ORE)
    flows = flow_list([Flow("iron_ore", Text("铁矿粉", "iron ore"), "product_mass", "kg")])
    assert with_flow_ids(study, flows).factor_choices[0].target == "iron_ore"


def test_flows_of_a_material_may_be_given_by_name_as_well():
    names = Material("m", "粗钢", "1", "kg", virgin="hot metal", recycling="no such thing")
    (found,) = with_flow_ids(replace(STUDY, materials=(names,)), datasets.shipped_flows()).materials
    assert (found.flow, found.virgin, found.recycling) == ("crude_steel", "hot_metal", "no such thing")
