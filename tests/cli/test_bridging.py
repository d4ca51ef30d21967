"""`carnet bridge`: methods, files, all pairs, several causes at once; both languages."""

from __future__ import annotations

from dataclasses import replace

import jsonschema
import pytest

from carnet.service import catalogues
from tests.assessment.cases import with_assumptions
from tests.assessment.test_versions import changed_amount
from tests.cli.program import carnet, write
from tests.strategies import small_study

SIDES = ("--from", "iso14067", "--to", "worldsteel_co2")


@pytest.fixture
def study(tmp_path):
    return write(tmp_path, with_assumptions(small_study(1)))


@pytest.fixture
def run(capfd):
    return lambda *arguments: carnet(capfd, *arguments)


@pytest.mark.parametrize("method", ["shapley", "owen", "sequence"])
def test_methods_keep_the_schema(run, study, method):
    done = run("bridge", study, *SIDES, "--method", method, "--json")
    assert done.code == 0
    jsonschema.validate(done.document, catalogues.schemas()["bridge"])
    assert done.document["method"] == method
    assert done.document["order_dependent"] == (method == "sequence")
    assert bool(done.document["sequence"]) == (method == "sequence")


@pytest.mark.parametrize(("lang", "words"), [("zh", "次序"), ("en", "sequential, order-dependent")])
def test_a_sequence_says_so_wherever_it_appears(run, study, tmp_path, lang, words):
    files = {kind: tmp_path / f"b.{kind}" for kind in ("csv", "svg", "pdf")}
    done = run("bridge", study, *SIDES, "--method", "sequence", "--lang", lang, "--csv", str(files["csv"]),
               "--chart", str(files["svg"]), "--page", str(files["pdf"]))  # fmt: skip
    assert done.code == 0, done.err
    assert words in done.out
    assert "order-dependent" in done.out
    assert "order-dependent" in files["csv"].read_text("utf-8-sig")
    assert "order-dependent" in files["svg"].read_text()
    assert files["pdf"].read_bytes().startswith(b"%PDF")
    plain = run("bridge", study, *SIDES, "--lang", lang)
    assert "order-dependent" not in plain.out


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_pairs(run, study, tmp_path, lang):
    out = tmp_path / "all.csv"
    done = run("bridge", study, "--all", "--lang", lang, "--csv", str(out))
    assert done.code == 0
    assert "worldsteel_co2" in done.out
    again = run("bridge", study, "--all", "--json").document
    sides = [each["regime"] for each in again["regimes"]]
    assert len(again["pairs"]) == len(sides) * (len(sides) - 1) >= 30
    assert {pair["residual"] for pair in again["pairs"]} == {"0/1"}
    assert out.read_bytes().startswith(b"\xef\xbb\xbfkey,")
    refused = run("bridge", study, "--all", "--page", str(tmp_path / "x.pdf"), "--json")
    assert (refused.code, refused.document["problems"][0]["code"]) == (2, "CLI-005")


def test_several_causes_at_once(run, tmp_path):
    newer = changed_amount(with_assumptions(small_study(1)))
    older = replace(with_assumptions(small_study(1)), period_from="2023-01-01", period_to="2023-12-31")
    old, new = write(tmp_path, older, "old.toml"), write(tmp_path, newer, "new.toml")
    done = run("bridge", new, "--from-study", old, "--from-date", "2026-06-01", "--legal-date", "2027-06-01",
               "--regime", "eu_cbam", "--json", "--page", str(tmp_path / "v.pdf"))  # fmt: skip
    assert done.code == 0, done.out
    jsonschema.validate(done.document, catalogues.schemas()["bridge"])
    assert {t["dimension"] for t in done.document["terms"]} >= {"period", "rules"}
    assert done.document["residual"] == "0"
    refused = run("bridge", new, "--from-study", old, "--regime", "eu_cbam", "--method", "owen", "--json")
    assert refused.document["problems"][0]["code"] == "CAL-061"


def test_files_of_another_ending_are_refused_before_any_work(run, study, tmp_path):
    for option, name in (("--csv", "x.txt"), ("--page", "x.svg"), ("--chart", "x.pdf")):
        done = run("bridge", study, *SIDES, option, str(tmp_path / name), "--json")
        assert (done.code, done.document["problems"][0]["code"]) == (2, "CLI-010")
