"""Selection: deterministic, explained, and never a silent stand-in."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.factors import FactorRequest, select
from carnet.factors.select import LEVELS, level
from tests.factors.samples import make, record

ASK = FactorRequest("lime", ("product_life_cycle",), "CN", "CN-50", "2023-01-01", "2023-12-31", "2026-01-01")


def ask(**fields):
    values = {name: getattr(ASK, name) for name in FactorRequest.__slots__}
    return FactorRequest(**{**values, **fields})


def chosen(*records, **fields):
    selection = select(make(*records), ask(**fields))
    return selection.record.id if selection.record else None


PLACES = [
    record("region", country="CN", region="CN-50"),
    record("country", country="CN"),
    record("other_region", country="CN", region="CN-13"),
    record("group", country="RAS"),
    record("world", country="GLO"),
    record("abroad", country="US"),
]


def test_the_chain_of_places_is_region_country_other_region_group_world_abroad():
    for position, best in enumerate(PLACES):
        assert chosen(*PLACES[position:]) == best.id
    assert [level(r, ASK) for r in PLACES] == sorted(LEVELS)


def test_the_narrower_group_wins():
    assert chosen(record("z_eu", country="EU"), record("rer", country="RER"), country="DE", region="") == "z_eu"
    assert chosen(record("eu", country="EU"), record("z_rer", country="RER"), country="GB", region="") == "z_rer"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("region", []),
        ("country", []),
        ("other_region", ["CN-13"]),
        ("group", ["RAS"]),
        ("world", ["GLO"]),
        ("abroad", ["US", "CN"]),
    ],
)
def test_a_stand_in_says_so_and_is_reported(who, words):
    one = next(r for r in PLACES if r.id == who)
    selection = select(make(one), ASK)
    text = " ".join(r.en for r in selection.proxy_reasons)
    assert all(word in text for word in words)
    assert bool(selection.proxy_reasons) is bool(words)
    assert [(p.code, p.severity) for p in selection.problems] == ([("FAC-007", "warning")] if words else [])


def test_the_records_own_proxy_text_is_given_in_both_languages():
    (reason,) = select(make(record("a", proxy="石灰石代用 | limestone instead")), ASK).proxy_reasons
    assert (reason.zh, reason.en) == ("石灰石代用", "limestone instead")


def test_the_nearest_year_not_after_the_period_wins():
    years = [record(f"y{y}", year=y) for y in (2010, 2021, 2023, 2024, 2030)]
    assert chosen(*years) == "y2023"
    assert chosen(*years, period_to="2022-12-31") == "y2021"
    assert chosen(*years, period_to="2005-12-31") == "y2010"
    assert chosen(years[4], years[3]) == "y2024"
    assert chosen(years[1], years[3]) == "y2021", "an earlier year is better than a nearer later one"


def test_old_and_later_data_are_named():
    assert "after the study period" in select(make(record("a", year=2025)), ASK).proxy_reasons[0].en
    assert "13 years older" in select(make(record("a", year=2010)), ASK).proxy_reasons[0].en
    assert "11 years older" in select(make(record("a", year=2012)), ASK).proxy_reasons[0].en
    assert not select(make(record("a", year=2013)), ASK).proxy_reasons


def test_place_goes_before_year_and_technology():
    near = record("near", country="CN", year=1990, technology="shaft")
    new = record("new", country="US", year=2023)
    assert chosen(near, new) == "near"


def test_technology_then_status_then_id_decide():
    shaft, rotary, any_ = record("s", technology="shaft"), record("r", technology="rotary"), record("x")
    assert chosen(shaft, rotary, any_) == "x"
    assert chosen(shaft, rotary, any_, technology="rotary") == "r"
    assert chosen(shaft, any_, technology="rotary") == "x"
    assert chosen(record("b"), record("a", status="secondary")) == "b"
    assert chosen(record("b"), record("a")) == "a"


def test_kinds_are_tried_in_order_and_never_beyond():
    wtt = record("wtt", kind="fuel_upstream", country="US")
    burn = record("burn", kind="fuel_combustion", country="CN")
    plc = record("plc", country="CN")
    assert chosen(wtt, burn, plc, kinds=("fuel_upstream", "product_life_cycle")) == "wtt"
    assert chosen(burn, plc, kinds=("fuel_upstream", "product_life_cycle")) == "plc"
    assert chosen(burn, kinds=("fuel_upstream", "product_life_cycle")) is None


POWER = [
    record("lc", flow="electricity", kind="electricity_life_cycle", per_unit="kWh"),
    record("lc_coal", flow="electricity", kind="electricity_life_cycle", per_unit="kWh", technology="coal"),
    record(
        "gen", flow="electricity", kind="electricity_generation_co2", per_unit="kWh", gwp_set="co2_only", unit="kg CO2"
    ),
]


def power(kind, *records, **fields):
    return chosen(*records, flow="electricity", kinds=(kind,), **fields)


def test_the_two_kinds_of_electricity_never_replace_each_other():
    assert power("electricity_life_cycle", *POWER) == "lc"
    assert power("electricity_generation_co2", *POWER) == "gen"
    assert power("electricity_life_cycle", POWER[2]) is None
    assert power("electricity_generation_co2", *POWER[:2]) is None


def test_a_plant_type_never_stands_for_the_mix_nor_the_other_way_round():
    assert power("electricity_life_cycle", POWER[1]) is None
    assert power("electricity_life_cycle", POWER[1], technology="mix") is None
    assert power("electricity_life_cycle", *POWER, technology="coal") == "lc_coal"
    assert power("electricity_life_cycle", *POWER, technology="wind") is None
    assert power("electricity_life_cycle", *POWER, technology="mix") == "lc"


def test_electricity_of_another_place_never_stands_in():
    abroad = record("us", flow="electricity", kind="electricity_life_cycle", per_unit="kWh", country="US")
    province = record("hebei", flow="electricity", kind="electricity_life_cycle", per_unit="kWh", region="CN-13")
    assert power("electricity_life_cycle", abroad, province) is None
    assert power("electricity_life_cycle", abroad, province, region="CN-13") == "hebei"


def test_a_province_falls_back_to_the_nation():
    province = record("hebei", flow="electricity", kind="electricity_life_cycle", per_unit="kWh", region="CN-13")
    assert power("electricity_life_cycle", POWER[0], province, region="CN-54") == "lc"


def test_a_superseded_record_is_never_used_silently():
    old = record("old", superseded_by="new", country="CN", region="CN-50")
    assert chosen(old, record("new", country="US")) == "new"
    assert chosen(old) is None


def test_an_expired_record_is_never_used_silently():
    assert chosen(record("a", valid_to="2023-12-30"), record("b", country="US")) == "b"
    assert chosen(record("a", valid_to="2023-12-31")) == "a"
    assert chosen(record("a", valid_to="2023-12-30")) is None


def test_a_record_published_after_the_known_date_is_not_seen():
    late = record("late", valid_from="2026-01-02")
    assert chosen(late) is None
    assert chosen(late, known_date="2026-01-02") == "late"
    assert chosen(late, known_date="") == "late"


def test_only_units_the_amount_can_be_counted_in():
    by_heat = record("heat", flow="gas", kind="fuel_upstream", per_unit="MJ")
    by_volume = record("volume", flow="gas", kind="fuel_upstream", per_unit="Nm3", country="US")
    common = {"flow": "gas", "kinds": ("fuel_upstream",)}
    assert chosen(by_heat, by_volume, **common) == "heat"
    assert chosen(by_heat, by_volume, **common, quantity_kinds=("gas_volume",)) == "volume"
    assert chosen(by_heat, by_volume, **common, quantity_kinds=("gas_volume", "heat_lhv")) == "volume"
    assert chosen(by_heat, **common, quantity_kinds=("gas_volume",)) is None


def test_no_record_is_a_named_gap_and_no_other_flow_is_tried():
    selection = select(make(record("a", flow="limestone")), ASK)
    assert selection.record is None
    (gap,) = selection.problems
    assert (gap.code, gap.severity, gap.value) == ("FAC-006", "warning", "lime")
    assert "no record of this flow" in gap.cause.en


def test_a_gap_names_the_step_that_left_nothing():
    selection = select(make(record("a", valid_to="2020-01-01")), ASK)
    assert "still valid on 2023-12-31" in selection.problems[0].cause.en


def test_every_step_says_what_stayed_and_what_went():
    selection = select(make(*PLACES, record("gone", superseded_by="region")), ASK)
    assert selection.steps[0].kept == tuple(sorted([*(r.id for r in PLACES), "gone"]))
    left = set(selection.steps[0].kept)
    for step in selection.steps[1:]:
        assert set(step.kept) | set(step.dropped) == left
        assert not set(step.kept) & set(step.dropped)
        assert step.text.zh
        assert step.text.en
        left = set(step.kept)
    assert left == {"region"}
    assert any("gone" in step.dropped and "superseded" in step.text.en for step in selection.steps)


# ── a factor the user chose ──


def pin(*records, **fields):
    return select(make(*records), ask(pinned="p", **fields))


def test_the_users_choice_stands_before_a_better_match():
    selection = pin(record("p", country="US", year=1999), record("better"))
    assert selection.record.id == "p"
    assert len(selection.proxy_reasons) == 2
    assert [p.code for p in selection.problems] == ["FAC-007"]


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"valid_to": "2023-06-30"}, "FAC-002", "2023-06-30"),
        ({"superseded_by": "better"}, "FAC-003", "better"),
        ({"kind": "fuel_combustion"}, "FAC-004", "fuel_combustion"),
        ({"flow": "gas"}, "FAC-005", "gas"),
        ({"valid_from": "2026-02-01"}, "FAC-008", "2026-02-01"),
    ],
)
def test_a_choice_that_may_not_be_used_is_an_error(fields, code, words):
    selection = pin(record("p", **fields), record("better"))
    assert selection.record is None
    (one,) = selection.problems
    assert (one.code, one.severity) == (code, "error")
    assert words in one.cause.en
    assert one.candidates == ("better",)


def test_an_unknown_choice_offers_candidates():
    selection = select(make(record("t.lime.a"), record("t.gas", flow="gas")), ask(pinned="t.gass"))
    (one,) = selection.problems
    assert (one.code, one.severity) == ("FAC-001", "error")
    assert one.candidates == ("t.lime.a", "t.gas")


def test_several_faults_come_together():
    selection = pin(record("p", flow="gas", superseded_by="x", valid_to="2000-01-01"))
    assert [p.code for p in selection.problems] == ["FAC-005", "FAC-003", "FAC-002"]


# ── determinism ──

RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["CN", "US", "RAS", "GLO", "DE"]),
        st.sampled_from(["", "CN-50", "CN-13"]),
        st.integers(2005, 2026),
        st.sampled_from(["", "shaft", "rotary"]),
        st.sampled_from(["read", "secondary"]),
        st.sampled_from(["product_life_cycle", "fuel_upstream"]),
    ),
    min_size=1,
    max_size=12,
)


@given(RECORDS, st.integers(0, 2**32), st.sampled_from(["", "shaft"]))
def test_the_order_of_the_records_changes_nothing(rows, seed, technology):
    records = [
        record(f"r{i}", country=c, region=g if c == "CN" else "", year=y, technology=t, status=s, kind=k)
        for i, (c, g, y, t, s, k) in enumerate(rows)
    ]
    request = ask(kinds=("product_life_cycle", "fuel_upstream"), technology=technology)
    first = select(make(*records), request)
    random.Random(seed).shuffle(records)
    assert select(make(*records), request) == first
    assert first.record is not None


@given(RECORDS)
def test_a_record_farther_away_never_displaces_the_choice(rows):
    records = [
        record(f"r{i}", country=c, region=g if c == "CN" else "", year=y, technology=t, status=s)
        for i, (c, g, y, t, s, _) in enumerate(rows)
    ]
    before = select(make(*records), ASK)
    if level(before.record, ASK) < 5:
        far = record("a_first_by_id", country="BR", year=2023)
        assert select(make(*records, far), ASK).record == before.record
