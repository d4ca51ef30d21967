from __future__ import annotations

import json
from dataclasses import replace

import pytest

from campaigns.sample import (
    REPORTS,
    SIGNED_AT,
    STUDY,
    fixed_key,
    salt_of,
    small_bridges,
    small_factors,
    small_pack,
    small_results,
    small_study,
)
from carnet.canonical import canonical_bytes
from carnet.errors import ExaminedError, InputError, UsageError
from carnet.exchange.pack import derive_view, read_pack, write_pack
from carnet.exchange.pack_parts import read_salted, salted_json
from carnet.exchange.pack_zip import readings, write_container
from carnet.exchange.study_json import read as read_study
from carnet.factors import factor_set, snapshot_digest
from carnet.regime import from_json, to_json
from carnet.service import datasets
from carnet.service.calculate import calculate, calculate_one, inputs_of, recipe_of, resolve_all
from carnet.service.packs import (
    build_pack,
    check_pack,
    passes,
    random_salt,
    recompute_pack,
    verdict_digest,
)
from carnet.service.studies import open_bytes
from carnet.service.trust import read_trust
from tests.assessment.cases import opened as coil

pytestmark = pytest.mark.slow

KEY = fixed_key()


def trust(*keys, name="Steelworks"):
    return json.dumps(
        [{"name": name, "algorithm": "Ed25519", "public_key": key.public_key.hex()} for key in keys]
    ).encode()


def changed_file(name, data):
    """The pack with one file replaced and nothing signed again."""
    entries = readings(small_pack())[0]
    return write_container([replace(e, data=data) if e.shown == name else e for e in entries])


def signed_again(changes=None, *, draft=True, key=KEY, drop=()):
    """A pack whose content was changed by its issuer: every digest and the signature are right."""
    found = read_pack(small_pack())
    files = {**found.files, **(changes or {})}
    return write_pack(
        {name: data for name, data in files.items() if name not in drop}, found.manifest.study,
        engine=found.manifest.engine, draft=draft, public_key=key.public_key, key_label=key.label,
        signed_at=SIGNED_AT, sign=key.sign,
    )  # fmt: skip


def edited(name, edit):
    """One file of the pack with its JSON edited, its salt kept."""
    data = read_pack(small_pack()).files[name]
    tree = json.loads(data)
    edit(tree)
    return {name: canonical_bytes(tree)}


def codes(found, severity="error"):
    return [(d["code"], d["part"]) for d in found["deficiencies"] if d["severity"] == severity]


# ── building ─────────────────────────────────────────────────────────────────────────────────────


def test_a_pack_has_all_its_files():
    assert set(read_pack(small_pack()).files) == {
        "README.txt", "report.zh.pdf", "report.en.pdf", "study.json", "evidence/index.json",
        "recipe/factors.json", "recipe/gwp.json", "recipe/flows.json",
        "bridges/iso14067__gbt24067.json", "bridges/iso14067__gbt24067.exact.json",
        *(f"recipe/regimes/{r}.json" for r in ("iso14067", "gbt24067")),
        *(f"results/{r}/{part}.json" for r in ("iso14067", "gbt24067")
          for part in ("headline", "stages", "processes", "derivation")),
    }  # fmt: skip


def test_an_absent_part_is_absent():
    done = small_results(("pact3",))
    pack = build_pack(small_study(), done, (), {}, KEY, salt_of, SIGNED_AT, factors=small_factors())
    names = set(read_pack(pack).files)
    assert {name for name in names if name.startswith("results/")} == {
        "results/pact3/headline.json", "results/pact3/processes.json",
    }  # fmt: skip
    assert not [name for name in names if name.startswith(("bridges/", "report."))]


def test_the_same_study_gives_the_same_bytes_but_for_salts_key_and_time():
    def made(salts=salt_of, key=KEY, at=SIGNED_AT):
        return build_pack(
            small_study(), small_results(), small_bridges(), REPORTS, key, salts, at, factors=small_factors()
        )

    assert made() == small_pack()
    one, two = read_pack(made(random_salt)), read_pack(made(random_salt))
    for name, data in one.files.items():
        part = next(part for part in one.manifest.parts if part.name == name)
        assert (data == two.files[name]) is not part.withholdable
        if part.withholdable and name.endswith(".json"):
            assert read_salted(data)[0] == read_salted(two.files[name])[0]
    later = read_pack(made(at="2027-01-01T00:00:00Z"))
    assert later.files == read_pack(small_pack()).files
    assert later.manifest == read_pack(small_pack()).manifest
    assert read_pack(made(key=fixed_key("DEMO", b"2"))).files == later.files


def test_the_study_in_the_pack_is_the_study_with_its_cells():
    content, _ = read_salted(read_pack(small_pack()).files["study.json"])
    found = read_study(json.dumps(content).encode())
    assert found.study == small_study().study
    assert str(found.places.at("/exchanges/3/amount")) == "Data!F8"


def test_derivations_in_the_pack_name_cells():
    derivation = json.loads(read_pack(small_pack()).files["results/iso14067/derivation.json"])
    leaves = [node["leaf"] for node in derivation["nodes"] if "leaf" in node]
    assert "Data!F8" in [leaf.get("place") for leaf in leaves]


def test_results_of_another_study_are_not_packed():
    other = replace(small_study(), digest="sha256:" + "0" * 64)
    with pytest.raises(ValueError, match="not calculated from this study"):
        build_pack(other, small_results(), (), {}, KEY, salt_of, SIGNED_AT)


def test_a_bridge_to_a_regime_that_is_not_there_is_not_packed():
    with pytest.raises(ValueError, match="not among the results"):
        build_pack(small_study(), small_results(("iso14067",)), small_bridges(), {}, KEY, salt_of, SIGNED_AT)


def test_one_result_is_not_packed_twice():
    (done,) = small_results(("iso14067",))
    with pytest.raises(ValueError, match="one regime and version"):
        build_pack(small_study(), (done, done), (), {}, KEY, salt_of, SIGNED_AT)


# ── checking ─────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_that_is_whole_is_a_draft_and_recomputes():
    found = check_pack(small_pack())
    assert (found["intact"], found["draft"], found["verdict"]) == (True, True, "draft")
    assert [(row["regime"], row["equal"]) for row in found["recomputed"]] == [("gbt24067", True), ("iso14067", True)]
    assert all(row["issued"] == row["recomputed"] for row in found["recomputed"])
    assert [row["equal"] for row in found["recomputed_bridges"]] == [True]
    assert codes(found) == []
    assert [code for code, _ in codes(found, "warning")] == ["PCK-038", "PCK-037"]
    assert found["issuer"] == {
        "id": f"ed25519:{KEY.public_key.hex()}", "trusted": False, "by": None, "label": "DEMO", "demo": True,
    }  # fmt: skip
    assert found["revoked"] == "unknown"
    assert passes(found, trust_given=False)


def test_every_deficiency_speaks_both_languages():
    found = check_pack(changed_file("study.json", b"{}"), None)
    for entry in found["deficiencies"]:
        assert entry["zh"]
        assert entry["en"]
        assert entry["fix"]["zh"]


@pytest.mark.parametrize(
    "name", ["README.txt", "study.json", "results/iso14067/headline.json", "report.en.pdf", "manifest.json"]
)
def test_a_changed_byte_is_refused_and_the_file_named(name):
    data = next(e.data for e in readings(small_pack())[0] if e.shown == name)
    found = check_pack(changed_file(name, data.replace(b"a", b"b", 1)))
    assert (found["intact"], found["verdict"]) == (False, "refused")
    assert name in [part for _, part in codes(found)]
    assert name in [part["name"] for part in found["parts"] if part["ok"] is False]
    assert found["issuer"]["id"] is None, "a broken signature names nobody"
    assert found["recomputed"] == []
    assert not passes(found, trust_given=False)


@pytest.mark.parametrize("view", ["customer", "customs"])
def test_a_view_reports_what_is_withheld(view):
    found = check_pack(derive_view(small_pack(), view))
    assert (found["intact"], found["verdict"]) == (True, "draft")
    assert "study.json" in found["withheld"]
    assert {part["ok"] for part in found["parts"]} == {True, "withheld"}
    assert [(row["equal"], row["recomputed"]) for row in found["recomputed"]] == [("withheld", None)] * 2
    assert [row["equal"] for row in found["recomputed_bridges"]] == ["withheld"]
    assert all(row["issued"] for row in found["recomputed"])
    assert passes(found, trust_given=False)


def test_a_pack_that_withholds_only_details_still_recomputes_the_rest():
    entries = [e for e in readings(small_pack())[0] if not e.shown.endswith("/processes.json")]
    found = check_pack(write_container(entries))
    assert [row["equal"] for row in found["recomputed"]] == [True, True]
    assert {file["equal"] for row in found["recomputed"] for file in row["files"]} == {True, "withheld"}


@pytest.mark.parametrize("data", [b"", b"not a pack", b"PK\x03\x04 nearly", b"{}" * 1000])
def test_whatever_it_is_given_it_answers(data):
    found = check_pack(data)
    assert (found["intact"], found["draft"], found["verdict"]) == (False, None, "refused")
    assert found["deficiencies"]


def raised_amount(tree):
    tree["exchanges"][3]["amount"] = "57.26"


def lowered_figure(tree):
    tree["figure"]["lower"] = "1.0"


def moved_exact(tree):
    tree["exact"]["/figure/lower_exact"] = "1/1"


def dropped_stage(tree):
    del tree["by_stage"][0]


def better_factor(tree):
    tree["records"] = [{**record, "value": "0.001"} if "value" in record else record for record in tree["records"]]


def kinder_rule(tree):
    tree["values"]["D3.limit_percent"]["status"] = "read"


def other_leaf(tree):
    tree["nodes"][0]["value"] = "1/7"


def lighter_gas(tree):
    for found in tree["sets"].values():
        for row in found["values"]:
            if row["gas"] == "CH4":
                row["value"] = "1/1"


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        ("study.json", raised_amount, ("PCK-032", "results/iso14067/stages.json")),
        ("results/iso14067/headline.json", lowered_figure, ("PCK-032", "results/iso14067/headline.json")),
        ("results/iso14067/processes.json", moved_exact, ("PCK-032", "results/iso14067/processes.json")),
        ("results/iso14067/stages.json", dropped_stage, ("PCK-032", "results/iso14067/stages.json")),
        ("results/gbt24067/derivation.json", other_leaf, ("PCK-032", "results/gbt24067/derivation.json")),
        ("recipe/factors.json", better_factor, ("PCK-034", "recipe/factors.json")),
        ("recipe/regimes/iso14067.json", kinder_rule, ("PCK-034", "recipe/regimes/iso14067.json")),
        ("recipe/gwp.json", lighter_gas, ("PCK-032", "results/iso14067/stages.json")),
    ],
)
def test_an_issuer_who_signs_a_false_figure_is_found_out(name, edit, expected):
    found = check_pack(signed_again(edited(name, edit)))
    assert found["intact"], "every digest is right: only calculating shows it"
    assert found["verdict"] == "refused"
    assert expected in codes(found)
    assert False in [row["equal"] for row in found["recomputed"]]


def test_a_false_bridge_is_found_out():
    def larger_term(tree):
        tree["terms"][0]["value"] = "99.9"

    name = "bridges/iso14067__gbt24067.json"
    found = check_pack(signed_again(edited(name, larger_term)))
    assert codes(found) == [("PCK-032", name)]
    assert [row["equal"] for row in found["recomputed"]] == [True, True]
    assert [row["equal"] for row in found["recomputed_bridges"]] == [False]


def test_the_place_where_figures_differ_is_told():
    found = check_pack(signed_again(edited("results/iso14067/headline.json", lowered_figure)))
    assert "/figure/lower" in found["deficiencies"][0]["fix"]["en"]


def test_a_pack_that_calls_a_draft_final_is_refused():
    found = check_pack(signed_again(draft=False))
    assert found["verdict"] == "refused"
    assert ("PCK-030", "manifest.json") in codes(found)


@pytest.mark.parametrize(
    "drop", ["recipe/factors.json", "recipe/regimes/iso14067.json", "recipe/gwp.json", "recipe/flows.json"]
)
def test_a_recipe_without_a_data_set_is_refused(drop):
    found = check_pack(signed_again(drop=(drop,)))
    assert found["verdict"] == "refused"
    assert False in [row["equal"] for row in found["recomputed"]]


def test_a_listed_part_that_no_calculation_gives_is_refused():
    extra = {"results/pact3/headline.json": b"{}"}
    found = check_pack(signed_again(extra))
    assert ("PCK-031", "results/pact3/headline.json") in codes(found)
    assert found["verdict"] == "refused"


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"salt":"0"}', b"\xff", b'{"nodes":' + b"[" * 5000])
@pytest.mark.parametrize(
    "name", ["study.json", "results/iso14067/headline.json", "recipe/factors.json", "recipe/regimes/iso14067.json"]
)
def test_content_of_another_form_is_a_sentence_not_a_crash(name, content):
    found = check_pack(signed_again({name: content}))
    assert found["verdict"] == "refused"
    assert codes(found)


# ── the verdict digest ───────────────────────────────────────────────────────────────────────────


def test_two_checks_of_the_same_bytes_say_the_same():
    assert check_pack(small_pack()) == check_pack(small_pack())


def test_the_digest_covers_what_was_found_and_no_words():
    found = check_pack(small_pack())
    assert found["verdict_digest"] == verdict_digest(found)
    quiet = {**found, "deficiencies": [{**d, "zh": "", "en": ""} for d in found["deficiencies"]]}
    assert verdict_digest(quiet) == found["verdict_digest"]
    for change in ({"verdict": "valid"}, {"intact": False}, {"manifest": None}, {"revoked": "no"}):
        assert verdict_digest({**found, **change}) != found["verdict_digest"]


# ── trust ────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_in_the_trust_file_has_a_name():
    found = check_pack(small_pack(), trust(fixed_key("x", b"other"), KEY))
    assert (found["issuer"]["trusted"], found["issuer"]["by"]) == (True, "Steelworks")
    assert found["verdict"] == "draft", "a trusted key makes no draft final"
    assert passes(found, trust_given=True)


def test_a_key_that_is_not_in_it_is_told_and_does_not_pass():
    found = check_pack(small_pack(), trust(fixed_key("x", b"other")))
    assert (found["issuer"]["trusted"], found["issuer"]["by"]) == (False, None)
    assert ("PCK-041", "manifest.sig") in codes(found, "warning")
    assert found["verdict"] == "draft"
    assert not passes(found, trust_given=True)


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"", 1), (b"[]", 1), (b"{}", 1), (b"x", 1), (b"\xff\xfe", 1), (b"[1]", 1), (b"[" * 100_000, 1),
        (b'[{"name": "", "algorithm": "Ed25519", "public_key": "%s"}]' % (b"0" * 64), 1),
        (b'[{"name": "a", "algorithm": "RSA", "public_key": "%s"}, {"name": "b"}]' % (b"0" * 64), 2),
        (b'[{"name": "a", "algorithm": "Ed25519", "public_key": "AB"}]', 1),
    ],
)  # fmt: skip
def test_a_trust_file_of_another_form_is_refused_entry_by_entry(data, count):
    with pytest.raises(UsageError) as caught:
        read_trust(data)
    assert [found.code for found in caught.value.problems] == ["PCK-040"] * count


# ── a figure that can be issued ──────────────────────────────────────────────────────────────────


def firm(resolved):
    """The regime as if every value of it had been read in the text."""
    values = {
        name: value if value.value is None else replace(value, status="read", candidates=())
        for name, value in resolved.values.items()
    }
    held = replace(resolved, values=values, in_force=replace(resolved.in_force, status="read"))
    return from_json(json.loads(canonical_bytes(to_json(held))))  # with the digest of its new content


@pytest.fixture(scope="module")
def final():
    """A pack that is no draft: one process, one emission, rules read, signed with a kept key."""
    rows = [row for row in STUDY["exchanges"] if row["id"] in {"coil", "co2"}]
    opened = open_bytes(json.dumps({**STUDY, "exchanges": rows, "contracts": [], "sources": []}).encode(), "s.json")
    factors = small_factors()
    (resolved,) = [firm(each) for each in resolve_all(opened, ["iso14067"])]
    recipe = recipe_of(opened, resolved, snapshot_digest(factors.records))
    done = calculate_one(inputs_of(opened, factors), resolved, recipe)
    return build_pack(opened, [done], (), {}, fixed_key("Steelworks"), salt_of, SIGNED_AT, factors=factors), done


def test_a_pack_of_issuable_figures_is_no_draft(final):
    pack, done = final
    assert done.result["blocked_by"] == []
    found = read_pack(pack)
    assert found.manifest.draft is False
    assert b"DRAFT" not in found.files["README.txt"]
    assert b"DEMO" not in found.files["README.txt"]


def test_without_a_trust_file_it_is_never_valid(final):
    pack, _ = final
    assert check_pack(pack)["verdict"] == "intact_issuer_unknown"
    assert check_pack(pack, trust(fixed_key("x", b"other")))["verdict"] == "intact_issuer_unknown"


def test_with_the_key_it_is_valid(final):
    pack, _ = final
    found = check_pack(pack, trust(fixed_key("Steelworks")))
    assert found["verdict"] == "valid"
    assert found["deficiencies"] == []
    assert passes(found, trust_given=True)


# ── recomputing ──────────────────────────────────────────────────────────────────────────────────


def test_recompute_says_what_check_says():
    assert recompute_pack(small_pack()) == check_pack(small_pack())["recomputed"]


def test_a_pack_is_recomputed_from_itself_not_from_what_is_installed(monkeypatch):
    def gone(*_):
        message = "nothing installed may be asked"
        raise AssertionError(message)

    pack = small_pack()
    for name in ("shipped_factors", "shipped_gwp_sets", "shipped_flows", "regimes", "countries"):
        monkeypatch.setattr(datasets, name, gone)
    assert [row["equal"] for row in recompute_pack(pack)] == [True, True]


def test_without_study_there_is_nothing_to_recompute():
    with pytest.raises(InputError) as caught:
        recompute_pack(derive_view(small_pack(), "customer"))
    assert caught.value.problems[0].code == "PCK-053"


def test_a_changed_pack_is_not_recomputed():
    with pytest.raises(ExaminedError) as caught:
        recompute_pack(small_pack() + b"x")
    assert caught.value.exit_code == 1


def test_a_record_under_a_closed_licence_is_withheld_and_the_figure_says_so():
    shipped = small_factors()
    used = {row["id"] for done in small_results() for row in done.result["factors"]}
    records = [replace(r, redistribution="forbidden") if r.id in used else r for r in shipped.records]
    factors = factor_set(records)
    opened = small_study()
    done = calculate(opened, resolve_all(opened, ["iso14067"]), factors=factors)
    pack = build_pack(opened, done, (), {}, KEY, salt_of, SIGNED_AT, factors=factors)
    listed = json.loads(read_pack(pack).files["recipe/factors.json"])
    assert set(listed["withheld"]) == used
    found = check_pack(pack)
    assert [row["equal"] for row in found["recomputed"]] == ["withheld"]
    assert ("PCK-036", "results/iso14067/headline.json") in codes(found, "warning")
    assert codes(found) == []


def test_a_salt_of_the_same_name_is_not_reused():
    assert len({random_salt("x") for _ in range(100)}) == 100
    assert salted_json({}, random_salt("x")) != salted_json({}, random_salt("x"))


# ── doubts about the data ────────────────────────────────────────────────────────────────────────


def test_unresolved_doubts_are_found_anew_when_a_pack_is_recomputed():
    opened = coil("b")
    done = calculate(opened, resolve_all(opened, ["iso14067"]))
    pack = build_pack(opened, done, (), {}, KEY, salt_of, SIGNED_AT)
    headline = json.loads(read_pack(pack).files["results/iso14067/headline.json"])
    assert [b for b in headline["blocked_by"] if b["status"] == "unresolved"]
    assert [row["equal"] for row in recompute_pack(pack)] == [True]
    blind = calculate(replace(opened, warnings=()), resolve_all(opened, ["iso14067"]))
    hidden = build_pack(opened, blind, (), {}, KEY, salt_of, SIGNED_AT)
    assert [row["equal"] for row in recompute_pack(hidden)] == [False]
