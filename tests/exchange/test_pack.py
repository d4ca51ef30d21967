from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from campaigns.sample import SIGNED_AT, fixed_key, small_pack
from carnet.canonical import digest_bytes
from carnet.errors import ExaminedError, UsageError
from carnet.exchange.pack import VIEWS, WITHHELD, derive_view, read_pack, write_pack
from carnet.exchange.pack_manifest import MANIFEST, SIGNATURE, read_manifest
from carnet.exchange.pack_zip import LIMITS, Entry, readings, write_container

KEY = fixed_key()
STUDY = dict.fromkeys(("id", "version", "period_from", "period_to", "legal_date", "known_date"), "x")
FILES = {
    "README.txt": b"read me", "study.json": b'{"salt":"1"}', "results/iso14067/headline.json": b"{}",
    "results/iso14067/processes.json": b"{}", "recipe/gwp.json": b"{}",
}  # fmt: skip


def written(files=FILES, **changes):
    fields = {"engine": "1", "draft": True, "public_key": KEY.public_key, "key_label": "DEMO", "signed_at": SIGNED_AT}
    return write_pack(files, STUDY, **{**fields, "sign": KEY.sign, **changes})


WHOLE = written()


def entries(data=WHOLE):
    return list(readings(data)[0])


def with_entry(name, data):
    return write_container([replace(e, data=data) if e.shown == name else e for e in entries()])


def codes(data):
    return [(found.code, found.place.file) for found in read_pack(data).problems]


def test_a_pack_is_what_was_put_in():
    found = read_pack(WHOLE)
    assert found.intact
    assert found.files == FILES
    assert found.withheld == ()
    assert [part.name for part in found.parts] == [*found.files, MANIFEST, SIGNATURE]
    assert all(part.ok is True and part.why is None for part in found.parts)
    assert found.signature.key_label == "DEMO"
    assert found.manifest_digest == digest_bytes(next(e.data for e in entries() if e.shown == MANIFEST))


def test_a_person_can_open_it_with_any_zip_program():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {*FILES, MANIFEST, SIGNATURE}


def test_the_same_arguments_give_the_same_bytes():
    assert written() == written(dict(reversed(FILES.items())))


@pytest.mark.parametrize("name", [*FILES, MANIFEST, SIGNATURE])
def test_a_changed_file_is_refused_and_named(name):
    original = next(e.data for e in entries() if e.shown == name)
    for changed in (original + b"\n", original[:-1], b"", bytes((original[0] ^ 1,)) + original[1:]):
        found = read_pack(with_entry(name, changed))
        assert not found.intact
        wrong = [part for part in found.parts if part.ok is False]
        assert name in [part.name for part in wrong]
        assert all(part.why.zh and part.why.en for part in wrong)


def test_every_wrong_file_is_named_not_only_the_first():
    changed = {"study.json": b"{}", "recipe/gwp.json": b"[]"}
    data = write_container([replace(e, data=changed.get(e.shown, e.data)) for e in entries()])
    assert codes(data) == [("PCK-021", "study.json"), ("PCK-021", "recipe/gwp.json")]


def without(*names):
    return write_container([entry for entry in entries() if entry.shown not in names])


def test_a_file_that_may_be_withheld_is_withheld_and_any_other_is_missing():
    found = read_pack(without("study.json"))
    assert found.intact
    assert found.withheld == ("study.json",)
    assert next(part.ok for part in found.parts if part.name == "study.json") == WITHHELD
    assert codes(without("README.txt")) == [("PCK-020", "README.txt")]
    assert codes(without("results/iso14067/headline.json")) == [("PCK-020", "results/iso14067/headline.json")]


def test_without_manifest_or_signature_nothing_holds():
    assert ("PCK-010", MANIFEST) in codes(without(MANIFEST))
    assert codes(without(SIGNATURE)) == [("PCK-013", SIGNATURE)]


def test_a_file_nobody_listed_is_named():
    assert codes(write_container([*entries(), Entry(b"extra.txt", b"x")])) == [("PCK-004", "extra.txt")]


def test_a_file_twice_is_named_even_when_both_are_right():
    assert ("PCK-003", "README.txt") in codes(write_container([*entries(), entries()[0]]))


def test_files_out_of_order_are_named():
    mixed = entries()
    mixed[1], mixed[2] = mixed[2], mixed[1]
    assert codes(write_container(mixed)) == [("PCK-005", "study.json")]


def test_another_manifest_under_the_old_signature_is_named():
    other = next(e.data for e in entries(written({**FILES, "README.txt": b"other"})) if e.shown == MANIFEST)
    assert ("PCK-016", MANIFEST) in codes(with_entry(MANIFEST, other))


def test_a_manifest_of_a_later_version_says_so():
    data = next(e.data for e in entries() if e.shown == MANIFEST).replace(b"carnet-pack/1", b"carnet-pack/9")
    assert ("PCK-012", MANIFEST) in codes(with_entry(MANIFEST, data))


def test_a_size_that_contradicts_the_file_is_named():
    manifest = next(e.data for e in entries() if e.shown == MANIFEST)
    lying = manifest.replace(b'"size":7', b'"size":8')
    assert lying != manifest
    assert ("PCK-023", "README.txt") in codes(with_entry(MANIFEST, lying))


def test_packed_anew_the_files_hold_and_the_pack_does_not():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries():
            archive.writestr(entry.shown, entry.data)
    found = read_pack(buffer.getvalue())
    assert [(p.code, p.place.file) for p in found.problems] == [("PCK-002", "(the zip as a whole)")]
    assert found.files == FILES


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "PCK-001"),
        (b"%PDF-1.7", "PCK-001"),
        (b"PK\x03\x04", "PCK-001"),
        (b"{}", "PCK-001"),
        (b"\0" * 99, "PCK-001"),
    ],
)
def test_what_is_no_pack_is_said_to_be_none(data, code):
    assert [found.code for found in read_pack(data).problems] == [code]


def test_what_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr("carnet.exchange.pack.LIMITS", replace(LIMITS, file_size=len(WHOLE) - 1))
    assert codes(WHOLE) == [("PCK-006", "")]


# ── views ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_leaves_files_out_and_changes_nothing_else(view):
    whole, found = read_pack(small_pack()), read_pack(derive_view(small_pack(), view))
    assert found.intact
    assert found.manifest == whole.manifest
    assert found.manifest_digest == whole.manifest_digest
    assert found.signature == whole.signature
    roles = {part.name: part.role for part in whole.manifest.parts}
    assert {roles[name] for name in found.withheld} == VIEWS[view]
    assert found.files == {name: data for name, data in whole.files.items() if name not in found.withheld}


def test_the_full_pack_is_the_view_of_the_certifier():
    assert derive_view(small_pack(), "certifier") == small_pack()


def test_no_view_leaves_out_what_may_not_be():
    assert all(part.withholdable for part in read_pack(small_pack()).manifest.parts if part.role in VIEWS["customs"])


@pytest.mark.parametrize("view", ["customer", "customs"])
def test_no_amount_of_the_study_is_in_a_public_view(view):
    seen = b"".join(entry.data for entry in entries(derive_view(small_pack(), view)))
    for private in (b"57.25", b"Data!F", b"meter co2", b"Works log", b'exact":', b"91.5"):
        assert private in small_pack()
        assert private not in seen


def test_a_view_of_a_view():
    customer = derive_view(small_pack(), "customer")
    assert derive_view(customer, "customs") == derive_view(small_pack(), "customs")
    with pytest.raises(ExaminedError) as caught:
        derive_view(customer, "certifier")
    assert {found.code for found in caught.value.problems} == {"PCK-052"}
    assert "study.json" in [found.place.file for found in caught.value.problems]


def test_there_is_no_other_view():
    with pytest.raises(UsageError) as caught:
        derive_view(small_pack(), "press")
    assert caught.value.problems[0].candidates == tuple(VIEWS)


def test_no_view_is_made_of_a_changed_pack():
    with pytest.raises(ExaminedError) as caught:
        derive_view(small_pack() + b"x", "customer")
    assert [found.code for found in caught.value.problems] == ["PCK-051", "PCK-002"]


def test_the_manifest_shows_no_size_of_what_may_be_withheld():
    for part in read_manifest(next(e.data for e in entries(small_pack()) if e.shown == MANIFEST)).parts:
        assert (part.size is None) is part.withholdable


def test_whatever_may_be_withheld_has_a_salt_of_its_own():
    found = read_pack(small_pack())
    salts = []
    for part in found.manifest.parts:
        data = found.files[part.name]
        marked = b'"salt":"' in data or b"%carnet-salt " in data
        assert marked is part.withholdable, part.name
        if marked:
            start = data.index(b'"salt":"') + 8 if b'"salt":"' in data else data.index(b"%carnet-salt ") + 13
            salts.append(data[start : start + 32])
    assert len(salts) == len(set(salts)) > 10
