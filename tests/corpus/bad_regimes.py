"""Regime files that must be refused; each is the smallest good file with one thing wrong, or two files that clash."""

from __future__ import annotations

from tests.regime.samples import OPEN, sample, value

CHILD = sample("child", extends="a@1", given=False)
ACT = """
[[act]]
id = "act_1"
title_zh = "法案"
title_en = "an act"
known = 2020-01-01
status = "read"
source = "act"
clause = "1"
"""
ROW = """
[[table]]
name = "upstream"
flow = "coke"
value = "{value}"
unit = "kg"
per_unit = "kg"
gas = "CO2e"
gwp_set = "AR6"
kind = "product_life_cycle"
from = 2020-01-01
known = 2020-01-01
status = "read"
source = "act"
clause = "Annex"
"""
CLASSES = '{ unit = "t", per = "t", rows = [{ name = "A" }] }'


def _changed(parameter: str, text: str | None, more: str = "", **dates: str) -> str:
    return sample(without=[parameter], more=value(parameter, text, more=more, **dates))


def _again(parameter: str, text: str, more: str = "", **dates: str) -> str:
    return sample(more=value(parameter, text, more=more, **dates))


def _cited(read_as: str) -> str:
    """A value of status read whose source was seen as `read_as`."""
    more = value("K4.decimals", '"3"').replace('source = "act"', 'source = "note"')
    return sample(without=["K4.decimals"], more=more) + f'[sources.note]\ntitle = "a note"\nread_as = "{read_as}"\n'


BAD: dict[str, tuple[str, ...]] = {
    # time
    "two_values_for_one_day": (_again("K4.decimals", '"5"'),),
    "two_rows_for_one_day": (sample(more=ROW.format(value="2") + ROW.format(value="3")),),
    "a_hole_between_two_values": (
        sample(
            without=["K4.decimals"],
            more=value("K4.decimals", '"3"', more="to = 2021-12-31")
            + value("K4.decimals", '"4"', start="2023-01-01", known="2023-01-01"),
        ),
    ),
    "a_value_that_starts_after_its_regime": (_changed("K4.decimals", '"3"', start="2022-01-01"),),
    "an_end_before_its_start": (_changed("K4.decimals", '"3"', more="to = 2019-01-01"),),
    "known_before_its_regime": (_changed("K4.decimals", '"3"', known="2019-01-01"),),
    "a_date_as_text": (_changed("K4.decimals", '"3"').replace("from = 2020-01-01", 'from = "2020-01-01"'),),
    "a_rule_on_an_act_nobody_declared": (
        _changed("K4.decimals", '"3"', start='{ later_of = [2020-01-01, { act = "act_2", months = "12" }] }') + ACT,
    ),
    "a_rule_of_one_day": (_changed("K4.decimals", '"3"', start="{ later_of = [2020-01-01] }"),),
    "an_act_given_twice": (sample(more=ACT + ACT),),
    # citation and status
    "a_missing_citation": (_changed("K4.decimals", '"3"').replace('source = "act"\nclause = "2"\n\n', "", 1),),
    "a_missing_clause": ("\n".join(sample().rsplit('clause = "2"', 1)),),
    "a_source_nobody_declared": (_changed("K4.decimals", '"3"').replace("[sources.act]", "[sources.text]"),),
    "a_status_raised_without_a_source": (_cited("secondary: a note"),),
    "a_status_on_a_text_nobody_saw": (_cited("the body was not seen"),),
    "a_status_of_its_own": (_changed("K4.decimals", '"3"', more='status = "sure"'),),
    "an_unknown_with_a_value": (_changed("D4.gwp_set", '"AR6"', more=OPEN),),
    "an_unknown_without_candidates": (_changed("D4.gwp_set", None, more='status = "unknown"'),),
    "a_conflict_without_two_candidates": (_changed("D4.gwp_set", '"AR6"', more='status = "conflicting"'),),
    "a_note_in_one_language": (_changed("K4.decimals", '"3"', more='note_zh = "注"'),),
    # inheritance
    "an_override_of_a_final_value": (
        _changed("K4.decimals", '"3"', more="final = true"),
        CHILD + value("K4.decimals", '"4"'),
    ),
    "a_cycle_in_extends": (sample("a", extends="b@1"), sample("b", extends="a@1")),
    "a_parent_that_does_not_exist": (sample("a", extends="c@1"),),
    "inherits_what_it_states_itself": (
        sample(),
        CHILD
        + value("K4.decimals", '"4"')
        + '\n[[inherits]]\nparameters = ["K4.decimals"]\nstatus = "read"\nsource = "act"\nclause = "3"\n',
    ),
    "the_same_regime_twice": (sample(), sample()),
    # form
    "an_unknown_dimension": (sample(more=value("D10.magic", '"1"')),),
    "an_unknown_parameter": (sample(more=value("D4.gwp", '"AR6"')),),
    "an_unknown_key": (sample().replace('nature = "scheme"', 'nature = "scheme"\ncolour = "green"'),),
    "a_required_parameter_left_out": (sample(without=["D8.tiers"]),),
    "a_float_where_a_decimal_string_belongs": (_changed("K4.decimals", "3.5"),),
    "a_float_deep_inside": (_again("D7.formula", '{ A_otherwise = 0.5, B = "0" }'),),
    "a_number_with_a_comma": (_changed("K4.decimals", '"3,5"'),),
    "a_word_outside_the_vocabulary": (_changed("D4.gwp_set", '"AR7"'),),
    "a_stage_named_twice": (_changed("D2.stages", '["use", "use"]'),),
    "a_tier_of_its_own": (_changed("D8.tiers", '[{ use = "moonlight", kind = "electricity_life_cycle" }]'),),
    "a_test_nobody_can_answer": (
        _changed("D8.tiers", '[{ use = "certificate", kind = "electricity_life_cycle", require = ["honest"] }]'),
    ),
    "a_method_without_its_limit": (
        _changed("D6.default", '{ method = "revenue_test", below = "mass", above = "economic" }'),
    ),
    "options_of_one": (_changed("D6.default", '{ method = "first_of", options = [{ method = "mass" }] }'),),
    "a_formula_without_a": (_again("D7.formula", '{ B = "0" }'),),
    "a_class_without_a_limit": (_again("K4.classes", CLASSES),),
    "a_leg_by_camel": (_again("D9.transport_defaults", '[{ when = "any", mode = "camel", km = "10" }]'),),
    "a_factor_of_no_form": (_again("D1.factors", '[{ by = "colour", table = { red = "1" }, unit = "1" }]'),),
    "a_table_without_a_flow": (sample(more=ROW.format(value="2").replace('flow = "coke"\n', "")),),
    "not_toml": ('id = "a\n',),
}
