"""``policy add``: a text or saved page becomes a proposal in the user's folder, with its copy kept by digest.

A new file becomes an item; with the id of an item on file it becomes an addition to it, with the wording diff and what
it touches. Nothing here raises a status: every event proposed carries an unconfirmed grade.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from carnet.errors import DataError, Place, Text, UsageError, problem
from carnet.exchange.press_page import is_html, read_page
from carnet.recognition.captures import is_official, proposed_grade
from carnet.recognition.citations import parse_acts
from carnet.recognition.diff import Change, wording_changes
from carnet.recognition.extract import Lists, Reading, read_press
from carnet.recognition.extract_words import Entry, parse_entries
from carnet.recognition.load import is_day
from carnet.recognition.load_policy import BEST_LETTER
from carnet.recognition.model import (
    NO_TEXT,
    Capture,
    Event,
    Party,
    PolicyItem,
    Product,
    Scope,
    Task,
    Territory,
    Version,
)
from carnet.recognition.status import status_on
from carnet.recognition.write import to_toml
from carnet.service.policy import FOLDER, own_folder
from carnet.service.policy_touch import NO_EFFECT, Effect, Touched, confirmed, effect_of, touched_by
from carnet.service.policy_write import OWN_COMMENT, addition_of, save, save_addition
from carnet.store.package_data import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from carnet.errors import Problem
    from carnet.recognition.load_policy import Items
    from carnet.service.policy import Shelf

MOST_MEGABYTES = 8
CAPTURES = "captures"
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
_TASK_DAYS = 30
_REVIEW_DAYS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user said beside the file."""

    url: str = ""
    retrieved: str = ""
    identifier: str = ""
    kind: str = ""
    source_kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: the item as it now is, the reading, the files written, and for a new version what changed.

    `effect`: the scope answers that change now; `if_confirmed`: those that would, were the copy the official text.
    """

    item: PolicyItem
    new: bool
    reading: Reading
    grade: str
    status: str
    held: tuple[str, ...]
    written: tuple[str, ...]
    compared_with: str = ""
    changes: tuple[Change, ...] = ()
    products_gone: tuple[str, ...] = ()
    products_new: tuple[str, ...] = ()
    touched: tuple[Touched, ...] = ()
    effect: Effect = NO_EFFECT
    if_confirmed: Effect = NO_EFFECT


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The shipped lists of names.

    Raises:
        DataError: one of them is wrong.
    """

    def entries(name: str) -> tuple[Entry, ...]:
        found, problems = parse_entries(f"{name}.toml", _data(f"gazetteer/{name}.toml"))
        if problems:
            raise DataError(problems)
        return found

    acts, articles, wrong = parse_acts("acts.toml", _data("gazetteer/acts.toml"))
    if wrong:
        raise DataError(wrong)
    return Lists(entries("parties"), entries("products"), entries("places"), acts, articles)


def _data(path: str) -> str:
    return read_file(path).decode().replace("\r\n", "\n")


def read_text(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and its text.

    Raises:
        UsageError: it is not there, too long, or no text (REC-010).
    """
    if not path.is_file():
        raise UsageError((_unreadable(path, Text("没有这个文件", "there is no such file")),))
    if path.stat().st_size > MOST_MEGABYTES * 1_000_000:
        raise UsageError((_unreadable(path, Text("文件太大", "the file is too long")),))
    raw = path.read_bytes()
    encodings = ("utf-16",) if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or not text.strip():
            break
        return raw, text.replace("\r\n", "\n").replace("\r", "\n")
    raise UsageError((_unreadable(path, Text("不是文本", "it is no text")),))


def _unreadable(path: Path, why: Text) -> Problem:
    return problem("REC-010", Place(file=path.name), path.name, why=why, limit=str(MOST_MEGABYTES))


def add(found: Shelf, path: Path, asked: Asked, today: str) -> Added:
    """Propose an item from a file, or an addition to the item whose id was given, and write it.

    Args:
        found: what is on file.
        path: a text file or a saved page.
        asked: what the user said beside it.
        today: ISO 8601; the day of retrieval unless the user gave one.

    Raises:
        UsageError: the file cannot be read (REC-010), a day or id is none (REC-011, REC-013), a kind of source is
            unknown (REC-005), or this very file is on file already (REC-012).
    """
    retrieved = asked.retrieved or today
    _check(asked, retrieved)
    raw, text = read_text(path)
    digest = hashlib.sha256(raw).hexdigest()
    for item in found.items.all():
        if any(c.digest == digest for c in item.captures) and asked.identifier in {"", item.id}:
            raise UsageError((problem("REC-012", Place(file=path.name), item.id),))
    reading = read_press(read_page(text), lists(), title=asked.title)
    source_kind = asked.source_kind or ("official" if asked.url and is_official(asked.url) else "trade")
    grade = proposed_grade(source_kind, generated=reading.generated, inconsistent=reading.inconsistent)
    existing = found.items.by_id.get(asked.identifier)
    number = len(existing.captures) + 1 if existing else 1
    version = Version(f"v{digest[:8]}" if existing else "v1", reading.published)
    capture = Capture(
        id=f"own{number}-{digest[:6]}" if existing else "own1",
        version=version.id,
        retrieved_on=retrieved,
        language=reading.language,
        origin=asked.url or path.name,
        digest=digest,
        official=source_kind == "official",
        source_kind=source_kind,
    )
    events = [Event("reported", reading.published or retrieved, retrieved, capture.id, grade)]
    events += [
        Event(each.status, each.on or retrieved, retrieved, capture.id, grade)
        for each in reading.statuses
        if not each.hedged and each.status not in {"suspended", "delayed", "withdrawn"}
    ]
    suffix = ".html" if is_html(text) else ".txt"
    kept = own_folder() / CAPTURES / f"{digest}{suffix}"
    if existing is None:
        identifier = asked.identifier or _identifier(reading, digest, found.items)
        item = _new_item(identifier, reading, asked, (version, capture, tuple(events)), retrieved)
        target = own_folder() / f"{identifier}.toml"
        save(kept, raw)
        save(target, to_toml(item, _comment(reading)).encode())
    else:
        item, target = _more(existing, version, capture, tuple(events), reading)
        save(kept, raw)
    status = status_on(item, max(today, retrieved), max(today, retrieved), found.items.by_id)
    before = _text_of(existing) if existing else None
    gone, new = _moved(existing, before, reading)
    day = max(today, retrieved)
    effects = (
        (effect_of(existing, item, day), effect_of(existing, confirmed(item, capture.id), day))
        if existing
        else (NO_EFFECT, NO_EFFECT)
    )
    return Added(
        effect=effects[0],
        if_confirmed=effects[1],
        item=item,
        new=existing is None,
        reading=reading,
        grade=str(grade),
        status=status.status,
        held=tuple(each.event.status for each in status.held if each.event.capture == capture.id),
        written=(f"{FOLDER}/{target.name}", f"{FOLDER}/{CAPTURES}/{kept.name}"),
        compared_with=before[0] if before else "",
        changes=wording_changes(before[1], read_page(text).text) if before else (),
        products_gone=gone,
        products_new=new,
        touched=touched_by(found.items, item, (*gone, *new)) if existing else (),
    )


def _check(asked: Asked, retrieved: str) -> None:
    wrong = []
    if not is_day(retrieved):
        wrong.append(problem("REC-011", None, retrieved))
    if asked.identifier and not _ID.fullmatch(asked.identifier):
        wrong.append(problem("REC-013", None, asked.identifier))
    if asked.source_kind and asked.source_kind not in BEST_LETTER:
        wrong.append(problem("REC-005", None, asked.source_kind, tuple(BEST_LETTER)))
    if wrong:
        raise UsageError(tuple(wrong))


def _comment(reading: Reading) -> str:
    lines = [
        OWN_COMMENT,
        "",
        "由 policy add 从一份文本提出；逐项核对后再用。",
        "Proposed by policy add from a text; check every field before use.",
    ]
    return "\n".join([*lines, *(f"! {flag.zh} / {flag.en}" for flag in reading.flags)])


def _identifier(reading: Reading, digest: str, items: Items) -> str:
    words = re.findall(r"[a-z0-9]+", reading.title.casefold())
    stem = "-".join(words[:5])[:40].strip("-") if reading.language == "en" else ""
    day = reading.published or ""
    wanted = "-".join(part for part in (stem or "item", day) if part)
    return wanted if wanted not in items.by_id else f"{wanted}-{digest[:6]}"


def _both(text: str) -> Text:
    """A text of the source stands in its own language in both places: nothing is translated."""
    return Text(text, text)


def _headline(text: str) -> Text:
    """The headline of a text is its writer's word: it stands in quotation marks wherever the item is listed."""
    return Text(f"文本标题：“{text}”", f"text headed “{text}”")


def _new_item(
    identifier: str,
    reading: Reading,
    asked: Asked,
    parts: tuple[Version, Capture, tuple[Event, ...]],
    retrieved: str,
) -> PolicyItem:
    version, capture, events = parts
    start = date.fromisoformat(retrieved)
    finding = Task(
        id=f"find-{identifier}"[:80],
        item=identifier,
        find=Text("找到发布机构自己的原文并记录摘要", "find the body's own text and record its digest"),
        ask="; ".join(each.name for each in reading.parties if each.kind == "authority")[:200] or "issuer",
        due=(start + timedelta(days=_TASK_DAYS)).isoformat(),
    )
    return PolicyItem(
        id=identifier,
        title=_headline(reading.title or identifier),
        kind=asked.kind or "press_report",
        legal_nature="unknown",
        jurisdiction=_jurisdiction(reading),
        issuer=Text("未知", "unknown"),
        issuer_kind="unknown",
        parties=tuple(
            Party(_both(each.name), each.kind or "unknown", each.country, each.role) for each in reading.parties
        ),
        scope=Scope(products=_products(reading), production=_territories(reading)),
        events=events,
        versions=(version,),
        captures=(capture,),
        tasks=(finding,),
        claims=tuple(_both(each) for each in reading.claims),
        not_stated=_not_stated(reading),
        review_by=(start + timedelta(days=_REVIEW_DAYS)).isoformat(),
        note=NO_TEXT,
        flags=reading.flags,
    )


def _jurisdiction(reading: Reading) -> str:
    places = [each.id for each in reading.places if each.entry is None or not each.entry.codes]
    return max(set(places), key=lambda each: (places.count(each), each)) if places else "unknown"


def _products(reading: Reading) -> tuple[Product, ...]:
    found: dict[str, Product] = {}
    for each in reading.products:
        if each.entry is not None and each.id not in found:
            found[each.id] = Product(each.id, _both(each.name), each.entry.codes, "recalled")
    return tuple(found.values())


def _territories(reading: Reading) -> tuple[Territory, ...]:
    """Regions below a country are kept as what the text names; whether they bound the scope is for a person to say.

    An area over several regions lists those it reaches into: inside them nothing more is known than that.
    """
    named = {each.id: each for each in reading.places if "-" in each.id}
    areas = {key: each.entry.codes for key, each in named.items() if each.entry is not None and each.entry.codes}
    return tuple(
        Territory(_both(each.name), areas.get(key, (key,)), named=key not in areas) for key, each in named.items()
    )


def _not_stated(reading: Reading) -> tuple[Text, ...]:
    found = [
        Text("法律性质和全文", "the legal nature and the full text"),
        Text("生效和适用日期", "when it is in force and when it applies"),
    ]
    if not reading.products:
        found.append(Text("产品范围", "the products it covers"))
    else:
        found.append(Text("产品编码（这里的编码是候选）", "product codes (those given here are candidates)"))
    if not reading.parties:
        found.append(Text("各方", "the parties"))
    found.append(Text("哪些文件和核查机构会被接受", "which documents and verifiers would be accepted"))
    return tuple(found)


def _more(
    item: PolicyItem, version: Version, capture: Capture, events: tuple[Event, ...], reading: Reading
) -> tuple[PolicyItem, Path]:
    so_far = addition_of(item.id)
    known = {each.en for each in item.claims}
    addition = replace(
        so_far,
        versions=(*so_far.versions, version),
        captures=(*so_far.captures, capture),
        events=(*so_far.events, *events),
        claims=(*so_far.claims, *(_both(each) for each in reading.claims if each not in known)),
    )
    target = save_addition(addition)
    merged = replace(
        item,
        versions=(*item.versions, version),
        captures=(*item.captures, capture),
        events=(*item.events, *events),
    )
    return merged, target


def _text_of(item: PolicyItem) -> tuple[str, str] | None:
    """The newest kept wording of an item: (capture id, text)."""
    for capture in reversed(item.captures):
        text = kept_text(capture.digest)
        if text is not None:
            return capture.id, text
    return None


def kept_text(digest: str) -> str | None:
    """The readable text of a kept copy; None where nobody holds one."""
    if not digest:
        return None
    for suffix in (".txt", ".html"):
        path = own_folder() / CAPTURES / f"{digest}{suffix}"
        if path.is_file():
            return read_page(read_text(path)[1]).text
    return None


def _moved(
    item: PolicyItem | None, before: tuple[str, str] | None, reading: Reading
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Products that the new wording no longer names, and those it names for the first time."""
    if item is None:
        return (), ()
    old = {each.id for each in item.scope.products}
    if before is not None:
        old |= set(read_press(read_page(before[1]), lists()).product_ids())
    now = set(reading.product_ids())
    return tuple(sorted(old - now)), tuple(sorted(now - old))
