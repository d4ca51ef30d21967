"""Every regime that computes has a worked example, and every example says whose it is and is run by a test."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from carnet.service import datasets

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"
NONE = "none_public"
HEAD = ("name_zh", "name_en", "regime", "kind", "source")
KINDS = (
    "published example",
    "published rule",
    "published factors",
    "hand calculation from published factors",
    "constructed from the rule",
)
HOW = (
    "add tests/regimes/examples/{id}.toml: name_zh, name_en, regime, kind, source, country, [product], [[row]], steps "
    "and [expected] as worldsteel_co2_eaf.toml has them; where no example is public, a line in none_public.toml that "
    "says where you looked"
)


def load(name: str) -> dict:
    return tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


NAMES = sorted(path.stem for path in EXAMPLES.glob("*.toml") if path.stem != NONE)


def computing() -> list[str]:
    library = datasets.regimes()
    return [name for name in library.ids() if not library.versions(name)[-1].listed.en]


def regimes_of(found: dict) -> set[str]:
    given = found["regime"]
    return {r.partition("@")[0] for r in ([given] if isinstance(given, str) else given)}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_what_it_is_and_where_it_comes_from(name):
    found = load(name)
    assert [key for key in HEAD if not found.get(key)] == []
    assert found["kind"] in KINDS
    assert regimes_of(found) <= set(datasets.regimes().ids())


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_run_by_a_test(name):
    rows = {"product", "row", "expected"} <= set(load(name))
    named = any(re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) for path in HERE.glob("test_*.py"))
    assert rows or named


@pytest.mark.parametrize("regime", computing())
def test_every_regime_that_computes_has_an_example_or_says_where_one_was_looked_for(regime):
    held = {r for name in NAMES for r in regimes_of(load(name))}
    none = load(NONE)["regimes"]
    assert regime in held | set(none), HOW.format(id=regime)
    assert regime not in held & set(none), "there is an example: take the line out of none_public.toml"


def test_nothing_is_excused_that_does_not_exist():
    assert set(load(NONE)["regimes"]) <= set(computing())
