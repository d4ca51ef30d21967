"""The open data sets of the shared folder: what is measured of them, what strict linking yields, what is wrong in them.

The expected figures of the survey are those of the study of open data that the project keeps with these files; where
ours differ the comment says why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import splu

from carnet.errors import InputError
from carnet.exchange import lci_ecospold1, lci_jsonld
from carnet.lca.linking import LinkPolicy, MapRow, Survey, diagnose, link, settle, survey
from tests.lca.linking.databases import GWP, PFC, SHARED, scores, shared

pytestmark = pytest.mark.slow

STRICT = LinkPolicy(by="name_location_unit")
# Two ways out of one plant have one name: by number.
POLYPROPYLENE, QUICKLIME, INGOT_CHAIN, INGOT_RESULT = "48143", "31909", "80126", "83186"


@cache
def held(name):
    return shared(name)


def by_process(linked, values):
    return {column.process: float(value) for column, value in zip(linked.columns, values, strict=True)}


def first_producers(data):
    """Rows that name the first producer for each product that several make: a choice, written down."""
    producers = defaultdict(list)
    for process in data.processes:
        for exchange in process.exchanges:
            if exchange.is_reference:
                producers[exchange.flow].append(process.id)
    return tuple(MapRow(flow, ids[0], row=n) for n, (flow, ids) in enumerate(producers.items()) if len(ids) > 1)


# ── how big, and how much of it hangs together ───────────────────────────────────────────────────


def test_survey_of_uslci_2017():
    assert survey(held("uslci_fy17q4")) == Survey(766, 32_526, 2918, 6480, 3725, 754, 330, 2, 32)


def test_survey_of_uslci_2021():
    # 2,903 elementary flows by name and categories; 25 of them occur in units that do not convert (kg, m3).
    assert survey(held("uslci_fy21q3")) == Survey(639, 45_656, 2928, 5832, 2955, 685, 432, 227, 10)


def test_survey_of_tiangong():
    assert survey(held("tiangong_0.2.0")) == Survey(4133, 72_719, 513, 30_913, 26_927, 835, 9113, 2536, 153)


def test_survey_of_the_literature_set():
    # 2,539 of 9,028 there; by name, product, location and unit 2,534 have a producer.
    found = survey(held("literature_foreground"))
    assert (found.processes, found.exchanges, found.inputs, found.resolved) == (683, 13_751, 9028, 2534)


def without_factors(data):
    """The database as if the file said nothing of its units."""
    return replace(
        data,
        processes=tuple(
            replace(p, exchanges=tuple(replace(e, factor=0.0) for e in p.exchanges)) for p in data.processes
        ),
    )


def packed(name):
    path = SHARED / "data" / "lci" / name
    if not path.is_file():
        pytest.skip(f"needs shared/data/lci/{name}")
    return path.read_bytes()


def test_the_published_files_link_as_the_tables_made_of_them():
    json_ld, _ = lci_jsonld.read(packed("uslci_fy17q4/uslci_fy17q4_jsonld_as_published_without_actors.zip"), "fy17.zip")
    table = held("uslci_fy17q4")
    assert survey(json_ld) == survey(table)
    # The package converts money itself, which the tables leave out, and has 0.02 m3 for the cubic foot.
    told = link(json_ld, LinkPolicy()).report
    assert (told.count("unit_contradiction"), told.count("unit_mismatch")) == (1, 0)
    assert told.group("unit_contradiction").examples[0].detail == "1 cu ft = 0.02 m3 ≠ 0.0283168 m3"
    one, two = (link(data, LinkPolicy()) for data in (without_factors(json_ld), table))
    assert by_process(one, scores(one)) == pytest.approx(by_process(two, scores(two)))
    assert {g.id: g.count for g in one.report.groups} == {g.id: g.count for g in two.report.groups}

    spold, _ = lci_ecospold1.read(packed("uslci_fy21q3_01_ecospold1_contacts_blanked.zip"), "fy21.zip")
    found = survey(spold)
    # The file has 1,122 rows of land transformation among its inputs from the technosphere; the tables do not.
    assert (found.inputs, found.resolved, found.side_outputs, found.further_producers) == (6954, 2955, 432, 227)
    one, two = (link(data, STRICT) for data in (spold, held("uslci_fy21q3")))
    assert by_process(one, scores(one)) == pytest.approx(by_process(two, scores(two)))


def test_cut_offs_of_uslci_2017():
    data = held("uslci_fy17q4")
    named = next(d for d in diagnose(data) if d.id == "cut_by_intention")
    linked = link(data, LinkPolicy(quarantine=False))
    wastes = sum(
        data.flows[e.flow].name.startswith("CUTOFF")
        for p in data.processes for e in p.exchanges if not e.is_input and data.flows[e.flow].kind == "waste"
    )  # fmt: skip
    # 2,439 inputs have the name; 37 of them are co-products of some process after all, which leaves 2,402.
    assert (named.count, linked.report.count("cut_by_intention") - wastes) == (2439, 2402)


# ── strict linking of USLCI 2021 ─────────────────────────────────────────────────────────────────


def test_strict_linking_gives_the_known_positive_scores():
    data = held("uslci_fy21q3")
    policy = replace(STRICT, mapping=first_producers(data), quarantine=False, unsolvable="quarantine")
    linked = link(data, policy)
    score = by_process(linked, scores(linked, GWP))
    assert score[POLYPROPYLENE] == pytest.approx(1.66, abs=0.005)
    assert score[QUICKLIME] == pytest.approx(1.40, abs=0.005)
    assert score[INGOT_RESULT] == pytest.approx(8.30, abs=0.005)
    assert score[INGOT_CHAIN] == pytest.approx(10.61, abs=0.005)
    # These leave out the perfluorocarbons, which this release calls carbon tetrafluoride and hexafluoroethane; with
    # them the ingots come to 9.00 and 13.5.
    whole = by_process(linked, scores(linked, GWP | PFC))
    assert (whole[INGOT_RESULT], whole[INGOT_CHAIN]) == (pytest.approx(9.00, abs=0.005), pytest.approx(13.53, abs=0.01))
    assert linked.structure.largest_loop == 10
    # Inputs in kJ, MJ, MWh and t*mi are the same products in another unit: beyond the 2,955 that agree as written.
    assert linked.report.figures["converted"] == 24
    assert [f.name for f in linked.quarantined] == ["Aluminum, sheet, coated, at plant"]


def test_with_the_quarantine_a_rolled_up_ingot_needs_a_release():
    data = held("uslci_fy21q3")
    policy = replace(STRICT, mapping=first_producers(data))
    assert INGOT_RESULT in {f.process for f in link(data, policy).quarantined}
    linked = link(data, replace(policy, release=(INGOT_RESULT,)))
    score = by_process(linked, scores(linked, GWP))
    # Without the uranium fuel of 29 kg CO2 per kg the chain of the ingot is 0.002 lower.
    assert score[INGOT_RESULT] == pytest.approx(8.30, abs=0.005)
    assert score[INGOT_CHAIN] == pytest.approx(10.605, abs=0.005)
    assert score[POLYPROPYLENE] == pytest.approx(1.66, abs=0.005)


def test_ambiguous_inputs_stay_open_unless_somebody_chooses():
    settled = settle(held("uslci_fy21q3"), replace(STRICT, release=(INGOT_RESULT,)), scores)
    score = by_process(settled.linked, settled.scores)
    assert (score[POLYPROPYLENE], score[QUICKLIME]) == (
        pytest.approx(1.6315, abs=1e-3),
        pytest.approx(1.3286, abs=1e-3),
    )
    ambiguous = settled.linked.report.group("ambiguous")
    assert ambiguous.count > 200
    assert "Electricity, at grid" in {e.flow for e in ambiguous.examples}


def careless(data, choose):
    """Scores by name alone, as a short program would: amounts as they stand, no unit or place looked at."""
    number = {process.id: j for j, process in enumerate(data.processes)}
    producers = defaultdict(list)
    for process in data.processes:
        for exchange in process.exchanges:
            if exchange.is_reference:
                producers[data.flows[exchange.flow].name].append(number[process.id])
    rows, columns, values = [], [], []
    direct = np.zeros(len(number))
    for j, process in enumerate(data.processes):
        for exchange in process.exchanges:
            flow = data.flows[exchange.flow]
            if exchange.is_reference:
                found, value = [j], exchange.amount
            elif flow.kind == "elementary":
                direct[j] += GWP.get(flow.name.casefold(), 0.0) * exchange.amount * (-1 if exchange.is_input else 1)
                continue
            else:
                found, value = choose(producers.get(flow.name, [])) if exchange.is_input else [], -exchange.amount
            rows += found
            columns += [j] * len(found)
            values += [value / max(len(found), 1)] * len(found)
    a = sparse.csc_matrix((values, (rows, columns)), shape=(len(number), len(number)))
    solved = splu(a.T.tocsc()).solve(direct)
    return {id_: float(solved[j]) for id_, j in number.items()}


def test_name_alone_gives_nonsense_of_either_sign_and_is_refused():
    data = held("uslci_fy21q3")
    first, last, mix = (careless(data, choose) for choose in (lambda x: x[:1], lambda x: x[-1:], lambda x: x))
    # Polypropylene is 1.66. What comes out instead hangs on which of 78 grids is taken for "Electricity, at grid" and
    # on natural gas in kg and in m3 being one product; the loop these make uses up more than it yields.
    assert first[POLYPROPYLENE] > 50
    assert last[POLYPROPYLENE] < -2
    assert mix[POLYPROPYLENE] < -10
    assert sum(value < 0 for value in last.values()) > 80
    with pytest.raises(InputError) as error:
        link(data, LinkPolicy(by="name"))
    assert [p.code for p in error.value.problems] == ["LCI-125"]


def by_name_alone(data):
    """The same, claimed to be meant: a mapping of names to the last producer, one for one in whatever unit."""
    producer = {}
    for process in data.processes:
        for exchange in process.exchanges:
            if exchange.is_reference:
                producer[data.flows[exchange.flow].name] = process.id
    return tuple(MapRow(name, id_, factor=1.0, row=n) for n, (name, id_) in enumerate(producer.items()))


def test_a_mapping_that_does_the_same_is_refused_naming_the_loop():
    data = held("uslci_fy21q3")
    with pytest.raises(InputError) as error:
        link(data, replace(STRICT, mapping=by_name_alone(data), quarantine=False))
    told = {p.code: p.candidates for p in error.value.problems}
    assert set(told) == {"LCI-112", "LCI-159"}
    assert any(name.startswith("Electricity, at grid") for name in told["LCI-159"])
    assert any(name.startswith("Natural gas") for name in told["LCI-159"])
    assert told["LCI-112"] == ("Aluminum, sheet, coated, at plant [89204]",)


def test_a_resin_measured_in_megajoules_is_quarantined_by_its_score():
    settled = settle(held("uslci_fy17q4"), LinkPolicy(), scores)
    found = {f.name: f for f in settled.linked.quarantined if f.reason == "score_out_of_bounds"}
    assert "Polypropylene, resin, at plant, CTR" in found
    assert (
        "kg CO2e per MJ is beyond plausibility (at most 100)"
        in found["Polypropylene, resin, at plant, CTR"].problem.cause.en
    )
    # The next ones are boilers and resins of 5 to 22 kg per MJ: strange, and of no wrong unit for certain.
    assert not any("olyol" in name or "Heat" in name for name in found)


def test_the_two_releases_agree():
    old, new = link(held("uslci_fy17q4"), LinkPolicy()), link(held("uslci_fy21q3"), STRICT)
    found = []
    for linked in (old, new):
        value = {c.product: float(s) for c, s in zip(linked.columns, scores(linked), strict=True)}
        found.append([value[n] for n in ("Hot rolled sheet, steel, at plant", "Steel, billets, at plant")])
    assert found[0] == pytest.approx([2.305, 2.048], abs=0.001)
    assert found[1] == pytest.approx([2.306, 2.048], abs=0.001)


def test_uslci_records_that_cannot_be():
    old = {f.name: f.reason for f in link(held("uslci_fy17q4"), LinkPolicy()).quarantined}
    assert old["Soybean oil, crude, degummed, at plant"] == "mislabelled_reference"
    assert {"Soy-based resin, at plant", "Soy-based polyol, at plant"} <= set(old)
    new = Counter(f.reason for f in settle(held("uslci_fy21q3"), STRICT, scores).linked.quarantined)
    assert new == {"direct_co2": 6, "not_productive": 1, "negative_score": 1}


# ── TianGong 0.2.0 ───────────────────────────────────────────────────────────────────────────────


def test_every_defect_of_tiangong_is_found_with_its_count():
    found = {d.id: d for d in diagnose(held("tiangong_0.2.0"))}
    assert found["missing_flow"].count == 4546
    # 17 without a reference, 10 whose reference has no amount.
    assert found["no_usable_reference"].count == 27
    assert found["zero_rows"].count == 9873
    assert found["value_table"].count == found["value_balance"].count == 153
    assert found["duplicate_producers"].count == 2536
    # 571 rows, 89 and 36 above the limits there, which leaves out five rows named "Carbon dioxide" with a capital (one
    # above both limits) and counts six where carbon dioxide is itself the reference.
    assert (found["direct_co2"].of, found["direct_co2"].count, found["direct_co2_gross"].count) == (570, 90, 37)
    assert found["elementary_reference"].count == 276
    strange = {e.name for e in found["mislabelled_reference"].examples}
    assert found["mislabelled_reference"].count == 26, strange
    assert found["water"].count == 70
    assert found["no_amount"].count == 133


def test_tiangong_names_the_steelworks_with_the_wrong_reference():
    reasons = defaultdict(set)
    for f in link(held("tiangong_0.2.0"), LinkPolicy()).quarantined:
        reasons[f.name].add(f.reason)
    for start in ("Eaf steelmaking ; pig iron", "Converter steelmaking ; pig iron"):
        assert any("mislabelled_reference" in r for name, r in reasons.items() if name.startswith(start)), start


def test_tiangong_is_refused_by_name_without_quarantine():
    with pytest.raises(InputError) as error:
        link(held("tiangong_0.2.0"), LinkPolicy(quarantine=False))
    codes = {p.code for p in error.value.problems}
    assert codes <= {"LCI-112", "LCI-159"}
    assert any("CEEIO" in c for p in error.value.problems for c in p.candidates)


def test_the_rest_of_tiangong_is_linked_solved_and_its_scores_counted():
    settled = settle(held("tiangong_0.2.0"), LinkPolicy(), scores)
    linked, w = settled.linked, settled.scores
    gone = Counter(f.reason for f in linked.quarantined)
    assert gone["elementary_reference"] == 276
    assert gone["value_balance"] == 153
    assert gone["no_reference"] == 17
    assert np.isfinite(w).all()
    assert (len(w), int((w > 1e-12).sum()), int((abs(w) <= 1e-12).sum())) == (3373, 596, 2777)
    assert {p.type for p in linked.columns} <= {"unit", "result", "system", "unknown"}
    residual = _residual(linked)
    assert residual < 1e-9


def _residual(linked):
    """The largest scaled residual of the forward system for one unit of every product."""
    m = linked.matrices.technosphere
    a = sparse.csc_matrix((m.values, m.rows, m.start), shape=(m.width, m.width))
    demand = linked.sense
    x = splu(a).solve(demand)
    return float((np.abs(a @ x - demand) / (np.abs(a) @ np.abs(x) + np.abs(demand))).max())
