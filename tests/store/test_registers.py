"""The files of registers: writers at once lose nothing, a line cut off loses nothing, nothing is half written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from carnet.canonical import digest_bytes
from carnet.store import registers as store
from carnet.store.registers import BusyError, append_line, read_register

WRITER = """
import sys
from pathlib import Path
from carnet.store.registers import append_line
for number in range(15):
    append_line(Path(sys.argv[1]), "x", lambda stored: f"{len(stored.lines)} {sys.argv[2]}-{number}".encode())
"""


def test_writers_at_once_lose_nothing(tmp_path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(n)]) for n in range(4)]
    assert [each.wait(60) for each in writers] == [0] * 4
    found = read_register(tmp_path, "x")
    assert [int(line.split()[0]) for line in found.lines] == list(range(60))  # each saw all before it
    assert len({line.split()[1] for line in found.lines}) == 60
    assert found.head == (60, digest_bytes(found.lines[-1]))


@pytest.mark.parametrize("kept", [0, 1, 5])
def test_a_line_cut_off_is_set_aside_and_the_rest_stays(tmp_path, kept):
    for text in (b"one", b"two", b"three"):
        append_line(tmp_path, "x", lambda _, text=text: text)
    path = tmp_path / "x.jsonl"
    path.write_bytes(path.read_bytes() + b"fourth"[:kept])
    found = read_register(tmp_path, "x")
    assert (found.lines, found.torn) == ((b"one", b"two", b"three"), b"fourth"[:kept])
    assert path.read_bytes().endswith(b"fourth"[:kept])  # reading changes nothing
    append_line(tmp_path, "x", lambda _: b"five")
    assert path.read_bytes() == b"one\ntwo\nthree\nfive\n"
    torn = tmp_path / "x.torn"
    assert (torn.read_bytes() if torn.exists() else b"") == (b"fourth"[:kept] + b"\n" if kept else b"")


def test_a_refusal_leaves_the_file_as_it_was(tmp_path):
    append_line(tmp_path, "x", lambda _: b"one")
    path = tmp_path / "x.jsonl"
    path.write_bytes(path.read_bytes() + b"half")

    def refuse(_: object) -> bytes:
        raise LookupError

    with pytest.raises(LookupError):
        append_line(tmp_path, "x", refuse)
    assert path.read_bytes() == b"one\nhalf"
    append_line(tmp_path, "x", lambda _: b"two")  # and the lock is free again


@pytest.mark.skipif(sys.platform == "win32", reason="holds the lock in the way of the other system")
def test_a_lock_that_is_held_is_told_not_waited_for_ever(tmp_path, monkeypatch):
    import fcntl
    import os

    append_line(tmp_path, "x", lambda _: b"one")
    monkeypatch.setattr(store, "WAIT_SECONDS", 0)
    handle = os.open(tmp_path / "x.lock", os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(BusyError):
        append_line(tmp_path, "x", lambda _: b"two")
    os.close(handle)
    append_line(tmp_path, "x", lambda _: b"two")


def test_a_note_that_cannot_be_read_says_that_lines_are_missing(tmp_path: Path):
    append_line(tmp_path, "x", lambda _: b"one")
    (tmp_path / "x.head").write_text("?")
    assert read_register(tmp_path, "x").head == (sys.maxsize, "")
