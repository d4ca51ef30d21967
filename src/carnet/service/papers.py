"""Papers about recognition: an officer's brief on one policy item, and statements that expire by themselves."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

from carnet.errors import ExaminedError, InputError, Place, Text, UsageError, problem
from carnet.recognition import brief, readiness, statements
from carnet.recognition.gates import gate
from carnet.recognition.load import read_one
from carnet.recognition.model import NO_TEXT, Grade
from carnet.service.policy import Shelf, contradictions_of, days, grade_of, item_of, shelf
from carnet.service.recognition_data import on_file
from carnet.service.studies import SHIPPED, open_study, read_bytes, write_atomically
from carnet.service.verdicts import VerdictRun, look_at_market, look_at_purpose, main_purpose, run_verdict
from carnet.service.wording import phrases

# What a producer says of itself, and a document it has put on file, is D until somebody else has looked: the second is
# at least a document one can ask for.
_OWN_WORD, _ON_FILE = Grade("D", "4"), Grade("D", "3")


def brief_page(identifier: str, on: str = "", known: str = "") -> brief.Page:
    """The officer's page about one policy item.

    Raises:
        UsageError: there is no such item (REC-002) or a day is none (REC-011).
    """
    found = shelf()
    when = days(found, on, known)
    item = item_of(found, identifier)
    status = found.status(item, when)
    return brief.brief(item, status, contradictions_of(found.items, identifier), when.on)


def statement_page(path: str, on: str = "", valid_to: str = "", issued_on: str = "", study: str = "") -> brief.Page:
    """The page of a statement whose draft is a TOML file.

    Args:
        path: the file (`carnet.recognition.statements.Draft`).
        on: the day the page is read on; default: the day of issue.
        valid_to: its last day, where the file states none.
        issued_on: the day of issue; default: today.
        study: a study whose checklist is read on the day of issue, before the one the file names.

    Raises:
        InputError: the file or the study cannot be read.
        ExaminedError: the statement may not be issued (REC-123, REC-124, REC-125).
        UsageError: a policy item is not on file, or a day, market or purpose is none.
    """
    name = Path(path).name
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError((problem("REC-127", Place(file=name), name),)) from None
    draft, problems = read_one(statements.Draft, name, text)
    if draft is None:
        raise InputError(problems)
    found = shelf()
    issued = days(found, issued_on).on
    named = study or (_beside(path, draft.study) if draft.study else "")
    run: VerdictRun | None = None
    if named and draft.market:
        run = run_verdict(open_study(named), draft.market, purpose=draft.purpose, day=issued, with_bridge=False)
    asked = tuple(_basis(found, each, issued) for each in dict.fromkeys(draft.policy))
    rests_on = _rests_on(found, run, draft, issued)
    made = statements.Statement(
        kind=draft.kind,
        issuer=draft.issuer,
        product=draft.product if draft.product != NO_TEXT else _product(run),
        plant=draft.plant if draft.plant != NO_TEXT else _plant(run),
        market=draft.market,
        purpose=draft.purpose or (run.verdict.purpose if run else ""),
        issued_on=issued,
        valid_to=draft.valid_to or valid_to,
        items=(*_checklist(run), *draft.items),
        bases=(*asked, *rests_on),
        addressee=draft.addressee,
        note=draft.note,
        not_claimed=draft.not_claimed,
        study=_study(run),
        example=run is not None and run.opened.study.status != "plant",
    )
    wrong = statements.check(made, phrases())
    if wrong:
        raise ExaminedError(tuple(replace(each, place=Place(file=name)) for each in wrong))
    return statements.page(made, days(found, on).on if on else issued)


def new_draft(path: str, study: str, market: str, purpose: str, kind: str) -> None:
    """Write a draft for a study. What a study cannot know stays empty and is asked for when the statement is made.

    Raises:
        UsageError: the file is there already (REC-128), or the study, market or purpose is not understood.
        InputError: the study cannot be read.
    """
    target = Path(path)
    if target.exists():
        raise UsageError((problem("REC-128", None, target.name),))
    opened, data = open_study(study), on_file()
    market, purpose = look_at_market(data, market), look_at_purpose(purpose)
    purpose = purpose or main_purpose(data, opened, market, opened.study.legal_date, (), "")
    # The study is named as seen from the draft, so that both can be moved together.
    named = study
    if study not in SHIPPED or Path(study).exists():
        named = Path(os.path.relpath(Path(study).resolve(), target.resolve().parent)).as_posix()
    addressee = DRAFT_ADDRESSEE if kind == "buyer_letter" else ""
    # A study states producer and site in one language; the other is asked for.
    there = "，".join(part for part in (opened.study.producer, opened.study.site) if part)
    plant = DRAFT_PLANT.format(zh=_quoted(there), en=_quoted(there if there.isascii() else ""))
    filled = DRAFT.format(kind=kind, study=_quoted(named), market=market, purpose=purpose, asked=plant + addressee)
    write_atomically(target, filled.encode())


DRAFT = """\
# 空着的填好即可；产品、工厂和证据取自研究，出具当天读清单。
# Fill what is empty; product, plant and evidence come from the study, whose checklist is read on the day of issue.
kind = "{kind}"        # readiness, buyer_letter
study = {study}
market = "{market}"
purpose = "{purpose}"
valid_to = ""        # 截止日 · last day, such as 2026-12-31
issuer = {{ zh = "", en = "" }}        # 谁出具 · who issues it
{asked}# note = {{ zh = "", en = "" }}        # 说明 · a note
# policy = ["eu-cbam-2023-956"]        # 提到的政策条目 · policy items it mentions

# 研究看不出的证据 · evidence that the study cannot show:
# [[items]]
# what = {{ zh = "水平衡报告", en = "water balance report" }}
# state = "present"        # present, missing, expired, wrong_product, unknown
# document = "report 2026-17"
# grade = "C3"
# valid_to = "2027-06-30"
"""
DRAFT_PLANT = "plant = {{ zh = {zh}, en = {en} }}        # 哪一工厂 · which plant\n"
DRAFT_ADDRESSEE = 'addressee = { zh = "", en = "" }        # 致谁 · to whom\n'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _product(run: VerdictRun | None) -> Text:
    return run.opened.study.product.name if run else NO_TEXT


def _plant(run: VerdictRun | None) -> Text:
    if run is None:
        return NO_TEXT
    study = run.opened.study
    said = [part for part in (study.producer, study.site) if part]
    joined = ", ".join(said)
    return Text("，".join(said), joined if joined.isascii() else "")


def _study(run: VerdictRun | None) -> str:
    if run is None:
        return ""
    study = run.opened.study
    return f"{study.id}{'@' if study.version else ''}{study.version}, {run.opened.digest}"


def _rests_on(found: Shelf, run: VerdictRun | None, draft: statements.Draft, day: str) -> tuple[statements.Basis, ...]:
    """What the market's rule rests on; into a letter go only those that may be named in one."""
    items = run.entry.purpose.items if run and run.entry else ()
    made = [_basis(found, each, day) for each in items if each not in draft.policy]
    letter = draft.kind == "buyer_letter"
    return tuple(each for each in made if not letter or gate("words", each.grade, each.status).open)


def _beside(path: str, study: str) -> str:
    """A study named in a draft is looked for beside the draft; a shipped one goes by its name."""
    near = Path(path).parent / study
    return str(near) if near.exists() else study


def _checklist(run: VerdictRun | None) -> tuple[statements.Item, ...]:
    """The market's checklist as the study shows it on the day of issue."""
    return (
        tuple(_item(each, f"{run.opened.study.id} {run.opened.study.version}".strip()) for each in run.verdict.items)
        if run
        else ()
    )


def _item(item: readiness.Item, study: str) -> statements.Item:
    there = item.state == "present"
    return statements.Item(
        what=item.requirement.what,
        state=item.state,
        document=item.document or (study if there else ""),
        grade=_ON_FILE if item.document else _OWN_WORD,
        fact=NO_TEXT if item.document else item.why,
    )


def _basis(found: Shelf, identifier: str, day: str) -> statements.Basis:
    item = item_of(found, identifier)
    when = days(found, day)
    status = found.status(item, when)
    return statements.Basis(item.id, item.title, status.status, grade_of(status))
