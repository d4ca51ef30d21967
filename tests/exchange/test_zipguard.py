"""The guarded archive: each trick is refused by its name, and honest files are read."""

from __future__ import annotations

import random
import struct
import time
import warnings
import zipfile
from importlib import import_module
from io import BytesIO

import pytest

from carnet.errors import InputError
from carnet.exchange import zipguard
from carnet.exchange.zipguard import ZipLimits, looks_like, open_archive


def make(entries, method=zipfile.ZIP_DEFLATED):
    target = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the doubled names we want
        with zipfile.ZipFile(target, "w", method) as archive:
            for name, data in entries:
                archive.writestr(name, data)
    return target.getvalue()


def patched(data, offset_in_directory, form, *values, entry=0):
    """Overwrite a field of an entry of the central directory."""
    at = -1
    for _ in range(entry + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    changed = bytearray(data)
    struct.pack_into(form, changed, at + offset_in_directory, *values)
    return bytes(changed)


def codes(data, limits=None):
    def unpack():
        archive = open_archive(data, "f.xlsx", limits)
        return [b"".join(archive.chunks(name)) for name in archive.entries]

    with pytest.raises(InputError) as caught:
        unpack()
    return [p.code for p in caught.value.problems]


def test_an_honest_archive_is_read_whole():
    text = b"abc" * 100_000
    archive = open_archive(make([("a.xml", text), ("folder/b.xml", b""), ("folder/", b"")]), "f.xlsx")
    assert list(archive.entries) == ["a.xml", "folder/b.xml"]
    assert b"".join(archive.chunks("a.xml")) == text
    assert b"".join(archive.chunks("folder/b.xml")) == b""


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "FIL-001", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "FIL-004", "old .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "FIL-005", "password"),
        (b"a,b\n1,2\n", "FIL-003", "CSV"),
        ("\ufeff编号\t数量\n".encode(), "FIL-003", "CSV"),
        (b"<!DOCTYPE html><html><table>", "FIL-003", "HTML"),
        (b"  <html xmlns:x='urn:schemas-microsoft-com:office:excel'>", "FIL-003", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "FIL-003", "XML"),
        (b"%PDF-1.7", "FIL-003", "PDF"),
        (b"\x1f\x8b\x08", "FIL-003", "gzip"),
        (b'{"id": "x"}', "FIL-003", "JSON"),
        (b"Rar!\x1a\x07", "FIL-003", "RAR"),
        (b"hello", "FIL-003", "plain text"),
        (bytes(range(1, 32)) * 3 + bytes(5), "FIL-003", "unknown"),
        (b"PK\x05\x06" + bytes(18), "FIL-003", "empty or damaged"),
    ],
)
def test_what_is_no_archive_is_named(data, code, words):
    with pytest.raises(InputError) as caught:
        open_archive(data, "f.xlsx")
    (found,) = caught.value.problems
    assert found.code == code
    assert words in found.cause.en
    assert found.fix.zh
    assert found.place.file == "f.xlsx"


def test_every_kind_of_content_is_named_in_both_languages():
    assert looks_like(b"\x89PNG\r\n") == ("图片", "a picture")
    assert looks_like(b"\xef\xbb\xbf<html>")[1] == "a web page (HTML)"


def test_a_file_too_large_is_not_even_looked_at():
    assert codes(make([("a", b"x" * 2000)], zipfile.ZIP_STORED), ZipLimits(file_size=1000)) == ["FIL-002"]


def test_a_truncated_archive_is_refused_wherever_it_is_cut():
    data = make([("a.xml", b"<a/>" * 500), ("b.xml", b"<b/>")])
    for cut in range(4, len(data), 7):
        assert set(codes(data[:cut])) <= {"FIL-003", "FIL-006", "FIL-015", "FIL-016"}


def test_too_many_entries():
    assert codes(make([(f"e{i}", b"") for i in range(2001)])) == ["FIL-007"]
    assert len(open_archive(make([(f"e{i}", b"") for i in range(2000)]), "f").entries) == 2000


def test_a_million_entries_are_counted_before_any_object_is_made(monkeypatch):
    data = make([("a", b"")])
    bomb = data + b"PK\x01\x02" * 1_000_000
    monkeypatch.setattr(zipguard.zipfile, "ZipFile", None)
    start = time.perf_counter()
    assert codes(bomb) == ["FIL-007"]
    assert time.perf_counter() - start < 1


def test_a_zip_bomb_is_refused_by_its_ratio_before_it_is_unpacked(monkeypatch):
    bomb = make([("xl/worksheets/sheet1.xml", bytes(30_000_000))])
    assert len(bomb) < 40_000
    monkeypatch.setattr(zipguard.Archive, "chunks", None)
    assert codes(bomb) == ["FIL-009"]


def test_the_ratio_of_small_entries_does_not_matter():
    assert open_archive(make([("a", bytes(900_000))]), "f").entries


def test_without_the_limit_the_bomb_would_be_unpacked():
    """The guard, and nothing else, keeps it out."""
    archive = open_archive(make([("a", bytes(2_000_000))]), "f", ZipLimits(ratio=10**9))
    assert sum(map(len, archive.chunks("a"))) == 2_000_000


def test_one_entry_or_all_of_them_may_be_too_large():
    data = make([("a", b"x" * 600), ("b", b"y" * 600)], zipfile.ZIP_STORED)
    assert codes(data, ZipLimits(entry_size=500)) == ["FIL-008", "FIL-008"]
    assert codes(data, ZipLimits(total_size=1000)) == ["FIL-008"]


def test_an_entry_that_unpacks_to_more_than_it_says_is_cut_off():
    data = make([("a", b"x" * 100_000)])
    lying = patched(data, 24, "<I", 10)  # uncompressed size in the directory
    assert codes(lying) in (["FIL-008"], ["FIL-016"])


def test_a_wrong_checksum_is_found():
    assert codes(patched(make([("a", b"x" * 50)]), 16, "<I", 12345)) == ["FIL-016"]


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "a/../../b", "/etc/passwd", "C:/x", "a\\b", "x\x01y", "..", "a/.."],
)
def test_names_that_leave_the_archive_are_refused(name):
    assert "FIL-010" in codes(make([(name, b"")]))


def test_a_name_with_nul_is_refused_although_zipfile_cuts_it():
    data = make([("ab.xml", b"")]).replace(b"ab.xml", b"a\x00.xml")
    assert codes(data) == ["FIL-010"]


def test_names_with_two_points_inside_are_fine():
    assert open_archive(make([("a..b/c...d", b"")]), "f").entries


def test_a_symbolic_link_is_refused():
    link = zipfile.ZipInfo("link")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    assert codes(make([(link, b"/etc/passwd")])) == ["FIL-011"]


def test_doubled_names_are_refused_whatever_their_case():
    assert codes(make([("a.xml", b"1"), ("a.xml", b"2")])) == ["FIL-012"]
    assert codes(make([("a.xml", b"1"), ("A.XML", b"2")])) == ["FIL-012"]


def test_an_encrypted_entry_is_refused():
    assert codes(patched(make([("a", b"x")]), 8, "<H", 1)) == ["FIL-013"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_methods_are_refused(method):
    assert codes(make([("a", b"x" * 100)], method)) == ["FIL-014"]


def test_overlapping_entries_are_refused():
    data = make([("a", b"x" * 100), ("b", b"y" * 100)])
    assert "FIL-015" in codes(patched(data, 42, "<I", 0, entry=1))


def test_an_entry_that_reaches_into_the_directory_is_refused():
    assert "FIL-015" in codes(patched(make([("a", b"x" * 100)]), 20, "<I", 5000))


def test_all_problems_come_at_once():
    link = zipfile.ZipInfo("../link")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    found = codes(make([(link, b"x"), ("a", b"1"), ("a", b"2"), ("big", bytes(3_000_000))]))
    assert sorted(found) == ["FIL-009", "FIL-010", "FIL-011", "FIL-012"]


def test_a_long_name_is_shortened_in_the_message():
    with pytest.raises(InputError) as caught:
        open_archive(make([("/" + "x" * 5000, b"")]), "f")
    assert len(caught.value.problems[0].cause.en) < 400


def test_many_parts_that_each_keep_to_their_ratio_are_measured_together():
    content = bytes(1_000) * 900  # packs some 900 times, and is below `ratio_from`
    data = make([(f"{i}.xml", content) for i in range(10)])
    assert codes(data, ZipLimits(whole_from=1_000_000)) == ["FIL-009"]
    assert len(open_archive(data, "f.xlsx").entries) == 10  # small enough for a shrunk file to cost nothing


def bomb(name):
    """10 MB that announce 1.9 GB: 190 times, below the limit of a single part."""
    data = make([(name, random.Random(1).randbytes(10_000_000))], zipfile.ZIP_STORED)
    return patched(data, 24, "<L", 1_900_000_000)


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        ("lci_tables", "exchanges.csv"),
        ("lci_arrays", "Ax.npy"),
        ("lci_brightway", "datapackage.json"),
        ("lci_ecospold1", "process.xml"),
        ("lci_jsonld", "processes/a.json"),
    ],
)
def test_a_bomb_is_not_unpacked_by_any_reader_of_databases(reader, name, monkeypatch):
    def unpack(self, name):
        raise AssertionError(name)

    monkeypatch.setattr(zipguard.Archive, "chunks", unpack)
    module = import_module(f"carnet.exchange.{reader}")
    file = "db.npz" if reader == "lci_arrays" else "db.zip"
    with pytest.raises(InputError) as caught:
        module.read(bomb(name), file)
    found = [p for p in caught.value.problems if f"“{file}” is compressed 190 times; the limit is 40" in p.cause.en]
    assert [p.code for p in found] == ["LCI-050" if reader in {"lci_jsonld", "lci_ecospold1"} else "FIL-009"]
