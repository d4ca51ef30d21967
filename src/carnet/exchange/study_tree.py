"""The tree behind the two text spellings of a study, and the dataclasses of the model: one way in, one way out.

A syntax module (JSON, TOML) turns bytes into nodes; here nodes become a `Study`, strictly, every fault with its JSON
Pointer. Nodes are texts, lists, `Members` (an object, keys possibly repeated) and `Token` (anything that is no text:
numbers, true, null, dates), so that a number keeps its digits and can be quoted back to the user.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from carnet.errors import Place, Problem, Text, problem, raise_if
from carnet.exchange.read_result import ReadResult
from carnet.inventory.model import Places, Study
from carnet.inventory.normal import normal_study

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAX_BYTES = 50_000_000
MAX_DEPTH = 32
MAX_PROBLEMS = 1000  # a file with more is no study; the rest is counted
CELLS = "cells"
SALT = "salt"  # what a pack adds to the study.json in it: random, and no part of the study
_SHOWN = 60
_CONTROL_ALLOWED = "\n\t"

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Token:
    """A literal that is no text: `kind` is number, not_finite, boolean, null or date; `text` as it was written."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Members:
    """An object: its pairs in the order of the file, a repeated key as often as it stands there."""

    pairs: tuple[tuple[str, Node], ...]


Node = str | list[typing.Any] | Members | Token


@dataclass(frozen=True, slots=True)
class Draft:
    """A study as far as it could be read, with everything found on the way; unreadable values are empty in it."""

    study: Study | None
    places: Places
    problems: tuple[Problem, ...]

    def result(self) -> ReadResult:
        """Return the study with its warnings.

        Raises:
            InputError: with every problem found, if one of them is an error.
        """
        raise_if(self.problems)
        assert self.study is not None  # noqa: S101 - without a study there is an error above
        return ReadResult(self.study, self.places, self.problems)


def shown(text: str) -> str:
    """Return a value short enough to stand in a message."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def escape(key: str) -> str:
    """Return a key as a JSON Pointer token (RFC 6901 section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


@functools.cache
def _fields_of(record: typing.Hashable) -> Mapping[str, tuple[dataclasses.Field[object], object]]:
    hints = typing.get_type_hints(record)
    return {field.name: (field, hints[field.name]) for field in dataclasses.fields(record)}  # type: ignore[arg-type]


def fields_of(record: type[object]) -> Mapping[str, tuple[dataclasses.Field[object], object]]:
    """Return the fields of a model class by name, each with its resolved type."""
    return _fields_of(typing.cast("typing.Hashable", record))


def element_of(hint: object) -> type | None:
    """Return the element type of ``tuple[X, ...]``, else None."""
    return typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None


def empty_of(hint: object) -> object:
    """Return the empty value of a field type."""
    if hint is str:
        return ""
    if hint is Text:
        return Text("", "")
    if element_of(hint) is not None:
        return ()
    kind = typing.cast("type", hint)
    return kind(**{name: empty_of(h) for name, (f, h) in fields_of(kind).items() if not has_default(f)})


def has_default(field: dataclasses.Field[object]) -> bool:
    """Say whether a field may be left out without being empty."""
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


# ── nodes → study ────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Reading:
    """What is collected while one file is read."""

    file: str
    problems: list[Problem]
    unlisted: int = 0

    def found(
        self, code: str, pointer: str, value: str = "", candidates: tuple[str, ...] = (), **params: str | int
    ) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self.unlisted += 1
            return
        place = Place(file=self.file, pointer=pointer or "/")
        self.problems.append(problem(code, place, shown(value), candidates, "error", **params))


def draft(root: Node, file: str) -> Draft:
    """Read a tree as a study, as far as it goes."""
    reading = _Reading(file, [])
    if not isinstance(root, Members):
        reading.found("STU-007", "", _text_of(root), expected="{…}", found=_name_of(root))
        return Draft(None, Places(), tuple(reading.problems))
    cells = [node for key, node in root.pairs if key == CELLS]
    body = Members(tuple(pair for pair in root.pairs if pair[0] not in {CELLS, SALT}))
    study = normal_study(_record(reading, body, "", Study))
    places = _cells(reading, cells, study)
    if reading.unlisted:
        reading.problems.append(problem("STU-019", Place(file=file), count=reading.unlisted, limit=MAX_PROBLEMS))
    return Draft(study, places, tuple(reading.problems))


def _record(reading: _Reading, node: Members, pointer: str, kind: type[_Record]) -> _Record:
    known = fields_of(kind)
    given: dict[str, Node] = {}
    for key, value in node.pairs:
        at = f"{pointer}/{escape(key)}"
        if key not in known and len(reading.problems) >= MAX_PROBLEMS:
            reading.unlisted += 1
        elif key not in known:
            close = difflib.get_close_matches(key, list(known), 3)
            reading.found("STU-006", at, key, tuple(close) or tuple(known), key=shown(key))
        elif key in given:
            reading.found("STU-003", at, key, key=key)
        else:
            given[key] = value
    values: dict[str, object] = {}
    for name, (field, hint) in known.items():
        if name in given:
            values[name] = _value(reading, given[name], f"{pointer}/{name}", hint)
        elif not has_default(field):
            if hint is not str and hint is not Text:
                reading.found("STU-008", pointer, key=name)
            values[name] = empty_of(hint)  # an empty text is reported with all others by validate_study
    return kind(**values)


def _value(reading: _Reading, node: Node, pointer: str, hint: object) -> object:
    if hint is str:
        return _string(reading, node, pointer)
    element = element_of(hint)
    if element is not None:
        if not isinstance(node, list):
            reading.found("STU-007", pointer, _text_of(node), expected="[…]", found=_name_of(node))
            return ()
        return tuple(_value(reading, item, f"{pointer}/{i}", element) for i, item in enumerate(node))
    if not isinstance(node, Members):
        expected = '{zh = "…", en = "…"}' if hint is Text else "{…}"
        reading.found("STU-007", pointer, _text_of(node), expected=expected, found=_name_of(node))
        return empty_of(hint)
    if hint is Text:
        return _text(reading, node, pointer)
    return _record(reading, node, pointer, typing.cast("type", hint))


def _text(reading: _Reading, node: Members, pointer: str) -> Text:
    # Text lives in the errors room and has two required fields; one language may be left out here.
    languages = {"zh": "", "en": ""}
    seen: set[str] = set()
    for key, value in node.pairs:
        at = f"{pointer}/{escape(key)}"
        if key not in languages:
            reading.found("STU-006", at, key, ("zh", "en"), key=shown(key))
        elif key in seen:
            reading.found("STU-003", at, key, key=key)
        else:
            languages[key] = _string(reading, value, at)
            seen.add(key)
    return Text(**languages)


def _string(reading: _Reading, node: Node, pointer: str) -> str:
    if isinstance(node, str):
        bad = next((c for c in node if (c < " " and c not in _CONTROL_ALLOWED + "\r") or "\ud800" <= c <= "\udfff"), "")
        if bad:
            reading.found("STU-010", pointer, character=f"U+{ord(bad):04X}")
            return ""
        return node
    if isinstance(node, Token) and node.kind in {"number", "not_finite", "date"}:
        code = {"number": "STU-005", "not_finite": "STU-004", "date": "STU-011"}[node.kind]
        reading.found(code, pointer, node.text, quoted=f'"{shown(node.text)}"')
        return ""
    reading.found("STU-007", pointer, _text_of(node), expected='"…"', found=_name_of(node))
    return ""


def _name_of(node: Node) -> str:
    if isinstance(node, Members):
        return "{…}"
    if isinstance(node, list):
        return "[…]"
    return '"…"' if isinstance(node, str) else node.text


def _text_of(node: Node) -> str:
    return node if isinstance(node, str) else node.text if isinstance(node, Token) else ""


# ── cells ────────────────────────────────────────────────────────────────────────────────────────


def _cells(reading: _Reading, nodes: Sequence[Node], study: Study) -> Places:
    by_pointer: dict[str, Place] = {}
    if len(nodes) > 1:
        reading.found("STU-003", f"/{CELLS}", CELLS, key=CELLS)
    for node in nodes[:1]:
        if not isinstance(node, Members):
            reading.found("STU-007", f"/{CELLS}", _text_of(node), expected="{…}", found=_name_of(node))
            continue
        for key, value in node.pairs:
            at = f"/{CELLS}/{escape(key)}"
            sheet, mark, cell = value.rpartition("!") if isinstance(value, str) else ("", "", "")
            if not mark or not sheet or not addresses(study, key):
                reading.found("STU-012", at, _text_of(value), key=shown(key))
            elif key in by_pointer:
                reading.found("STU-003", at, key, key=shown(key))
            else:
                by_pointer[key] = Place(sheet=sheet, cell=cell, pointer=key)
    return Places(by_pointer)


def addresses(study: Study, pointer: str) -> bool:
    """Say whether a JSON Pointer names a value of the study, an empty one included."""
    here: object = study
    for token in pointer.split("/")[1:]:
        if isinstance(here, tuple):
            if not token.isdecimal() or int(token) >= len(here):
                return False
            here = here[int(token)]
        elif dataclasses.is_dataclass(here) and token in {f.name for f in dataclasses.fields(here)}:
            here = getattr(here, token)
        else:
            return False
    return pointer.startswith("/")


# ── study → tree ─────────────────────────────────────────────────────────────────────────────────

Tree = dict[str, typing.Any]


def tree_of(study: Study, places: Places | None = None) -> Tree:
    """Return the study as plain dicts, lists and texts, fields in the order of the model.

    A field is left out exactly where it is empty and its default is empty too; so the tree is one and the same for
    equal studies, and reading it gives the study back. Places without a sheet are not kept.
    """
    tree = {"schema": study.schema, **_record_tree(study)}
    cells = {
        pointer: f"{place.sheet}!{place.cell}"
        for pointer, place in sorted((places or Places()).by_pointer.items(), key=lambda item: _in_order(item[0]))
        if place.sheet
    }
    if cells:
        tree[CELLS] = cells
    return tree


def _in_order(pointer: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, int(t), "") if t.isdecimal() else (1, 0, t) for t in pointer.split("/"))


def _record_tree(record: object) -> Tree:
    return dict(_pairs(record))


def _pairs(record: object) -> Iterator[tuple[str, object]]:
    for name, (field, hint) in fields_of(type(record)).items():
        value = getattr(record, name)
        default = field.default if field.default is not dataclasses.MISSING else empty_of(hint)
        if _is_empty(value) and _is_empty(default):
            continue
        yield name, _tree(value)


def _is_empty(value: object) -> bool:
    return value in ("", (), Text("", ""))


def _tree(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return value.json()
    if isinstance(value, tuple):
        return [_tree(item) for item in value]
    return _record_tree(value)
