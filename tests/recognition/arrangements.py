"""A synthetic arrangement that operates, with everything it needs; tests take single things away."""

from __future__ import annotations

from dataclasses import replace

from carnet.errors import Text
from carnet.recognition.ledger import Ledger
from carnet.recognition.model import (
    CaseAcceptance,
    Citation,
    Grade,
    Leg,
    Party,
    Product,
    Recognition,
    Result,
    Scope,
    Territory,
)
from carnet.recognition.scope import Case

DAY = "2027-03-01"


def text(words: str) -> Text:
    return Text(words, words)


def document(name: str = "SYNTHETIC text of the arrangement") -> Citation:
    return Citation(name, "Art 1", "read")


RECEIVER = Party(text("SYNTHETIC Programme B"), "programme_operator", "YY", "recognises")
GIVER = Party(text("SYNTHETIC Programme A"), "programme_operator", "XX", "recognised")
RESULT = Result(
    study="coil",
    version="1.0.0",
    digests=("a" * 64,),
    regimes=("gbt24067", "gbt24067@2024", "en15804"),
    period_from="2026-01-01",
    period_to="2026-12-31",
    models=("coil",),
    factors=("cn_grid_2024",),
)
LEGS = tuple(Leg(leg, text(leg), (document(),), "2027-01-01") for leg in ("method", "database", "certification"))
SCOPE = Scope(
    products=(Product("hot_rolled_coil", text("hot-rolled coil"), ("7208",), "read"),),
    production=(Territory(text("Chongqing"), ("CN-50",)),),
    markets=("YY",),
    purposes=("epd",),
    window_from="2027-01-01",
    window_to="2031-12-31",
)


def recognition(**changes: object) -> Recognition:
    """The whole arrangement, or one with some fields changed."""
    whole = Recognition(
        id="synthetic-a-b",
        title=text("SYNTHETIC arrangement"),
        recognised="label",
        what=text("the label of programme A"),
        by=RECEIVER,
        of=GIVER,
        item="",
        legs=LEGS,
        scope=SCOPE,
        since="2027-01-01",
        until="2029-12-31",
        grade=Grade("A", "1"),
        signed_by=("SYNTHETIC Programme B", "SYNTHETIC Programme A"),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def certificate(**changes: object) -> CaseAcceptance:
    """The verification at home."""
    whole = CaseAcceptance(
        id="synthetic-cert",
        body=GIVER,
        purpose="label",
        market="XX",
        product="hot_rolled_coil",
        plant="CN-50",
        on="2027-02-01",
        decision="accepted",
        reason_code="complete",
        document=document("SYNTHETIC certificate"),
        signed=True,
        valid_to="2029-02-01",
        regime="gbt24067",
        period_from="2026-01-01",
        period_to="2026-12-31",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def case(**changes: object) -> Case:
    """Coil of a plant in Chongqing, for market YY."""
    whole = Case(
        product="hot_rolled_coil",
        products=("hot_rolled_coil",),
        codes=("72083900",),
        places=("CN-50", "CN"),
        market="YY",
        markets=("YY",),
        purpose="epd",
        plant="CN-50",
        regimes=("gbt24067",),
        result=RESULT,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def ledger(*recognitions: Recognition, cases: tuple[CaseAcceptance, ...] | None = None) -> Ledger:
    return Ledger(recognitions or (recognition(),), (certificate(),) if cases is None else cases)
