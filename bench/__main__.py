"""``python -m bench [ID]``: run all benchmarks, or one."""

from __future__ import annotations

import argparse
import sys

from bench.frame import TIMES, listed, load, measure


def main() -> int:
    """Print one line a benchmark; 1 when a limit is exceeded."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("id", nargs="?", help="one of: " + ", ".join(listed()))
    parser.add_argument("--times", type=int, default=TIMES)
    asked = parser.parse_args()
    if asked.id is not None and asked.id not in listed():
        print(f"{asked.id} is no benchmark; there are: {', '.join(listed()) or 'none'}", file=sys.stderr)
        return 2
    held = True
    for benchmark_id in [asked.id] if asked.id else listed():
        outcome = measure(benchmark_id, load(benchmark_id), asked.times)
        held = held and outcome.held
        print(outcome.line(), flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
