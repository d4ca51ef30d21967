"""A check that blocks either withholds the price, or the price says beside it that it is an exploration, and why.

Asked of every blocking rule at once, in the terminal, in JSON and on the page of the cost, in both languages.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest

from carnet.cbam.checks import RULES, Check
from carnet.cbam.price_state import EFFECTS, OF_EVERY_BASIS, price_state, withheld_by
from carnet.cli.cbam_show import short, show
from carnet.errors import Text
from carnet.exchange.study import write_study
from carnet.inventory.checks_installation import ROWS
from carnet.quantity import decimal_string
from carnet.report.cbam_cost import cost_blocks
from carnet.service import cbam_sides
from carnet.service.cbam import run_cbam
from carnet.service.cbam_json import cbam_json
from carnet.service.studies import open_bytes, open_shipped
from tests.cbam.studies import PROVEN, cement_works, change, smelter, steel_works

BLOCKING = sorted(row.id for row in RULES if row.severity in ("block", "block_money"))
MONEY = re.compile(r"EUR \d|\d EUR|\d\.\d\d +EUR")
VERIFIED = {name: PROVEN[name] for name in ("verification_report", "verifier", "accreditation", "accreditation_expiry")}


@cache
def whole():
    """An ingot by actual values with their evidence: a price of its own, and that of its default."""
    return run_of(smelter())


def run_of(study):
    for name, value in VERIFIED.items():
        study = change(study, f"/installation/works/{name}", value)
    made = replace(open_shipped("steel").study, **{name: getattr(study, name) for name in ROWS})
    made = replace(made, period_from="2026-01-01", period_to="2026-12-31")
    return run_cbam(open_bytes(write_study(made, "plant.xlsx"), "plant.xlsx"))


def failing(*rules):
    """The run with these rules failing and no other, pointing at nothing or at the one good."""
    rows = {row.id: row for row in RULES}
    checks = tuple(
        Check(rule, rows[rule].severity, False, Text("检查", "a check"), Text("所见", "seen"), (), (), "Art", "read")
        for rule in rules
    )
    return replace(whole(), checks=checks)


def terminal(run, lang, capsys):
    show(cbam_json(run), run, lang)
    return " ".join(capsys.readouterr().out.split())


def page(run, lang):
    return json.dumps(cost_blocks(cbam_sides.bundle_of(run), lang)[:-1], ensure_ascii=False)


def test_every_blocking_rule_has_an_effect_and_no_other():
    assert set(EFFECTS) == set(BLOCKING)
    assert set(OF_EVERY_BASIS) <= set(BLOCKING)


def option_of(run, name):
    return next(option for option in run.goods.goods[0].comparison if option.id == name)


def per_t(option):
    return decimal_string(option.certificates_per_t * whole().goods.goods[0].price.value, 2, "half_up")


def test_nothing_is_said_where_nothing_fails(capsys):
    run = failing()
    (good,) = cbam_json(run)["goods"]
    assert good["price_state"] == {"state": "published", "rules": [], "text": {"zh": "", "en": ""}}
    assert good["basis"] == "actual"
    assert good["cost"] is not None
    for lang in ("zh", "en"):
        text = terminal(run, lang, capsys) + page(run, lang)
        assert not re.search("exploration|试算", text)
        assert MONEY.search(text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", BLOCKING)
def test_a_blocking_rule_withholds_the_price_or_stands_beside_it(rule, lang, capsys):
    run = failing(rule)
    document = cbam_json(run)
    (good,) = document["goods"]
    printed, told = terminal(run, lang, capsys), page(run, lang)
    if EFFECTS[rule] == "withhold" and rule != "CBM-R25":
        assert good["price_state"]["state"] == "withheld"
        assert good["price_state"]["rules"] == [rule]
        if rule != "CBM-R54":  # the goods themselves have no cost where no price is published
            assert good["cost"] is None
            assert all(each["cost"] is None for each in good["cost_per_t"])
            assert document["cost"] is None
            assert not re.search(r"\d\.\d\d EUR", printed)
            for option in good["comparison"]:
                priced = option["id"] == "default" and rule not in OF_EVERY_BASIS
                assert (option["cost"] is not None) == priced
                assert option["price_state"]["state"] == ("published" if priced else "withheld")
        else:
            assert not MONEY.search(told)
            return
        # of the plant's data: the price of the good's own default stands, and it alone
        default, actual = (per_t(option_of(whole(), each)) for each in ("default", "actual"))
        assert default in page(failing(), lang)
        assert actual in page(failing(), lang)
        assert actual not in printed + told
        if rule in OF_EVERY_BASIS:
            assert not MONEY.search(told)
            assert default not in printed.split()
        else:
            assert MONEY.search(told)
            assert default in told
            assert default in printed.split()
        return
    words = good["price_state"]["text"][lang]
    assert good["price_state"]["state"] == "exploration"
    assert rule in words
    assert ("试算" if lang == "zh" else "exploration, blocked by") in words
    assert good["cost"] is not None
    # beside every price of the declared basis: each quarter, the whole, and the way to declare
    prices = sum(1 for each in good["cost_per_t"] if each["cost"]) + 1
    assert printed.replace(" ", "").count(words.replace(" ", "")[:12]) >= prices
    by_default = next(o for o in good["comparison"] if o["id"] == "default")
    touched = rule in OF_EVERY_BASIS
    assert by_default["price_state"]["state"] == ("exploration" if touched else "published")
    assert next(o for o in good["comparison"] if o["id"] == "actual")["price_state"]["rules"] == [rule]
    verdict = [line for line in good["verdict"] if "actual values" in line["en"]]
    assert verdict
    assert all(f"{line[lang]}{'；' if lang == 'zh' else '; '}{words}" in printed for line in verdict)
    assert rule in told
    assert ("试算" if lang == "zh" else "xploration") in told


def test_the_price_itself_bars_only_the_goods_it_points_at():
    run = whole()
    price = Check(
        "CBM-R54", "block_money", False, Text("", ""), Text("", ""), (), ("/cbam_goods/7/import_date",), "Art", "read"
    )
    assert withheld_by((price,), "ingot", "actual", run.study, run.computed) == ()
    own = replace(price, pointers=("/cbam_goods/0/import_date",))
    assert withheld_by((own,), "ingot", "actual", run.study, run.computed) == (own,)


def test_many_rules_are_counted():
    run = failing(*[rule for rule in BLOCKING if EFFECTS[rule] == "explore"])
    state = price_state(run.checks, "ingot", "actual", run.study, run.computed, run.on)
    assert len(state.rules) > 6
    assert state.text.en.endswith(f"and {len(state.rules) - 6} more: not a price to be paid")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["verification_report", "accreditation_expiry"])
def test_a_price_of_actual_values_without_their_report_says_so(name, lang, capsys):
    """No check fails, and yet nobody may declare it: the price never stands alone."""
    value = "2020-01-01" if name == "accreditation_expiry" else ""
    run = failing()
    run = replace(run, study=change(run.study, f"/installation/works/{name}", value))
    (good,) = cbam_json(run)["goods"]
    assert (good["price_state"]["state"], good["price_state"]["rules"]) == ("exploration", [])
    by_default = next(option for option in good["comparison"] if option["id"] == "default")
    assert by_default["price_state"]["state"] == "published"
    words = good["price_state"]["text"][lang].replace(" ", "")
    assert terminal(run, lang, capsys).replace(" ", "").count(words[:12]) >= len(good["cost_per_t"])
    assert words in page(run, lang).replace(" ", "")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("pointer", "lacks"),
    [
        ("/production/mill/electricity", [("mill", "Cement mill")]),
        ("/production/clinker/electricity_ef", [("clinker", "Kiln")]),
    ],
)
def test_blank_electricity_leaves_the_direct_part_known(pointer, lacks, lang, capsys):
    """Outside Annex II the total is unknown then: no price of actual values, but the direct part and the default."""
    whole_run = run_of(cement_works())
    run = run_of(change(cement_works(), pointer, ""))
    before, (good, _) = cbam_json(whole_run)["goods"][0], cbam_json(run)["goods"]
    assert before["missing_indirect"] == []
    assert before["see_indirect"] is not None
    assert good["see_direct"] == before["see_direct"] is not None
    assert good["see_indirect"] is good["see_total"] is good["see_charged"] is None
    assert [(each["id"], each["name"]["en"]) for each in good["missing_indirect"]] == lacks
    assert good["cost"] is None
    assert all(each["cost"] is None for each in good["cost_per_t"])
    options = {option["id"]: option for option in good["comparison"]}
    assert options["default"]["cost"] is not None
    assert options["default"]["price_state"]["state"] == "published"
    assert options["actual"]["cost"] is options["actual"]["see"] is None
    assert options["actual"]["price_state"]["state"] == "withheld"
    assert "CBM-024" not in {each["code"] for each in good["why_no_cost"]}
    words = ("缺少：" if lang == "zh" else "values missing of: ") + lacks[0][1]
    for text in (terminal(run, lang, capsys), page(run, lang)):
        assert good["see_direct"]["value"] in text
        assert words.replace(" ", "") in text.replace(" ", "")


def test_a_direct_part_that_lacks_something_stays_empty():
    run = run_of(change(cement_works(), "/source_streams/coal/ncv", ""))
    good = cbam_json(run)["goods"][0]
    assert good["see_direct"] is good["see_indirect"] is None
    assert good["missing_indirect"] == []


def test_amounts_have_no_zeros_that_carry_nothing(capsys):
    run = run_of(change(change(smelter(), "/cbam_goods/ingot/amount", "900000"), "/production/pots/amount", "900000"))
    text = terminal(run, "en", capsys)
    assert "900000 t" in text
    assert "900000.0" not in text
    assert short({"value": "1.200000", "exact": "6/5", "unit": "t"}) == "1.2"
    assert short({"value": "0.333330", "exact": "33333/100000", "unit": "t"}) == "0.33333"
    assert short({"value": "1.200000", "exact": "12000000001/10000000000", "unit": "t"}) == "1.200000"


def test_a_code_nobody_typed_is_told_as_that_of_a_category():
    works = steel_works()
    for name in ("coil", "coil_thick"):
        works = change(works, f"/cbam_goods/{name}/benchmark_route", "")
    told = next(each for each in run_of(works).goods.goods[0].why_no_cost if each.code == "CBM-041")
    assert told.cause.zh.startswith("自产前体“Converter”没有写明编码，这里取其类别（粗钢）的编码：")
    assert told.cause.en.startswith("own precursor Converter has no code stated")
    assert "72061000" in told.cause.en
