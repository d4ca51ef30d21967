"""What registers say in numbers, each recomputed from the entries: products, participants, spread, time, cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from carnet.errors import Text
from carnet.quantity import exact_string
from carnet.recognition.grade import weaker
from carnet.recognition.model import Capture, Event, Grade, PolicyItem
from carnet.recognition.registers import Entry, Record
from carnet.recognition.registers_kinds import DECIDED, DRAFT_STAGES
from carnet.recognition.status import NEEDS_CASE, status_on

# A pilot case speaks for its item while it runs and once it was accepted, in whole or in part.
RUNNING = ("running", "accepted", "partly")
ALL_KNOWN = "9999-12-31"

PRODUCT_MEANS = Text(
    "产品数＝当日有有效核查声明的不同产品；文件、计划、计算都不算，同一产品只算一次。",
    "products = distinct products with a verification statement valid on the day; files, plans and calculations do not "
    "count, and one product counts once.",
)


def stands(record: Record, day: str) -> bool:
    """Tell whether a product has a verified result on a day: stated, and not run out."""
    if record.state not in {"verified", "labelled"}:
        return False
    return not (record.get("valid_to") and day and record.get("valid_to") < day)


def product_of(record: Record) -> str:
    """Return what makes two records one product: its name, whatever the spelling of blanks and case."""
    return " ".join(record.get("product").split()).casefold()


def count_products(records: Iterable[Record], day: str) -> int:
    """Count distinct products with a verified result valid on the day."""
    return len({product_of(each) for each in records if stands(each, day)})


def count_labelled(records: Iterable[Record], day: str) -> int:
    """Count distinct products with a label valid on the day and a verified result under it."""
    return len(
        {
            product_of(each)
            for each in records
            if each.state == "labelled"
            and stands(each, day)
            and not (each.get("label_to") and day and each.get("label_to") < day)
        }
    )


def listed(text: str) -> tuple[str, ...]:
    """Return the parts of a list field."""
    return tuple(dict.fromkeys(part.strip() for part in text.replace("；", ";").split(";") if part.strip()))


def participants(standards: Iterable[Record]) -> tuple[str, ...]:
    """Return the local participants of all standards, each once."""
    return tuple(dict.fromkeys(name for each in standards for name in listed(each.get("participants"))))


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the runs of a trial lie apart, in one unit. `relative` is the range over the mean; None: mean is zero.

    `units` has more than one member where runs cannot be set side by side: then there are no numbers.
    """

    runs: int
    units: tuple[str, ...]
    least: Fraction | None = None
    most: Fraction | None = None
    mean: Fraction | None = None
    relative: Fraction | None = None

    def json(self) -> dict[str, object]:
        """Return the numbers, exact."""
        numbers = {"least": self.least, "most": self.most, "mean": self.mean, "relative": self.relative}
        return {
            "runs": self.runs,
            "units": list(self.units),
            **{name: None if n is None else exact_string(n) for name, n in numbers.items()},
        }


def runs_of(record: Record) -> tuple[Entry, ...]:
    """Return the runs of a trial since it was last opened; those before a revision stay in the history."""
    last = max((n for n, each in enumerate(record.entries) if each.after.get("state") == "open"), default=0)
    return tuple(each for each in record.entries[last:] if each.action == "run")


def spread(runs: Sequence[Entry]) -> Spread:
    """Return how far the figures of runs lie apart."""
    given = [each for each in runs if each.after.get("figure")]
    units = tuple(
        dict.fromkeys(f"{each.after.get('unit', '')} / {each.after.get('declared_unit', '')}" for each in given)
    )
    if len(units) != 1:
        return Spread(len(runs), units)
    figures = [Fraction(each.after["figure"]) for each in given]
    mean = sum(figures, Fraction(0)) / len(figures)
    wide = max(figures) - min(figures)
    return Spread(len(runs), units, min(figures), max(figures), mean, wide / abs(mean) if mean else None)


@dataclass(frozen=True, slots=True)
class Effort:
    """What a pilot took: days from the first running step to the last, hours, cost by currency, refusals by reason."""

    days: int
    hours: Fraction
    cost: Mapping[str, Fraction]
    decisions: tuple[Entry, ...]


def effort(record: Record) -> Effort:
    """Add up the time and cost of a pilot case from all its entries."""
    begun = record.first("running")
    dated = [each.on for each in record.entries if begun and each.number >= begun.number]
    days = (date.fromisoformat(max(dated)) - date.fromisoformat(min(dated))).days if dated else 0
    hours, cost = Fraction(0), dict[str, Fraction]()
    for each in record.entries:
        if each.action == "set":
            continue
        hours += Fraction(each.after.get("hours") or "0")
        if each.after.get("cost"):
            money = each.after.get("currency") or record.get("currency") or "?"
            cost[money] = cost.get(money, Fraction(0)) + Fraction(each.after["cost"])
    decided = tuple(each for each in record.entries if each.after.get("state") in DECIDED)
    return Effort(days, hours, cost, decided)


def with_pilots(item: PolicyItem, pilots: Iterable[Record], cases: Iterable[str] = ()) -> PolicyItem:
    """Return a policy item with the dated cases of the register as events, and without cases that nobody can find.

    An event "pilot running" or "operating" counts only with a dated case: one on the register, or one of `cases` (ids
    of signed acceptances on file). A case named in a file of which there is no entry is taken out, so that
    `carnet.recognition.status` holds the event back and says why. A case that was refused or given up is none. Its
    grade is the weaker of its own evidence and the item's: a case makes an item no surer than it was.
    """
    own = [
        each
        for each in pilots
        if each.get("item") == item.id and each.state in RUNNING and each.first("running") is not None
    ]
    known = {each.id for each in own} | set(cases)
    events = [
        _without_case(each) if each.status in NEEDS_CASE and each.case not in known else each for each in item.events
    ]
    own_word = replace(item, events=tuple(events))
    captures = list(item.captures)
    for case in own:
        begun = case.first("running")
        if begun is None:
            continue
        digest = begun.after.get("document_sha256", "").removeprefix("sha256:")
        capture = Capture(
            f"pilot-{case.id}", "", begun.on, "", begun.after["document"], digest,
            official=(begun.after.get("official") or case.get("official")) == "yes", source_kind="official",
        )  # fmt: skip
        captures.append(capture)
        stood = status_on(own_word, begun.on, ALL_KNOWN).event
        grade = _grade(begun, case)
        grade = weaker(grade, stood.grade) if stood else grade
        events.append(Event("pilot_running", begun.on, begun.on, capture.id, grade, case.id))
    if tuple(events) == item.events:
        return item
    return replace(item, events=tuple(events), captures=tuple(captures))


def _without_case(event: Event) -> Event:
    return Event(event.status, event.on, event.known_on, event.capture, event.grade, "", event.note)


def _grade(begun: Entry, case: Record) -> Grade:
    text = begun.after.get("grade") or case.get("grade")
    return Grade(text[0], text[1])


def drafts(standards: Iterable[Record]) -> int:
    """Count the standards that are drafts."""
    return sum(each.state in DRAFT_STAGES for each in standards)
