"""The index of evidence: which documents and sources a study refers to, and from where. It holds no document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carnet.inventory.model import Places, Study

SCHEMA = "carnet-evidence/1"


def evidence_index(study: Study, places: Places) -> dict[str, object]:
    """Return the index, empty where the study names neither document nor source.

    Each document (a meter, an invoice, a certificate as the study calls it) lists the values that rest on it, by JSON
    Pointer and cell; so does each source, with its citation.
    """
    documents: dict[str, list[dict[str, str]]] = {}
    sources: dict[str, list[dict[str, str]]] = {}
    for pointer, document, source in _references(study):
        used = {"pointer": pointer, "place": str(places.at(pointer))}
        if document:
            documents.setdefault(document, []).append(used)
        if source:
            sources.setdefault(source, []).append(used)
    listed = {
        source.id: {"citation": source.citation, "locator": source.locator, "licence": source.licence}
        for source in study.sources
    }
    if not documents and not sources and not listed:
        return {}
    return {
        "schema": SCHEMA,
        "documents": [{"document": name, "used_by": uses} for name, uses in sorted(documents.items())],
        "sources": [
            {"id": name, **listed.get(name, {}), "used_by": sources.get(name, [])}
            for name in sorted({*listed, *sources})
        ],
    }


def _references(study: Study) -> Iterator[tuple[str, str, str]]:
    """JSON Pointer of a value, its document and its source."""
    for index, exchange in enumerate(study.exchanges):
        yield f"/exchanges/{index}/amount", exchange.document, exchange.source
    for index, contract in enumerate(study.contracts):
        yield f"/contracts/{index}/id", contract.document, ""
    for index, leg in enumerate(study.transport):
        yield f"/transport/{index}/distance_km", "", leg.source
    for index, value in enumerate(study.supplier_values):
        yield f"/supplier_values/{index}/value", value.document, ""
    for index, material in enumerate(study.materials):
        yield f"/materials/{index}/recycled_content", material.recycled_content_document, ""
        yield f"/materials/{index}/amount", "", material.source
    for index, found in enumerate(study.properties):
        yield f"/properties/{index}/value", "", found.source
