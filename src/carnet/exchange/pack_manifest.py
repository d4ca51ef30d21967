"""The manifest of a pack: every file of it with its SHA-256, the same in every view.

Which files there can be, what each is for and whether a view may leave it out is one table here, `ROLES`; a manifest
that says otherwise is refused. `docs/reference/pack.md` has the same table in words.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.canonical import CanonicalError, canonical_bytes, digest_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCHEMA = "carnet-pack/1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
LARGEST_MANIFEST = 4_000_000

_KEY = r"(?P<key>[a-z0-9_]+(?:@[A-Za-z0-9.\-]+)?)"
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_STUDY_FIELDS = ("id", "version", "period_from", "period_to", "legal_date", "known_date")


@dataclass(frozen=True, slots=True)
class Role:
    """What a file of a pack is for. `withholdable`: a view may leave it out, so it carries a salt and shows no size."""

    name: str
    pattern: re.Pattern[str]
    withholdable: bool


# In the order in which the files stand in the zip.
ROLES: tuple[Role, ...] = tuple(
    Role(name, re.compile(pattern), withholdable)
    for name, pattern, withholdable in (
        ("readme", r"README\.txt", False),
        ("report", r"report\.(?P<key>zh|en)\.pdf", True),
        ("study", r"study\.json", True),
        ("headline", rf"results/{_KEY}/headline\.json", False),
        ("stages", rf"results/{_KEY}/stages\.json", True),
        ("processes", rf"results/{_KEY}/processes\.json", True),
        ("derivation", rf"results/{_KEY}/derivation\.json", True),
        ("bridge", rf"bridges/{_KEY}__[a-z0-9_@A-Z.\-]+?(?<!\.exact)\.json", True),
        ("bridge_exact", rf"bridges/{_KEY}__[a-z0-9_@A-Z.\-]+?\.exact\.json", True),
        ("regime", rf"recipe/regimes/{_KEY}\.json", False),
        ("factors", r"recipe/factors\.json", False),
        ("gwp", r"recipe/gwp\.json", False),
        ("flows", r"recipe/flows\.json", False),
        ("evidence", r"evidence/index\.json", True),
    )
)
ROLE_NAMES = tuple(role.name for role in ROLES)


class ManifestError(ValueError):
    """A manifest that is not one; `zh` and `en` say why, `newer` that a later version of the format wrote it."""

    def __init__(self, *, zh: str, en: str, newer: bool = False) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en
        self.newer = newer


@dataclass(frozen=True, slots=True)
class Part:
    """One file as the manifest lists it; `size` is None where a view may leave the file out."""

    name: str
    role: str
    digest: str
    size: int | None

    @property
    def withholdable(self) -> bool:
        """Whether a view may leave the file out."""
        return ROLES[ROLE_NAMES.index(self.role)].withholdable


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the manifest says; `study` holds the id, version, period and dates of the study."""

    draft: bool
    engine: str
    study: Mapping[str, str]
    parts: tuple[Part, ...]

    def of_role(self, role: str) -> tuple[Part, ...]:
        """The listed files of one role, in order."""
        return tuple(part for part in self.parts if part.role == role)


def role_of(name: str) -> Role | None:
    """Return what a file of this name is for, None when a pack has no such file."""
    return next((role for role in ROLES if role.pattern.fullmatch(name)), None)


def key_of(name: str) -> str:
    """Return the regime a file in ``results/``, ``recipe/regimes/`` or ``bridges/`` belongs to."""
    for role in ROLES:
        found = role.pattern.fullmatch(name)
        if found is not None:
            return found.groupdict().get("key") or ""
    return ""


def in_order(names: Sequence[str]) -> list[str]:
    """Sort file names as they stand in a pack: by role, then by name.

    Raises:
        ValueError: a pack has no file of such a name.
    """
    for name in names:
        if role_of(name) is None:
            message = f"a pack has no file {name}"
            raise ValueError(message)
    return sorted(names, key=lambda name: (_rank(name), name))


def _rank(name: str) -> int:
    role = role_of(name)
    return len(ROLES) if role is None else ROLE_NAMES.index(role.name)


def manifest_of(files: Mapping[str, bytes], study: Mapping[str, str], engine: str, *, draft: bool) -> bytes:
    """Return the bytes of the manifest of these files.

    Args:
        files: every file of the full pack but the manifest and its signature.
        study: ``id``, ``version``, ``period_from``, ``period_to``, ``legal_date``, ``known_date``.
        engine: the version of the program that calculated.
        draft: whether any figure cannot be issued.

    Raises:
        ValueError: a pack has no file of such a name.
    """
    parts = []
    for name in in_order(list(files)):
        role = role_of(name)
        listed: dict[str, object] = {
            "name": name,
            "role": role.name if role else "",
            "sha256": digest_bytes(files[name]),
        }
        if role is not None and role.withholdable:
            listed["withholdable"] = True
        else:
            listed["size"] = len(files[name])
        parts.append(listed)
    return canonical_bytes(
        {
            "schema": SCHEMA,
            "draft": draft,
            "engine": engine,
            "study": {name: study[name] for name in _STUDY_FIELDS},
            "parts": parts,
        }
    )


def read_object(data: bytes) -> dict[str, object]:
    """Read canonical JSON that is an object; the one spelling of it is required.

    Raises:
        ManifestError: anything else: not JSON, not an object, a key twice, another spelling of the same values.
    """
    try:
        found = json.loads(data.decode("utf-8"))
        spelled = canonical_bytes(found)
    except UnicodeDecodeError as error:
        raise ManifestError(zh="不是 UTF-8 文本", en="it is no UTF-8 text") from error
    except (CanonicalError, ValueError, RecursionError) as error:
        raise ManifestError(zh="不是规范 JSON", en="it is no canonical JSON") from error
    if not isinstance(found, dict):
        raise ManifestError(zh="不是 JSON 对象", en="it is no JSON object")
    if spelled != data:
        raise ManifestError(
            zh="不是规范 JSON：同样的值另有写法（空白、键序、重复键或转义）",
            en="it is no canonical JSON: the values are spelled another way (space, key order, a key twice, escapes)",
        )
    return found


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest strictly.

    Raises:
        ManifestError: with what is wrong, in both languages.
    """
    if len(data) > LARGEST_MANIFEST:
        raise ManifestError(zh="过大", en="it is too large")
    found = read_object(data)
    schema = found.get("schema")
    if schema != SCHEMA:
        newer = isinstance(schema, str) and schema.startswith("carnet-pack/")
        raise ManifestError(zh=f"格式标识为 {schema!r:.60}", en=f"its format is {schema!r:.60}", newer=newer)
    if set(found) != {"schema", "draft", "engine", "study", "parts"}:
        raise ManifestError(zh="字段不符", en="its fields are not those of a manifest")
    draft, engine, study, parts = found["draft"], found["engine"], found["study"], found["parts"]
    if not isinstance(draft, bool) or not isinstance(engine, str) or not isinstance(parts, list):
        raise ManifestError(zh="字段类型不符", en="a field has the wrong type")
    if not isinstance(study, dict) or set(study) != set(_STUDY_FIELDS):
        raise ManifestError(zh="study 字段不符", en="the fields of study are not those of a manifest")
    if not all(isinstance(value, str) for value in study.values()):
        raise ManifestError(zh="study 字段类型不符", en="a field of study is no text")
    listed = tuple(_part(entry) for entry in parts)
    names = [part.name for part in listed]
    if len(set(names)) != len(names):
        raise ManifestError(zh="同一文件列出两次", en="it lists a file twice")
    if names != in_order(names):
        raise ManifestError(zh="文件次序不符", en="its files stand in the wrong order")
    return Manifest(draft, engine, study, listed)


def _part(entry: object) -> Part:
    if not isinstance(entry, dict):
        raise ManifestError(zh="parts 中有非对象", en="an entry of parts is no object")
    name, digest = entry.get("name"), entry.get("sha256")
    role = role_of(name) if isinstance(name, str) else None
    if not isinstance(name, str) or role is None or entry.get("role") != role.name:
        raise ManifestError(
            zh=f"列出的文件名或用途不符：{name!r:.80}", en=f"it lists an unknown file or role: {name!r:.80}"
        )
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise ManifestError(zh=f"{name} 的摘要不合格式", en=f"the digest of {name} has the wrong form")
    size = entry.get("size")
    wanted = {"name", "role", "sha256", "withholdable" if role.withholdable else "size"}
    if set(entry) != wanted or (role.withholdable and entry["withholdable"] is not True):
        raise ManifestError(
            zh=f"{name} 的可留存标记或字段不符", en=f"{name} is marked wrongly as to what a view may leave out"
        )
    if not role.withholdable and (isinstance(size, bool) or not isinstance(size, int) or size < 0):
        raise ManifestError(zh=f"{name} 的大小不合格式", en=f"the size of {name} has the wrong form")
    return Part(name, role.name, digest, size if isinstance(size, int) else None)
