"""Codes follow the variants; a variant against a code is told; one that changes nothing says so."""

from __future__ import annotations

import pytest

from carnet.errors import UsageError
from carnet.recognition.products import conditions_of
from carnet.recognition.variants import clashes, codes_for
from carnet.service.recognition_data import on_file
from carnet.service.studies import open_study
from carnet.service.verdicts import run_scope, run_verdict

DAY = "2026-11-22"


def scope(product: str, *settings: str, market: str = "EU", purpose: str = "cbam"):
    return run_scope(product, market, purpose=purpose, day=DAY, settings=settings, plant="CN-50")


@pytest.mark.parametrize(
    ("product", "settings", "codes"),
    [
        ("hot_rolled_coil", ("alloy=non_alloy",), ("7208",)),
        ("hot_rolled_coil", ("alloy=alloy",), ("7225", "7226")),
        ("hot_rolled_coil", ("alloy=stainless",), ("7219", "7220")),
        ("hot_rolled_coil", (), ("7208", "7225", "7226", "7219", "7220")),
        ("section_steel", ("alloy=non_alloy", "section=h"), ("7216",)),
        ("section_steel", ("alloy=alloy",), ("7228",)),
        ("section_steel", ("alloy=stainless",), ("7222",)),
        ("rebar", ("alloy=non_alloy", "form=coil"), ("7213",)),
        ("rebar", ("alloy=non_alloy", "form=bar"), ("7214",)),
        ("rebar", ("alloy=alloy", "form=coil"), ("7227",)),
        ("rebar", ("alloy=alloy", "form=bar"), ("7228",)),
        ("rebar", ("alloy=stainless", "form=coil"), ("7221",)),
        ("rebar", ("alloy=stainless", "form=bar"), ("7222",)),
        ("rebar", ("alloy=non_alloy",), ("7213", "7214")),
        ("pv_module", (), ("854143",)),
        ("pv_module", ("level=cell",), ("854142",)),
        ("traction_battery", ("level=cell",), ("850760",)),
        ("traction_battery", ("level=module",), ("850760", "850790")),
        ("truck_battery_module", (), ("850760", "850790")),
        ("truck_battery_module", ("level=pack",), ("850760",)),
        ("energy_storage_system", ("storage=external",), ("850780",)),
        ("iot_lighting", ("unit=luminaire",), ("9405",)),
        ("chemical", ("substance=hydrogen",), ("280410",)),
        ("chemical", ("substance=other",), ()),
        ("chemical", (), ()),
        ("laptop", (), ("847130",)),
    ],
)
def test_codes_follow_the_variants(product: str, settings: tuple[str, ...], codes: tuple[str, ...]) -> None:
    assert scope(product, *settings).case.codes == codes


def test_every_code_by_variant_is_of_words_the_product_has() -> None:
    catalogue = on_file().products
    for category in catalogue.by_id.values():
        words = {each.key: set(each.values) for each in catalogue.variants_of(category.id)}
        for rule in category.coded:
            for key, word in conditions_of(rule.when).items():
                assert set(word.split("|")) <= words[key], (category.id, rule)
            assert rule.status in {"secondary", "recalled"}
        assert set(category.codes) <= set(codes_for(catalogue, category, {})) | set(category.codes)


def test_stainless_coil_is_not_said_to_be_of_7208() -> None:
    text = scope("hot_rolled_coil", "alloy=stainless").found[0].answer.why[0]
    assert "7219" in text.en
    assert "7208" not in text.en
    assert "7208" not in text.zh


def test_a_variant_and_a_code_that_contradict_are_told() -> None:
    run = scope("hot_rolled_coil", "alloy=stainless", "cn=72083900")
    assert run.case.codes == ("72083900",)
    assert ["72083900" in each.en and "7219" in each.en for each in run.case.notes] == [True]
    assert not scope("hot_rolled_coil", "alloy=stainless", "cn=72191100").case.notes
    assert not scope("hot_rolled_coil", "alloy=stainless", "cn=7219").case.notes


def test_a_code_outside_the_product_is_told() -> None:
    assert scope("hot_rolled_coil", "cn=85414300").case.notes
    assert not scope("swap_station_part", "cn=73269098").case.notes  # no codes of it are on file


def test_a_code_alone_is_asked_about_without_a_note() -> None:
    assert not scope("72083900").case.notes


def test_a_variant_against_the_product_itself_is_answered_and_told() -> None:
    run = scope("truck_battery_module", "level=pack", purpose="passport")
    assert run.found[0].answer.rule == "pack_to_assemble"
    assert ["level=module" in each.zh and "level=pack" in each.zh for each in run.case.notes] == [True]
    assert not scope("truck_battery_module", "level=module", purpose="passport").case.notes


def test_a_word_the_family_does_not_have_is_refused_with_candidates() -> None:
    with pytest.raises(UsageError) as raised:
        scope("truck_battery_module", "level=rack")
    found = raised.value.problems[0]
    assert (found.code, found.candidates) == (
        "REC-071",
        ("level=battery", "level=pack", "level=module", "level=cell"),
    )


def test_a_variant_that_no_line_looks_at_says_so() -> None:
    idle = scope("hot_rolled_coil", "route=eaf").found[0].idle
    assert idle is not None
    assert "route" in idle.zh
    assert "route" in idle.en
    assert "alloy" not in idle.en


def test_a_variant_that_a_line_or_its_code_looks_at_does_not() -> None:
    assert scope("hot_rolled_coil", "alloy=stainless").found[0].idle is None
    assert scope("traction_battery", "level=battery", purpose="passport").found[0].idle is None
    assert scope("pv_module", "level=cell", market="FR", purpose="tender").found[0].idle is None


def test_a_stated_code_decides_before_a_variant_that_only_names_it() -> None:
    idle = scope("hot_rolled_coil", "alloy=stainless", "cn=72191100").found[0].idle
    assert idle is not None
    assert "alloy" in idle.en


def test_what_the_category_settles_itself_is_not_called_idle() -> None:
    assert scope("truck_battery_module", purpose="epd").found[0].idle is None


def test_the_verdict_tells_it_too() -> None:
    run = run_verdict(open_study("steel"), "EU", purpose="epd", day=DAY, settings=("route=eaf",), with_bridge=False)
    assert any("route" in each.en for each in run.case.notes)
    run = run_verdict(open_study("steel"), "EU", purpose="epd", day=DAY, with_bridge=False)
    assert not run.case.notes


def test_clashes_of_nothing_are_none() -> None:
    catalogue = on_file().products
    assert clashes(catalogue, catalogue.by_id["laptop"], {}, ()) == ()


# ── what was announced after the day asked about ─────────────────────────────────────────────────


def test_what_came_later_is_not_told_of_an_earlier_day() -> None:
    assert not run_scope("hot_rolled_coil", "EU", purpose="cbam", day="2022-09-30").signals
    before = run_scope("hot_rolled_coil", "EU", purpose="cbam", day="2026-06-16").signals
    after = run_scope("hot_rolled_coil", "EU", purpose="cbam", day="2026-06-17").signals
    assert "cq-talks-steel-2026-06-17" not in {each.item.id for each in before}
    assert "cq-talks-steel-2026-06-17" in {each.item.id for each in after}


def test_the_transitional_period_is_named_with_its_days() -> None:
    found = run_scope("hot_rolled_coil", "EU", purpose="cbam", day="2024-09-30", plant="CN-50").found[0].answer
    said = " ".join(each.en for each in found.why)
    assert found.answer == "not_yet"
    assert "from 2023-10-01 to 2025-12-31" in said
    assert "before that there was no CBAM" in said


def test_a_law_is_not_there_before_it_was_published() -> None:
    found = run_scope("hot_rolled_coil", "EU", purpose="cbam", day="2022-09-30", plant="CN-50").found[0].answer
    said = " ".join(each.en for each in found.why)
    assert found.answer == "not_yet"
    assert "not there yet on 2022-09-30; published on 2023-05-16" in said
