"""From a file of somebody else's program to a database of this home: read, link, judge, pack, list.

Nothing is listed before everything is read, linked and written; the source is kept beside the databases, so that a
record can be released or excluded later without asking for the file again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import tomllib
import zipfile
from collections import Counter
from dataclasses import asdict, dataclass, field, fields, replace
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from carnet.errors import InputError, Place, UsageError, problem
from carnet.impact.elementary import Element, ElementaryFlow, map_flows
from carnet.impact.gwp import find as find_gwp
from carnet.inventory.lci import REDISTRIBUTION, LciDatabase, LciFlow
from carnet.lca.engine.prepare import prepare
from carnet.lca.engine.solve import adjoint
from carnet.lca.linking import LinkPolicy, MapRow, settle
from carnet.service import datasets
from carnet.service.db_open import elementary
from carnet.service.db_solve import OWN, naming_by, per_run, solvable
from carnet.service.home import home as home_folder
from carnet.service.os_words import why
from carnet.store import database_index as index
from carnet.store.database import Content, save_database

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from carnet.errors import Problem
    from carnet.lca.linking.given import ArrayDatabase
    from carnet.lca.linking.link import Linked
    from carnet.lca.linking.providers import Column

READERS: Mapping[str, str] = {
    "openlca": "carnet.exchange.lci_jsonld",
    "ecospold1": "carnet.exchange.lci_ecospold1",
    "tables": "carnet.exchange.lci_tables",
    "brightway": "carnet.exchange.lci_brightway",
    "arrays": "carnet.exchange.lci_arrays",
}
SOURCES = "sources"
_GWP = "AR6"  # what plausibility is judged by; no figure is given in it


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a file is to become a database. Empty texts: as the file says, or as is found out."""

    name: str = ""
    format: str = ""
    title: str = ""
    version: str = ""
    licence: str = ""
    redistribution: str = ""
    policy: LinkPolicy = field(default_factory=LinkPolicy)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: name and digest, warnings, the report as JSON, seconds per step, its own factor vectors."""

    name: str
    digest: str
    problems: tuple[Problem, ...]
    report: Mapping[str, Any]
    seconds: Mapping[str, float]
    own: tuple[str, ...] = ()


def import_database(
    path: str, wanted: Wanted, home: str | Path = "", say: Callable[[str], None] | None = None
) -> Imported:
    """Read, link and store a database.

    Raises:
        UsageError: the file is not there (CLI-001), of no known kind (LCI-172), the name is taken (LCI-166), the home
            cannot be written to (LCI-169).
        InputError: everything that keeps the file from being read or linked, at once.
    """
    from time import perf_counter  # noqa: PLC0415

    tell = say or (lambda _: None)
    root = index.root_of(home_folder(home))
    if wanted.redistribution not in {"", *REDISTRIBUTION}:
        raise UsageError((problem("LCI-190", None, wanted.redistribution, REDISTRIBUTION, what="--redistribution"),))
    name = wanted.name
    if name and name not in {item.name for item in index.listed(root)}:
        index.free_name(root, name)
    started = perf_counter()
    tell("read")
    kind = wanted.format or detect(path)
    database, problems, source_digest = _read(path, kind, wanted)
    read = perf_counter()
    tell("link")
    content, linked_problems = _content(database, kind, wanted, source_digest)
    linked = perf_counter()
    tell("write")
    _keep_source(root, path, source_digest)
    digest = save_database(root, content)
    name = name or _free(root, index.plain_name(content.title or Path(path).stem), digest)
    index.enter(root, name, digest)
    seconds = {"read": read - started, "link": linked - read, "write": perf_counter() - linked}
    own = tuple(f"{OWN}{k}" for k in range(len(content.facts.get("characterisation", ()))))
    return Imported(name, digest, (*problems, *linked_problems), content.report, seconds, own)


def relink(
    name: str,
    change: Callable[[LinkPolicy], LinkPolicy],
    home: str | Path = "",
    say: Callable[[str], None] | None = None,
) -> Imported:
    """Link a database anew from its kept source under a changed policy; its name then stands for the new one.

    Raises:
        UsageError: there is no such database (LCI-165) or its source was not kept (LCI-165).
        InputError: as `import_database`.
    """
    from carnet.service.db_open import open_named  # noqa: PLC0415

    db = open_named(name, home)
    meta = db.stored.meta
    folder = db.root / SOURCES / str(meta["source_digest"])
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if not files:
        raise UsageError((problem("LCI-165", None, f"{SOURCES}/{meta['source_digest']}", ("-",)),))
    policy = change(policy_of(meta["facts"].get("policy", {})))
    wanted = Wanted(
        name, str(meta["format"]), str(meta["title"]), str(meta["version"]), str(meta["licence"]),
        str(meta["redistribution"]), policy,
    )  # fmt: skip
    source = files[0] if len(files) == 1 else folder
    tell = say or (lambda _: None)
    tell("link")
    database, problems, source_digest = _read(str(source), wanted.format, wanted)
    content, more = _content(database, wanted.format, wanted, source_digest)
    digest = save_database(db.root, content)
    index.enter(db.root, name, digest, replace=True)
    return Imported(name, digest, (*problems, *more), content.report, {})


def detect(path: str) -> str:
    """The format of a file or folder by what is in it.

    Raises:
        UsageError: it is not there (CLI-001) or of no known kind (LCI-172).
    """
    place = Path(path)
    names: list[str] = []
    if place.is_dir():
        names = [item.name for item in place.iterdir()]
    else:
        data = _bytes(path, 4096)
        if data.startswith(b"PK"):
            try:
                with zipfile.ZipFile(place) as archive:
                    names = archive.namelist()
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
                names = [".json"] if b"processes/" in data else []
                if not names:
                    return "openlca"  # cut short: its reader says so
        elif data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return "ecospold1"
        if place.suffix == ".npz" or any(n.endswith(".npy") and "/" not in n for n in names):
            return "arrays" if not any(n.endswith("datapackage.json") for n in names) else "brightway"
    for kind, test in _SIGNS:
        if any(test(n) for n in names):
            return kind
    raise UsageError((problem("LCI-172", Place(file=place.name), place.name, tuple(READERS)),))


_SIGNS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("brightway", lambda n: n.endswith("datapackage.json")),
    ("openlca", lambda n: "processes/" in n and n.endswith(".json")),
    ("tables", lambda n: Path(n).stem == "exchanges" and n.endswith((".csv", ".parquet"))),
    ("ecospold1", lambda n: n.casefold().endswith(".xml")),
)


def _bytes(path: str, length: int = -1) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(length)
    except OSError as error:
        words = why(error)
        place = Place(file=Path(path).name)
        raise UsageError((problem("CLI-001", place, path, ("-",), why_zh=words.zh, why_en=words.en),)) from error


def _read(path: str, kind: str, wanted: Wanted) -> tuple[Any, tuple[Problem, ...], str]:
    if kind not in READERS:
        raise UsageError((problem("LCI-172", None, kind, tuple(READERS)),))
    reader = import_module(READERS[kind])
    digest = source_digest(path)
    place = Path(path)
    given = {
        "name": wanted.title, "version": wanted.version, "licence": wanted.licence,
        "redistribution": wanted.redistribution or "unknown",
    }  # fmt: skip
    if place.is_dir():
        files = {item.name: _bytes(str(item)) for item in sorted(place.iterdir()) if item.is_file()}
        found = reader.read(files, place.name, **given)
    else:
        found = reader.read(_bytes(path), place.name, **given)
    database, problems = found
    return database, tuple(problems), digest


def source_digest(path: str) -> str:
    """SHA-256 of a file, or of the names and contents of a folder's files."""
    place = Path(path)
    if place.is_dir():
        found = hashlib.sha256()
        for item in sorted(p for p in place.iterdir() if p.is_file()):
            found.update(item.name.encode() + b"\0" + hashlib.sha256(_bytes(str(item))).digest())
        return found.hexdigest()
    return hashlib.sha256(_bytes(path)).hexdigest()


def _keep_source(root: Path, path: str, digest: str) -> None:
    target = root / SOURCES / digest
    if target.exists():
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        spare = Path(tempfile.mkdtemp(prefix=".source.", dir=target.parent))
        place = Path(path)
        for item in sorted(p for p in place.iterdir() if p.is_file()) if place.is_dir() else [place]:
            shutil.copyfile(item, spare / item.name)
        try:
            spare.rename(target)
        except OSError:  # another import of the same file was faster
            shutil.rmtree(spare, ignore_errors=True)
            if not target.exists():
                raise
    except OSError as error:
        raise UsageError((problem("LCI-169", None, SOURCES, why=error.strerror or type(error).__name__),)) from error


def _free(root: Path, name: str, digest: str) -> str:
    taken = {item.name: item.digest for item in index.listed(root)}
    number, tried = 2, name
    while taken.get(tried, digest) != digest:
        tried, number = f"{name[:60]}-{number}", number + 1
    return tried


# ── content ──────────────────────────────────────────────────────────────────────────────────────


def _content(database: Any, kind: str, wanted: Wanted, source: str) -> tuple[Content, tuple[Problem, ...]]:  # noqa: ANN401
    if not isinstance(database, LciDatabase):
        return _array_content(database, kind, wanted, source)
    linked = settle(database, wanted.policy, plausible_scores).linked
    if not linked.columns:
        raise InputError((problem("LCI-186"), *linked.problems))
    by_id = {p.id: p for p in database.processes}
    records = [by_id[c.process] for c in linked.columns]
    processes = {
        **_columns_texts(linked.columns),
        "path": ["/".join(r.path) for r in records],
        "period": ["–".join(filter(None, (r.period_from, r.period_to))) for r in records],
    }
    flows = _flow_texts(linked.flows)
    facts = {str(k): str(v) for k, v in database.facts.items()}
    content = Content(
        wanted.title or database.name,
        wanted.version or database.version,
        kind,
        linked.matrices,
        processes,
        flows,
        wanted.licence or database.licence,
        wanted.redistribution or database.redistribution,
        source,
        report_json(linked),
        {"file": facts, "policy": policy_json(wanted.policy)},
    )
    return content, (*linked.problems, *linked.report.problems)


def _columns_texts(columns: Sequence[Column]) -> dict[str, list[str]]:
    """What is stored of the columns; a process of several products has one id a product."""
    counts = Counter(c.process for c in columns)
    return {
        "id": [f"{c.process}#{c.flow}" if counts[c.process] > 1 else c.process for c in columns],
        "name": [c.name for c in columns],
        "location": [c.location for c in columns],
        "unit": [c.unit for c in columns],
        "flow": [c.flow for c in columns],
        "product": [c.product for c in columns],
        "licence": [c.licence for c in columns],
        "type": [c.type for c in columns],
    }


def _flow_texts(flows: Sequence[LciFlow]) -> dict[str, list[str]]:
    return {
        "id": [f.id for f in flows],
        "name": [f.name for f in flows],
        "unit": [f.unit for f in flows],
        "path": ["/".join(f.path) for f in flows],
        "cas": [f.cas for f in flows],
        "formula": [f.formula for f in flows],
        "location": [f.location for f in flows],
    }


def _array_content(found: ArrayDatabase, kind: str, wanted: Wanted, source: str) -> tuple[Content, tuple[Problem, ...]]:
    """A database that comes linked: arrays of a generator, a Brightway datapackage."""
    processes, flows = _columns_texts(found.columns), _flow_texts(found.flows)
    solvable(found.matrices.technosphere, processes["name"])  # refused here, by the names of its processes
    n, m = found.matrices.technosphere.width, found.matrices.biosphere.height
    report = {"groups": [], "figures": {"columns": str(n), "flows": str(m)}, "quarantined": [], "released": []}
    content = Content(
        wanted.title or str(getattr(found, "name", "")), wanted.version or str(getattr(found, "version", "")), kind,
        found.matrices, processes, flows, wanted.licence or str(getattr(found, "licence", "")),
        wanted.redistribution or str(getattr(found, "redistribution", "unknown")), source, report,
        {
            "file": {str(k): str(v) for k, v in found.facts.items()}, "policy": policy_json(wanted.policy),
            "characterisation": list(found.characterisation),
        },
        {"characterisation": np.stack(list(found.characterisation.values()))} if found.characterisation else {},
    )  # fmt: skip
    return content, ()


def plausible_scores(linked: Linked) -> NDArray[np.float64]:
    """Scores under AR6, carbon dioxide of unknown origin as fossil, kg CO2e per unit: to judge, not to report."""
    flows = [ElementaryFlow(f.name, f.unit, "/".join(f.path), f.cas, f.formula) for f in linked.flows]
    gwp = datasets.shipped_gwp_sets()[_GWP]
    factors: dict[int, float] = {}
    for item in map_flows(elementary(), flows).mapped:
        value = _plausible(item.element, gwp)
        if value:
            factors[item.flow] = value * float(item.scale)
    masses = per_run(linked.matrices.biosphere, list(factors), list(factors.values()))
    with naming_by(lambda: [c.name for c in linked.columns]):
        answer = adjoint(prepare(linked.matrices.technosphere), np.ascontiguousarray(masses[:, None]))
    return answer.values[:, 0]


def _plausible(element: Element, gwp: Any) -> float:  # noqa: ANN401 - a GWP set
    if element.gas == "CO2" and element.origin == "biogenic":
        return 0.0
    found = find_gwp(gwp, element.gas, element.origin)
    sign = -1.0 if element.uptake else 1.0
    return sign * float(found.value) if found is not None else 0.0


# ── report and policy as JSON ────────────────────────────────────────────────────────────────────


def report_json(linked: Linked) -> dict[str, Any]:
    """The link report, the quarantine and what was released, as plain JSON without floats."""
    return {
        "groups": [
            {
                "id": g.id, "count": g.count, "flows": g.flows, "processes": g.processes,
                "examples": [asdict(e) for e in g.examples], "problem": g.problem.json(),
            }
            for g in linked.report.groups
        ],
        "figures": {name: _number(value) for name, value in linked.report.figures.items()},
        "quarantined": [_finding(f) for f in linked.quarantined],
        "released": [_finding(f) for f in linked.released],
    }  # fmt: skip


def _finding(found: Any) -> dict[str, Any]:  # noqa: ANN401 - a Finding
    return {"process": found.process, "name": found.name, "reason": found.reason, "problem": found.problem.json()}


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))


def policy_json(policy: LinkPolicy) -> dict[str, Any]:
    """A policy as plain JSON without floats."""
    data = asdict(policy)
    data["bounds"] = {k: repr(v) for k, v in data["bounds"].items()}
    data["prices"] = {k: repr(float(v)) for k, v in data["prices"].items()}
    data["remap"] = dict(data["remap"])
    data["mapping"] = [{**row, "factor": repr(float(row["factor"]))} for row in data["mapping"]]
    return {k: list(v) if isinstance(v, tuple) else v for k, v in data.items()}


def policy_of(data: Mapping[str, Any]) -> LinkPolicy:
    """The policy that `policy_json` or a user's TOML file wrote.

    Raises:
        UsageError: a key that is none (LCI-190).
    """
    base = LinkPolicy()
    known = {f.name for f in fields(LinkPolicy)}
    strange = [key for key in data if key not in known]
    if strange:
        raise UsageError(tuple(problem("LCI-190", None, key, tuple(sorted(known)), what="policy") for key in strange))
    values: dict[str, Any] = dict(data)
    try:
        if "bounds" in values:
            values["bounds"] = replace(base.bounds, **{k: float(v) for k, v in values["bounds"].items()})
        if "prices" in values:
            values["prices"] = {str(k): float(v) for k, v in values["prices"].items()}
        if "mapping" in values:
            values["mapping"] = tuple(_map_row(row) for row in values["mapping"])
        for name in ("allocation", "release", "exclude"):
            if name in values:
                values[name] = tuple(str(item) for item in values[name])
        return replace(base, **values)
    except (TypeError, ValueError, AttributeError) as error:
        raise UsageError((problem("LCI-190", None, str(error)[:80], tuple(sorted(known)), what="policy"),)) from error


def read_mapping(path: str) -> tuple[MapRow, ...]:
    """A user's mapping of flows to providers, CSV.

    Raises:
        UsageError: it is not there (CLI-001).
        InputError: every row that is wrong.
    """
    from carnet.exchange.lci_tables import read_mapping as read  # noqa: PLC0415 - its reader of tables is not small

    return read(_bytes(path), Path(path).name)


def _map_row(row: Mapping[str, Any]) -> MapRow:
    return MapRow(**{**row, "factor": float(row.get("factor", 0.0)), "row": int(row.get("row", 0))})


def read_policy(path: str) -> LinkPolicy:
    """A policy from a TOML or JSON file.

    Raises:
        UsageError: it is not there (CLI-001) or says what no policy says (LCI-190).
    """
    data = _bytes(path)
    try:
        parsed = json.load(BytesIO(data)) if path.endswith(".json") else tomllib.loads(data.decode())
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError(
            (problem("LCI-190", Place(file=Path(path).name), str(error)[:80], ("-",), what="policy"),)
        ) from error
    return policy_of(parsed)
