"""The ledger over several studies: each kWh of a certificate has one claimant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carnet.assessment.ledger import ledger
from carnet.inventory.model import Certificate, Contract, Places, Study
from carnet.service.ledger import ledger_of
from carnet.service.studies import OpenStudy, study_digest
from tests.assessment.test_vectors import row, study
from tests.cli.program import carnet, write


def made(name: str, kwh: str, *held: Certificate, version: str = "1") -> Study:
    """A study that draws `kWh` under one contract with these certificates."""
    rows = [
        row("works", "out", "reference", "hot_metal", "1", "t"),
        row("works", "in", "electricity", "electricity", kwh, "kWh", contract="c"),
        row("works", "out", "emission", "CO2", "1", "t", origin="fossil"),
    ]
    contract = Contract("c", "grid", certificates=tuple(c.id for c in held))
    found = study(rows, "works", "hot_metal", contracts=(contract,), certificates=held)
    return replace(found, id=name, version=version)


def certificate(name: str = "G-1", volume: str = "1000", register: str = "国家绿证核发平台") -> Certificate:
    return Certificate(name, register, "wind", volume, "2024-01-01", "2024-12-31", "CN", "", "2025-01-01", "works")


def opened(found: Study) -> OpenStudy:
    return OpenStudy(found, Places(), (), study_digest(found))


def asked(*studies: Study):
    return ledger_of([(f"{s.id}.json", opened(s)) for s in studies])


def test_what_is_left_of_a_certificate_and_who_claims_it():
    found = asked(made("one", "600", certificate()), made("two", "300", certificate()))
    (entry,) = found.rows
    assert (entry["volume_kwh"], entry["claimed_kwh"], entry["left_kwh"]) == ("1000", "900", "100")
    assert [(u["study"], u["contract"], u["claimed_kwh"]) for u in entry["uses"]] == [
        ("one", "c", "600"),
        ("two", "c", "300"),
    ]
    assert (found.problems, entry["over_claimed"]) == ((), False)


def test_more_than_its_volume_over_two_studies_is_refused_with_both_places():
    found = asked(made("one", "600", certificate()), made("two", "500", certificate()))
    (problem,) = found.problems
    assert problem.code == "CAL-036"
    for text in (problem.cause.zh, problem.cause.en):
        assert "one.json /certificates/0/id" in text
        assert "two.json /certificates/0/id" in text
        assert "1100" in text
    # Exactly its volume is no fault.
    assert not asked(made("one", "600", certificate()), made("two", "400", certificate())).problems


def test_register_and_id_together_name_a_certificate_whatever_their_width_and_case():
    one = made("one", "600", certificate("g-1", register="GEC"))
    wide = made("two", "500", certificate("Ｇ－１", register="ｇｅｃ"))
    assert [p.code for p in asked(one, wide).problems] == ["CAL-036"]
    assert not asked(one, made("two", "500", certificate("g-1", register="I-REC"))).problems
    assert not asked(one, made("two", "500", certificate("g-2", register="GEC"))).problems


def test_two_volumes_of_one_certificate_are_named_and_the_lower_holds():
    found = asked(made("one", "600", certificate()), made("two", "300", certificate(volume="800")))
    assert [p.code for p in found.problems] == ["CAL-036", "CAL-037"]
    assert found.rows[0]["volume_kwh"] == "800"


def test_the_same_study_twice_and_versions_of_one_study_are_one_claimant():
    one = made("one", "600", certificate())
    assert not asked(one, one).problems
    later = made("one", "700", certificate(), version="2")
    found = asked(one, later)
    assert not found.problems
    assert found.rows[0]["claimed_kwh"] == "700"
    # Two different studies that carry one id and one version are two.
    other = made("one", "700", certificate())
    assert [p.code for p in asked(one, other).problems] == ["CAL-036"]


def test_a_certificate_under_no_contract_is_listed_and_claims_nothing():
    idle = replace(made("one", "600"), certificates=(certificate(),))
    (entry,) = ledger([idle])
    assert (entry.claimed, entry.over, entry.uses[0].contract) == (0, False, "")


@pytest.mark.parametrize(("second", "code"), [("300", 0), ("500", 1)])
def test_the_command_lists_and_leaves_with_one_when_a_kwh_has_two_claimants(tmp_path, capfd, second, code):
    files = [
        write(tmp_path, made(name, kwh, certificate()), f"{name}.toml")
        for name, kwh in (("one", "600"), ("two", second))
    ]
    plain = carnet(capfd, "ledger", *files)
    assert plain.code == code
    assert "G-1" in plain.out
    assert "register" in carnet(capfd, "ledger", *files, "--lang", "en").out
    done = carnet(capfd, "ledger", *files, "--json")
    assert (done.code, set(done.document)) == (code, {"certificates", "problems"})
    assert len(done.document["problems"]) == code
