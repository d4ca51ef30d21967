"""Every figure of the shipped studies under every regime, by a name that does not depend on the order of rows.

``python -m campaigns.figures`` prints them as one JSON object; ``--golden`` writes them to ``campaigns/golden/`` under
the version of the program: to be run once for a release, never to make a failing campaign pass.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaigns.sample import small_study
from carnet.canonical import canonical_bytes, digest_bytes
from carnet.errors import InputError
from carnet.inventory.model import Places
from carnet.service.calculate import calculate, engine_version, resolve_all
from carnet.service.studies import SHIPPED, open_shipped

if TYPE_CHECKING:
    from carnet.inventory.model import Study
    from carnet.service.calculate import Calculated
    from carnet.service.studies import OpenStudy

GOLDEN = Path(__file__).parent / "golden"
PARTS = ("by_stage", "by_gas", "by_process", "by_line")
BYTES = "bytes of result and derivation"


def studies() -> dict[str, OpenStudy]:
    """The shipped studies by short name, and the small one."""
    return {**{name: open_shipped(name) for name in sorted(SHIPPED)}, "small": small_study()}


def figures_of(done: Calculated) -> dict[str, str]:
    """Printed and exact value of every figure of a result, by part and id."""
    result: dict[str, Any] = done.result
    figure = result["figure"]
    found = {
        f"figure/{name}": f"{figure[name]} = {figure[exact]}"
        for name, exact in (("value", "exact"), ("lower", "lower_exact"), ("upper", "upper_exact"))
    }
    for name in ("direct", "indirect"):
        if result[name] is not None:
            found[name] = f"{result[name]['value']} = {result[name]['exact']}"
    for part in PARTS:
        for row in result[part]:
            found[f"{part}/{row['id']}"] = f"{row['value']} = {row['exact']}"
    return found


def bytes_of(done: Calculated) -> str:
    """The digest of everything a result says, derivation included."""
    return digest_bytes(canonical_bytes([done.result, done.derivation]))


def table(opened: OpenStudy, *, with_bytes: bool = True) -> dict[str, dict[str, str]]:
    """Regime → name → figure; with `with_bytes` the digest of the whole result is one more of them."""
    rows = {}
    for resolved in resolve_all(opened, []):
        try:
            (done,) = calculate(opened, [resolved])
        except InputError as error:
            # A study may lack what one regime asks for; that it is refused, and why, must not change either.
            rows[resolved.id] = {"refused": ", ".join(sorted({found.code for found in error.problems}))}
            continue
        rows[resolved.id] = {**figures_of(done), **({BYTES: bytes_of(done)} if with_bytes else {})}
    return rows


def shuffled(opened: OpenStudy, chance: random.Random) -> OpenStudy:
    """The same study with its rows in another order."""

    def mixed(study: Study, name: str) -> object:
        rows = getattr(study, name)
        return tuple(chance.sample(rows, len(rows)))

    study = opened.study
    lists = [field.name for field in fields(study) if isinstance(getattr(study, field.name), tuple)]
    return replace(opened, study=replace(study, **{name: mixed(study, name) for name in lists}), places=Places())  # type: ignore[arg-type]


def main() -> None:
    """Print all figures, or keep them as those of this release."""
    parser = argparse.ArgumentParser(prog="python -m campaigns.figures", description=__doc__)
    parser.add_argument("--golden", action="store_true", help="write them to campaigns/golden/VERSION.json")
    asked = parser.parse_args()
    tables = {name: table(opened) for name, opened in studies().items()}
    text = json.dumps(tables, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if asked.golden:
        GOLDEN.mkdir(exist_ok=True)
        path = GOLDEN / f"{engine_version()}.json"
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.name}", file=sys.stderr)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
