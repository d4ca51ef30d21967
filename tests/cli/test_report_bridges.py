"""``report --bridge``: a regime that only the bridge names is calculated for it."""

from __future__ import annotations

import pytest

from carnet.cli import calculation
from tests.cli.program import carnet, write
from tests.strategies import small_study


@pytest.fixture
def made(monkeypatch):
    """What the report is made from, without setting two PDF files."""
    seen = {}

    def reports(_opened, done, bridges, **_):
        seen.update(regimes=[c.regime for c in done], bridges=bridges)
        return {"zh": b"", "en": b""}

    monkeypatch.setattr(calculation, "reports", reports)
    return seen


def report(capfd, folder, *more):
    return carnet(capfd, "report", write(folder, small_study(7)), "--out", str(folder / "out"), *more)


def test_a_bridge_brings_the_regimes_it_needs_into_the_report(capfd, tmp_path, made):
    run = report(capfd, tmp_path, "--regime", "iso14067", "--bridge", "iso14067:eu_cbam", "--bridge", "eu_cbam:pef")
    assert run.code == 0, run.err
    assert made["regimes"] == ["iso14067", "eu_cbam", "pef"]
    assert len(made["bridges"]) == 2


def test_a_bridge_of_regimes_asked_for_adds_none(capfd, tmp_path, made):
    asked = ("--regime", "iso14067", "--regime", "eu_cbam", "--bridge", "iso14067:eu_cbam")
    assert report(capfd, tmp_path, *asked).code == 0
    assert made["regimes"] == ["iso14067", "eu_cbam"]


def test_a_regime_that_does_not_exist_is_named(capfd, tmp_path, made):
    run = report(capfd, tmp_path, "--regime", "iso14067", "--bridge", "iso14067:nothing")
    assert run.code == 2
    assert "REG-101" in run.err
    assert "nothing" in run.err
    assert not made


@pytest.mark.parametrize("pair", ["iso14067", "iso14067:", ":eu_cbam"])
def test_a_bridge_has_two_ends(capfd, tmp_path, made, pair):
    run = report(capfd, tmp_path, "--regime", "iso14067", "--bridge", pair)
    assert run.code == 2
    assert "CLI-005" in run.err
    assert "FROM:TO" in run.err
    assert not made
