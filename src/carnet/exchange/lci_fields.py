"""Typed access to a JSON tree from outside: what is not what it should be is noted, never a crash."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from carnet.exchange.lci_findings import printable
from carnet.exchange.zipguard import shown

if TYPE_CHECKING:
    from carnet.exchange.lci_findings import Findings

Tree = dict[str, Any]

_KINDS = {
    "text": ("文字", "a text"),
    "number": ("数字", "a number"),
    "flag": ("true 或 false", "true or false"),
    "object": ("对象 {…}", "an object {…}"),
    "list": ("列表 […]", "a list […]"),
}
_FLAGS = {"true": True, "false": False}  # the Federal LCA Commons' own program writes them as texts


@dataclass(frozen=True, slots=True)
class Fields:
    """Reads the fields of one file's objects.

    Attributes:
        findings: where faults go.
        entry: the file inside the archive.
    """

    findings: Findings
    entry: str

    def at(self, where: str) -> str:
        """Return the place of a JSON Pointer in this entry."""
        return f"{self.entry}#{where}"

    def wrong(self, where: str, kind: str, value: object) -> None:
        """Note a value of the wrong type."""
        zh, en = _KINDS[kind]
        self.findings.add("LCI-055", self.at(where), as_written(value), expected_zh=zh, expected_en=en)

    def text(self, tree: Tree, key: str, where: str, *, required: bool = False) -> str:
        """Return a text, ``""`` when it is missing or null."""
        value = tree.get(key)
        if type(value) is str:
            if value or not required:
                return value
        elif value is not None:
            self.wrong(f"{where}/{key}", "text", value)
            return ""
        if required:
            self.findings.add("LCI-056", self.at(where), field=key)
        return ""

    def loose(self, tree: Tree, key: str) -> str:
        """Return a text that is only shown: anything else counts as none."""
        value = tree.get(key)
        return value if isinstance(value, str) else ""

    def number(self, tree: Tree, key: str, where: str) -> float | None:
        """Return a finite number, None when it is missing, null or wrong."""
        value = tree.get(key)
        if type(value) is float:
            if math.isfinite(value):
                return value
            self.findings.add("LCI-057", self.at(f"{where}/{key}"), value)
        elif value is not None:
            self.wrong(f"{where}/{key}", "number", value)
        return None

    def flag(self, tree: Tree, where: str, *keys: str) -> bool:
        """Return a truth value under the first of several keys, False when there is none."""
        for key in keys:
            value = tree.get(key)
            if value is None:
                continue
            if isinstance(value, bool):
                return value
            if isinstance(value, str) and value.lower() in _FLAGS:
                return _FLAGS[value.lower()]
            self.wrong(f"{where}/{key}", "flag", value)
        return False

    def mapping(self, tree: Tree, key: str, where: str) -> Tree:
        """Return an object, an empty one when it is missing or null."""
        value = tree.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong(f"{where}/{key}", "object", value)
        return {}

    def rows(self, tree: Tree, key: str, where: str) -> list[tuple[int, Tree]]:
        """Return the objects of a list with their positions."""
        value = tree.get(key)
        if isinstance(value, list):
            found = []
            for index, each in enumerate(value):
                if isinstance(each, dict):
                    found.append((index, each))
                else:
                    self.wrong(f"{where}/{key}/{index}", "object", each)
            return found
        if value is not None:
            self.wrong(f"{where}/{key}", "list", value)
        return []

    def ref(self, tree: Tree, key: str, where: str, *, required: bool = False) -> str:
        """Return the ``@id`` a reference points to, ``""`` when there is none."""
        value = tree.get(key)
        if type(value) is dict:
            target = value.get("@id")
            if type(target) is str and target:
                return sys.intern(target)
            return self.text(value, "@id", f"{where}/{key}", required=True)
        if value is not None:
            self.wrong(f"{where}/{key}", "object", value)
        elif required:
            self.findings.add("LCI-056", self.at(where), field=key)
        return ""


def as_written(value: object) -> str:
    """Return a value as a message can show it."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    return shown(str(value)) if isinstance(value, str) else json.dumps(value)


def parsed(data: bytes, entry: str, findings: Findings) -> Tree | None:
    """Parse one JSON file whose root is an object; numbers come as floats. None, with a finding, when it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.add("LCI-052", entry, byte=f"0x{data[0]:02X}", line=1)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.add("LCI-052", entry, byte=f"0x{data[error.start]:02X}", line=line)
        return None
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> Tree:
        tree = dict(pairs)
        if len(tree) != len(pairs):
            seen: set[str] = set()
            twice.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return tree

    try:
        root: object = json.loads(text, object_pairs_hook=members, parse_int=float)
    except json.JSONDecodeError as error:
        findings.add("LCI-053", f"{entry}:{error.lineno}:{error.colno}", detail=error.msg)
        return None
    except (ValueError, RecursionError) as error:
        findings.add("LCI-053", entry, detail=type(error).__name__)
        return None
    for key in twice:
        findings.add("LCI-054", entry, printable(key))
    if not isinstance(root, dict):
        zh, en = _KINDS["object"]
        findings.add("LCI-055", entry, as_written(root), expected_zh=zh, expected_en=en)
        return None
    return _repaired(root, entry, findings) if "\\ud" in text or "\\uD" in text else root


def _repaired(root: Tree, entry: str, findings: Findings) -> Tree:
    """Half of a surrogate pair can be spelled in JSON, but never be written again."""
    try:
        json.dumps(root, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        findings.add("LCI-053", entry, detail="unpaired surrogate \\uD8xx")
        clean = printable(json.dumps(root, ensure_ascii=False))
        tree: Tree = json.loads(clean, parse_int=float)
        return tree
    return root
