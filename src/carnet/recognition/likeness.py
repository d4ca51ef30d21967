"""How much a sentence reads like those that people judged over-claims: a second reader beside the rules.

Rules name a claim and why it is refused; they miss what is said in words nobody listed. Weights learnt from judged
sentences (``tools.likeness``) hear such a sentence without knowing why. Integers only, so that every machine judges
alike: the sum of the weights of a sentence's pieces, over the square root of their number, against a threshold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

SCALE = 100
_WORD = re.compile(r"[a-z][a-z'-]{0,40}|\d+|[\u4e00-\u9fff]|[?\"“”]")
_ADDRESS = re.compile(r"\]\([^)\s]{1,200}\)|https?://[^\s)]{1,200}")
_LONGEST = 3
_MOST_WORDS = 400


# What the sentences it learnt from are about; of others it cannot tell. A question claims nothing.
_TOPIC = re.compile(
    r"footprint|\bepds?\b|cbam|certif|recogni|accept|label|carbon|climate|emission|declar|passport|\beu\b|europe|"
    r"brussels|\biso\b|\bpefs?\b|verif|regist|customs|border|碳|认证|认可|互认|报告|标识|标签|欧盟|欧洲|海外|核查|声明|"
    r"护照|登记|清关|海关|合规|排放|气候|证书|环保|绿色"
)
_ASKED = re.compile(r"[?？][\s”\"')）]{0,4}$|吗[?？。]?$")
LEAST_PIECES = 24


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights in 1/`SCALE`; a sentence that scores above `tell` reads like an over-claim.

    Where what a rule found stands in a sentence whose pieces come to less than `hush`, without the bias, the rule is
    not believed.
    """

    weights: Mapping[str, int]
    bias: int
    tell: int
    hush: int = 0

    def reads_like(self, text: str) -> bool:
        """Tell whether a folded sentence on this subject, no question and no scrap of words, scores above `tell`."""
        pieces = pieces_of(text)
        if len(pieces) < LEAST_PIECES or not _TOPIC.search(text) or _ASKED.search(text):
            return False
        found = [self.weights[piece] for piece in pieces if piece in self.weights]
        # sum / sqrt(n) + bias > tell, in integers
        total, needed = sum(found), self.tell - self.bias
        return total > 0 and total * total > needed * needed * max(len(found), 1)

    def speaks_against(self, text: str) -> bool:
        """Tell whether the pieces of a folded sentence, taken together, are rather those of true sentences."""
        found = [self.weights[piece] for piece in pieces_of(text) if piece in self.weights]
        total = sum(found)
        return total < 0 or total * total < self.hush * self.hush * len(found)

    def weightiest(self, text: str, most: int = 4) -> tuple[str, ...]:
        """Return the pieces of a sentence that speak most for an over-claim."""
        found = sorted(
            ((self.weights[piece], piece) for piece in pieces_of(text) if self.weights.get(piece, 0) > 0), reverse=True
        )
        return tuple(piece.replace(" ", "") if "\u4e00" <= piece[0] <= "\u9fff" else piece for _, piece in found[:most])


@lru_cache(maxsize=64)
def pieces_of(text: str) -> frozenset[str]:
    """Return the runs of one to three words of a folded sentence; a Chinese character is a word, numbers are alike."""
    words = ["#" if word[0].isdigit() else word for word in _WORD.findall(_ADDRESS.sub(" ", text))][:_MOST_WORDS]
    return frozenset(
        " ".join(words[at : at + size]) for size in range(1, _LONGEST + 1) for at in range(len(words) - size + 1)
    )


def parse_likeness(text: str) -> Likeness:
    """Read the weights: ``name<TAB>value`` for corpus (digest), bias, tell, hush; a blank; ``piece<TAB>weight``.

    Raises:
        ValueError: a line is none of these.
    """
    head, _, body = text.partition("\n\n")
    names = dict(line.split("\t") for line in head.splitlines() if not line.startswith("#"))
    weights = dict(line.rsplit("\t", 1) for line in body.splitlines())
    return Likeness(
        {piece: int(weight) for piece, weight in weights.items()},
        int(names["bias"]),
        int(names["tell"]),
        int(names["hush"]),
    )
