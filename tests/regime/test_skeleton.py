"""The file a new regime starts from: it loads as it is, and claims nothing."""

from __future__ import annotations

import re

import pytest

from carnet.regime import PARAMETERS, parse_regimes, resolve, skeleton
from carnet.regime.vocabulary import BY_ID
from tests.regime.samples import sample

DAY = "2026-11-22"


def test_the_skeleton_loads_and_every_required_rule_is_unknown():
    library = parse_regimes([("new.toml", skeleton("my_scheme", DAY))])
    resolved = resolve(library, "my_scheme", DAY, DAY)
    required = {p.id for p in PARAMETERS if p.required}
    assert {v.parameter for v in resolved.values.values() if v.status == "unknown"} == required
    assert all(v.value is None for v in resolved.values.values())


def test_it_names_every_parameter_of_the_vocabulary_once():
    named = re.findall(r'^(?:# )?parameter = "(.+)"$', skeleton("my_scheme", DAY, whole=True), re.MULTILINE)
    assert sorted(named) == sorted(BY_ID)


def test_every_commented_block_loads_when_its_marks_are_taken_away():
    text = skeleton("my_scheme", DAY, whole=True)
    head, rest = text.split("\n# ── D1", 1)
    body = "\n".join(row.removeprefix("# ") for row in ("# ── D1" + rest).split("\n") if not re.match(r"# .* · ", row))
    library = parse_regimes([("new.toml", f"{head}\n{body}")])
    assert {value.parameter for value in library.regimes["my_scheme@1"].values} == set(BY_ID)


@pytest.mark.parametrize("whole", [False, True])
def test_with_a_parent_only_the_head_is_left_to_fill(whole):
    child = skeleton("my_scheme", DAY, "a@1", whole=whole)
    library = parse_regimes([("a.toml", sample()), ("new.toml", child)])
    assert library.regimes["my_scheme@1"].values == ()
    assert resolve(library, "my_scheme", DAY, DAY).value("K4.decimals") == "3"


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.id)
def test_every_kind_of_parameter_has_an_example(parameter):
    assert f'parameter = "{parameter.id}"' in skeleton("x", DAY, whole=True)


def test_a_new_file_is_short_and_names_what_it_does_not_state_in_one_line_each():
    text = skeleton("my_scheme", DAY)
    assert len(text.splitlines()) <= 500
    for parameter in PARAMETERS:
        if not parameter.required:
            assert f"# {parameter.id}  {parameter.name.zh} · {parameter.name.en}" in text.splitlines()
    child = skeleton("my_scheme", DAY, "a@1")
    assert "[[value]]" not in [row.strip() for row in child.splitlines() if not row.startswith("#")]
    assert all(f"\n# {parameter.id}  " in child for parameter in PARAMETERS)
    assert len(child.splitlines()) < 200


def test_the_block_the_head_shows_loads_as_a_value():
    text = skeleton("my_scheme", DAY)
    shown = re.search(r"^#   \[\[value\]\]\n(#   .*\n)+", text, re.MULTILINE)
    library = parse_regimes([("new.toml", text + "\n" + shown[0].replace("#   ", ""))])
    assert library.regimes["my_scheme@1"].values[-1].parameter == "D3.limit_percent"


@pytest.mark.parametrize("whole", [False, True])
def test_the_dates_asked_for_stand_everywhere(whole):
    text = skeleton("my_scheme", DAY, start="2025-01-02", known="2024-11-30", whole=whole)
    assert set(re.findall(r"\bfrom = (\S+)", text)) == {"2025-01-02"}
    assert set(re.findall(r"known = (\S+)", text)) == {"2024-11-30"}
    assert re.findall(r"reviewed = (\S+)", text) == [DAY]
    regime = parse_regimes([("new.toml", text)]).regimes["my_scheme@1"]
    assert (regime.in_force.start, regime.in_force.known) == ("2025-01-02", "2024-11-30")
