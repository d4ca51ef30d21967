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
    named = re.findall(r'^(?:# )?parameter = "(.+)"$', skeleton("my_scheme", DAY), re.MULTILINE)
    assert sorted(named) == sorted(BY_ID)


def test_every_commented_block_loads_when_its_marks_are_taken_away():
    text = skeleton("my_scheme", DAY)
    head, rest = text.split("\n# ── D1", 1)
    body = "\n".join(row.removeprefix("# ") for row in ("# ── D1" + rest).split("\n") if not re.match(r"# .* · ", row))
    library = parse_regimes([("new.toml", f"{head}\n{body}")])
    assert {value.parameter for value in library.regimes["my_scheme@1"].values} == set(BY_ID)


def test_with_a_parent_only_the_head_is_left_to_fill():
    child = skeleton("my_scheme", DAY, "a@1")
    library = parse_regimes([("a.toml", sample()), ("new.toml", child)])
    assert library.regimes["my_scheme@1"].values == ()
    assert resolve(library, "my_scheme", DAY, DAY).value("K4.decimals") == "3"


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.id)
def test_every_kind_of_parameter_has_an_example(parameter):
    assert f'parameter = "{parameter.id}"' in skeleton("x", DAY)
