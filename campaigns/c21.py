"""C21: contradictory policy texts and over-claims, Chinese and English: none passes, and no true sentence is refused.

The corpus is `tests/recognition/corpus`. A sentence belongs to the tuning half when the first hexadecimal digit of its
SHA-256 is 0 to 7; the other half was run once after tuning, see docs/recognition.md. `python -m campaigns.c21` prints
the tables of both as they are today.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.service.wording import lint_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ID = "C21"
WHAT = "sentences"
BROKEN = "judged wrong"
FOLDER = Path(__file__).parents[1] / "tests" / "recognition" / "corpus"
LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the corpus: expected verdict, class, form; `tuning`: of the half the rules were tuned on."""

    lang: str
    verdict: str
    cls: str
    form: str
    text: str
    tuning: bool


@cache
def corpus() -> tuple[Row, ...]:
    """Return all sentences in the order of the files."""
    rows = []
    for lang in LANGUAGES:
        with (FOLDER / f"{lang}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                text = row["text"].replace("\\n", "\n")
                first = hashlib.sha256(text.encode()).hexdigest()[0]
                rows.append(Row(lang, row["verdict"], row["class"], row["form"], text, first in "01234567"))
    return tuple(rows)


SIZES = dict.fromkeys(("test", "release"), len(corpus()))


def attacks(seed: int, size: int) -> Iterator[str | None]:  # noqa: ARG001 - all sentences, whatever the seed
    """Yield None for a sentence judged as expected, a sentence about one that was not."""
    for row in corpus():
        found = lint_text(row.text)
        yield None if bool(found) == (row.verdict == "over") else f"{row.lang} {row.verdict} {row.cls}: {row.text}"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one group: over-claims found and missed, true sentences refused and passed, classes told right."""

    found: int = 0
    missed: int = 0
    refused: int = 0
    passed: int = 0
    named: int = 0

    def line(self) -> str:
        """Return the cells of a table row."""
        told = self.found + self.refused
        wanted = self.found + self.missed
        precision = f"{self.found / told:.3f}" if told else "–"
        recall = f"{self.found / wanted:.3f}" if wanted else "–"
        named = f"{self.named}/{self.found}" if self.found else "–"
        true = self.refused + self.passed
        return f"{wanted} | {true} | {self.missed} | {self.refused} | {precision} | {recall} | {named}"


def score(rows: Iterable[Row]) -> Score:
    """Judge sentences."""
    counts = {"found": 0, "missed": 0, "refused": 0, "passed": 0, "named": 0}
    for row in rows:
        told = lint_text(row.text)
        if row.verdict == "over":
            counts["found" if told else "missed"] += 1
            counts["named"] += row.cls in {each.cls for each in told}
        else:
            counts["refused" if told else "passed"] += 1
    return Score(**counts)


HEAD = (
    "| language | class | over-claims | true | missed | refused | precision | recall | class named |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def table(rows: Sequence[Row]) -> str:
    """Return the Markdown table of precision and recall by language and class."""
    lines = [HEAD]
    for lang in LANGUAGES:
        of_lang = [row for row in rows if row.lang == lang]
        lines += [
            f"| {lang} | {cls} | {score(row for row in of_lang if row.cls == cls).line()} |"
            for cls in dict.fromkeys(row.cls for row in of_lang)
        ]
        lines.append(f"| {lang} | **all** | {score(of_lang).line()} |")
    lines.append(f"| both | **all** | {score(rows).line()} |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Print the tables, and with ``--wrong tuning`` or ``--wrong other`` the sentences judged wrong of that half."""
    halves = {"tuning": [r for r in corpus() if r.tuning], "other": [r for r in corpus() if not r.tuning]}
    wanted = [each for each in arguments if each in halves] or list(halves)
    for name in wanted:
        sys.stdout.write(f"{name} half, {len(halves[name])} sentences\n\n{table(halves[name])}\n\n")
        if "--wrong" in arguments:
            for row in halves[name]:
                told = [(each.rule, each.quote) for each in lint_text(row.text)]
                if bool(told) != (row.verdict == "over") or (
                    told and row.cls not in {t[0].split(".")[0] for t in told}
                ):
                    sys.stdout.write(f"{row.lang} {row.verdict} {row.cls} {row.form}: {row.text!r} -> {told}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
