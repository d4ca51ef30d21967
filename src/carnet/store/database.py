"""Databases of unit processes as packed files: writing, opening, looking up.

What lives here: one immutable file per linked database (pattern, values, spreads, names, link report, licence), named
by the digest of its content, and beside it the answers that were solved from it, each a file of the same kind.
May touch: files below the folder it is given.
Must not: link, solve, or judge a number; change a file once it is written.
Ways in: `save_database`, `open_database_file`, `save_answer`, `open_answer`; names are kept by `database_index`.
Invariants: the same content has the same digest and the same bytes, so that importing twice at once does no harm; a
file that is damaged, cut short or foreign is told with its code and never opened by half.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from carnet.canonical import digest as canonical_digest
from carnet.errors import InputError, Place, problem
from carnet.lca.engine.arrays import Columns, Matrices, Spreads
from carnet.store.database_file import Packed, open_packed, pack, write_packed
from carnet.store.database_layout import FLOW_COLUMNS, PROCESS_COLUMNS, check_columns, check_layout
from carnet.store.database_texts import Texts, text_arrays, texts_of

DATABASE, ANSWER = "database", "answer"
FILE = "database.carnetdb"
_ANSWER_FILE = "answer-{}.carnetdb"


@dataclass(frozen=True, slots=True)
class Content:
    """All that is stored of a database.

    `processes` and `flows` hold one sequence per column of `PROCESS_COLUMNS` and `FLOW_COLUMNS`, in the order of the
    matrices (a column that is missing is empty text); `product` is the name of the reference product, `flow` its id,
    `unit` the unit one run is counted in. `report` and `facts` are plain JSON without floats.
    """

    title: str
    version: str
    format: str
    matrices: Matrices
    processes: Mapping[str, Sequence[str]]
    flows: Mapping[str, Sequence[str]]
    licence: str = ""
    redistribution: str = "unknown"
    source_digest: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """An open database. Arrays and texts are views of the file; `folder` is where its answers lie."""

    packed: Packed
    folder: Path

    @property
    def digest(self) -> str:
        """SHA-256 of the content, 64 hexadecimal digits."""
        return self.packed.digest

    @property
    def meta(self) -> Mapping[str, Any]:
        """Title, version, format, licence, redistribution, provenance, sizes."""
        return self.packed.meta

    @property
    def processes(self) -> int:
        """The number of processes."""
        return int(self.meta["processes"])

    @property
    def flows(self) -> int:
        """The number of elementary flows."""
        return int(self.meta["flows"])

    @property
    def redistribution(self) -> str:
        """Whether numbers derived from it may be passed on: allowed, share_alike, forbidden, unknown."""
        return str(self.meta["redistribution"])

    def process_texts(self, column: str) -> Texts:
        """A column of `PROCESS_COLUMNS`."""
        return texts_of(self.packed, f"process.{column}")

    def flow_texts(self, column: str) -> Texts:
        """A column of `FLOW_COLUMNS`."""
        return texts_of(self.packed, f"flow.{column}")

    def technosphere(self) -> Columns:
        """The technosphere, n x n."""
        return self._columns("technosphere", self.processes)

    def biosphere(self) -> Columns:
        """The biosphere, m x n."""
        return self._columns("biosphere", self.flows)

    def sense(self) -> NDArray[np.int32]:
        """+1 where a process makes its product, −1 where it takes a waste for treatment; shape (n,)."""
        return self.packed.array("sense")

    def matrices(self) -> Matrices:
        """Both matrices with their spreads."""
        technosphere, biosphere = self.technosphere(), self.biosphere()
        return Matrices(
            technosphere,
            biosphere,
            self._spreads("technosphere", technosphere.values),
            self._spreads("biosphere", biosphere.values),
        )

    def _columns(self, name: str, height: int) -> Columns:
        part = self.packed.array
        found = Columns(part(f"{name}.start"), part(f"{name}.rows"), part(f"{name}.values"), height)
        if name not in self.packed.checked:
            check_columns(found, self.packed, name)
            self.packed.checked[name] = True
        return found

    def _spreads(self, name: str, values: NDArray[np.float64]) -> Spreads:
        count = len(values)

        def part(field_name: str, default: NDArray[Any]) -> NDArray[Any]:
            key = f"{name}.{field_name}"
            return self.packed.array(key) if key in self.packed else default

        return Spreads(
            part("kind", np.zeros(count, dtype=np.uint8)),
            part("location", values),
            part("scale", np.zeros(count, dtype=np.float32)),
            part("low", np.zeros(count, dtype=np.float32)),
            part("high", np.zeros(count, dtype=np.float32)),
        )


def save_database(root: Path, content: Content) -> str:
    """Write a database below `root` and return its digest; one that is there and sound is left alone.

    Raises:
        UsageError: the folder cannot be written to (LCI-169).
    """
    arrays = _database_arrays(content)
    meta = {
        "title": content.title,
        "version": content.version,
        "format": content.format,
        "licence": content.licence,
        "redistribution": content.redistribution,
        "source_digest": content.source_digest,
        "processes": content.matrices.technosphere.width,
        "flows": content.matrices.biosphere.height,
        "exchanges": len(content.matrices.technosphere.values) + len(content.matrices.biosphere.values),
        "report": dict(content.report),
        "facts": dict(content.facts),
    }
    digest, pieces = pack(DATABASE, meta, arrays)
    path = root / digest / FILE
    try:
        open_packed(path, DATABASE).verify()
    except Exception:  # noqa: BLE001 - whatever stands there is not this database, whole: write it
        write_packed(path, pieces)
    return digest


def _database_arrays(content: Content) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = dict(content.extra)
    for name, columns, spreads in (
        ("technosphere", content.matrices.technosphere, content.matrices.technosphere_spread),
        ("biosphere", content.matrices.biosphere, content.matrices.biosphere_spread),
    ):
        arrays[f"{name}.start"] = np.asarray(columns.start, dtype=np.int64)
        arrays[f"{name}.rows"] = np.asarray(columns.rows, dtype=np.int32)
        arrays[f"{name}.values"] = np.asarray(columns.values, dtype=np.float64)
        if np.any(spreads.kind):
            arrays[f"{name}.kind"] = np.asarray(spreads.kind, dtype=np.uint8)
            arrays[f"{name}.location"] = np.asarray(spreads.location, dtype=np.float64)
            for field_name in ("scale", "low", "high"):
                values = np.asarray(getattr(spreads, field_name), dtype=np.float32)
                if np.any(values):
                    arrays[f"{name}.{field_name}"] = values
    arrays["sense"] = _sense(content.matrices.technosphere)
    for kind, names, given, count in (
        ("process", PROCESS_COLUMNS, content.processes, content.matrices.technosphere.width),
        ("flow", FLOW_COLUMNS, content.flows, content.matrices.biosphere.height),
    ):
        for column in names:
            texts = list(given.get(column, ())) or [""] * count
            if len(texts) != count:
                message = f"{kind}.{column}: {len(texts)} texts for {count}"
                raise ValueError(message)
            arrays |= text_arrays(f"{kind}.{column}", texts, ordered=column == "id")
    return arrays


def _sense(technosphere: Columns) -> NDArray[np.int32]:
    columns = np.repeat(np.arange(technosphere.width), np.diff(technosphere.start))
    own = columns == technosphere.rows
    sense = np.ones(technosphere.width, dtype=np.int32)
    sense[columns[own]] = np.where(technosphere.values[own] < 0, -1, 1)
    return sense


def open_database_file(root: Path, digest: str) -> Stored:
    """Open a database by its digest.

    Raises:
        UsageError: it is not there (LCI-165).
        InputError: the file is damaged, cut short, foreign or another database (LCI-161 … LCI-164).
    """
    folder = root / digest
    packed = open_packed(folder / FILE, DATABASE)
    if packed.digest != digest:
        raise InputError((problem("LCI-164", Place(file=FILE), digest, part="digest"),))
    check_layout(packed)
    return Stored(packed, folder)


def answer_key(recipe: Mapping[str, object]) -> str:
    """The name of an answer: a digest of everything it is made from."""
    return canonical_digest(dict(recipe)).removeprefix("sha256:")[:32]


def save_answer(
    stored: Stored, recipe: Mapping[str, Any], meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]
) -> None:
    """Keep what was solved from a database, under the recipe it was made by.

    Raises:
        UsageError: the folder cannot be written to (LCI-169).
    """
    full = {**meta, "database": stored.digest, "recipe": dict(recipe)}
    _, pieces = pack(ANSWER, full, arrays)
    write_packed(stored.folder / _ANSWER_FILE.format(answer_key(recipe)), pieces)


def open_answer(stored: Stored, recipe: Mapping[str, object]) -> Packed | None:
    """The answer of that recipe, or None where none was kept; one of another database or recipe is refused.

    Raises:
        InputError: it is damaged (LCI-161 … LCI-164) or belongs elsewhere (LCI-174).
    """
    path = stored.folder / _ANSWER_FILE.format(answer_key(recipe))
    if not path.exists():
        return None
    found = open_packed(path, ANSWER)
    if found.meta.get("database") != stored.digest or found.meta.get("recipe") != dict(recipe):
        raise InputError((problem("LCI-174", Place(file=path.name), path.name),))
    return found


def answers(stored: Stored) -> list[Packed]:
    """Every answer kept for a database that can be read, by file name."""
    found = []
    for path in sorted(stored.folder.glob(_ANSWER_FILE.format("*"))):
        try:
            found.append(open_packed(path, ANSWER))
        except InputError:  # told when that answer is asked for
            continue
    return found
