"""Accepting: who, what, why, on which clause; what no calculation would use is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from carnet.errors import InputError, UsageError
from carnet.exchange.study import write_study
from carnet.service.accepting import LONGEST_TEXT, accept
from carnet.service.calculate import calculate, resolve_all
from carnet.service.studies import open_study
from tests.assessment.cases import opened
from tests.strategies import small_study

DAY = "2026-11-22"
FIELDS: dict[str, Any] = {
    "regime": "responsiblesteel", "parameter": "D4.gwp_set", "value": "AR6", "by": "Li Lei", "reason": "certifier says",
    "source": "", "today": DAY,
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "study.toml"
    file.write_bytes(write_study(small_study(1, carbon=True), file.name))
    return str(file)


def code_of(caught: pytest.ExceptionInfo) -> str:
    (found,) = caught.value.problems
    return found.code


def test_an_acceptance_is_kept_in_the_study_with_everything_else(path):
    before = open_study(path).study
    done = accept(path, **FIELDS)
    after = open_study(path).study
    assert after == replace(before, acceptances=(done,))
    assert (done.by, done.reason, done.on, done.source, done.value) == ("Li Lei", "certifier says", DAY, "", "AR6")
    assert Path(f"{path}.bak").exists()


def test_accepting_again_replaces_the_earlier_one(path):
    accept(path, **FIELDS)
    accept(path, **{**FIELDS, "parameter": "D6.default", "value": '{"method": "economic"}'})
    accept(path, **{**FIELDS, "value": "AR5", "source": "clause 8"})
    kept = open_study(path).study.acceptances
    assert [(a.parameter, a.value, a.source) for a in kept] == [
        ("D6.default", '{"method": "economic"}', ""),
        ("D4.gwp_set", "AR5", "clause 8"),
    ]


def test_another_place_leaves_the_original_alone(path, tmp_path):
    before = Path(path).read_bytes()
    accept(path, **FIELDS, out=str(tmp_path / "assumed.json"))
    assert Path(path).read_bytes() == before
    assert not Path(f"{path}.bak").exists()
    assert len(open_study(str(tmp_path / "assumed.json")).study.acceptances) == 1


def test_a_workbook_keeps_its_acceptance(tmp_path):
    file = tmp_path / "coil.xlsx"
    file.write_bytes(write_study(opened("b").study, file.name))
    done = accept(str(file), **FIELDS)
    assert open_study(str(file)).study == replace(opened("b").study, acceptances=(done,))


@pytest.mark.parametrize("missing", ["by", "reason"])
@pytest.mark.parametrize("blank", ["", "   "])
def test_without_a_name_or_a_reason_nothing_is_recorded(path, missing, blank):
    before = Path(path).read_bytes()
    with pytest.raises(UsageError) as caught:
        accept(path, **{**FIELDS, missing: blank})
    assert code_of(caught) == "CLI-003"
    assert Path(path).read_bytes() == before


def test_both_missing_are_said_at_once(path):
    with pytest.raises(UsageError) as caught:
        accept(path, **{**FIELDS, "by": "", "reason": ""})
    assert [p.value for p in caught.value.problems] == ["--by", "--reason"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"regime": "nobody"}, "REG-101"),
        ({"regime": "iso14067@1900"}, "REG-104"),
        ({"value": "AR9"}, "CAL-011"),
        ({"value": ""}, "CAL-011"),
        ({"parameter": "D99.nothing"}, "CAL-016"),
        ({"parameter": "property:carbon_unobtainium"}, "CAL-016"),
        ({"parameter": "D6.default", "value": "magic"}, "CAL-011"),
        ({"parameter": "D8.counted", "value": "perhaps"}, "CAL-011"),
        ({"parameter": "D8.tiers", "value": "[{}]"}, "CAL-011"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(path, change, code):
    before = Path(path).read_bytes()
    with pytest.raises(InputError) as caught:
        accept(path, **{**FIELDS, **change})
    assert code_of(caught) == code
    assert caught.value.exit_code == 2
    assert Path(path).read_bytes() == before
    assert not Path(f"{path}.bak").exists()


def test_a_refusal_offers_what_would_do(path):
    with pytest.raises(InputError) as caught:
        accept(path, **{**FIELDS, "value": "AR9"})
    assert {"AR5", "AR6"} <= set(caught.value.problems[0].candidates)
    with pytest.raises(InputError) as caught:
        accept(path, **{**FIELDS, "value": ""})
    assert {"AR5", "AR6"} <= set(caught.value.problems[0].candidates)
    with pytest.raises(InputError) as caught:
        accept(path, **{**FIELDS, "regime": "eu_cbam", "parameter": "property:carbon_cole", "value": "1"})
    assert all(c.startswith("property:") for c in caught.value.problems[0].candidates)
    assert caught.value.problems[0].candidates


def open_value(path: str, regime: str = "eu_cbam") -> tuple[str, str, str]:
    found = open_study(path)
    (done,) = calculate(found, resolve_all(found, [regime]))
    row = done.result["open"][0]
    return row["id"], row["low"], row["high"]


def test_an_open_value_is_settled_inside_its_range(path):
    name, low, _ = open_value(path)
    accept(path, **{**FIELDS, "regime": "eu_cbam", "parameter": name, "value": low, "source": "laboratory 7"})
    found = open_study(path)
    (done,) = calculate(found, resolve_all(found, ["eu_cbam"]))
    assert name not in [row["id"] for row in done.result["open"]]
    assert [a["assumed"] for a in done.result["accepted"] if a["parameter"] == name] == [False]


@pytest.mark.parametrize("value", ["-1", "99", "abc", "", "1,5"])
def test_an_open_value_outside_its_range_is_refused(path, value):
    name, low, high = open_value(path)
    with pytest.raises(InputError) as caught:
        accept(path, **{**FIELDS, "regime": "eu_cbam", "parameter": name, "value": value})
    assert code_of(caught) == "CAL-011"
    assert caught.value.problems[0].candidates == (f"{low} … {high}",)


def test_an_open_value_that_was_settled_can_be_settled_anew_and_keeps_its_range(path):
    name, low, high = open_value(path)
    fields = {**FIELDS, "regime": "eu_cbam", "parameter": name}
    accept(path, **{**fields, "value": low})
    accept(path, **{**fields, "value": high})
    assert [a.value for a in open_study(path).study.acceptances] == [high]
    with pytest.raises(InputError):
        accept(path, **{**fields, "value": "99"})


def test_a_source_of_blanks_is_no_source(path):
    done = accept(path, **{**FIELDS, "source": "   "})
    assert done.source == ""
    found = open_study(path)
    (result,) = calculate(found, resolve_all(found, ["responsiblesteel"]))
    assert result.result["assumed"] is True


def test_a_known_value_is_confirmed_without_repeating_it(path):
    done = accept(path, **{**FIELDS, "regime": "eu_cbam", "parameter": "K4.rounding", "value": "", "source": "A.1(8)"})
    assert done.value == ""
    found = open_study(path)
    (result,) = calculate(found, resolve_all(found, ["eu_cbam"]))
    (entry,) = result.result["accepted"]
    assert (entry["parameter"], entry["value"]) == ("K4.rounding", "half_up")
    assert "K4.rounding" not in [b["parameter"] for b in result.result["blocked_by"]]


def test_for_all_regimes_at_once(path):
    accept(path, **{**FIELDS, "regime": "*", "parameter": "D8.counted", "value": "true"})
    found = open_study(path)
    done = calculate(found, resolve_all(found, []))
    assert all("D8.counted" in [a["parameter"] for a in c.result["accepted"]] for c in done)


def test_the_day_comes_from_the_clock_only_when_none_is_given(path):
    done = accept(path, **{k: v for k, v in FIELDS.items() if k != "today"})
    assert len(done.on) == len("2026-11-22")
    assert done.on >= "2024-01-01"


def test_texts_are_cut_at_a_sensible_length(path):
    done = accept(path, **{**FIELDS, "reason": "x" * 5000})
    assert len(done.reason) == LONGEST_TEXT
