"""The objects of recognition: what a file says, who says it, how well it is known, and what was in fact accepted.

Days are ISO 8601 dates; an empty string means "not stated", never "today". Citations are (source, locator): where a
person can read it. A field that the source does not state stays empty and is listed by the readers as unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text

Day = str
NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement can be read: a source of the item or a document, its locator, and our status word for it."""

    source: str
    locator: str = ""
    status: str = "unknown"


@dataclass(frozen=True, slots=True)
class Grade:
    """Reliability of the source (letter) and credibility of the information (digit), apart: ``D4``."""

    letter: str
    digit: str

    def __str__(self) -> str:
        """Show for instance ``B1``."""
        return f"{self.letter}{self.digit}"


@dataclass(frozen=True, slots=True)
class Party:
    """A party and what kind each is (`vocabulary.PARTY_KINDS`); `role` such as signatory, counterparty, issuer."""

    name: Text
    kind: str
    country: str = ""
    role: str = "signatory"
    id: str = ""
    """What a register or an accreditation body calls it, such as the number of its accreditation."""
    any: bool = False
    """The name describes a class of bodies, such as every verifier accredited in some states; it names nobody."""
    states: tuple[str, ...] = ()
    """States that accredited, notified or set it up: codes, of a class also ``EU`` and ``EEA`` for any state there."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One copy of one version as retrieved: its digest, day, language, origin. Facts and short notes, never the text.

    `official`: the copy stands on the issuer's own channel. `digest` is SHA-256, empty when nobody holds a copy.
    """

    id: str
    version: str
    retrieved_on: Day
    language: str
    origin: str
    digest: str = ""
    official: bool = False
    source_kind: str = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a work: what it is called and dated by its issuer."""

    id: str
    dated: Day = ""
    label: str = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Product:
    """A product in a scope: code prefixes (HS or CN, digits only), the source's wording, and what narrows it.

    `variants` are key=value conditions such as ``cell_technology=n_type`` or ``level=module``; `unless` excludes.
    `codes_status`: our status word for the codes (sources of this field rarely print them).
    """

    id: str
    wording: Text
    codes: tuple[str, ...] = ()
    codes_status: str = "recalled"
    variants: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Territory:
    """A place a scope names: a country, region or park. `places` lists it down to what the source names.

    A park the source does not name stays unknown: `named` is false and nothing falls inside by guess.
    """

    wording: Text
    places: tuple[str, ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """Products, territory of production, market territory, purposes and window. An empty tuple means: not stated."""

    products: tuple[Product, ...] = ()
    production: tuple[Territory, ...] = ()
    markets: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    window_from: Day = ""
    window_to: Day = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A step of the item's life, with the capture that evidences it and the grade of that evidence."""

    status: str
    on: Day
    known_on: Day
    capture: str
    grade: Grade
    case: str = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class DateRule:
    """A date, or the rule for one: `day` when printed; otherwise `rule` in words and the `triggers` it waits for.

    A trigger that is the id of a policy item is met from the day that item is in force, by evidence that can carry it;
    a trigger in words is open until somebody takes it out. See `carnet.recognition.status.due`.
    """

    day: Day = ""
    rule: Text = NO_TEXT
    triggers: tuple[str, ...] = ()
    citation: Citation = Citation("")
    months: int = 0
    """Months to count from the day on which each trigger is met; the latest of those days and `day` is the date."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """One dated step of an item that has several: what begins for whom, and its date or the rule for it."""

    id: str
    what: Text
    when: DateRule


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: what one source says."""

    says: Text
    citation: Citation
    grade: Grade
    item: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that cannot all be true, held side by side. `settled` stays empty until a named source settles it."""

    id: str
    about: Text
    sides: tuple[Side, ...]
    consequence: Text
    settled: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Task:
    """A verification task: what to find, who could answer, until when."""

    id: str
    item: str
    find: Text
    ask: str
    due: Day
    done_on: Day = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class PolicyItem:
    """A work: an act, plan, memorandum, report. Its status is that of its last event that its evidence can carry."""

    id: str
    title: Text
    kind: str
    legal_nature: str
    jurisdiction: str
    issuer: Text
    issuer_kind: str
    parties: tuple[Party, ...] = ()
    scope: Scope = Scope()
    events: tuple[Event, ...] = ()
    in_force: DateRule = DateRule()
    applies: DateRule = DateRule()
    versions: tuple[Version, ...] = ()
    captures: tuple[Capture, ...] = ()
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    tasks: tuple[Task, ...] = ()
    claims: tuple[Text, ...] = ()
    not_stated: tuple[Text, ...] = ()
    review_by: Day = ""
    note: Text = NO_TEXT
    milestones: tuple[Milestone, ...] = ()
    """Further dates of the item, each with its own rule and status word, in the order of the source."""
    flags: tuple[Text, ...] = ()
    """What a reader must know of the source itself: declared as generated, no official link, inconsistent."""
    effects: tuple[Text, ...] = ()
    """What it means for a user's work, in our words and within its grade; never an opinion on the law."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What a user adds to an item on file: more wordings, copies, steps, contradictions, tasks. It replaces nothing.

    A task of the same id with `done_on` closes that task; every other id must be new to the item.
    """

    to: str
    versions: tuple[Version, ...] = ()
    captures: tuple[Capture, ...] = ()
    events: tuple[Event, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    tasks: tuple[Task, ...] = ()
    claims: tuple[Text, ...] = ()
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Leg:
    """One of the three legs of an arrangement, its subject as narrow as the document makes it, its documents."""

    leg: str
    subject: Text
    documents: tuple[Citation, ...]
    since: Day
    until: Day = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """An extra requirement or a piece of evidence: what, for which process and period, forms, clause, owner."""

    id: str
    what: Text
    process: Text = NO_TEXT
    period: Text = NO_TEXT
    forms: tuple[Text, ...] = ()
    clause: str = ""
    kind: str = "voluntary"
    team: str = ""
    owner: Text = NO_TEXT
    days: str = ""
    check: str = ""
    citation: Citation = Citation("")
    after: tuple[str, ...] = ()
    """Items of the same checklist that must be done before this one can begin."""
    families: tuple[str, ...] = ()
    """Families of products it is worded for; of two with one id the one that fits the product is taken."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """`by` recognises `what` (a verifier, rule, label, factor or clause) of `of`, as far as `scope` goes.

    One direction only; the other way round is another entry. `item` is the policy item it rests on, from which it takes
    no status by itself: `since` needs evidence of its own. Whether it holds by law is never stated here: that follows
    from the market file (`carnet.recognition.bodies.power_of`).
    """

    id: str
    title: Text
    recognised: str
    what: Text
    by: Party
    of: Party
    item: str
    legs: tuple[Leg, ...]
    scope: Scope
    since: Day
    until: Day = ""
    grade: Grade = Grade("E", "6")
    signed_by: tuple[str, ...] = ()
    extra: tuple[Requirement, ...] = ()
    evidence: tuple[Requirement, ...] = ()
    not_claimed: tuple[Text, ...] = ()
    covers: tuple[str, ...] = ()
    """Dimensions (D8), parameters (D8.tiers) or factor ids it reaches, where it is narrower than its kind."""
    regimes: tuple[str, ...] = ()
    """Regimes under which the recognised results were made; empty: not stated."""
    document: Citation = Citation("")
    """The text of the arrangement itself, which carries `grade`; left out: a document of one of its legs does."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document somebody holds for one item of a checklist, for one product of one plant (empty: for any)."""

    id: str
    item: str
    product: str
    plant: str
    document: Citation
    valid_from: Day = ""
    valid_to: Day = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Result:
    """What tells one result from another: the study with its version and digest, its period, regimes and models."""

    study: str = ""
    version: str = ""
    digests: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    period_from: Day = ""
    period_to: Day = ""
    models: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()


NO_RESULT = Result()


@dataclass(frozen=True, slots=True)
class CaseAcceptance:
    """An acceptance or refusal in fact given, signed by the receiving body, for one result of one plant's product.

    `decision` is one of `vocabulary.DECISIONS`, `reason_code` one of `carnet.recognition.ledger.REASONS`. A
    verification at home is such a case as well: its market is the home market. Which result was decided on is told by
    `digest`, or by `regime` with the period of the data; what else is stated must agree as well.
    """

    id: str
    body: Party
    purpose: str
    market: str
    product: str
    plant: str
    on: Day
    decision: str
    reason_code: str
    document: Citation
    signed: bool
    recognition: str = ""
    valid_to: Day = ""
    extent: Text = NO_TEXT
    study: str = ""
    version: str = ""
    digest: str = ""
    """SHA-256 of the study, as ``carnet calc --json`` prints it under ``recipe``."""
    regime: str = ""
    period_from: Day = ""
    period_to: Day = ""
    model: str = ""
    """Name of the product as the study has it, where the decision is on one model."""
    first: str = ""
    """The case of the first verification that this decision took over, for counting repetitions avoided."""
    second_verification: bool = True
    """The decision was itself preceded by a whole second verification; false only where the document says not."""


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One line of a scope: which products it speaks of and what it answers (`vocabulary.SCOPE_ANSWERS`).

    `products` are ids of product categories, `codes` prefixes, `when` conditions key=value that must hold, `production`
    places; an empty tuple asks nothing. `table`: a published list of codes decides (``eu_cbam``). `applies`: an "in"
    before its day, or with a trigger open, is "not_yet". The first line that fits decides.
    """

    id: str
    answer: str
    why: Text
    citation: Citation
    products: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    production: tuple[str, ...] = ()
    table: str = ""
    applies: DateRule = DateRule()
    item: str = ""
    regimes: tuple[str, ...] = ()
    """Regimes for the products of this line, where they are other ones than the purpose names."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a market asks in one dimension beside the regime's parameters: `verdict` holds unless `check` is met."""

    dimension: str
    verdict: str
    why: Text
    citation: Citation
    check: str = ""
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence with its source."""

    text: Text = NO_TEXT
    citation: Citation = Citation("")


NOTHING_STATED = Stated()


@dataclass(frozen=True, slots=True)
class MarketPurpose:
    """What a market asks for one purpose: the regimes, the rule on file, who decides, the checklist."""

    purpose: str
    regimes: tuple[str, ...]
    items: tuple[str, ...]
    decides: tuple[Party, ...]
    checklist: tuple[Requirement, ...]
    products: tuple[Product, ...] = ()
    from_day: DateRule = DateRule()
    kind: str = "legal"
    note: Text = NO_TEXT
    not_claimed: tuple[Text, ...] = ()
    delays_known: tuple[Text, ...] = ()
    delays_possible: tuple[Text, ...] = ()
    rules: tuple[ScopeRule, ...] = ()
    demands: tuple[Demand, ...] = ()
    citation: Citation = Citation("")
    tags: tuple[str, ...] = ()
    without_evidence: Stated = NOTHING_STATED
    """What the rule lets one do while none of the evidence is there, such as declaring with default values."""


@dataclass(frozen=True, slots=True)
class Market:
    """A market: a country or a union; markets nest (`within`). `members`: codes inside it that need no file."""

    id: str
    name: Text
    within: tuple[str, ...] = ()
    purposes: tuple[MarketPurpose, ...] = ()
    note: Text = NO_TEXT
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Precedent:
    """A case known from elsewhere: who recognised what of whom, how far, with what result; a lesson, not a ground."""

    id: str
    title: Text
    level: str
    result: Text
    bodies: tuple[str, ...]
    citation: Citation
    tags: tuple[str, ...] = ()
