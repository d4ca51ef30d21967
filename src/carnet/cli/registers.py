"""``carnet register``: products, standards, method trials, pilot cases, pathways; every entry stays."""

from __future__ import annotations

from typing import Any

import click

from carnet.cli.frame import common, echo, print_json, print_problems, settings
from carnet.cli.registers_show import show_check, show_counts, show_history, show_list, show_record, show_rules
from carnet.errors import ExaminedError, UsageError, problem
from carnet.recognition.load import is_day
from carnet.recognition.registers import History, until
from carnet.recognition.registers_kinds import KINDS, Kind
from carnet.recognition.registers_rules import Change
from carnet.service import registers as service
from carnet.service.registers_read import history as read_history

SET = click.option("--set", "pairs", multiple=True, metavar="NAME=TEXT", help="栏目，可重复 · a field, repeatable")
BY = click.option("--by", default="", metavar="NAME", help="由谁登记（必填） · who writes this (required)")
ON = click.option(
    "--on", default="", metavar="DATE", help="发生之日（必填，不看时钟） · the day of it (required, no clock)"
)
AS_OF = click.option(
    "--on", default="", metavar="DATE", help="当日状态，默认全部条目 · as on that day; default: all entries"
)
DOCUMENT = click.option(
    "--document", default="", metavar="FILE", help="文件，只记名称和摘要 · only name and digest are kept"
)
REASON = click.option("--reason", default="", help="理由 · why")
_HELP = {
    "products": ("产品：计划→计算→核查→标识", "Products: planned, calculated, verified, labelled."),
    "standards": ("标准：阶段、本地角色、参加单位", "Standards: stage, local role, local participants."),
    "trials": (
        "方法试验：同一数据集，多种方法或单位",
        "Method trials: several methods or organisations on one data set.",
    ),
    "pilots": ("试点案例：有日期的步骤、接受与拒绝", "Pilot cases: dated steps, acceptances, refusals, time and cost."),
    "pathways": ("互认路径：国家与城市分开", "Pathways per counterparty; national and city apart."),
}


@click.group(
    help="登记簿：只增不改，逐条成链；谁、何日、由何变何。\n\n"
    "Registers: entries are only added, each chained to the one before; who, when, from what to what.",
    short_help="登记簿：产品、标准、试验、试点、路径 · registers with history",
)
def registers() -> None:
    """Group of the registers."""


def register(group: click.Group) -> None:
    """Add ``carnet register`` with a group per register."""
    for kind in KINDS.values():
        registers.add_command(_group(kind))
    for command in (counts, check):
        registers.add_command(command)
    group.add_command(registers, "register")


@click.command(
    help="各登记簿的数字，由条目重算。\n\nNumbers of the registers, recomputed from the entries.",
    short_help="各登记簿的数字 · the numbers, recomputed",
)
@click.option("--on", default="", metavar="DATE", help="哪一天（必填） · the day (required)")
@common
def counts(on: str) -> None:
    """Print the numbers on a day."""
    _need_day(on)
    found = service.counts(on)
    if settings().as_json:
        print_json({"on": on, "registers": found})
        return
    show_counts(found, on, settings().lang)


@click.command(
    help="核对全部登记簿的链，有断开则退出码1。\n\nCheck the chain of every register; exit 1 where one is broken.",
    short_help="核对各链 · check every chain",
)
@common
def check() -> None:
    """Check every chain."""
    found = service.check_all()
    broken = [each for _, history in found for each in history.problems]
    if settings().as_json:
        print_json(
            {
                "registers": [
                    {"register": name, "entries": len(h.entries), "last": h.last, "whole": h.whole} for name, h in found
                ],
                "problems": [each.json() for each in broken],
            }
        )
    else:
        show_check(found, settings().lang)
        if broken:
            print_problems(tuple(broken), settings().lang)
    if any(not history.whole for _, history in found):
        raise SystemExit(ExaminedError.exit_code)


def _need_day(on: str, *, empty: bool = False) -> None:
    if not is_day(on) and not (empty and not on):
        raise UsageError((problem("REC-158", None, on),))


def _tell(found: History) -> None:
    """What is wrong with a register is told wherever it is read; a broken one is never a success."""
    if found.problems and not settings().as_json:
        print_problems(found.problems, settings().lang)
    if not found.whole:
        raise SystemExit(ExaminedError.exit_code)


def _group(kind: Kind) -> click.Group:
    zh, en = _HELP[kind.id]

    @click.group(kind.id, help=f"{zh}。\n\n{en}", short_help=f"{zh} · {en.rstrip('.')}")
    def group() -> None:
        """One register."""

    commands = [
        _list(kind),
        _show(kind),
        _history(kind),
        _rules(kind),
        _add(kind),
        _step(kind),
        _set(kind),
        _note(kind),
    ]
    for command in commands + ([_run()] if kind.id == "trials" else []):
        group.add_command(command)
    return group


def _list(kind: Kind) -> click.Command:
    @click.command("list", help="列出记录。\n\nList the records.", short_help="列出记录 · list the records")
    @click.option("--state", type=click.Choice(tuple(kind.states)), default=None, help="状态 · state")
    @AS_OF
    @common
    def command(state: str | None, on: str) -> None:
        _need_day(on, empty=True)
        found = read_history(kind.id)
        rows = [each for each in until(found, on).values() if state in {None, each.state}]
        if settings().as_json:
            print_json(
                {
                    "register": kind.id,
                    "on": on,
                    "records": [service.record_json(kind.id, each, on) for each in rows],
                    "problems": [each.json() for each in found.problems],
                }
            )
        else:
            show_list(kind, rows, on, settings().lang)
        _tell(found)

    return command


def _show(kind: Kind) -> click.Command:
    @click.command(
        "show", help="一条记录的全部。\n\nAll of one record.", short_help="一条记录的全部 · all of one record"
    )
    @click.argument("identifier", metavar="ID")
    @AS_OF
    @common
    def command(identifier: str, on: str) -> None:
        _need_day(on, empty=True)
        record, found = service.record_of(kind.id, identifier, on)
        if settings().as_json:
            document = service.record_json(kind.id, record, on)
            print_json(document | {"history": service.entries_json(record.entries)})
        else:
            show_record(kind, record, settings().lang)
        _tell(found)

    return command


def _history(kind: Kind) -> click.Command:
    @click.command(
        "history",
        help="全部条目：何日、谁、由何变何。\n\nEvery entry: day, who, from what to what.",
        short_help="全部条目 · every entry",
    )
    @click.argument("identifier", metavar="[ID]", required=False, default="")
    @common
    def command(identifier: str) -> None:
        found = read_history(kind.id)
        entries = service.record_of(kind.id, identifier)[0].entries if identifier else found.entries
        if settings().as_json:
            document: dict[str, Any] = {"register": kind.id, "entries": service.entries_json(entries)}
            print_json(document | {"whole": found.whole, "problems": [each.json() for each in found.problems]})
        else:
            show_history(kind, entries, found.whole, settings().lang)
        _tell(found)

    return command


def _rules(kind: Kind) -> click.Command:
    @click.command(
        "rules",
        help="状态、可走的步、各状态所需、全部栏目。\n\nStates, steps, what each needs, all fields.",
        short_help="状态、步骤、栏目 · states, steps, fields",
    )
    @common
    def command() -> None:
        if settings().as_json:
            print_json(
                {
                    "register": kind.id,
                    "states": {key: text.json() for key, text in kind.states.items()},
                    "first": list(kind.first),
                    "steps": {key: list(to) for key, to in kind.moves.items()},
                    "needs": {"add": list(kind.required), **{key: list(names) for key, names in kind.needs.items()}},
                    "fields": [
                        {"name": f.name, "label": f.label.json(), "form": f.form, "choices": list(f.choices)}
                        for f in kind.fields
                    ],
                }
            )
            return
        show_rules(kind, settings().lang)

    return command


def _written(kind: Kind, change: Change) -> None:
    record, told = service.write(kind.id, change)
    if settings().as_json:
        document = service.record_json(kind.id, record, change.on)
        print_json(document | {"entry": record.entries[-1].json(), "problems": [each.json() for each in told]})
        return
    if told:
        print_problems(told, settings().lang)
    state = kind.states[record.state].get(settings().lang)
    last = record.entries[-1]
    echo(f"✓ {kind.id}/{record.id}  {last.action}  {last.on}  {last.by}  → {state}  #{last.number}")


def _fields(kind: Kind, pairs: tuple[str, ...], document: str = "", reason: str = "") -> dict[str, str]:
    found = service.fields_of(pairs)
    if document:
        found |= service.document_fields(kind, document)
    if reason:
        found["reason"] = reason
    return found


def _add(kind: Kind) -> click.Command:
    need = "、".join(kind.required)

    @click.command(
        "add",
        help=f"登记一条（必填栏目：{need}）。\n\nAdd a record (fields needed: {', '.join(kind.required)}).",
        short_help="登记一条 · add a record",
    )
    @click.argument("identifier", metavar="ID")
    @click.option("--zh", default="", help="中文名 · name in Chinese")
    @click.option("--en", default="", help="英文名 · name in English")
    @click.option("--state", type=click.Choice(kind.first), default=None, help="起始状态 · state to begin in")
    @SET
    @DOCUMENT
    @BY
    @ON
    @common
    def command(
        identifier: str, zh: str, en: str, state: str | None, pairs: tuple[str, ...], document: str, by: str, on: str
    ) -> None:
        fields = _fields(kind, pairs, document)
        fields |= {name: text for name, text in (("name.zh", zh), ("name.en", en)) if text}
        _written(kind, Change("add", identifier, by, on, state or "", fields))

    return command


def _step(kind: Kind) -> click.Command:
    @click.command(
        "step", help="走到下一个状态。\n\nTake a step to another state.", short_help="走到下一个状态 · take a step"
    )
    @click.argument("identifier", metavar="ID")
    @click.argument("state", metavar="STATE", type=click.Choice(tuple(kind.states)))
    @SET
    @DOCUMENT
    @REASON
    @click.option("--study", default="", help="研究（产品登记为已计算时） · the study, for products calculated")
    @click.option("--regime", default="", help="与 --study 合用 · with --study")
    @BY
    @ON
    @common
    def command(
        identifier: str, state: str, pairs: tuple[str, ...], document: str, reason: str, study: str, regime: str,
        by: str, on: str,
    ) -> None:  # fmt: skip
        fields = _fields(kind, pairs, document, reason)
        if study and kind.id == "products":
            fields |= service.calculated_fields(study, regime)
        elif study or regime:
            option = "--study" if study else "--regime"
            raise UsageError((problem("CLI-005", None, option, ("--set",), what=f"register {kind.id} step"),))
        _written(kind, Change("step", identifier, by, on, state, fields))

    return command


def _set(kind: Kind) -> click.Command:
    @click.command(
        "set",
        help="更正或补充栏目；原值留在历史中。\n\nCorrect or add fields; the former text stays in the history.",
        short_help="更正或补充 · correct or add fields",
    )
    @click.argument("identifier", metavar="ID")
    @SET
    @DOCUMENT
    @REASON
    @BY
    @ON
    @common
    def command(identifier: str, pairs: tuple[str, ...], document: str, reason: str, by: str, on: str) -> None:
        _written(kind, Change("set", identifier, by, on, "", _fields(kind, pairs, document, reason)))

    return command


def _note(kind: Kind) -> click.Command:
    @click.command(
        "note",
        help="记一件事，状态不变。\n\nPut a happening on record; the state stays.",
        short_help="记一件事 · put a happening on record",
    )
    @click.argument("identifier", metavar="ID")
    @click.argument("text", metavar="TEXT")
    @SET
    @DOCUMENT
    @BY
    @ON
    @common
    def command(identifier: str, text: str, pairs: tuple[str, ...], document: str, by: str, on: str) -> None:
        fields = _fields(kind, pairs, document) | {"remark": text}
        _written(kind, Change("note", identifier, by, on, "", fields))

    return command


def _run() -> click.Command:
    kind = KINDS["trials"]

    @click.command(
        "run",
        help="登记一次计算，并与较早的一次桥接。\n\nEnter a run, bridged from an earlier one.",
        short_help="登记一次计算 · enter a run, bridged",
    )
    @click.argument("identifier", metavar="ID")
    @click.argument("study")
    @click.option("--regime", required=True, help="id 或 id@版本 · id or id@version")
    @click.option("--organisation", default="", help="由哪个单位计算 · who calculated")
    @click.option("--label", default="", help="名称 · label")
    @click.option("--against", default="", metavar="STUDY", help="较早一次的研究 · the study of an earlier run")
    @BY
    @ON
    @common
    def command(
        identifier: str, study: str, regime: str, organisation: str, label: str, against: str, by: str, on: str
    ) -> None:
        trial, _ = service.record_of("trials", identifier)
        fields = service.run_fields(trial, study, regime, organisation, label, against)
        fields |= service.bridged(trial, study, fields, against)
        _written(kind, Change("run", identifier, by, on, "", fields))

    return command
