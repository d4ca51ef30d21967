"""Every defect of a regime file is refused, with file and line, and the other line where two clash."""

from __future__ import annotations

import pytest

from carnet.errors import DataError
from carnet.regime import parse_regimes
from tests.regime.samples import OPEN, line, load, problems, sample, value


def test_the_smallest_regime_loads():
    library = load(sample())
    assert library.ids() == ("a",)
    assert library.regimes["a@1"].sources["act"].title == "the act"


def test_text_that_is_not_toml_is_refused_with_line_and_column():
    text = sample() + "\nthis is not toml\n"
    row = line(text, "this is not toml")
    assert problems(text) == [
        f"a.toml:{row}:6 REG-001 the regime file is not valid TOML: Expected '=' after a key in a key/value pair"
    ]


def test_a_key_twice_is_not_toml():
    text = sample().replace('nature = "scheme"', 'nature = "scheme"\nnature = "EU act"')
    assert problems(text)[0].startswith(f"a.toml:{line(text, 'EU act')}")
    assert "REG-001" in problems(text)[0]


@pytest.mark.parametrize(
    ("where", "text", "shown"),
    [
        ("value", "0.10", "0.1"),
        ("value", '{ method = "expansion", displaces = { a = "b" }, basis = "mass", ratio = 1.0 }', "1.0"),
        ("value", "[1e3]", "1000.0"),
        ("value", "nan", "nan"),
    ],
)
def test_a_float_is_refused_wherever_it_stands(where, text, shown):
    file = sample(more=value("D9.markup", text))
    row = line(file, f"value = {text}")
    assert problems(file)[0] == (
        f"a.toml:{row} REG-002 {where} in [[value]] is the float {shown}; amounts are quoted decimal strings"
    )


def test_a_float_in_a_table_row_is_refused():
    file = sample(more=ROW.replace('value = "0.2"', "value = 0.2"))
    assert f"a.toml:{line(file, 'value = 0.2')} REG-002 value in [[table]] is the float 0.2" in problems(file)[0]


def test_an_unknown_key_is_refused_and_the_nearest_offered():
    file = sample(more=value("D9.markup", '"0.1"', more='staus = "read"\nstatus = "read"'))
    row = line(file, "staus")
    assert problems(file) == [f"a.toml:{row} REG-003 [[value]] has the unknown key staus"]
    with pytest.raises(DataError) as refused:
        load(file)
    assert refused.value.problems[0].candidates[0] == "status"


@pytest.mark.parametrize("key", ["source", "clause", "status", "from", "known"])
def test_a_value_without_its_citation_status_or_date_is_refused(key):
    file = sample(without=["K4.decimals"], more="\n# last\n" + value("K4.decimals", '"3"', more='status = "read"'))
    start = file.index("# last")
    body = "\n".join(row for row in file[start:].splitlines() if not row.startswith(f"{key} ="))
    file = file[:start] + body
    row = line(file, "# last") + 2
    assert problems(file) == [f"a.toml:{row} REG-004 [[value]] lacks {key}"]


def test_a_half_uncommented_block_is_one_problem_and_not_six():
    file = sample() + '\n[[value]]\nparameter = "D9.markup"\n# value = "0.1"\n# status = "read"\n'
    row = line(file, "[[value]]", file.count("[[value]]"))
    assert problems(file) == [f"a.toml:{row} REG-004 [[value]] lacks from, known, status, source, clause"]


def test_what_follows_from_a_word_that_is_no_status_is_not_said_as_well():
    file = sample(without=["K4.decimals"], more=value("K4.decimals", None, more='status = "unknwon"'))
    assert [found.split(" ")[1] for found in problems(file)] == ["REG-008"]


def test_a_head_that_lacks_several_keys_is_one_problem():
    gone = ("title_zh", "authority_zh", "nature")
    file = "\n".join(row for row in sample().splitlines() if not row.startswith(gone))
    assert problems(file) == ["a.toml:1 REG-004 – lacks title_zh, authority_zh, nature"]


GASES = ("CO2", "CH4", "N2O", "SF6", "HFC", "HFC134a")


@pytest.mark.parametrize("parameter", ["D4.direct_gases", "D4.upstream_gases", "D4.electricity_gases"])
def test_a_gas_no_gwp_set_has_is_refused_with_the_gas_that_was_meant(parameter):
    file = sample(without=[parameter], more=value(parameter, '["CO2", "NO2", "ch4", "HFC"]'))
    with pytest.raises(DataError) as refused:
        parse_regimes([("a.toml", file)], GASES)
    found = refused.value.problems
    assert [(p.code, p.value, p.candidates[0]) for p in found] == [("REG-038", "NO2", "N2O"), ("REG-038", "ch4", "CH4")]
    assert str(found[0].place) == f"a.toml:{line(file, parameter)}"
    assert parse_regimes([("a.toml", file.replace("NO2", "N2O").replace("ch4", "CH4"))], GASES).ids() == ("a",)


def test_a_gas_is_looked_for_among_candidates_and_in_the_conservative_reading():
    more = OPEN.replace('"AR5", "AR6"', '["CO2"], ["CO2", "NO2"]') + '\nconservative = ["*", "CH5"]'
    file = sample(without=["D4.direct_gases"], more=value("D4.direct_gases", None, more=more))
    with pytest.raises(DataError) as refused:
        parse_regimes([("a.toml", file)], GASES)
    assert [p.value for p in refused.value.problems] == ["CH5", "NO2"]


@pytest.mark.parametrize("key", ["id", "version", "title_zh", "authority_en", "nature"])
def test_a_file_without_its_head_is_refused(key):
    file = "\n".join(row for row in sample().splitlines() if not row.startswith(f"{key} ="))
    assert f"a.toml:1 REG-004 – lacks {key}" in problems(file)


def test_a_note_in_one_language_only_is_refused():
    file = sample(more=value("D9.markup", '"0.1"', more='note_zh = "注"'))
    assert problems(file) == [
        f"a.toml:{line(file, '[[value]]', file.count('[[value]]'))} REG-004 [[value]] lacks note_en"
    ]


def test_an_unknown_parameter_is_refused_and_the_nearest_offered():
    file = sample(more=value("D4.gwp", '"AR6"'))
    row = line(file, '"D4.gwp"')
    assert problems(file) == [f"a.toml:{row} REG-005 the parameter D4.gwp is not in the vocabulary"]
    with pytest.raises(DataError) as refused:
        load(file)
    assert "D4.gwp_set" in refused.value.problems[0].candidates


GWP_SETS = "one of AR4, AR5, AR5_feedback, AR6, EF3.0, EF3.1, EN15804_EF3.0, EN15804_EF3.1, co2_only"
STAGES = (
    "a list, out of raw_materials, upstream_transport, manufacturing, distribution, installation, use, end_of_life, "
    "none twice"
)
METHODS = (
    "burden_free, mass, energy, economic, exergy, price_ratio, revenue_test, first_of, expansion, fixed_credit, "
    "waste_gas_export"
)
PRICE_RATIO = '{ method = "price_ratio", limit = "5", below = "mass" }'
GRID = '[{ use = "grid", kind = "electricity", area = ["country"] }]'


@pytest.mark.parametrize(
    ("parameter", "text", "found", "expected"),
    [
        ("D4.gwp_set", '"AR7"', '"AR7"', GWP_SETS),
        ("D8.counted", '"yes"', '"yes"', "true or false"),
        ("K4.decimals", "3", "3", "a quoted decimal string"),
        ("K4.decimals", '"1,5"', '"1,5"', "a quoted decimal string"),
        ("D2.stages", '["use", "use"]', '["use", "use"]', STAGES),
        ("D6.default", '{ method = "guess" }', '{"method": "guess"}', f"method = one of {METHODS}"),
        ("D6.default", '{ method = "mass", basis = "mass" }', "basis", "only the keys –"),
        ("D6.default", PRICE_RATIO, '{"limit": "5", "below": "mass"}', "the key above to be there"),
        ("D8.tiers", "[]", "[]", "a list of tiers, not empty"),
        ("D8.tiers", GRID, 'kind = "electricity"', "one of electricity_life_cycle, electricity_generation_co2"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(parameter, text, found, expected):
    file = sample(without=[parameter], more=value(parameter, text))
    row = line(file, f"value = {text}")
    wanted = f"the value of {parameter} is not allowed: {found}; expected {expected}"
    assert problems(file) == [f"a.toml:{row} REG-006 {wanted}"]


def test_the_fix_of_a_wrong_word_names_the_nearest_one():
    tier = '[{ use = "certificate", kind = "electricity_life_cycle", require = ["canceled"] }]'
    with pytest.raises(DataError) as refused:
        load(sample(without=["D8.tiers"], more=value("D8.tiers", tier)))
    [found] = refused.value.problems
    assert found.candidates[0] == "cancelled"
    assert found.fix.en == "write it as the vocabulary says; nearest: cancelled"
    assert found.fix.zh == "按词汇表改写；最接近的词：cancelled"
    with pytest.raises(DataError) as refused:
        load(sample(without=["D8.counted"], more=value("D8.counted", '"yes"')))
    assert refused.value.problems[0].fix.en == "write it as the vocabulary says"


def test_candidates_and_the_conservative_reading_have_the_form_of_the_value():
    more = OPEN.replace('"AR5", "AR6"', '"AR6", "AR9"') + '\nconservative = "AR8"'
    file = sample(without=["D4.gwp_set"], more=value("D4.gwp_set", None, more=more))
    wanted = f"expected {GWP_SETS}"
    assert problems(file) == [
        f'a.toml:{line(file, "conservative =")} REG-006 the conservative of D4.gwp_set is not allowed: "AR8"; {wanted}',
        f'a.toml:{line(file, "candidates =")} REG-006 the candidates of D4.gwp_set is not allowed: "AR9"; {wanted}',
    ]


def test_a_missing_required_parameter_is_refused_unless_it_is_stated_as_unknown():
    file = sample(without=["D4.gwp_set"])
    assert problems(file) == ["a.toml:1 REG-007 a@1 does not give the required parameter D4.gwp_set"]
    assert problems(file + value("D4.gwp_set", None, more=OPEN)) == []


def test_a_status_outside_the_five_words_is_refused():
    file = sample(more=value("D9.markup", '"0.1"', more='status = "sure"'))
    assert problems(file) == [
        (
            f"a.toml:{line(file, 'sure')} REG-008 status of [[value]] is sure; allowed are: "
            "read, secondary, recalled, unknown, conflicting"
        )
    ]


def test_a_source_that_is_not_declared_is_refused():
    file = sample(more=value("D9.markup", '"0.1"').replace('"act"', '"rumour"'))
    assert problems(file) == [
        f"a.toml:{line(file, 'rumour')} REG-009 [[value]] names the source rumour, which is not declared"
    ]


def test_two_values_for_one_day_known_on_one_day_conflict_and_both_lines_are_named():
    file = sample(more=value("D9.markup", '"0.1"') + value("D9.markup", '"0.2"'))
    first, second = line(file, '"D9.markup"'), line(file, '"D9.markup"', 2)
    assert problems(file) == [
        (
            f"a.toml:{second} REG-010 conflict on D9.markup: a.toml:{first} gives a value for the same start "
            "2020-01-01 and the same known date 2020-01-01 too"
        )
    ]


def test_a_correction_known_later_is_no_conflict():
    assert problems(sample(more=value("D9.markup", '"0.1"') + value("D9.markup", '"0.2"', known="2021-05-05"))) == []


def test_an_end_that_reaches_into_the_next_value_overlaps():
    file = sample(
        more=value("D9.markup", '"0.1"', more="to = 2022-06-30") + value("D9.markup", '"0.2"', start="2022-01-01")
    )
    first, second = line(file, '"D9.markup"'), line(file, '"D9.markup"', 2)
    assert problems(file) == [
        (
            f"a.toml:{second} REG-011 overlap on D9.markup: the value at a.toml:{first} holds from 2020-01-01 to "
            "2022-06-30 and the one here from 2022-01-01; which of them holds on 2022-01-01 is unclear"
        )
    ]


def test_a_later_correction_that_reaches_beyond_the_next_change_overlaps():
    file = sample(
        more=value("D9.markup", '"0.1"')
        + value("D9.markup", '"0.2"', start="2023-01-01", known="2022-01-01")
        + value("D9.markup", '"0.15"', start="2021-01-01", known="2025-01-01")
    )
    third, second = line(file, '"D9.markup"', 3), line(file, '"D9.markup"', 2)
    assert problems(file) == [
        (
            f"a.toml:{second} REG-011 overlap on D9.markup: the value at a.toml:{third} holds from 2021-01-01 to … "
            "and the one here from 2023-01-01; which of them holds on 2023-01-01 is unclear"
        )
    ]
    mended = file.replace('start = "2021-01-01"', "").replace(
        "from = 2021-01-01\n", "from = 2021-01-01\nto = 2022-12-31\n"
    )
    assert problems(mended) == []


def test_a_hole_in_time_is_a_gap_and_both_sides_are_named():
    file = sample(
        more=value("D9.markup", '"0.1"', more="to = 2021-12-31") + value("D9.markup", '"0.2"', start="2022-03-01")
    )
    first, second = line(file, '"D9.markup"', 1), line(file, '"D9.markup"', 2)
    assert problems(file) == [
        f"a.toml:{second} REG-012 gap on D9.markup: no value from 2022-01-01 to 2022-02-28 (next to a.toml:{first})"
    ]


def test_a_value_that_ends_before_the_regime_does_leaves_a_gap():
    file = sample(more=value("D9.markup", '"0.1"', more="to = 2021-12-31"))
    assert "gap on D9.markup: no value from 2022-01-01 to …" in problems(file)[0]


def test_a_value_that_starts_after_the_regime_does_leaves_a_gap():
    file = sample(more=value("D9.markup", '"0.1"', start="2020-02-01"))
    assert "gap on D9.markup: no value from 2020-01-01 to 2020-01-31" in problems(file)[0]


def test_the_override_of_a_final_value_names_both_files():
    parent = sample(without=["D5.offsets"], more=value("D5.offsets", '"excluded"', more="final = true"))
    child = sample("b", extends="a@1", given=False, more=value("D5.offsets", '"excluded"'))
    assert problems(parent, child) == [
        (
            f"b.toml:{line(child, 'D5.offsets')} REG-013 D5.offsets is final in the parent at "
            f"a.toml:{line(parent, 'D5.offsets')} and must not be overridden"
        )
    ]


def test_extends_that_names_nothing_is_refused():
    file = sample(extends="b@7")
    assert problems(file) == ["a.toml:1 REG-014 extends names b@7, which does not exist"]


def test_a_circle_of_extends_is_refused_once_and_every_file_named():
    first, second = sample("a", extends="b@1"), sample("b", extends="a@1")
    assert problems(first, second) == [
        "a.toml:1 REG-015 extends runs in a circle: a@1 (a.toml:1) → b@1 (b.toml:1) → a@1 (a.toml:1)"
    ]


def test_an_end_before_its_start_is_refused():
    file = sample(without=["K4.decimals"], more=value("K4.decimals", '"3"', more="to = 2019-01-01"))
    row = line(file, "to = 2019")
    assert problems(file)[0] == f"a.toml:{row} REG-016 in [[value]], to (2019-01-01) is before from (2020-01-01)"


def test_a_value_known_before_its_regime_was_published_is_refused():
    file = sample(more=value("D9.markup", '"0.1"', known="2019-12-31"))
    assert problems(file) == [
        (
            f"a.toml:{line(file, 'D9.markup')} REG-017 known of D9.markup (2019-12-31) is before this version of the "
            f"regime was published, 2020-01-01 (a.toml:{line(file, '[in_force]')})"
        )
    ]


ROW = """
[[table]]
name = "upstream"
flow = "coke"
value = "0.2"
unit = "t"
per_unit = "t"
gas = "CO2"
gwp_set = "co2_only"
kind = "product_life_cycle"
from = 2020-01-01
known = 2020-01-01
status = "read"
source = "act"
clause = "Annex"
"""


def test_a_table_row_twice_is_refused_and_a_variant_is_not():
    file = sample(more=ROW + ROW)
    first, second = line(file, '"coke"'), line(file, '"coke"', 2)
    assert problems(file) == [
        (
            f"a.toml:{second} REG-018 duplicate row in table upstream: the row at a.toml:{first} has the same key and "
            "both dates (upstream/coke)"
        )
    ]
    assert problems(sample(more=ROW + ROW.replace('flow = "coke"', 'flow = "coke"\nvariant = "dry"'))) == []


def test_a_row_of_an_unknown_table_or_kind_is_refused():
    file = sample(more=ROW.replace('"upstream"', '"credit"').replace('"product_life_cycle"', '"credit"'))
    assert [p.split(" is ")[0] for p in problems(file)] == [
        f"a.toml:{line(file, 'name =')} REG-008 name of [[table]]",
        f"a.toml:{line(file, 'kind =', file.count('kind ='))} REG-008 kind of [[table]]",
    ]


def test_one_id_and_version_in_two_files_is_refused():
    assert problems(sample(), sample()) == ["b.toml:1 REG-019 the regime a@1 is declared twice, also at a.toml:1"]


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        ('"AR6"', OPEN, "has status unknown, yet it gives a value"),
        (None, 'status = "unknown"', "has status unknown, yet it lacks candidates and find_in"),
        (
            None,
            'status = "conflicting"\ncandidates = ["AR5"]',
            "has status conflicting, yet it lacks at least two candidates",
        ),
        (None, 'status = "recalled"', "has status recalled, yet it gives no value"),
    ],
)
def test_value_and_status_fit_each_other(text, more, message):
    file = sample(without=["D4.gwp_set"], more=value("D4.gwp_set", text, more=more))
    row = line(file, more.splitlines()[0])
    assert problems(file) == [f"a.toml:{row} REG-020 D4.gwp_set {message}"]


INHERITS = (
    '\n[[inherits]]\nparameters = ["D4.gwp_set", "D9.markup"]\nstatus = "secondary"\nsource = "act"\nclause = "1"\n'
)


def test_inherits_lists_only_what_the_parent_has_and_the_child_leaves_alone():
    child = sample("b", extends="a@1", given=False, more=INHERITS + value("D4.gwp_set", '"AR6"'))
    row, own = line(child, "parameters ="), line(child, 'parameter = "D4.gwp_set"')
    assert problems(sample(), child) == [
        f"b.toml:{row} REG-021 [[inherits]] lists D4.gwp_set, but b.toml:{own} gives a value of its own",
        f"b.toml:{row} REG-021 [[inherits]] lists D9.markup, but no parent has it",
    ]


def test_a_date_in_quotes_is_refused():
    file = sample(more=value("D9.markup", '"0.1"', start='"2020-01-01"'))
    row = line(file, 'from = "2020')
    assert problems(file) == [f"a.toml:{row} REG-022 from of [[value]] is not a date: 2020-01-01"]


def test_a_time_of_day_is_no_date():
    file = sample(more=value("D9.markup", '"0.1"', start="2020-01-01T00:00:00Z"))
    assert "REG-022 from of [[value]] is not a date" in problems(file)[0]


def test_all_problems_of_all_files_come_at_once():
    broken = sample(without=["D4.gwp_set"], more=value("D4.gwp", '"AR6"') + value("D9.markup", "0.1") + "\n")
    syntax = "id = \n"
    codes = [p.split()[1] for p in problems(broken, syntax)]
    assert sorted(codes) == ["REG-001", "REG-002", "REG-005", "REG-006", "REG-007"]


def test_a_child_of_a_broken_file_is_not_blamed_for_what_its_parent_would_have():
    assert [p.split()[1] for p in problems("id = \n", sample("b", extends="a@1", given=False))] == ["REG-001"]


def test_no_files_make_an_empty_library():
    assert parse_regimes([]).ids() == ()


def test_messages_are_in_both_languages():
    with pytest.raises(DataError) as refused:
        load(sample(more=value("D9.markup", '"0.1"') + value("D9.markup", '"0.2"')))
    problem = refused.value.problems[0]
    assert problem.cause.zh.startswith("D9.markup 冲突：a.toml:")
    assert problem.fix.zh
    assert problem.fix.en
