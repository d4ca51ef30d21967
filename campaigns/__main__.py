"""``python -m campaigns C8 --scale release --seed 42``: run one campaign; without an id, list them."""

from __future__ import annotations

import argparse
import sys

from campaigns.frame import SCALES, listed, load, run


def main() -> int:
    """Run what the command line asks for; 0 when nothing broke and at least one attack was carried out."""
    parser = argparse.ArgumentParser(prog="make campaign", description=__doc__)
    parser.add_argument("id", nargs="?", help="such as C8")
    parser.add_argument("--scale", choices=SCALES, default="test")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--seconds", type=float, default=None, help="stop after so many seconds")
    asked = parser.parse_args()
    if asked.id is None:
        print("built: " + (", ".join(listed()) or "none"))
        print("run one with: make campaign ID=C8 SCALE=release")
        return 0
    if asked.id.upper() not in listed():
        print(f"{asked.id} is not built; there are: {', '.join(listed()) or 'none'}", file=sys.stderr)
        return 2
    closing = run(load(asked.id.upper()), asked.scale, asked.seed, asked.seconds)
    for sentence in closing.first:
        print(f"  {sentence}", file=sys.stderr)
    print(closing.line())
    return 0 if closing.done and not closing.broken else 1


if __name__ == "__main__":
    sys.exit(main())
