from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest

from carnet.exchange.pack_zip import AFTER, BEFORE, DIRECTORY_END, Entry, differences, readings, write_container, zones

ENTRIES = (Entry(b"README.txt", b"hello\n"), Entry(b"a/b.json", b"{}"), Entry(b"empty", b""))
WHOLE = write_container(ENTRIES)


def owners(data, entries=ENTRIES):
    return [zone.owner for zone in differences(data, entries)]


def test_any_zip_program_reads_it():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["README.txt", "a/b.json", "empty"]
        assert archive.read("README.txt") == b"hello\n"
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert (info.compress_type, info.flag_bits, info.extra, info.comment) == (zipfile.ZIP_STORED, 0, b"", b"")
        assert archive.comment == b""


def test_what_is_written_is_read_and_is_whole():
    assert readings(WHOLE) == (ENTRIES,)
    assert differences(WHOLE, ENTRIES) == ()


def test_the_zones_cover_every_byte_once():
    layout = zones(ENTRIES)
    assert layout[0].start == 0
    assert layout[-1].end == len(WHOLE)
    assert all(one.end == two.start for one, two in pairwise(layout))


def test_every_single_bit_changes_its_own_zone():
    for bit in range(8 * len(WHOLE)):
        changed = bytearray(WHOLE)
        changed[bit // 8] ^= 1 << (bit % 8)
        expected = next(zone.owner for zone in zones(ENTRIES) if bit // 8 < zone.end)
        assert owners(bytes(changed)) == [expected]


def test_two_changes_are_both_named():
    changed = bytearray(WHOLE)
    changed[0] ^= 1
    changed[-1] ^= 1
    assert owners(bytes(changed)) == ["README.txt", DIRECTORY_END]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (WHOLE + b"x", AFTER),
        (WHOLE + WHOLE, AFTER),
        (b"x" + WHOLE, BEFORE),
        (WHOLE[:-1], DIRECTORY_END),
        (WHOLE[:10], "README.txt"),
        (b"", "README.txt"),
    ],
)
def test_more_or_fewer_bytes_are_named(data, named):
    assert owners(data)[0] == named


def test_a_broken_directory_leaves_the_headers_and_the_other_way_round():
    directory = WHOLE.index(b"PK\x01\x02")
    broken = WHOLE[:directory] + b"\0" * (len(WHOLE) - directory)
    assert readings(broken) == (ENTRIES,)
    assert ENTRIES in readings(b"\0\0\0\0" + WHOLE[4:])


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_what_was_packed_anew_is_still_read_where_it_can_be(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for entry in ENTRIES:
            archive.writestr(entry.shown, entry.data * 100)
    found = readings(buffer.getvalue())
    if method == zipfile.ZIP_DEFLATED:
        assert [entry.shown for entry in found[0]] == [entry.shown for entry in ENTRIES]
        assert differences(buffer.getvalue(), found[0])
    else:
        assert found == ()


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04", b"x" * 100, b"PK\x05\x06" + b"\0" * 18, b"PK\x05\x06"])
def test_what_is_no_zip_has_no_reading(data):
    assert readings(data) == ()


def test_a_name_that_is_no_text_is_shown_escaped():
    assert Entry(b"a\nb\xff", b"").shown == "a\\x0ab\\xff"


def test_entries_that_claim_more_than_is_there_are_not_read():
    claimed = bytearray(WHOLE)
    position = WHOLE.index(b"PK\x01\x02")
    claimed[position + 20 : position + 28] = (2**31).to_bytes(4, "little") * 2
    assert readings(bytes(claimed)) == (ENTRIES,)
