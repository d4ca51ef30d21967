"""Two regimes side by side: the verdicts, the published difference table of Catena-X, and our own list of topics.

A row of the published table counts as reproduced only when our comparison sees a difference on that topic and our value
of the other guideline is cited, firmly, from another text than the table. ``in words``: both texts say it in a sentence
only, and the sentences differ.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest

from carnet.regime import ISSUABLE, PARAMETERS, ResolvedRegime, resolve
from carnet.regime.compare import TOPICS, VERDICT_NAMES, TopicComparison, compare, comparison_json
from carnet.service import datasets
from tests.cli.program import carnet

TABLE = Path(__file__).parents[2].parent / "shared" / "data" / "regimes" / "published_guideline_differences_catenax.csv"
DAY = "2026-11-22"
FROM_THE_TABLE = "cx_table"
GUIDELINES = {
    "worldsteel LCI methodology 2017": "worldsteel_lci",
    "TfS PCF Guideline (v3)": "tfs",
    "European Aluminium 2023": "european_aluminium",
    "International Aluminium Institute 2021": "iai",
}
# Topic of the table → our topic, and the parameters whose difference answers it.
QUESTIONS = {
    "allocation": ("allocation", ("D6.default", "K1.allocation_order")),
    "substitution": ("allocation", ("K1.allocation_order",)),
    "alumina allocation": ("allocation", ("D6.products",)),
    "salt slag": ("allocation", ("D6.products",)),
    "waste or co-product": ("waste_or_co_product", ("D7.pre_consumer", "K1.co_product_test")),
    "waste to energy": ("waste_to_energy", ("D7.waste_energy", "K1.waste_energy_options")),
    "waste data": ("waste_data", ("K1.waste_data",)),
    "waste model": ("waste_data", ("K1.waste_data",)),
    "recycling": ("recycling", ("D7.scrap", "D7.end_of_life", "K1.recycling_options")),
    "electricity": ("electricity", ("D8.tiers",)),
    "boundary": ("boundary", ("D2.stages", "D2.capital_goods", "K1.boundary_options")),
    "cut-off": ("cut_off", ("D3.limit_percent", "D3.basis", "D3.scope", "D3.total_percent")),
    "GWP": ("gwp", ("D4.gwp_set",)),
    "biogenic": ("biogenic", ("D5.biogenic_co2",)),
    "chain of custody": ("chain_of_custody", ("K1.chain_of_custody",)),
    "time": (
        "time",
        ("K2.check", "K2.recalculate_percent", "K2.primary_age_years", "K2.secondary_age_years", "K2.validity_years"),
    ),
    "packaging": ("packaging", ("D2.packaging",)),
    "offsets": ("offsets", ("D5.offsets", "K4.offsets_report")),
    "transport model": ("transport_model", ("K1.transport_model",)),
    "transport report": ("transport_report", ("K4.transport_report",)),
    "data": ("data", ("K1.data_order",)),
    "PDS": ("primary_data_share", ("K1.primary_share",)),
    "DQR": ("data_quality", ("K1.metric",)),
    "price averaging": ("price_averaging", ("K1.price_years",)),
}
# Our own list, in our own words: where a guideline and the rulebook must come out different, on texts other than the
# published table. It stands without that table.
OURS = {
    "worldsteel_lci": ("allocation", "waste or co-product", "recycling", "electricity", "boundary"),
    "tfs": ("waste to energy", "recycling", "chain of custody", "time"),
    "european_aluminium": (),
    "iai": ("waste model", "recycling", "cut-off", "time"),
}


@cache
def regime(name: str) -> ResolvedRegime:
    return resolve(datasets.regimes(), name, DAY, DAY)


@cache
def against_catenax(name: str) -> dict[str, TopicComparison]:
    return {found.topic.id: found for found in compare(regime(name), regime("catenax"))}


def judge(guideline: str, topic: str) -> str:
    """``reproduced``, ``reproduced in words``, or why not."""
    ours, parameters = QUESTIONS[topic]
    items = [i for i in against_catenax(guideline)[ours].items if i.parameter in parameters]
    seen = [i for i in items if i.verdict in {"differs", "worded"}]
    firm = [i.verdict for i in seen if i.one.source != FROM_THE_TABLE and i.one.status in ISSUABLE]
    if firm:
        return "reproduced" if "differs" in firm else "reproduced in words"
    if any(i.one.source == FROM_THE_TABLE for i in items):
        return "cited from the table alone"
    if seen:
        return "cited by inference only"
    if items and all(i.verdict == "same" for i in items):
        return "our comparison says the same"
    return "our value is open or not on file"


@pytest.mark.parametrize(("guideline", "topic"), [(g, t) for g, topics in OURS.items() for t in topics])
def test_our_own_list_of_differences_from_the_rulebook(guideline: str, topic: str) -> None:
    assert judge(guideline, topic).startswith("reproduced")


def test_the_published_table(capsys: pytest.CaptureFixture[str]) -> None:
    if not TABLE.is_file():
        pytest.skip(f"{TABLE.name} is not beside this repository")
    with TABLE.open(encoding="utf-8") as file:
        rows = [(GUIDELINES[r["guideline"]], r["topic"], r["difference"]) for r in csv.DictReader(file)]
    verdicts = [(g, t, said, judge(g, t)) for g, t, said in rows]
    counts = Counter(v for *_, v in verdicts)
    lines = [f"  {verdict:33}{guideline:19}{topic:20}{said}" for guideline, topic, said, verdict in verdicts]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", f"{len(rows)} published rows: {dict(counts)}", *lines, ""]))
    assert len(rows) == 47
    done = {(g, t) for g, t, _, verdict in verdicts if verdict.startswith("reproduced")}
    assert done == {(g, t) for g, topics in OURS.items() for t in topics}
    assert counts == {
        "reproduced": 6,
        "reproduced in words": 7,
        "cited from the table alone": 24,
        "cited by inference only": 1,
        "our value is open or not on file": 9,
    }


def test_a_row_counts_no_more_when_its_value_comes_from_the_table() -> None:
    """The check itself can fail: move a citation to the table and the row drops out."""
    one = regime("tfs")
    moved = {
        name: replace(v, source=FROM_THE_TABLE) if name.startswith("K2.") and v.source else v
        for name, v in one.values.items()
    }
    found = compare(replace(one, values=MappingProxyType(moved)), regime("catenax"))
    (time,) = (t for t in found if t.topic.id == "time")
    assert time.verdict == "differs"
    assert not any(i.one.source not in {"", FROM_THE_TABLE} for i in time.items if i.verdict == "differs")


def test_every_parameter_belongs_to_exactly_one_topic() -> None:
    named = Counter(name for topic in TOPICS for name in topic.parameters)
    assert dict(named) == {p.id: 1 for p in PARAMETERS}
    assert len({t.id for t in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize("name", datasets.regimes().ids())
def test_a_regime_is_the_same_as_itself_or_open(name: str) -> None:
    for found in compare(regime(name), regime(name)):
        assert found.verdict in {"same", "neither", "unknown"}, found.topic.id
        assert all(i.verdict == "unknown" for i in found.items if i.one.value is None)


@pytest.mark.parametrize(("one", "other"), [("catenax", "pact3"), ("iso14067", "catenax"), ("tfs", "worldsteel_lci")])
def test_the_comparison_turned_round_is_the_same_comparison(one: str, other: str) -> None:
    there, back = compare(regime(one), regime(other)), compare(regime(other), regime(one))
    for left, right in zip(there, back, strict=True):
        assert left.verdict == right.verdict
        assert left.for_other == right.for_one
        assert [i.one for i in left.items] == [i.other for i in right.items]


def test_a_different_sentence_is_no_difference_of_rule() -> None:
    found = {i.parameter: i for t in compare(regime("catenax"), regime("pact3")) for i in t.items}
    assert found["K1.metric"].verdict == "worded"
    assert found["D5.leading"].verdict == "differs"
    assert found["D8.tiers"].verdict == "unknown"  # what the file lists as possible are examples


def test_what_has_to_be_added_names_rule_and_clause() -> None:
    found = comparison_json(regime("iso14067"), regime("catenax"))
    topics = {t["id"]: t for t in found["topics"]}  # type: ignore[index, attr-defined]
    said = " ".join(text["en"] for text in topics["cut_off"]["for_other"])
    assert "cut-off limit in per cent: 3 (catenax, 4.3" in said
    assert all(text["zh"] and text["en"] for t in topics.values() for text in t["for_other"] + t["for_one"])
    assert found["counts"] == {v: sum(t["verdict"] == v for t in topics.values()) for v in VERDICT_NAMES}


def test_an_open_value_differs_only_where_no_candidate_fits() -> None:
    base = regime("catenax")
    value = base.values["D4.gwp_set"]

    def verdict(*candidates: str) -> str:
        open_ = replace(value, value=None, status="unknown", candidates=candidates)
        other = replace(base, values=MappingProxyType({**base.values, "D4.gwp_set": open_}))
        return next(t.verdict for t in compare(base, other) if t.topic.id == "gwp")

    assert verdict("AR4", "AR5") == "differs"
    assert verdict("AR5", "AR6") == "unknown"
    assert verdict() == "unknown"


def test_the_command_prints_verdicts_both_values_and_what_is_missing(capfd: pytest.CaptureFixture[str]) -> None:
    zh, en = (carnet(capfd, "regimes", "compare", "tfs", "catenax", "--lang", lang) for lang in ("zh", "en"))
    assert (zh.code, en.code) == (0, 0)
    assert "时间  [不同]" in zh.out
    assert "time  [differs]" in en.out
    assert "满足 catenax 还须：" in zh.out
    assert "to satisfy catenax:" in en.out
    assert "tfs: 20  (" in en.out
    assert "catenax: 10  (" in en.out


def test_the_command_gives_the_same_as_data(capfd: pytest.CaptureFixture[str]) -> None:
    done = carnet(capfd, "--json", "regimes", "compare", "tfs", "catenax")
    assert done.code == 0
    assert done.document == comparison_json(regime("tfs"), regime("catenax"))
    assert carnet(capfd, "regimes", "compare", "tfs", "catena").code != 0
