"""A text that is published and no law: figures made by it say so, and nobody can confirm that it is in force."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carnet.assessment import assess, result_json
from carnet.cli.data import _dated
from carnet.cli.showing import why_blocked
from carnet.errors import InputError
from carnet.inventory.model import Acceptance
from carnet.regime import describe
from carnet.regime.vocabulary import DRAFTS, NATURES
from carnet.service import accepting, catalogues
from carnet.service.studies import OpenStudy
from tests.assessment.cases import inputs, opened_of
from tests.assessment.test_vectors import row, rules, study

HELD = ("voluntary standard", "national standard", "EU act", "scheme")
EACH_DRAFT = pytest.mark.parametrize("nature", DRAFTS)


def plant():
    rows = [
        row("iron", "out", "reference", "hot_metal", "1000"),
        row("iron", "out", "emission", "CO2", "300", origin="fossil"),
    ]
    return replace(study(rows, "iron", "hot_metal"), status="plant")


def by(nature, status="read"):
    """ISO 14067 as if it were a text of another nature, its date read from the text itself."""
    base = rules()
    return replace(base, nature=nature, in_force=replace(base.in_force, status=status))


def result(nature, status="read", *acceptances):
    found = replace(plant(), acceptances=acceptances)
    return result_json(assess(inputs(found), by(nature, status)), {})[0]


def force(shown):
    return [b["status"] for b in shown["blocked_by"] if b["parameter"] == "in_force"]


def test_every_nature_is_either_a_draft_or_may_be_in_force():
    assert set(HELD) | set(DRAFTS) == set(NATURES)


@EACH_DRAFT
@pytest.mark.parametrize("status", ["read", "secondary", "unknown"])
def test_a_figure_by_a_draft_is_never_issued_and_says_why(nature, status):
    shown = result(nature, status)
    assert shown["figure"]["value"] is not None
    assert (force(shown), shown["issuable"]) == (["draft"], False)
    assert "方案是草案，未生效" in why_blocked(shown, "zh")
    assert "the regime is a draft, not in force" in why_blocked(shown, "en")


@EACH_DRAFT
def test_no_source_makes_a_draft_law(nature):
    confirmed = Acceptance("iso14067", "in_force", "", "A. Tester", "seen", "2026-11-22", "Official Journal")
    assert force(result(nature, "unknown", confirmed)) == ["draft"]
    assert force(result("EU act", "unknown", confirmed)) == []


@pytest.mark.parametrize("nature", HELD)
def test_other_texts_are_judged_by_what_is_known_of_their_date(nature):
    assert force(result(nature)) == []
    assert force(result(nature, "unknown")) == ["unknown"]


@EACH_DRAFT
def test_the_date_of_a_draft_is_the_day_it_was_published(nature):
    said = describe(by(nature).in_force, nature)
    assert "草案发布于" in said.zh
    assert "published as a draft on" in said.en
    assert "生效" not in said.zh
    assert "in force" not in said.en
    assert "生效" in describe(by("scheme").in_force, "scheme").zh


def test_shipped_drafts_are_listed_with_the_day_of_publication():
    drafts = [entry for entry in catalogues.regimes_list() if entry["nature"] in DRAFTS]
    assert {e["id"] for e in drafts} >= {"eu_cfb_ev", "espr_steel"}
    for entry in drafts:
        assert _dated(entry, "zh").startswith("草案发布于 ")
        assert _dated(entry, "en").startswith("published as a draft on ")
        shown = catalogues.regime_show(f"{entry['id']}@{entry['version']}")["in_force"]
        assert "生效" not in shown["zh"]
        assert "in force" not in shown["en"]


def test_confirming_that_a_draft_is_in_force_is_refused():
    def confirm(regime):
        accepted = Acceptance(regime, "in_force", "", "A. Tester", "seen", "2026-11-22", "Official Journal")
        opened: OpenStudy = opened_of(plant())
        accepting._check(opened, accepted)

    confirm("eu_cbam")
    with pytest.raises(InputError) as caught:
        confirm("eu_cfb_ev")
    (found,) = caught.value.problems
    assert (found.code, found.value) == ("CAL-025", "eu_cfb_ev")
