"""The folders of an openLCA JSON-LD package: what stands where, parsed one file at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors import InputError
from carnet.exchange.lci_fields import Fields, parsed
from carnet.exchange.zipguard import ZIP_MAGIC, ZipLimits, looks_like, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from carnet.exchange.lci_fields import Tree
    from carnet.exchange.lci_findings import Findings
    from carnet.exchange.zipguard import Archive

LIMITS = ZipLimits(file_size=300_000_000, entries=500_000, entry_size=100_000_000, total_size=3_000_000_000, ratio=300)
"""Far above the largest public database (some 20,000 processes); one JSON file is held in memory as a whole."""

TYPES = {
    "unit_groups": "UnitGroup",
    "flow_properties": "FlowProperty",
    "categories": "Category",
    "locations": "Location",
    "sources": "Source",
    "parameters": "Parameter",
    "flows": "Flow",
    "processes": "Process",
}
"""Folder → the type of what stands in it; other folders are counted and not read."""


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package: folder → names of its files, in order."""

    archive: Archive
    folders: Mapping[str, tuple[str, ...]]
    findings: Findings

    def trees(self, folder: str) -> Iterator[tuple[str, Fields, Tree]]:
        """Yield id, field reader and content of each file of a folder; what has no id or one taken is noted."""
        taken: dict[str, str] = {}
        for name in self.folders.get(folder, ()):
            tree = self.tree(name)
            if tree is None:
                continue
            fields = Fields(self.findings, name)
            kind = fields.text(tree, "@type", "")
            if kind and kind != TYPES[folder]:
                self.findings.add("LCI-063", fields.at("/@type"), kind, field="@type", known=TYPES[folder])
            identity = fields.text(tree, "@id", "", required=True)
            if not identity:
                continue
            if identity in taken:
                self.findings.add("LCI-058", name, identity, other=taken[identity])
                continue
            taken[identity] = name
            yield identity, fields, tree

    def tree(self, name: str) -> Tree | None:
        """Read one file of the package."""
        try:
            data = b"".join(self.archive.chunks(name))
        except InputError as error:
            self.findings.guarded(error.problems, name)
            return None
        return parsed(data, name, self.findings)


def open_package(data: bytes, findings: Findings, limits: ZipLimits | None = None) -> Package | None:
    """Open a package; None, with findings, when there is none that may be read."""
    if data and not data.startswith(ZIP_MAGIC):
        zh, en = looks_like(data)
        findings.add("LCI-051", "", what_zh=zh, what_en=en)
        return None
    try:
        archive = open_archive(data, findings.file, limits or LIMITS)
    except InputError as error:
        findings.guarded(error.problems)
        return None
    folders: dict[str, list[str]] = {}
    for name in sorted(archive.entries):
        parts = name.split("/")
        if name.endswith(".json") and "__MACOSX" not in parts and not parts[-1].startswith("."):
            folders.setdefault(parts[-2] if len(parts) > 1 else "", []).append(name)
    for folder, names in folders.items():
        if folder:
            findings.facts[f"files_{folder}"] = len(names)
    for folder in ("product_systems", "lcia_methods", "lcia_categories", "results", "projects", "epds"):
        if folder in folders:
            findings.warn("LCI-075", folder, folder=folder, count=len(folders[folder]))
    return Package(archive, {folder: tuple(names) for folder, names in folders.items()}, findings)
