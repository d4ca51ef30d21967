"""The campaigns themselves: that they attack what they say, and would see a defect if there were one."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest

from campaigns import c6, c8, c11, c14, figures, hostile, mutate, readers
from campaigns.sample import small_pack, small_study
from carnet.exchange import pack as pack_module
from carnet.exchange.pack_manifest import MANIFEST, SIGNATURE
from carnet.exchange.pack_zip import readings

pytestmark = pytest.mark.slow

# ── C8 ───────────────────────────────────────────────────────────────────────────────────────────


def test_every_rearrangement_is_refused_and_named():
    outcomes = [c8.verdict(what, data, names) for what, data, names in c8.rearranged(c8.pack())]
    assert len(outcomes) > 150
    assert [each for each in outcomes if each] == []


def test_at_test_size_all_bits_of_manifest_and_signature_and_20000_of_the_pack_are_turned():
    entries = {entry.shown: entry.data for entry in readings(c8.pack())[0]}
    bits = 8 * (len(entries[MANIFEST]) + len(entries[SIGNATURE]))
    before = len(list(c8.rearranged(c8.pack())))
    assert c8.SIZES["test"] - before - bits >= 20_000
    assert c8.SIZES["release"] == 1_000_000


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda found: replace(found, problems=()), "not refused"),
        (lambda found: replace(found, problems=found.problems[:1], parts=()), "not named"),
    ],
)
def test_c8_sees_a_verifier_that_sleeps(monkeypatch, broken, says):
    true = pack_module.read_pack

    def sleepy(data):
        found = true(data)
        wrong = (
            replace(found.problems[0], place=replace(found.problems[0].place, file="elsewhere"))
            if found.problems
            else None
        )
        return broken(replace(found, problems=(wrong,)) if wrong else found)

    monkeypatch.setattr(c8, "read_pack", sleepy)
    whole = c8.pack()
    outcome = c8.verdict("a bit", c8.flipped(whole, 8 * 40), {"README.txt"})
    assert outcome is not None
    assert says in outcome


# ── C6 ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reader", c6.READERS)
def test_mutation_damages_and_the_seed_does_not(reader):
    whole = mutate.seeds()[reader]

    def read(data):
        if reader == "database":
            readers.place(data)  # a packed database is read from its folder
        return readers.read(reader, data)

    assert read(whole) in {"read", "draft"}
    chance = random.Random(7)
    words = [read(mutate.mutated(reader, chance)) for _ in range(25)]
    assert len(set(words)) > 1, "some are refused, and not all for the same reason"


@pytest.mark.parametrize("reader", c6.READERS)
def test_the_same_seed_gives_the_same_inputs(reader):
    one, two = random.Random(3), random.Random(3)
    assert [mutate.mutated(reader, one) for _ in range(10)] == [mutate.mutated(reader, two) for _ in range(10)]


def test_the_readers_take_turns():
    light = [reader for reader, every in c6.READERS.items() if every == 1]
    assert c6.SIZES["test"] == 2_000 * len(light) + 250, "the reader of the communication template is the heavy one"
    assert c6.SIZES["release"] >= 100_000 * len(light)
    assert [outcome for outcome in itertools.islice(c6.attacks(1, 40), 44) if outcome] == []


def raising(_reader, _data):
    message = "boom"
    raise RuntimeError(message)


def opening(_reader, _data):
    with open(__file__, "rb"):  # noqa: PTH123 - any way of opening is to be seen
        return "read"


def test_the_oracle_sees_what_must_not_happen(monkeypatch):
    monkeypatch.setattr(readers, "read", raising)
    assert "raised RuntimeError: boom" in readers.broken("json", b"x")
    monkeypatch.setattr(readers, "read", lambda *_: "read")
    assert readers.broken("json", b"x") is None
    assert "came out as read" in readers.broken("json", b"x", lambda word: word != "read")
    assert "verdict read" in readers.broken("pack", b"x")
    monkeypatch.setattr(readers, "SECONDS", -1.0)
    assert "took" in readers.broken("json", b"x")


def test_the_oracle_sees_a_file_being_opened(monkeypatch):
    monkeypatch.setattr(readers, "read", lambda *_: opening("", b"") and "read")
    monkeypatch.setattr(readers, "_OF_PYTHON", ())
    assert "touched open" in readers.broken("json", b"x")


# ── C11 ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_corpus_is_large_and_every_file_has_its_name():
    corpus = list(hostile.corpus())
    assert len(corpus) >= 150
    names = [(each.reader, each.name) for each in corpus]
    assert len(set(names)) == len(names)
    assert {each.reader for each in corpus} == {"xlsx", "json", "toml", "pack"}


def test_c11_would_see_a_file_that_is_read():
    harmless = hostile.Hostile("harmless", "json", mutate.seeds()["json"])
    assert readers.broken("json", harmless.data, c11._expected(harmless), "harmless") is not None
    neutral = replace(harmless, must=hostile.NEUTRAL)
    assert readers.broken("json", harmless.data, c11._expected(neutral), "harmless") is None


# ── C14 ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_figure_that_differs_is_seen_and_one_that_is_gone():
    before = {"s": {"r": {"figure/value": "1.0 = 1/1", "x": "2", figures.BYTES: "sha256:1"}}}
    assert list(c14.compared(before, before, "here")) == [None] * 3
    after = {"s": {"r": {"figure/value": "1.0 = 2/2", figures.BYTES: "sha256:2"}}}
    outcomes = list(c14.compared(before, after, "here", skip=figures.BYTES))
    assert [bool(each) for each in outcomes] == [True, True]
    assert "here: s, r, x: 2 became None" in outcomes


def test_shuffling_moves_rows_and_keeps_them():
    opened = small_study()
    found = figures.shuffled(opened, random.Random(1))
    assert found.study.exchanges != opened.study.exchanges
    assert sorted(found.study.exchanges, key=lambda e: e.id) == sorted(opened.study.exchanges, key=lambda e: e.id)
    table = figures.table(opened, with_bytes=False)
    assert figures.table(found, with_bytes=False) == table
    assert table["worldsteel_co2"] == {"refused": "CAL-013"}
    assert "by_line/co2" in table["iso14067"] or any(name.startswith("by_line/") for name in table["iso14067"])


def test_a_pack_recomputed_is_compared_file_by_file():
    outcomes = list(c14.recomputed())
    assert outcomes == [None] * 10
    assert small_pack()
