"""One whole input for every reader, and structure-aware damage to it; packs are signed again."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from campaigns import cbam_inputs, db_inputs, lci_inputs
from campaigns.damage import NASTY_TEXTS, damaged_bytes, damaged_parts, damaged_tree, seldom, spelled
from campaigns.sample import (
    REPORTS,
    SIGNED_AT,
    STUDY,
    fixed_key,
    salt_of,
    small_factors,
    small_results,
    small_study,
)
from carnet.exchange import study_toml, study_xlsx
from carnet.exchange.pack import read_pack, write_pack
from carnet.service.packs import build_pack

if TYPE_CHECKING:
    import random


@cache
def seeds() -> dict[str, bytes]:
    """One whole input for each reader."""
    opened = small_study()
    return {
        "json": json.dumps(STUDY, ensure_ascii=False).encode(),
        "toml": study_toml.write(opened.study, None),
        "xlsx": study_xlsx.write(opened.study),
        "pack": build_pack(
            opened, small_results(("iso14067",)), (), REPORTS, fixed_key(), salt_of, SIGNED_AT, factors=small_factors()
        ),
        **cbam_inputs.seeds(),
        **lci_inputs.seeds(),
        **db_inputs.seeds(),
    }


def mutated(reader: str, chance: random.Random) -> bytes:
    """One damaged input for a reader."""
    seed = seeds()[reader]
    if seldom(chance, 4):
        return damaged_bytes(seed, chance)
    if reader in cbam_inputs.seeds():
        return cbam_inputs.mutated(reader, chance)
    if reader in lci_inputs.seeds():
        return lci_inputs.mutated(reader, chance)
    if reader in db_inputs.seeds():
        return db_inputs.mutated(reader, chance)
    if reader == "xlsx":
        return damaged_parts(seed, chance)
    return {"json": _json, "toml": _toml, "pack": _pack}[reader](chance)


def _json(chance: random.Random) -> bytes:
    text = spelled(damaged_tree(STUDY, chance, chance.randint(1, 5)))
    trick = chance.choice(("key twice", "bare number", "depth", *[""] * 5))
    if trick == "key twice":
        return text.replace(b'"id"', b'"id": "twice", "id"', 1)
    if trick == "bare number":
        return text.replace(b'"amount": "', b'"amount": ' + chance.choice((b"1e5", b"-", b"01", b"NaN", b"[")), 1)
    if trick == "depth":
        depth = chance.choice((10, 40, 5000))
        return text.replace(b'"country": "CN"', b'"country": ' + b"[" * depth + b"]" * depth, 1)
    return text


def _toml(chance: random.Random) -> bytes:
    lines = seeds()["toml"].decode().splitlines()
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(lines))
        kind = chance.choice(("value", "value", "value", "drop", "double", "strange"))
        key = lines[at].partition(" = ")[0]
        value = chance.choice(
            (json.dumps(chance.choice(NASTY_TEXTS)), "1", "1.5", "nan", "true", "2023-01-01", "[]", "{}", "'''", '"""',
             "[" * 200, "0x1F", "1_000", "{ zh = 1 }")
        )  # fmt: skip
        if kind == "value":
            lines[at] = f"{key} = {value}"
        elif kind == "drop":
            del lines[at]
        elif kind == "double":
            lines.insert(at, chance.choice(lines))
        else:
            lines.insert(at, chance.choice(("[product]", "[[exchanges]]", "[a.b.c]", "[[[x]]]", "= 1", "x", "\x00")))
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _pack(chance: random.Random) -> bytes:
    """A pack whose content is damaged and which is then signed as if nothing were wrong."""
    files = dict(read_pack(seeds()["pack"]).files)
    weights = {"study.json": 6, "results/iso14067/headline.json": 3, "results/iso14067/processes.json": 2}
    names = [name for name in files if name.endswith(".json")]
    for _ in range(chance.randint(1, 2)):
        name = chance.choices(names, [weights.get(each, 2) for each in names])[0]
        tree = damaged_tree(json.loads(files[name]), chance, chance.randint(1, 3))
        files[name] = json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
            "utf-8", "replace"
        )
    if seldom(chance, 5):
        del files[chance.choice(names)]
    key = fixed_key()
    about = dict.fromkeys(("id", "version", "period_from", "period_to", "legal_date", "known_date"), "x")
    return write_pack(
        files, about, engine="0", draft=seldom(chance, 2), public_key=key.public_key, key_label=key.label,
        signed_at=SIGNED_AT, sign=key.sign,
    )  # fmt: skip
