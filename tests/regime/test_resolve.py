"""A regime on one day: legal time against knowledge time, versions, inheritance, digest, acceptance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.canonical import canonical_bytes
from carnet.errors import InputError, Problem
from carnet.regime import BY_ID, combine, differing, from_json, resolve, supplied, to_json, with_value
from carnet.regime.describe import dimension_plan
from carnet.regime.resolve import weaker
from carnet.regime.vocabulary import STATUSES
from tests.regime.samples import OPEN, load, problems, sample, value
from tests.regime.test_load import INHERITS, ROW
from tests.regime.test_timeline import naive

LAW = (
    value("D9.markup", '"0.1"', more="to = 2021-12-31")
    + value("D9.markup", '"0.2"', start="2022-01-01")
    + value("D9.markup", '"0.15"', start="2022-01-01", known="2022-07-20")
)


def markup(library, legal, known):
    return resolve(library, "a", legal, known).value("D9.markup")


@pytest.mark.parametrize(
    ("legal", "known", "expected"),
    [
        ("2021-12-31", "2026-01-01", "0.1"),
        ("2022-01-01", "2022-07-19", "0.2"),
        ("2022-01-01", "2022-07-20", "0.15"),
        ("2021-12-31", "2022-07-20", "0.1"),
        ("2026-01-01", "2020-01-01", "0.2"),
    ],
)
def test_legal_and_known_date_pick_the_value(legal, known, expected):
    assert markup(load(sample(more=LAW)), legal, known) == expected


DATES = [f"2020-01-{n:02d}" for n in range(1, 10)]


@given(
    st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from(DATES)), min_size=1, max_size=5, unique=True),
    st.sampled_from(DATES),
    st.sampled_from(DATES),
)
def test_resolution_agrees_with_a_naive_resolver(pairs, legal, known):
    """Open-ended values in random order; what loading refuses as unclear is not resolved."""
    first = [("2020-01-01", "2020-01-01"), *[p for p in pairs if p != ("2020-01-01", "2020-01-01")]]
    text = sample(more="".join(value("D9.markup", f'"0.{n}"', a, b) for n, (a, b) in enumerate(first)))
    refused = problems(text)
    if refused:
        assert all(" REG-011 " in problem for problem in refused)
        return
    library = load(text)
    entries = [v for v in library.regimes["a@1"].values if v.parameter == "D9.markup"]
    assert markup(library, legal, known) == naive(entries, legal, known).value


def test_what_was_not_known_yet_is_unknown_and_says_so():
    library = load(sample(more=value("D9.markup", '"0.1"', known="2024-01-01")))
    early = resolve(library, "a", "2024-06-01", "2023-12-31").values["D9.markup"]
    assert (early.status, early.value, early.note.en) == ("unknown", None, "no value was known on that day")
    assert resolve(library, "a", "2024-06-01", "2024-01-01").value("D9.markup") == "0.1"


def test_an_optional_parameter_the_file_leaves_out_is_absent_not_unknown():
    found = resolve(load(sample()), "a", "2024-01-01", "2024-01-01").values["D6.slag"]
    assert (found.status, found.value, found.source) == ("absent", None, "")


def test_every_parameter_of_the_vocabulary_is_there():
    resolved = resolve(load(sample()), "a", "2024-01-01", "2024-01-01")
    assert list(resolved.values) == list(BY_ID)
    with pytest.raises(KeyError):
        resolved.value("D4.gwp")


def refusal(library, *args):
    with pytest.raises(InputError) as refused:
        resolve(library, *args)
    return [(p.code, p.cause.en, p.candidates) for p in refused.value.problems]


def test_an_unknown_regime_is_refused_and_the_nearest_offered():
    library = load(sample("iso14067"), sample("worldsteel_co2"))
    assert refusal(library, "iso14076", "2024-01-01", "2024-01-01") == [
        ("REG-101", "there is no regime iso14076", ("iso14067",))
    ]
    assert refusal(library, "zzz", "2024-01-01", "2024-01-01")[0][2] == ("iso14067", "worldsteel_co2")


def test_an_unknown_version_is_refused():
    assert refusal(load(sample()), "a@2", "2024-01-01", "2024-01-01") == [
        ("REG-104", "the regime a has no version 2", ("1",))
    ]


def test_before_the_regime_holds_it_says_when_it_starts():
    assert refusal(load(sample()), "a", "2019-12-31", "2024-01-01") == [
        (
            "REG-102",
            "no version of a is in force on the legal date 2019-12-31: version 1 is in force from 2020-01-01 to …",
            (),
        )
    ]


def test_before_the_regime_was_published_nothing_is_known_of_it():
    assert refusal(load(sample()), "a", "2024-01-01", "2019-12-31") == [
        ("REG-103", "on the known date 2019-12-31 the regime a was not published yet (2020-01-01)", ())
    ]


def test_both_malformed_dates_are_reported():
    assert [c for c, _, _ in refusal(load(sample()), "a", "2024-1-1", "yesterday")] == ["REG-105", "REG-105"]


def later(text, day):
    return text.replace("2020-01-01", day)


def test_without_version_the_newest_in_force_on_the_legal_date_is_taken():
    library = load(sample(), later(sample("a", "2"), "2024-01-01"))
    assert resolve(library, "a", "2023-12-31", "2026-01-01").version == "1"
    assert resolve(library, "a", "2024-01-01", "2026-01-01").version == "2"
    assert resolve(library, "a", "2024-06-01", "2023-06-01").version == "1"
    assert resolve(library, "a@1", "2024-06-01", "2026-01-01").version == "1"


DISPUTED = 'status = "conflicting"\ncandidates = [2020-01-01, 2020-09-01]'


@pytest.mark.parametrize(("legal", "status"), [("2020-03-01", "conflicting"), ("2020-09-01", "secondary")])
def test_a_disputed_start_is_disputed_only_between_the_dates_named(legal, status):
    text = sample().replace(
        'status = "read"\nsource = "act"\nclause = "1"', f'{DISPUTED}\nsource = "act"\nclause = "1"'
    )
    assert resolve(load(text), "a", legal, "2024-01-01").in_force.status == status


# ── inheritance ──────────────────────────────────────────────────────────────────────────────────


def child(more=""):
    return sample("b", extends="a@1", given=False, more=more)


def inherited(parent_status, more=""):
    extra = f'status = "{parent_status}"'
    if parent_status in {"unknown", "conflicting"}:
        extra += '\ncandidates = ["AR5", "AR6"]\nfind_in_zh = "文"\nfind_in_en = "text"'
    text = None if parent_status in {"unknown", "conflicting"} else '"AR6"'
    parent = sample(without=["D4.gwp_set"], more=value("D4.gwp_set", text, more=extra))
    return resolve(load(parent, child(more)), "b", "2024-01-01", "2024-01-01").values["D4.gwp_set"]


@pytest.mark.parametrize(
    ("parent", "expected"),
    [
        ("read", "recalled"),
        ("secondary", "recalled"),
        ("recalled", "recalled"),
        ("unknown", "unknown"),
        ("conflicting", "conflicting"),
    ],
)
def test_what_is_taken_over_is_at_most_recalled(parent, expected):
    found = inherited(parent)
    assert (found.status, found.inherited, found.origin) == (expected, True, "a@1")


ONE = INHERITS.replace(', "D9.markup"', "")


@pytest.mark.parametrize(
    ("parent", "says", "expected"),
    [
        ("read", "secondary", "secondary"),
        ("secondary", "read", "secondary"),
        ("recalled", "read", "recalled"),
        ("unknown", "read", "unknown"),
    ],
)
def test_as_parent_keeps_the_weaker_of_both(parent, says, expected):
    found = inherited(parent, ONE.replace('"secondary"', f'"{says}"'))
    assert found.status == expected
    assert "taken over from the parent as the act, 1 says" in found.note.en


def test_an_unknown_of_the_child_is_not_filled_by_the_parent():
    more = 'status = "unknown"\ncandidates = ["AR5"]\nfind_in_zh = "文"\nfind_in_en = "text"'
    found = inherited("read", value("D4.gwp_set", None, more=more))
    assert (found.status, found.value, found.inherited) == ("unknown", None, False)


def test_a_child_s_own_value_stands_with_its_own_status():
    found = inherited("read", value("D4.gwp_set", '"AR5"'))
    assert (found.status, found.value, found.origin) == ("read", "AR5", "b@1")


def test_before_the_child_s_value_starts_the_parent_s_holds():
    library = load(sample(more=value("D9.markup", '"0.1"')), child(value("D9.markup", '"0.3"', start="2023-01-01")))
    assert [resolve(library, "b", d, "2026-01-01").value("D9.markup") for d in ("2022-12-31", "2023-01-01")] == [
        "0.1",
        "0.3",
    ]


def test_inheritance_over_two_steps_needs_as_parent_at_both():
    middle = sample("b", extends="a@1", given=False, more=ONE)
    silent = sample("c", extends="b@1", given=False)
    speaking = sample("c", extends="b@1", given=False, more=ONE)
    status = [
        resolve(load(sample(), middle, last), "c", "2024-01-01", "2024-01-01").values["D4.gwp_set"].status
        for last in (silent, speaking)
    ]
    assert status == ["recalled", "secondary"]


def test_table_rows_are_taken_over_weakened_and_replaced_by_key():
    library = load(sample(more=ROW), child(ROW.replace('"0.2"', '"0.3"').replace('"coke"', '"pellet"')))
    rows = resolve(library, "b", "2024-01-01", "2024-01-01").rows
    assert [(r.flow, r.value, r.status, r.origin) for r in rows] == [
        ("coke", "0.2", "recalled", "a@1"),
        ("pellet", "0.3", "read", "b@1"),
    ]
    own = load(sample(more=ROW), child(ROW.replace('"0.2"', '"0.3"')))
    assert [r.value for r in resolve(own, "b", "2024-01-01", "2024-01-01").rows] == ["0.3"]


@given(st.sampled_from(STATUSES), st.sampled_from(STATUSES))
def test_the_weaker_status_is_the_same_either_way_round(one, other):
    assert weaker(one, other) == weaker(other, one)
    assert weaker(one, "read") == one


# ── digest, combination, JSON ────────────────────────────────────────────────────────────────────


def test_the_same_content_has_the_same_digest_whatever_the_dates():
    library = load(sample(more=LAW))
    one = resolve(library, "a", "2023-01-01", "2025-01-01")
    other = resolve(library, "a", "2026-01-01", "2026-11-22")
    assert one.digest == other.digest
    assert one.digest != resolve(library, "a", "2021-01-01", "2025-01-01").digest


def test_the_digest_does_not_depend_on_where_things_stand_in_the_file():
    text = sample(more=ROW + LAW)
    head, *tables = text.split("\n[[")
    moved = "# a comment\n\n" + head + "".join(f"\n\n[[{table}" for table in reversed(tables))
    assert moved != text
    digests = {resolve(load(one), "a", "2024-01-01", "2024-01-01").digest for one in (text, moved)}
    assert len(digests) == 1


def test_a_changed_status_or_clause_changes_the_digest():
    plain = resolve(load(sample()), "a", "2024-01-01", "2024-01-01").digest
    assert (
        resolve(load(sample().replace('clause = "2"', 'clause = "3"', 1)), "a", "2024-01-01", "2024-01-01").digest
        != plain
    )


def test_json_there_and_back_is_the_same():
    resolved = resolve(load(sample(more=LAW + ROW)), "a", "2024-01-01", "2024-01-01")
    again = from_json(to_json(resolved))
    assert again == resolved
    assert canonical_bytes(to_json(again)) == canonical_bytes(to_json(resolved))


def test_a_digest_in_the_file_is_not_believed():
    resolved = resolve(load(sample()), "a", "2024-01-01", "2024-01-01")
    data = {**to_json(resolved), "digest": "sha256:0"}
    assert from_json(data).digest == resolved.digest


def pair():
    one = resolve(load(sample(more=ROW)), "a", "2024-01-01", "2024-01-01")
    text = sample(
        "b", without=["D4.gwp_set", "D8.counted"], more=value("D4.gwp_set", '"AR6"') + value("D8.counted", "false")
    )
    return one, resolve(load(text), "b", "2024-01-01", "2024-01-01")


def test_a_dimension_that_is_taken_over_leaves_every_other_plan_alone():
    one, other = pair()
    assert differing(one, other) == ("D4", "D8", "D9")
    for dimension in ("D4", "D8", "D9"):
        mixed = combine(one, other, [dimension])
        assert differing(one, mixed) == (dimension,)
        assert dimension_plan(mixed, dimension) == dimension_plan(other, dimension)
    assert differing(combine(one, other, ["D4", "D8", "D9"]), other) == ()
    assert combine(one, other, []).digest == one.digest


# ── a person supplies or confirms a value ────────────────────────────────────────────────────────


def open_regime():
    grid = '{ use = "grid", kind = "electricity_life_cycle", area = ["country"] }'
    fixed = '{ use = "fixed", value = "0.5", unit = "kg", per_unit = "kWh", gas = "CO2" }'
    tiers = OPEN.replace('["AR5", "AR6"]', f"[[{grid}], [{fixed}, {grid}]]")
    text = sample(
        without=["D4.gwp_set", "D8.tiers"],
        more=value("D4.gwp_set", None, more=OPEN) + value("D8.tiers", None, more=tiers),
    )
    return resolve(load(text), "a", "2024-01-01", "2024-01-01")


def test_a_candidate_is_named_by_its_short_word():
    resolved = open_regime()
    assert supplied(resolved, "D4.gwp_set", "AR6") == "AR6"
    chosen = supplied(resolved, "D8.tiers", "fixed>grid@country")
    assert chosen == resolved.values["D8.tiers"].candidates[1]


def test_an_empty_text_confirms_what_stands():
    assert supplied(open_regime(), "D1.unit", "") == "product"


@pytest.mark.parametrize(
    ("parameter", "text", "code"),
    [("D4.gwp", "AR6", "REG-005"), ("D4.gwp_set", "", "REG-202"), ("D4.gwp_set", "AR7", "REG-201")],
)
def test_what_cannot_be_supplied_is_a_problem_with_candidates(parameter, text, code):
    found = supplied(open_regime(), parameter, text)
    assert isinstance(found, Problem)
    assert found.code == code
    assert found.candidates


def test_a_supplied_value_changes_only_its_parameter_and_the_digest():
    resolved = open_regime()
    accepted = with_value(resolved, "D4.gwp_set", "AR6", "read", "annex 1")
    changed = [name for name in resolved.values if resolved.values[name] != accepted.values[name]]
    assert changed == ["D4.gwp_set"]
    assert (accepted.values["D4.gwp_set"].status, accepted.values["D4.gwp_set"].clause) == ("read", "annex 1")
    assert accepted.digest != resolved.digest
