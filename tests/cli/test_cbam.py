"""``carnet cbam``: the answer, why, and what is in the way; never a charge for goods out of scope."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import jsonschema
import pytest
from click.testing import CliRunner

from carnet.cli.cbam_show import _figures, show
from carnet.inventory.installation import ProductionProcess
from carnet.inventory.model import Places
from carnet.service.cbam import run_cbam
from carnet.service.cbam_json import cbam_json
from carnet.service.cbam_schema import CBAM
from carnet.service.studies import OpenStudy, open_shipped, save_study
from tests.cbam.studies import nitric_acid_plant
from tests.exchange.workbooks import book
from tests.house.repository import command_line

COIL = ["cbam", "steel", "--cn", "72083900", "--cn", "steelmaking=72071210", "--route", "C"]
FULL = [*COIL, "--electricity", "CN=0.6", "--amount", "1000", "--import-date", "2026-08-15"]


def run(*words, code=0):
    result = CliRunner().invoke(command_line(), [*words])
    assert result.exit_code == code, result.stderr
    return result


def told(*words, code=0):
    found = json.loads(run(*words, "--json", code=code).stdout)
    jsonschema.validate(found, CBAM)
    return found


def test_the_coil_beside_its_default():
    good = told(*FULL)["goods"][0]
    default, mixed = (next(o for o in good["comparison"] if o["id"] == each) for each in ("default", "mixed"))
    # The published worked numbers of the default (2026, third quarter).
    assert default["see"]["value"] == "3.50570"
    assert default["certificates_per_t"]["value"] == "2.16995"
    assert default["cost"]["value"] == "178630.28"
    assert good["cheapest"]["id"] == "mixed"
    owed = Fraction(good["obligation_t_per_t"]["exact"])
    assert owed == Fraction(good["see_charged"]["exact"]) - Fraction(good["sefa"]["exact"])
    assert Fraction(good["certificates"]["exact"]) == 1000 * owed
    assert Fraction(good["cost"]["exact"]) == 1000 * owed * Fraction("82.32")
    assert Fraction(mixed["certificates_per_t"]["exact"]) == owed
    assert good["certificates"]["lower"] < good["certificates"]["upper"]
    assert [each["quarter"] for each in good["cost_per_t"]] == ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_no_money_while_own_sinter_lacks_its_electricity():
    words = [*COIL, "--amount", "1000", "--import-date", "2026-08-15"]
    good = told(*words, code=1)["goods"][0]
    assert good["cost"] is None
    # An error is counted at the end, in words and in the exit code alike.
    assert "1 errors" in run(*words, "--lang", "en", code=1).stderr
    assert {p["code"] for p in good["why_no_cost"]} == {"CBM-190"}
    assert all(each["cost"] is None for each in good["cost_per_t"])
    # What does not rest on the installation stands.
    assert good["comparison"][0]["certificates_per_t"]["value"] == "2.16995"


@pytest.mark.parametrize("study", ["laptop", "pv_topcon", "lfp_pack_truck"])
def test_goods_out_of_scope_are_never_charged(study):
    found = told("cbam", study)
    assert [g["scope"]["state"] for g in found["goods"]] == ["out_of_scope"]
    assert found["cost"] is None or found["cost"]["value"] == "0.00"
    for good in found["goods"]:
        assert (good["certificates"], good["cost"], good["cost_per_t"]) == (None, None, [])
    for lang, word in (("zh", "不收费"), ("en", "no charge")):
        assert word in run("cbam", study, "--lang", lang).stdout


def test_a_heading_names_no_good():
    found = told("cbam", "steel", code=1)
    assert found["goods"] == []
    heading = next(p for p in found["problems"] if p["code"] == "CBM-183")
    assert heading["candidates"]


def test_the_price_of_a_quarter_to_come_is_not_made_up():
    words = [*COIL, "--electricity", "CN=0.6", "--amount", "1000", "--import-date", "2026-11-15"]
    good = told(*words)["goods"][0]
    assert good["cost"] is None
    assert "CBM-056" in {p["code"] for p in good["why_no_cost"]}
    supposed = told(*words, "--what-if", "price=90")
    assert supposed["goods"][0]["cost"] is None
    beside = supposed["what_if"]["goods"][0]
    assert beside["nature"] == "what_if"
    # What is supposed need not be published: that rule says nothing of the supposed price.
    assert beside["price_state"]["state"] != "withheld"
    assert supposed["goods"][0]["price_state"]["rules"] == ["CBM-R54"]
    assert "CBM-R54" not in run(*words, "--what-if", "price=90").stdout.partition("◇")[2].splitlines()[1]
    assert Fraction(beside["cost"]["exact"]) == Fraction(beside["certificates"]["exact"]) * 90


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["cbam"], "CBM-184"),
        (["cbam", "steel", "--what-if", "price"], "CBM-185"),
        (["cbam", "steel", "--cn", "72083900", "--amount", "many"], "CBM-182"),
        (["cbam", "steel", "--electricity", "China=0.6"], "CBM-047"),
        (["cbam", "steel", "--cn", "7208"], "CBM-196"),
        (["cbam", "steel", "--cn", "72083900", "--cn", "steelmakin=72071210"], "CBM-196"),
        (["cbam", "steel", "--cn", "72083900", "--route", "X"], "CBM-196"),
        (["cbam", "steel", "--cn", "72083900", "--amount", "-5"], "CBM-196"),
        (["cbam", "steel", "--cn", "72083900", "--import-date", "15/8/2026"], "CBM-196"),
        (["cbam", "steel", "--cn", "72083900", "--electricity", "XX=0.6"], "CBM-196"),
        (["cbam", "steel", "--cn", "72083900", "--what-if", "prise=90"], "CBM-068"),
        (["cbam", "--portfolio", "none.csv"], "CBM-192"),
        (["import", "cbam-template", "none.xlsx", "--out", "a.xlsx"], "CLI-001"),
        (["import", "no-format", "a", "--out", "b.xlsx"], "CBM-186"),
        (["import", "pact3", "a", "--out", "b.xlsx"], "CLI-004"),
        (["import", "cbam-template", "a"], "CLI-008"),
        (["import", "precursor-sheet", "a.json", "--out", "b.xlsx"], "CBM-187"),
        (["export", "cbam-template", "steel", "--out", "b.xlsx"], "CBM-188"),
    ],
)
def test_wrong_use_is_told_in_both_languages(words, code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = json.loads(run(*words, "--json", code=2).stdout)["problems"][0]
    assert found["code"] == code
    for lang in ("zh", "en"):
        assert found["cause"][lang]
        assert found["fix"][lang]


def test_every_option_that_cannot_be_used_is_told_at_once():
    words = ["--cn", "7208", "--route", "X", "--amount", "0", "--import-date", "soon", "--electricity", "XX=0.6"]
    found = json.loads(run("cbam", "steel", *words, "--json", code=2).stdout)["problems"]
    assert [p["value"] for p in found] == ["0", "soon", "7208", "X", "XX"]


def test_all_that_the_free_allocation_lacks_stands_in_one_command():
    found = told("cbam", "steel", "--cn", "72083900", code=1)
    lacking = next(p for p in found["problems"] if p["code"] == "CBM-195")
    for words in ("--cn steelmaking=", "--route C|", "--electricity CN="):
        assert words in lacking["fix"]["en"]
    assert "CBM-195" not in {p["code"] for p in told(*FULL)["problems"]}


def test_calc_says_that_it_does_not_read_the_cbam_tabs(tmp_path):
    process = ProductionProcess("coil", "coil", "iron_steel_products", amount="100", direct="50")
    path = tmp_path / "both.json"
    save_study(replace(open_shipped("steel").study, production=(process,)), str(path))
    result = json.loads(run("calc", str(path), "--regime", "eu_cbam", "--json").stdout)["results"][0]
    assert "CBM-194" in {w["code"] for w in result["warnings"]}
    plain = json.loads(run("calc", "steel", "--regime", "eu_cbam", "--json").stdout)["results"][0]
    assert "CBM-194" not in {w["code"] for w in plain["warnings"]}


def test_the_text_says_why_in_both_languages():
    zh, en = (run(*FULL, "--lang", lang).stdout for lang in ("zh", "en"))
    for line in ("计征隐含排放", "免费配额调整", "每吨成本 2026-Q3", "全部用默认值", "预览：由单元过程推导"):
        assert line in zh
    for line in (
        "SEE charged",
        "free allocation",
        "cost per t 2026-Q3",
        "default values",
        "PREVIEW derived from unit processes",
    ):
        assert line in en
    for claim in ("certified", "recognised", "认证通过", "互认"):
        assert claim not in zh + en


def test_beside_it_the_national_scheme_the_ladder_and_the_united_kingdom():
    found = json.loads(run(*FULL, "--ets", "--factors", "--uk", "--json").stdout)
    assert found["uk"]["rows"][0]["tax_per_t"] is None  # rate and baseline are not published
    assert found["uk"]["rows"][0]["missing"]["zh"]
    assert found["ets"]["notes"]
    assert found["factor_ladder"]["notes"]
    out = run(*FULL, "--ets", "--factors", "--uk", "--lang", "en").stdout
    assert "UK CBAM" in out


def test_an_importers_list(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "id,cn,country,net_mass_t,import_date,importer,basis\n"
        "a,72083900,CN,100,2026-08-15,ACME,default\n"
        "b,85076000,CN,5,2026-08-15,ACME,default\n",
        encoding="utf-8",
    )
    found = json.loads(run("cbam", "--portfolio", str(path), "--on", "2026-11-22", "--json").stdout)
    coil, battery = found["lines"]
    assert coil["certificates"]["value"] == "216.99500"
    assert coil["cost"]["value"] == "17863.03"
    assert battery["cost"] is None or battery["cost"]["value"] == "0.00"
    assert "ACME" in run("cbam", "--portfolio", str(path), "--on", "2026-11-22", "--lang", "en").stdout
    (fined,) = found["penalties"]
    assert (fined["declarant"]["value"], fined["unauthorised_least"]["value"]) == ("21699.50", "65098.50")
    assert found["holding"] == [], "the duty begins in 2027"


def test_a_list_says_which_of_its_prices_rest_on_values_nobody_verified(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "id,cn,country,net_mass_t,import_date,importer,basis,see_direct,sefa,核查报告编号,核查机构,认可编号,认可到期日\n"
        "a,72083900,CN,100,2026-08-15,ACME,default,,,,,,\n"
        "b,72083900,CN,100,2026-08-15,ACME,actual,2.1,1.3,,,,\n"
        "c,72083900,CN,100,2026-05-15,ACME,actual,2.1,1.3,R-1,Checkers,A-1,2028-01-01\n",
        encoding="utf-8",
    )
    asked = ("cbam", "--portfolio", str(path), "--on", "2026-11-22")
    found = json.loads(run(*asked, "--json").stdout)
    assert [line["price_state"]["state"] for line in found["lines"]] == ["published", "exploration", "published"]
    assert [bool(line["lacks"]) for line in found["lines"]] == [False, True, False]
    unproven = {tuple(total["of"]): total["unproven"] for total in found["totals"]}
    assert unproven["ACME", "2026"] == 1
    assert unproven["ACME", "2026-Q2"] == 0
    assert unproven["ACME", "2026-Q3"] == 1
    for lang, word in (("zh", "1 行：试算，不是应付价格"), ("en", "1: an exploration, not a price to be paid")):
        out = run(*asked, "--lang", lang).stdout
        assert out.count(word) == 3, "beside the sums of the importer, of the quarter and of the code, and no other"


def test_a_communication_template_is_sent_to_its_own_command(tmp_path):
    path = tmp_path / "FILLED.xlsx"
    path.write_bytes(book({tab: [["x"]] for tab in ("A_InstData", "B_EmInst", "D_Processes", "Summary_Products")}))
    out = run("cbam", str(path), code=2)
    assert "import cbam-template FILLED.xlsx" in out.stderr
    assert out.stderr.count("✗") == 1


def test_certificates_for_a_tonne_are_never_below_zero():
    document = cbam_json(run_cbam(OpenStudy(nitric_acid_plant(), Places(), (), "sha256:0")))
    good = document["goods"][0]
    for owed, shown in (("-0.5", "0.00000"), ("0.5", "0.50000")):
        figure = {"value": f"{owed}0000", "exact": str(Fraction(owed)), "unit": "t/t"}
        lines = list(_figures({**good, "obligation_t_per_t": figure}, document, "zh"))
        (row,) = [line for line in lines if line[0] == "每吨证书"]
        assert row[1] == shown
        assert ("= -0.50000，不低于零" in row[3]) == (owed == "-0.5")


def test_what_a_quarters_end_of_2027_asks_for(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "cn,country,net_mass_t,import_date,importer,basis\n72083900,CN,100,2027-02-10,ACME,default\n", encoding="utf-8"
    )
    asked = ("cbam", "--portfolio", str(path), "--on", "2027-03-31", "--what-if", "benchmarks=held")
    found = json.loads(run(*asked, "--json").stdout)
    assert [row["certificates"]["value"] for row in found["holding"]] == ["94.27500"] * 4
    assert found["holding"][0]["share"]["clause"].startswith("Art 22(2)")
    for lang, word in (("zh", "季度末"), ("en", "quarter's end")):
        out = run(*asked, "--lang", lang).stdout
        assert word in out
        assert "94.27500" in out


def test_figures_of_a_good_are_per_tonne_of_it_whatever_its_functional_unit(capfd):
    """Nitric acid has the functional unit kg N; its plant counts tonnes of acid, and indirect emissions count."""
    run_of = run_cbam(OpenStudy(nitric_acid_plant(), Places(), (), "sha256:0"))
    document = cbam_json(run_of)
    jsonschema.validate(document, CBAM)
    good = document["goods"][0]
    assert (good["unit"], good["annex_ii"]) == ("kg N", False)
    assert {good[key]["unit"] for key in ("see_direct", "see_indirect", "see_charged")} == {"tCO2e/t"}
    both = sum(Fraction(good[key]["exact"]) for key in ("see_direct", "see_indirect"))
    assert Fraction(good["see_charged"]["exact"]) == both
    show(document, run_of, "en")
    assert "outside Annex II: direct and indirect" in capfd.readouterr().out
