from __future__ import annotations

import json

import pytest

from carnet.canonical import canonical_bytes
from carnet.exchange.pack_manifest import (
    ROLES,
    ManifestError,
    in_order,
    key_of,
    manifest_of,
    read_manifest,
    read_object,
    role_of,
)

STUDY = {
    "id": "s", "version": "1", "period_from": "2023-01-01", "period_to": "2023-12-31", "legal_date": "2026-11-22",
    "known_date": "2026-11-22",
}  # fmt: skip
FILES = {
    "study.json": b"{}",
    "README.txt": b"read me",
    "results/iso14067/headline.json": b"{}",
    "recipe/gwp.json": b"{}",
}
GOOD = manifest_of(FILES, STUDY, "0.1.0", draft=True)


@pytest.mark.parametrize(
    ("name", "role", "withholdable", "key"),
    [
        ("README.txt", "readme", False, ""),
        ("report.zh.pdf", "report", True, "zh"),
        ("study.json", "study", True, ""),
        ("results/eu_cbam/headline.json", "headline", False, "eu_cbam"),
        ("results/iso14067@2018/stages.json", "stages", True, "iso14067@2018"),
        ("results/pact3/processes.json", "processes", True, "pact3"),
        ("results/pact3/derivation.json", "derivation", True, "pact3"),
        ("bridges/iso14067__worldsteel_co2.json", "bridge", True, "iso14067"),
        ("bridges/eu_cbam__pact3@3.0.exact.json", "bridge_exact", True, "eu_cbam"),
        ("recipe/regimes/eu_cbam.json", "regime", False, "eu_cbam"),
        ("recipe/factors.json", "factors", False, ""),
        ("recipe/gwp.json", "gwp", False, ""),
        ("recipe/flows.json", "flows", False, ""),
        ("evidence/index.json", "evidence", True, ""),
    ],
)
def test_the_name_of_a_file_says_what_it_is_for(name, role, withholdable, key):
    found = role_of(name)
    assert (found.name, found.withholdable, key_of(name)) == (role, withholdable, key)


def test_every_role_is_tried_above():
    assert len(ROLES) == 14


@pytest.mark.parametrize(
    "name",
    ["", "readme.txt", "README.txt ", "README.txt\n", "/README.txt", "report.fr.pdf", "results/../headline.json",
     "results/A/headline.json", "results/x/notes.json", "recipe/x.json", "study.json.bak", "manifest.json",
     "manifest.sig", "evidence/invoice.pdf", "bridges/a.json", "bridges/a__b/c.json"],
)  # fmt: skip
def test_a_pack_has_no_other_file(name):
    assert role_of(name) is None
    with pytest.raises(ValueError, match="no file"):
        in_order([name])


def test_the_files_stand_in_one_order():
    assert in_order(list(FILES)) == ["README.txt", "study.json", "results/iso14067/headline.json", "recipe/gwp.json"]


def test_a_manifest_says_everything_but_the_size_of_what_may_be_withheld():
    found = read_manifest(GOOD)
    assert (found.draft, found.engine, dict(found.study)) == (True, "0.1.0", STUDY)
    assert {part.name: part.size for part in found.parts} == {
        "README.txt": 7, "study.json": None, "results/iso14067/headline.json": 2, "recipe/gwp.json": 2,
    }  # fmt: skip
    assert [part.name for part in found.of_role("study")] == ["study.json"]
    assert b"2" not in GOOD[GOOD.index(b'"name":"study.json"') - 1 : GOOD.index(b'"sha256"', GOOD.index(b"study.json"))]


def test_the_order_of_the_files_handed_in_does_not_matter():
    assert manifest_of(dict(reversed(FILES.items())), STUDY, "0.1.0", draft=True) == GOOD


def changed(**fields):
    return {**json.loads(GOOD), **fields}


def part(index, **fields):
    parts = json.loads(GOOD)["parts"]
    parts[index] = {name: value for name, value in {**parts[index], **fields}.items() if value is not ...}
    return changed(parts=parts)


@pytest.mark.parametrize(
    "wrong",
    [
        changed(schema="carnet-pack/2"), changed(schema=1), changed(more="x"), changed(draft="yes"), changed(engine=1),
        changed(parts={}), changed(parts=[1]), changed(study={}), changed(study={**STUDY, "id": 1}), changed(study=[]),
        part(0, name="readme.md"), part(0, name=1), part(0, role="study"), part(0, sha256="sha256:0"), part(0, size=-1),
        part(0, size=True), part(0, size="7"), part(0, size=...), part(0, withholdable=True),
        part(0, size=..., withholdable=True), part(1, withholdable=False), part(1, withholdable=...), part(1, size=2),
        changed(parts=json.loads(GOOD)["parts"][::-1]), changed(parts=json.loads(GOOD)["parts"] * 2),
        {key: value for key, value in json.loads(GOOD).items() if key != "study"},
    ],
)  # fmt: skip
def test_a_manifest_of_another_form_is_refused(wrong):
    with pytest.raises(ManifestError) as caught:
        read_manifest(canonical_bytes(wrong))
    assert caught.value.zh
    assert caught.value.en
    assert caught.value.newer is (wrong.get("schema") == "carnet-pack/2")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"a": 1}', b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a":1.0}',
        b'{"a":1e2}', b'{"a":NaN}', b'{"a":"\\u0041"}', b'{"a":"\\ud800"}', b'{"a":1}\n', b"\xef\xbb\xbf{}",
        b'{"a":' + b"9" * 400 + b"}", b"[" * 100_000, b'{"a":-0}', "{}".encode("utf-16"),
    ],
)  # fmt: skip
def test_only_the_one_spelling_of_an_object_is_read(data):
    with pytest.raises(ManifestError):
        read_object(data)


def test_the_one_spelling_is_read():
    assert read_object('{"a":[1,true,null],"é":"\\n"}'.encode()) == {"a": [1, True, None], "é": "\n"}
