"""Items from files: every problem with its file, a user's item beside the shipped ones, additions, and back to TOML."""

from __future__ import annotations

import pytest

from carnet.recognition.load import is_day, read_one
from carnet.recognition.load_policy import BEST_LETTER, parse_items
from carnet.recognition.model import Addition, Contradiction, Grade, PolicyItem, Side, Text
from carnet.recognition.status import status_on
from carnet.recognition.vocabulary import LETTERS
from carnet.recognition.write import to_toml
from carnet.service.policy import shipped_files
from tests.recognition.policy_items import DAY, event, item, world

GOOD = to_toml(item(event("signed", "B1")))


def codes(*files: tuple[str, str], own: tuple[tuple[str, str], ...] = ()) -> list[str]:
    return [each.code for each in parse_items(files, own)[1]]


def test_a_good_item_is_read() -> None:
    items, problems = parse_items([("a-matter.toml", GOOD)])
    assert not problems
    assert items.by_id["a-matter"] == item(event("signed", "B1"))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('id = "a-matter"', 'id = "another"', "REC-003"),
        ('capture = "c"', 'capture = "lost"', "REC-004"),
        ('version = "v1"', 'version = "v9"', "REC-004"),
        ('source_kind = "official"', 'source_kind = "a friend"', "REC-005"),
        ('source_kind = "official"', 'source_kind = "company"', "REC-006"),
        ('source_kind = "official"', 'source_kind = "reproduction"', "REC-008"),
        (f'known_on = "{DAY}"', 'known_on = "2020-01-01"', "REC-007"),
        ('origin = "example.org"', 'origin = "example.org"\ndigest = "abc"', "REC-009"),
        ('kind = "memorandum"', 'kind = "treaty"', "DAT-007"),
        ('jurisdiction = "EU"', 'jurisdiction = "EU"\nsecret = "x"', "DAT-003"),
        ('on = "2026-01-01"', 'on = "2026-02-30"', "DAT-005"),
    ],
)
def test_every_slip_is_named(old: str, new: str, code: str) -> None:
    assert old in GOOD
    problems = parse_items([("a-matter.toml", GOOD.replace(old, new, 1))])[1]
    assert code in [each.code for each in problems]
    assert all("a-matter.toml" in str(each.place) for each in problems)


def test_a_users_item_never_replaces_a_shipped_one() -> None:
    mine = GOOD.replace('kind = "memorandum"', 'kind = "law"')
    items, problems = parse_items([("a-matter.toml", GOOD)], [("a-matter.toml", mine)])
    assert [each.code for each in problems] == ["REC-001"]
    assert items.by_id["a-matter"].kind == "memorandum"
    assert items.own == ()


def test_a_user_may_add_to_a_shipped_item_and_only_add() -> None:
    more = to_toml(Addition("a-matter", events=(event("withdrawn", "B1", "2026-05-01"),)))
    items, problems = parse_items([("a-matter.toml", GOOD)], [("a-matter.more.toml", more)])
    assert not problems
    assert status_on(items.by_id["a-matter"], DAY).status == "withdrawn"
    assert items.added == {"a-matter": ("a-matter.more.toml",)}
    again = to_toml(Addition("a-matter", captures=item().captures))
    items, problems = parse_items([("a-matter.toml", GOOD)], [("a-matter.more.toml", again)])
    assert [each.code for each in problems] == ["REC-001"]
    assert items.by_id["a-matter"].captures == item().captures
    assert codes(("a-matter.toml", GOOD), own=(("x.more.toml", to_toml(Addition("nowhere"))),)) == ["REC-002"]


def test_an_item_names_only_items_on_file() -> None:
    side = Side(Text("甲", "a"), item().in_force.citation, Grade("D", "4"), "nowhere")
    clash = Contradiction("X", Text("甲", "a"), (side,), Text("乙", "b"))
    from dataclasses import replace

    assert codes(("a-matter.toml", to_toml(replace(item(), contradictions=(clash,))))) == ["REC-002"]


def test_every_shipped_item_survives_writing_and_reading() -> None:
    for each in world().all():
        again, problems = read_one(PolicyItem, f"{each.id}.toml", to_toml(each, "a comment"))
        assert not problems
        assert again == each


def test_what_toml_forbids_is_escaped() -> None:
    from dataclasses import replace

    strange = replace(item(), title=Text('引"号\\与\x7f\x01', "line\nbreak"))
    assert read_one(PolicyItem, "x.toml", to_toml(strange))[0] == strange


def test_no_source_gives_more_than_its_kind_can() -> None:
    for each in world().all():
        kinds = {capture.id: capture.source_kind for capture in each.captures}
        for step in each.events:
            assert LETTERS.index(step.grade.letter) >= LETTERS.index(BEST_LETTER[kinds[step.capture]])


def test_a_day_is_one_of_the_calendar() -> None:
    assert is_day("2024-02-29")
    assert not any(is_day(each) for each in ("2025-02-29", "2026-13-01", "2026-6-1", "", "heute"))


def test_one_item_a_file() -> None:
    assert all(name == f"{read_one(PolicyItem, name, text)[0].id}.toml" for name, text in shipped_files())  # type: ignore[union-attr]
