"""What recognition rests on: markets, products, ledger, precedents, policy items, the user's own behind the shipped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from carnet.cbam.scope import scope_of
from carnet.errors import DataError, Text, raise_if
from carnet.recognition.dimensions import DimensionRule
from carnet.recognition.load import read_many
from carnet.recognition.load_ledger import parse_ledger
from carnet.recognition.load_markets import parse_markets
from carnet.recognition.load_policy import parse_items
from carnet.recognition.market_checks import product_problems
from carnet.recognition.model import Citation
from carnet.recognition.precedents import parse_precedents
from carnet.recognition.products import parse_products
from carnet.recognition.standing import World
from carnet.service import datasets
from carnet.service.own_files import read_own
from carnet.service.place_table import places
from carnet.service.recognition_known import known_of, with_markets
from carnet.service.registers_read import with_cases
from carnet.store import read_file, read_folder
from carnet.store.cbam_tables import load_cbam_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.errors import Problem
    from carnet.recognition.ledger import Ledger
    from carnet.recognition.load_markets import Markets
    from carnet.recognition.model import PolicyItem, Precedent
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

    def newest(self) -> str:
        """The last day on which anything on file became known."""
        return max((event.known_on for item in self.policy for event in item.events), default="")

    def known(self, day: str, known: str = "") -> str:
        """The day until which captures count: the one asked for, else the later of `day` and the newest on file.

        A question about a past day is so answered with all that is on file today; an earlier day of knowledge shows
        what could be told then.
        """
        return known or max(day, self.newest())

    def world(self, day: str, known: str = "") -> World:
        """The policy items as far as known, for a question about a day."""
        return World({item.id: item for item in self.policy}, self.known(day, known))

    def statuses(self, day: str, known: str = "") -> Mapping[str, str]:
        """The status of every policy item on a day."""
        world = self.world(day, known)
        return {item.id: world.status(item, day).status for item in self.policy}


POLICY = "policy"
KINDS = ("markets", "products", "recognitions", "acceptances", "evidence", POLICY)
Files = tuple[tuple[str, str], ...]


def on_file() -> Recognition:
    """Read all of it; the user's files of the folder in use stand behind the shipped ones.

    Raises:
        InputError: every problem of every file, with its line.
    """
    read = {kind: read_own(kind) for kind in KINDS}
    mine = {kind: files for kind, (files, _) in read.items()}
    own = tuple(f"{kind}/{name}" for kind, files in mine.items() for name, _ in files)
    files = tuple((*shipped(kind), *mine[kind]) for kind in KINDS if kind != POLICY)
    unread = tuple(each for kind, (_, wrong) in read.items() if kind != POLICY for each in wrong)
    built = _built(files, mine[POLICY], tuple(precedent_files()), own, unread)
    # Nothing is a running pilot without a dated case: the register of pilots gives them.
    return replace(built, policy=with_cases(built.policy))


@lru_cache(maxsize=4)
def _built(
    files: tuple[Files, ...],
    own_policy: Files,
    precedent: Files,
    own: tuple[str, ...],
    unread: tuple[Problem, ...] = (),
) -> Recognition:
    """Parse everything; the same texts are parsed once. `unread`: what is wrong with files that could not be read."""
    by_kind = dict(zip((kind for kind in KINDS if kind != POLICY), files, strict=True))
    problems: list[Problem] = list(unread)
    # What is wrong with a policy item the policy commands say; the others, with what the user added, can be read.
    items = parse_items(shipped(POLICY), own_policy, places())[0]
    products, wrong = parse_products(by_kind["products"])
    problems += [*wrong, *product_problems(by_kind["products"])]
    known = known_of(products, items.by_id)
    markets, wrong = parse_markets(by_kind["markets"], datasets.regimes().ids(), TABLES, tuple(items.by_id), known)
    problems += wrong
    dimensions, wrong = read_many(DimensionRule, "dimensions.toml", _text("dimensions/dimensions.toml"), "dimension")
    problems += wrong
    known = with_markets(known, markets, dimensions)
    ledger, wrong = parse_ledger(by_kind["recognitions"], by_kind["acceptances"], by_kind["evidence"], known)
    problems += wrong
    precedents: tuple[Precedent, ...] = ()
    for name, text in precedent:
        some, wrong = parse_precedents(name, text)
        precedents += some
        problems += wrong
    raise_if(problems)
    return Recognition(markets, products, ledger, precedents, dimensions, items.all(), own)


def markets_on_file() -> Markets:
    """Read the markets alone, shipped and own; what is wrong with one of them the recognition commands say."""
    return parse_markets((*shipped("markets"), *own_files("markets")), ())[0]


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
    """The user's TOML files of one kind, by name; those that cannot be read `on_file` tells."""
    return list(read_own(folder)[0])


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
    if kinds == {"in"} and len(answers) > 1:
        return "in", all_in(codes, answers), answers[0][2]
    if len(kinds) == 1:
        return answers[0]
    listed = Text(" ".join(text.zh for _, text, _ in answers), " ".join(text.en for _, text, _ in answers))
    return "unknown", listed, answers[0][2]


def all_in(codes: Sequence[str], answers: Sequence[tuple[str, Text, Citation]]) -> Text:
    """One sentence for several codes that are all in: headings together, goods each in its own."""
    digits = 8
    heads = [code for code in codes if len(code) < digits]
    if len(heads) < len(codes):
        return Text(" ".join(text.zh for _, text, _ in answers), " ".join(text.en for _, text, _ in answers))
    return Text(
        f"{'、'.join(heads)} 各品目整个都在CBAM范围内；申报须用8位编码。",
        f"all of {', '.join(heads)} is in the scope of the CBAM; a declaration needs 8 digits.",
    )
