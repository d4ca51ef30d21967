"""Packs: built and signed, checked, recomputed from nothing but themselves."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from carnet.canonical import canonical_bytes, digest
from carnet.errors import ExaminedError, InputError, Place, Text, problem
from carnet.exchange.pack import PackReading, derive_view, read_pack, write_pack
from carnet.exchange.pack_evidence import evidence_index
from carnet.exchange.pack_manifest import MANIFEST, SIGNATURE
from carnet.exchange.pack_parts import SALT_BYTES, salted_json, salted_pdf, split_bridge, split_result
from carnet.exchange.pack_readme import readme
from carnet.exchange.pack_recipe import factors_json, flows_json, gwp_json
from carnet.exchange.pack_zip import WHOLE, as_any_zip, readings, write_container
from carnet.exchange.study_json import write as write_study
from carnet.exchange.zipguard import looks_like
from carnet.keys import DEMO
from carnet.regime import to_json
from carnet.service import datasets
from carnet.service.calculate import engine_version
from carnet.service.recompute import Recomputed, recompute
from carnet.service.trust import TrustedKey, read_trust

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from carnet.errors import Problem
    from carnet.factors import FactorSet
    from carnet.keys import Signer
    from carnet.service.calculate import Calculated
    from carnet.service.studies import OpenStudy

CHECK_SCHEMA = "carnet-check/1"


def random_salt(_name: str) -> bytes:
    """Return 128 bits of the operating system's randomness, whatever the file."""
    return secrets.token_bytes(SALT_BYTES)


def build_pack(
    opened: OpenStudy,
    results: Sequence[Calculated],
    bridges: Sequence[Mapping[str, object]],
    reports: Mapping[str, bytes],
    signer: Signer,
    salts: Callable[[str], bytes] = random_salt,
    signed_at: str = "",
    *,
    factors: FactorSet | None = None,
) -> bytes:
    """Return the full pack; a view is cut from it by `carnet.exchange.pack.derive_view`.

    Args:
        opened: the study the results were calculated from.
        results: one per regime; they decide whether the pack is a draft.
        bridges: what `bridge_of` returned, between regimes among `results`.
        reports: the PDF by language; a language that is left out has no report in the pack.
        signer: signs the manifest.
        salts: name of a file → 16 bytes; default: random. The same study, salts, key and time give the same bytes.
        signed_at: UTC, ``2026-11-22T09:00:00Z``.
        factors: the factors calculated with; default: those shipped.

    Raises:
        ValueError: results, bridges and study do not belong together, or an argument has another form.
    """
    study = opened.study
    keys = _keys(results)
    draft = not results or not all(done.result["issuable"] is True for done in results)
    about = {
        "id": study.id, "version": study.version, "period_from": study.period_from, "period_to": study.period_to,
        "legal_date": study.legal_date, "known_date": study.known_date,
    }  # fmt: skip
    files: dict[str, bytes] = {"README.txt": readme(about, draft=draft, demo=signer.label == DEMO)}
    for lang, document in reports.items():
        files[f"report.{lang}.pdf"] = salted_pdf(document, salts(f"report.{lang}.pdf"))

    def salted(name: str, content: Mapping[str, object]) -> None:
        files[name] = salted_json(content, salts(name))

    salted("study.json", json.loads(write_study(study, opened.places)))
    for key, done in zip(keys, results, strict=True):
        if _recipe(done).get("study") != opened.digest:
            message = f"the result under {key} was not calculated from this study"
            raise ValueError(message)
        parts = split_result(done.result, done.derivation)
        files[f"results/{key}/headline.json"] = canonical_bytes(parts.pop("headline"))
        for part, content in parts.items():
            salted(f"results/{key}/{part}.json", content)
        files[f"recipe/regimes/{key}.json"] = canonical_bytes(to_json(done.resolved))
    by_regime = {(done.resolved.id, done.resolved.version): key for key, done in zip(keys, results, strict=True)}
    for bridge in bridges:
        name = "__".join(_side(bridge[side], by_regime) for side in ("from", "to"))
        printed, exact = split_bridge(bridge)
        salted(f"bridges/{name}.json", printed)
        salted(f"bridges/{name}.exact.json", exact)
    files["recipe/factors.json"] = canonical_bytes(
        factors_json(factors or opened.factors or datasets.shipped_factors())
    )
    files["recipe/gwp.json"] = canonical_bytes(gwp_json(datasets.shipped_gwp_sets()))
    files["recipe/flows.json"] = canonical_bytes(flows_json(datasets.shipped_flows()))
    index = evidence_index(study, opened.places)
    if index:
        salted("evidence/index.json", index)
    return write_pack(
        files, about, engine=engine_version(), draft=draft, public_key=signer.public_key, key_label=signer.label,
        signed_at=signed_at, sign=signer.sign,
    )  # fmt: skip


def _keys(results: Sequence[Calculated]) -> list[str]:
    """The folder of each result: the regime's id, with the version where two versions of one regime are there."""
    ids = [done.resolved.id for done in results]
    keys = [
        done.resolved.id if ids.count(done.resolved.id) == 1 else f"{done.resolved.id}@{done.resolved.version}"
        for done in results
    ]
    if len(set(keys)) != len(keys):
        message = "two results of one regime and version"
        raise ValueError(message)
    return keys


def _recipe(done: Calculated) -> Mapping[str, object]:
    recipe = done.result["recipe"]
    return recipe if isinstance(recipe, dict) else {}


def _side(side: object, by_regime: Mapping[tuple[str, str], str]) -> str:
    named = (str(side.get("regime")), str(side.get("version"))) if isinstance(side, dict) else ("", "")
    if named not in by_regime:
        message = f"a bridge leads to {named[0]}, which is not among the results"
        raise ValueError(message)
    return by_regime[named]


# ── checking ─────────────────────────────────────────────────────────────────────────────────────


def no_pack(data: bytes) -> Text | None:
    """Say what bytes are that are no pack at all; None for a pack, however much of it was changed."""
    if not data:
        return Text("空文件", "it is empty")
    entries = [each for reading in readings(data) for each in reading]
    if not entries:
        what = Text(*looks_like(data))
        return Text(f"这是{what.zh}", f"this is {what.en}")
    known = {entry.shown for entry in entries}
    # A pack that lost its manifest still has a part that only packs have.
    if known & {MANIFEST, SIGNATURE} or any(name.startswith(("results/", "recipe/")) for name in known):
        return None
    return Text("这个zip里没有清单（manifest.json）", "this zip has no manifest.json in it")


def check_pack(data: bytes, trust: bytes | None = None) -> dict[str, object]:
    """Verify a pack, recompute it, and say what it is worth: the shape INTERFACES promises for `check`.

    Args:
        data: the bytes of the pack, whatever they are.
        trust: the bytes of a trust file; without it the issuer stays unknown.

    Returns:
        Plain data. ``verdict`` is ``refused`` for a pack that was changed or whose figures do not recompute,
        else ``draft`` for a draft, else ``valid`` for a trusted key, else ``intact_issuer_unknown``.

    Raises:
        UsageError: the trust file cannot be used; nothing else, whatever the pack.
    """
    trusted = None if trust is None else read_trust(trust)
    reading = read_pack(data)
    problems = list(reading.problems)
    done = recompute(reading) if reading.intact else Recomputed()
    problems += done.problems
    draft = reading.manifest.draft if reading.manifest else None
    issuer = _issuer(reading, trusted)
    # Both, so that no figure that differs can ever pass for want of a sentence about it.
    false = any(found.severity == "error" for found in problems) or any(
        row.equal is False for row in [*done.figures, *done.bridges]
    )
    verdict = "refused" if false else _verdict(draft=draft is True, trusted=issuer["trusted"] is True)
    if reading.intact:
        problems += _remarks(reading, issuer, trusted)
    found: dict[str, object] = {
        "schema": CHECK_SCHEMA,
        "intact": reading.intact,
        "draft": draft,
        "issuer": issuer,
        # No pack of this version has a credential that could be revoked; without a status list nobody knows more.
        "revoked": "unknown",
        "status_as_of": None,
        "study": dict(reading.manifest.study) if reading.manifest else None,
        "engine": reading.manifest.engine if reading.manifest else None,
        "signed_at": reading.signature.signed_at if reading.signature and reading.intact else None,
        "manifest": reading.manifest_digest or None,
        "parts": [part.json() for part in reading.parts],
        "withheld": list(reading.withheld),
        "recomputed": [row.json() for row in done.figures],
        "recomputed_bridges": [row.json() for row in done.bridges],
        "log": {"origin": None, "size": None, "included": None},
        "deficiencies": [_deficiency(p) for p in problems],
        "verdict": verdict,
    }
    return {**found, "verdict_digest": verdict_digest(found)}


def repacked(data: bytes, found: Mapping[str, Any]) -> bool:
    """Whether a refused pack is the issued one, unpacked and packed again: the files are the same, the zip is not.

    `found` is what `check_pack` said of `data`. A zip of which another program would read other files is none.
    """
    wrong = [d for d in found["deficiencies"] if d["severity"] == "error"]
    moved = {d["part"] for d in wrong if d["code"] == "PCK-002"}
    if any(d["code"] not in {"PCK-002", "PCK-005"} for d in wrong):
        return False
    plain = as_any_zip(data)
    # One entry that differs, or bytes in front or behind, is a zip that was changed, not one made anew.
    if plain is None or moved not in ({WHOLE}, {entry.shown for entry in plain}):
        return False
    place = {part["name"]: index for index, part in enumerate(found["parts"])}
    again = write_container(sorted(plain, key=lambda entry: place.get(entry.shown, len(place))))
    return read_pack(again).intact


def _issuer(reading: PackReading, trusted: Sequence[TrustedKey] | None) -> dict[str, object]:
    """Who signed: an id only where the signature holds, for a name in a broken one is hearsay."""
    if reading.signature is None or not reading.intact:
        return {"id": None, "trusted": False, "by": None, "label": None, "demo": None}
    known = [key for key in trusted or () if key.public_key == reading.signature.public_key]
    return {
        "id": reading.signature.key_id,
        "trusted": bool(known),
        "by": known[0].name if known else None,
        "label": reading.signature.key_label,
        "demo": reading.signature.key_label == DEMO,
    }


def _verdict(*, draft: bool, trusted: bool) -> str:
    if draft:
        return "draft"
    return "valid" if trusted else "intact_issuer_unknown"


def _remarks(reading: PackReading, issuer: Mapping[str, object], trusted: Sequence[TrustedKey] | None) -> list[Problem]:
    """What is not wrong and yet must be said."""
    said = []
    if reading.manifest is not None and reading.manifest.draft:
        said.append(problem("PCK-038", Place(file="manifest.json"), severity="warning"))
    if issuer["demo"]:
        said.append(problem("PCK-037", Place(file="manifest.sig"), severity="warning"))
    if trusted is not None and not issuer["trusted"]:
        said.append(problem("PCK-041", Place(file="manifest.sig"), str(issuer["id"]), severity="warning"))
    return said


def _deficiency(found: Problem) -> dict[str, object]:
    return {
        "code": found.code, "part": found.place.file, "severity": found.severity, **found.cause.json(),
        "fix": found.fix.json(),
    }  # fmt: skip


def verdict_digest(found: Mapping[str, Any]) -> str:
    """Return the digest of what a check found, without words, machine or time.

    Two checkers of the same bytes with the same trusted keys print the same digest.
    """
    issuer = found["issuer"]
    return digest(
        {
            "schema": CHECK_SCHEMA,
            "manifest": found["manifest"],
            "intact": found["intact"],
            "draft": found["draft"],
            "issuer": {name: issuer[name] for name in ("id", "trusted")},
            "revoked": found["revoked"],
            "parts": [{"name": part["name"], "ok": part["ok"]} for part in found["parts"]],
            "recomputed": [{name: row[name] for name in ("regime", "issued", "equal")} for row in found["recomputed"]],
            "deficiencies": sorted([d["code"], d["part"]] for d in found["deficiencies"] if d["severity"] == "error"),
            "verdict": found["verdict"],
        }
    )


def passes(found: Mapping[str, Any], *, trust_given: bool) -> bool:
    """Whether `carnet check` exits 0: intact, disclosed figures recompute, and with a trust file the key is in it."""
    good = found["verdict"] != "refused"
    return good and (not trust_given or (found["issuer"]["trusted"] is True and found["revoked"] != "yes"))


def recompute_pack(data: bytes) -> list[dict[str, object]]:
    """Recompute every disclosed figure from the pack alone.

    Raises:
        ExaminedError: the pack was changed; every wrong part is named.
        InputError: the pack withholds its study (PCK-053).
    """
    reading = read_pack(data)
    if not reading.intact:
        raise ExaminedError(reading.problems)
    if "study.json" not in reading.files:
        raise InputError((problem("PCK-053", Place(file="study.json")),))
    return [row.json() for row in recompute(reading).figures]


__all__ = [
    "TrustedKey",
    "build_pack",
    "check_pack",
    "derive_view",
    "no_pack",
    "passes",
    "random_salt",
    "read_trust",
    "recompute_pack",
    "repacked",
    "verdict_digest",
]
