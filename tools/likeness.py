"""Learn, from sentences judged by people, what over-claims read like: the weights of ``carnet.recognition.likeness``.

``python -m tools.likeness`` reads the corpus and the project's own texts and writes the weights into the package;
``--measure`` prints instead how sentences of a writer are judged by weights learnt from all the others.
Logistic regression over runs of one to three words (characters in Chinese), on the pieces that stand in two sentences
or more; the project's own texts are true sentences of little weight each.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from campaigns.c21 import FOLDER, corpus
from carnet.canonical import digest_bytes
from carnet.recognition.claims import lint
from carnet.recognition.likeness import SCALE, Likeness, pieces_of
from carnet.recognition.phrases import parse_phrases
from carnet.recognition.sentences import fold
from carnet.store.package_data import read_folder
from tests.recognition.own_texts import own_texts

TARGET = Path(__file__).parents[1] / "src" / "carnet" / "data" / "likeness" / "weights.tsv"
LEAST_SEEN = 2
OWN_WEIGHT = 0.1
FREEDOM = 30.0
SMALLEST = 20  # in 1/SCALE: what weighs less is left out


@dataclass(frozen=True, slots=True)
class Row:
    """A judged sentence: over-claim or not, who wrote it, how much it counts."""

    over: bool
    writer: str
    text: str
    weight: float = 1.0


def judged() -> list[Row]:
    """Return every judged sentence of the corpus."""
    rows = [Row(each.verdict == "over", "corpus", each.text) for each in corpus()]
    for name in ("further.txt", "oblique.txt", "strangers.txt"):
        writer = name
        path = FOLDER / name
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            if line.startswith("# writer:"):
                writer = line.partition(":")[2].strip()
            elif line[:2] in {"O ", "M ", "T ", "R "}:
                rows.append(Row(line[0] in "OM", writer, line[2:]))
    return rows


def own() -> list[Row]:
    """Return the project's own texts: none of them is an over-claim."""
    return [Row(over=False, writer="own", text=text, weight=OWN_WEIGHT) for text in own_texts()]


def learn(rows: Sequence[Row]) -> tuple[dict[str, int], int]:
    """Return the weight of each piece and the bias, both in 1/SCALE."""
    pieces = [pieces_of(fold(row.text)) for row in rows]
    seen = Counter(piece for row, found in zip(rows, pieces, strict=True) if row.weight == 1 for piece in found)
    known = sorted(piece for piece, count in seen.items() if count >= LEAST_SEEN)
    weights, _ = _fit(rows, pieces, known)
    # A second pass without what weighs next to nothing: a shorter list that says the same.
    known = [piece for piece, weight in zip(known, weights, strict=True) if abs(weight) * SCALE >= SMALLEST]
    weights, bias = _fit(rows, pieces, known)
    made = {piece: round(weight * SCALE) for piece, weight in zip(known, weights, strict=True)}
    return {piece: weight for piece, weight in made.items() if weight}, round(bias * SCALE)


def _fit(rows: Sequence[Row], pieces: Sequence[frozenset[str]], known: Sequence[str]) -> tuple[np.ndarray, float]:
    place = {piece: number for number, piece in enumerate(known)}
    matrix = _matrix(pieces, place)
    side = np.array([1.0 if row.over else -1.0 for row in rows])
    counts = np.array([row.weight for row in rows])

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = values[:-1], values[-1]
        margin = side * (matrix @ weights + bias)
        slope = -side * counts / (1 + np.exp(np.clip(margin, -50, 50)))
        total = float((counts * np.logaddexp(0, -margin)).sum() + weights @ weights / (2 * FREEDOM))
        return total, np.append(matrix.T @ slope + weights / FREEDOM, slope.sum())

    found = minimize(loss, np.zeros(len(known) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return found[:-1], float(found[-1])


def _matrix(pieces: Sequence[frozenset[str]], place: Mapping[str, int]) -> csr_matrix:
    data, rows, columns = [], [], []
    for number, found in enumerate(pieces):
        here = sorted(place[piece] for piece in found if piece in place)
        data += [1 / max(len(here), 1) ** 0.5] * len(here)
        rows += [number] * len(here)
        columns += here
    return csr_matrix((data, (rows, columns)), shape=(len(pieces), len(place)))


HEAD = "# What over-claims read like: weights in 1/100, learnt from the corpus by tools.likeness.\n"
TELL, HUSH = 100, 150


def corpus_digest() -> str:
    """Return the digest of all judged sentences: weights learnt from other ones are stale."""
    return digest_bytes("\n".join(f"{row.over} {row.text}" for row in judged()).encode())


def written(weights: Mapping[str, int], bias: int) -> str:
    """Return the file of the weights."""
    names = {"corpus": corpus_digest(), "bias": bias, "tell": TELL, "hush": HUSH}
    head = "".join(f"{name}\t{value}\n" for name, value in names.items())
    return HEAD + head + "\n" + "".join(f"{piece}\t{weights[piece]}\n" for piece in sorted(weights))


def measure() -> None:
    """Print for each writer how its sentences are judged by weights learnt from all the others, beside the rules."""
    rows = judged()
    rules, _ = parse_phrases(read_folder("words"))
    if rules is None:
        sys.exit("the rules cannot be read")
    for writer in dict.fromkeys(row.writer for row in rows):
        held = [row for row in rows if row.writer == writer]
        weights, bias = learn([*(row for row in rows if row.writer != writer), *own()])
        for name, guard in (("rules", rules), ("both", replace(rules, likeness=Likeness(weights, bias, TELL, HUSH)))):
            told = [row for row in held if lint(row.text, guard)]
            over = sum(row.over for row in held)
            found = sum(row.over for row in told)
            print(f"{writer}, {name}: {found} of {over} told, {len(told) - found} of {len(held) - over} refused")


def main() -> None:
    """Write the weights, or measure."""
    if "--measure" in sys.argv[1:]:
        measure()
        return
    weights, bias = learn([*judged(), *own()])
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(written(weights, bias), encoding="utf-8")
    print(f"{len(weights)} weights, bias {bias}")


if __name__ == "__main__":
    main()
