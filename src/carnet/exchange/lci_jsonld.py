"""openLCA JSON-LD packages, of openLCA 1.5 to 2: read in full, nothing linked, allocated or converted.

A package is a zip with one folder per type and one JSON file per dataset (schema: github.com/GreenDelta/olca-schema).
What keeps it from being read is listed at once and nothing comes out; what is odd comes out with a warning:

* an amount with a formula is the formula's value, as openLCA calculates; where the stored amount differs it is told
  (LCI-067); ``formulas="stored"`` takes the stored amounts and evaluates nothing;
* an exchange whose flow file is missing keeps the flow's id (LCI-060) and is for linking to judge;
* a data quality entry stays a note: only what the file states as uncertainty, or a pedigree of openLCA 1 without one,
  becomes a spread.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from carnet.exchange.lci_findings import Findings
from carnet.exchange.lci_jsonld_amounts import EVALUATE, NO_SCOPE, STORED, scope_of
from carnet.exchange.lci_jsonld_base import read_base
from carnet.exchange.lci_jsonld_package import LIMITS, open_package
from carnet.exchange.lci_jsonld_process import read_process
from carnet.inventory.lci import LciDatabase

if TYPE_CHECKING:
    from typing import Final

    from carnet.errors import Problem
    from carnet.exchange.lci_jsonld_amounts import Scope
    from carnet.exchange.lci_jsonld_package import Package
    from carnet.exchange.zipguard import ZipLimits
    from carnet.inventory.lci import LciProcess

__all__ = ["EVALUATE", "FORMAT", "LIMITS", "STORED", "read"]

FORMAT: Final = "openlca"
_ROOT_FILES = ("openlca.json", "olca-schema.json")


def read(  # noqa: PLR0913 - what a file does not say of itself, the caller may
    source: bytes | BinaryIO,
    file: str = "",
    *,
    id: str = "",  # noqa: A002 - the field of the database
    name: str = "",
    version: str = "",
    licence: str = "",
    redistribution: str = "unknown",
    formulas: str = EVALUATE,
    limits: ZipLimits | None = None,
) -> tuple[LciDatabase, tuple[Problem, ...]]:
    """Read a package.

    Args:
        source: the zip file, its bytes or opened for reading.
        file: its bare name, for messages.
        id: default: the first 16 digits of the file's SHA-256.
        name: default: the name of the file.
        version: as the publisher calls it.
        licence: default: the access restriction stated by the processes, when all state the same.
        redistribution: one of `carnet.inventory.lci.REDISTRIBUTION`; a reader does not judge licence texts.
        formulas: `EVALUATE` or `STORED`.
        limits: default `LIMITS`; raise them for a larger database.

    Returns:
        The database and everything worth telling that did not stop the reading.

    Raises:
        InputError: with every problem found (LCI-050 … LCI-070), when one of them is an error.
    """
    limits = limits or LIMITS
    data = source if isinstance(source, bytes) else source.read(limits.file_size + 1)
    findings = Findings(file)
    package = open_package(data, findings, limits)
    findings.stop()
    assert package is not None  # noqa: S101 - without a package there is an error above
    base = read_base(package)
    outer = _global(package, formulas)
    processes = tuple(
        read_process(identity, fields, tree, base, outer, formulas)
        for identity, fields, tree in package.trees("processes")
    )
    if not processes and not findings.wrong:
        findings.add("LCI-070", "processes")
    findings.facts["providers_outside"] += _outside(processes)
    findings.stop()
    digest = sha256(data).hexdigest()
    database = LciDatabase(
        id=id or digest[:16],
        name=name or file.removesuffix(".zip"),
        version=version,
        format=FORMAT,
        flows=base.flows,
        processes=processes,
        licence=licence or common_licence(processes),
        redistribution=redistribution,
        source_digest=digest,
        parameters={outer.names[key]: value for key, value in sorted(outer.values.items())},
        facts={"schema": _schema(package), **{key: str(count) for key, count in sorted(findings.facts.items())}},
    )
    return database, findings.problems()


def _global(package: Package, formulas: str) -> Scope:
    rows = []
    for _, fields, tree in package.trees("parameters"):
        if fields.text(tree, "parameterScope", "") in {"", "GLOBAL_SCOPE"}:
            rows.append(("", fields, tree))
    package.findings.facts["parameters_global"] = len(rows)
    return scope_of(rows, NO_SCOPE, formulas)


def _outside(processes: tuple[LciProcess, ...]) -> int:
    inside = {process.id for process in processes}
    return sum(
        bool(each.provider) and each.provider not in inside for process in processes for each in process.exchanges
    )


def common_licence(processes: tuple[LciProcess, ...]) -> str:
    """Return the licence text all processes share, "" when they differ or state none."""
    texts = {process.licence for process in processes}
    return texts.pop() if len(texts) == 1 else ""


def _schema(package: Package) -> str:
    """Return what the package says of its version: 2 for openLCA 2, 1 before."""
    for names in package.folders.values():
        for name in names:
            if name.rpartition("/")[2] in _ROOT_FILES:
                tree = package.tree(name) or {}
                number = tree.get("schemaVersion", tree.get("version"))
                return f"{number:.0f}" if isinstance(number, float) else "1"
    return "1"
