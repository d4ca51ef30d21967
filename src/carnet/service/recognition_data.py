"""What recognition rests on: markets, products, ledger, precedents, policy items, the user's own behind the shipped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from carnet.cbam.scope import scope_of
from carnet.errors import DataError, Text, raise_if
from carnet.recognition.dimensions import DimensionRule
from carnet.recognition.load import read_many, read_one
from carnet.recognition.load_ledger import parse_ledger
from carnet.recognition.load_markets import parse_markets
from carnet.recognition.model import Citation, PolicyItem
from carnet.recognition.precedents import parse_precedents
from carnet.recognition.products import parse_products
from carnet.recognition.status import status_on
from carnet.service import datasets
from carnet.service.home import home
from carnet.service.registers_read import with_cases
from carnet.store import read_file, read_folder
from carnet.store.cbam_tables import load_cbam_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from carnet.errors import Problem
    from carnet.recognition.ledger import Ledger
    from carnet.recognition.load_markets import Markets
    from carnet.recognition.model import Precedent
    from carnet.recognition.products import Catalogue
    from carnet.recognition.scope import CodeTable

TABLES = ("eu_cbam",)
# The day from which COM(2025) 989 would take in further goods, as its annexes state it; a proposal.
PROPOSED_FROM = "2028-01-01"


@dataclass(frozen=True, slots=True)
class Recognition:
    """Everything on file. `own`: bare names of the user's files that were read."""

    markets: Markets
    products: Catalogue
    ledger: Ledger
    precedents: tuple[Precedent, ...]
    dimensions: tuple[DimensionRule, ...]
    policy: tuple[PolicyItem, ...]
    own: tuple[str, ...]

    def statuses(self, day: str) -> Mapping[str, str]:
        """The status of every policy item on a day."""
        newest = max((event.known_on for item in self.policy for event in item.events), default="")
        return {item.id: status_on(item, day, max(day, newest)).status for item in self.policy}


KINDS = ("markets", "products", "recognitions", "acceptances", "evidence", "policy")
Files = tuple[tuple[str, str], ...]


def on_file() -> Recognition:
    """Read all of it; the user's files of the folder in use stand behind the shipped ones.

    Raises:
        InputError: every problem of every file, with its line.
    """
    mine = {kind: tuple(own_files(kind)) for kind in KINDS}
    own = tuple(f"{kind}/{name}" for kind, files in mine.items() for name, _ in files)
    built = _built(tuple((*shipped(kind), *mine[kind]) for kind in KINDS), tuple(precedent_files()), own)
    # Nothing is a running pilot without a dated case: the register of pilots gives them.
    return replace(built, policy=with_cases(built.policy))


@lru_cache(maxsize=4)
def _built(files: tuple[Files, ...], precedent: Files, own: tuple[str, ...]) -> Recognition:
    """Parse everything; the same texts are parsed once."""
    by_kind = dict(zip(KINDS, files, strict=True))
    problems: list[Problem] = []
    markets, wrong = parse_markets(by_kind["markets"], datasets.regimes().ids(), TABLES)
    problems += wrong
    products, wrong = parse_products(by_kind["products"])
    problems += wrong
    ledger, wrong = parse_ledger(by_kind["recognitions"], by_kind["acceptances"], by_kind["evidence"])
    problems += wrong
    dimensions, wrong = read_many(DimensionRule, "dimensions.toml", _text("dimensions/dimensions.toml"), "dimension")
    problems += wrong
    precedents: tuple[Precedent, ...] = ()
    for name, text in precedent:
        some, wrong = parse_precedents(name, text)
        precedents += some
        problems += wrong
    raise_if(problems)
    # What is wrong with a policy item the policy commands say; the others can be read.
    items = [read_one(PolicyItem, name, text)[0] for name, text in by_kind["policy"]]
    policy = tuple(item for item in items if item is not None)
    return Recognition(markets, products, ledger, precedents, dimensions, policy, own)


def shipped(folder: str) -> Files:
    """The shipped TOML files of a data folder; a folder that is empty on purpose gives none."""
    try:
        return _shipped(folder)
    except DataError:
        return ()


@lru_cache(maxsize=16)
def _shipped(folder: str) -> Files:
    return tuple(read_folder(folder))


def own_files(folder: str) -> list[tuple[str, str]]:
    """The user's TOML files of one kind, by name."""
    here: Path = home() / folder
    if not here.is_dir():
        return []
    return [(path.name, path.read_text("utf-8-sig")) for path in sorted(here.glob("*.toml"))]


def precedent_files() -> list[tuple[str, str]]:
    """The precedents, where they are on file."""
    try:
        return [("precedents.toml", _text("precedents.toml"))]
    except DataError:
        return []


def _text(path: str) -> str:
    return read_file(path).decode("utf-8").replace("\r\n", "\n")


# ── lists of codes a scope may point to ──────────────────────────────────────────────────────────


def code_tables() -> dict[str, CodeTable]:
    """Published lists of codes by name."""
    return {"eu_cbam": _eu_cbam}


def _eu_cbam(codes: Sequence[str], day: str) -> tuple[str, Text, Citation]:
    """Annex I of the CBAM by code; a beginning of a code is in where all of it is."""
    tables = load_cbam_tables()
    if not codes:
        cite = Citation("Regulation (EU) 2023/956", "Annex I", "read")
        text = Text(
            "没有海关编码，无法判断（用 --set cn=编码 给出）。", "no customs code: it cannot be told (--set cn=CODE)."
        )
        return "unknown", text, cite
    answers: list[tuple[str, Text, Citation]] = []
    for code in codes:
        found = scope_of(tables, code, day)
        cite = Citation(found.cite.source, found.cite.clause, found.cite.status)
        answer = {"in_scope": "in", "not_in_scope": "out", "proposed": "out", "unclear": "unknown"}[found.status]
        text = found.text
        if found.status == "proposed" and day >= PROPOSED_FROM:
            # Whether the proposal is law by then is on no page read: neither in nor out.
            answer = "unknown"
            text = Text(
                f"{text.zh.rstrip('。')}；{day} 时是否已成为法律，不知道。",
                f"{text.en.rstrip('.')}; whether it is law on {day} is not known.",
            )
        whole = tables.scope is not None and code.startswith(tables.scope.annex_i)
        if found.status == "unclear" and whole and found.candidates and len(code) < 8:  # noqa: PLR2004 - a CN code
            text = Text(
                f"{code} 整个品目都在CBAM范围内；申报须用8位编码。",
                f"all of {code} is in the scope of the CBAM; a declaration needs 8 digits.",
            )
            answer = "in"
        answers.append((answer, text, cite))
    kinds = {answer for answer, _, _ in answers}
    if len(kinds) == 1:
        return answers[0]
    listed = Text(" ".join(text.zh for _, text, _ in answers), " ".join(text.en for _, text, _ in answers))
    return "unknown", listed, answers[0][2]
