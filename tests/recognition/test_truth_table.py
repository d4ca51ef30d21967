"""The truth table: product × date × plant × market → scope and verdict, each row with the reason it rests on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from carnet.recognition.vocabulary import OVERALL, SCOPE_ANSWERS
from carnet.service.recognition_data import on_file
from carnet.service.studies import open_study
from carnet.service.verdicts import run_scope, run_verdict

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
# A shipped study of the category: only these rows have a verdict, the others a scope.
STUDIES = {
    "hot_rolled_coil": "steel",
    "section_steel": "section_steel",
    "pv_module": "pv_topcon",
    "traction_battery": "lfp_pack_truck",
    "laptop": "laptop",
}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text("utf-8").splitlines()))


ROWS, SIGNALS = _rows("truth.csv"), _rows("truth_signals.csv")


def _name(row: dict[str, str]) -> str:
    return " ".join(
        row[key] for key in ("product", "set", "market", "purpose", "date", "plant", "item") if row.get(key)
    )


def test_the_table_is_large_enough_and_every_row_says_why():
    assert len(ROWS) >= 60
    assert all(row["citation"].strip() for row in (*ROWS, *SIGNALS))
    assert {row["scope"] for row in ROWS} == set(SCOPE_ANSWERS) - {"disputed"}  # disputed stands in the signals
    assert {row["answer"] for row in SIGNALS} == {"not_yet", "unknown", "out", "disputed", ""}
    assert {row["verdict"] for row in ROWS} - {""} <= set(OVERALL)
    assert len({_name(row) for row in ROWS}) == len(ROWS)


def test_every_product_of_the_articles_is_in_the_table():
    named = {row["product"] for row in ROWS}
    assert set(on_file().products.by_id) <= named


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_scope(row: dict[str, str]):
    run = run_scope(
        row["product"],
        row["market"],
        purpose=row["purpose"],
        day=row["date"],
        settings=row["set"].split(),
        plant=row["plant"],
    )
    assert [each.answer.answer for each in run.found] == [row["scope"]], run.found


@pytest.mark.parametrize("row", [row for row in ROWS if row["verdict"]], ids=_name)
def test_verdict(row: dict[str, str]):
    run = run_verdict(
        open_study(STUDIES[row["product"]]),
        row["market"],
        purpose=row["purpose"],
        day=row["date"],
        settings=row["set"].split(),
        plant=row["plant"],
        with_bridge=False,
    )
    assert run.verdict.overall == row["verdict"], (run.verdict.why, run.verdict.scope)
    assert not run.verdict.accepted


@pytest.mark.parametrize("row", SIGNALS, ids=_name)
def test_signal(row: dict[str, str]):
    run = run_scope(row["product"], "EU", day=row["date"], settings=row["set"].split(), plant=row["plant"])
    found = {signal.item.id: signal for signal in run.signals}
    assert (found[row["item"]].answer.answer if row["item"] in found else "") == row["answer"]
    assert all(signal.status not in {"signed", "in_force", "applicable", "operating"} for signal in found.values())
