"""Calculating: calc, accept, chart, report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from carnet.cli.frame import common, echo, missing_option, print_json, print_problems, progress, settings
from carnet.cli.showing import figure_text, show_failed, show_results
from carnet.errors import InputError, UsageError, problem
from carnet.service.accepting import accept as record_acceptance
from carnet.service.accepting import values_on_file
from carnet.service.bridges import bridge_of, bridge_regimes
from carnet.service.calculate import Attempt, Calculated, NotCalculated, attempt
from carnet.service.db_choices import need_free_study
from carnet.service.outputs import target
from carnet.service.registers import draft_warnings
from carnet.service.reports import CHARTS, LANGUAGES, chart_bytes, chart_spec, reports, unprintable
from carnet.service.studies import OpenStudy, make_folder, open_study

DATES = (
    click.option("--legal-date", default="", help="YYYY-MM-DD；默认用研究中的 · default: the study's"),
    click.option("--known-date", default="", help="YYYY-MM-DD；默认用研究中的 · default: the study's"),
)
NEED_ENDS = ("瀑布图要有两端：--from 方案 --to 方案", "a waterfall has two ends: --from REGIME --to REGIME")


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (calc, accept, chart, report):
        group.add_command(command)


def local_only(command: Any) -> Any:  # noqa: ANN401 - click's decorators are untyped
    """Add the option that says that a file does not leave this machine, whatever the licence of a database."""
    return click.option(
        "--local", is_flag=True, help="文件只在本机使用（数据库许可） · the file stays here (licence of a database)"
    )(command)


def dated(command: Any) -> Any:  # noqa: ANN401 - click's decorators are untyped
    """Add the two date options."""
    for option in DATES:
        command = option(command)
    return command


def opened_with_warnings(path: str, *, whole: bool = False) -> OpenStudy:
    """Open a study and tell people of its warnings: all of them for `calc`, elsewhere that there are some."""
    opened = open_study(path)
    now = settings()
    if opened.warnings and not now.as_json:
        if whole:
            print_problems(opened.warnings, now.lang)
        else:
            count, codes = len(opened.warnings), ", ".join(sorted({p.code for p in opened.warnings}))
            click.echo(
                {
                    "zh": f"! 数据有 {count} 个警告（{codes}），可以计算，但可能不能签发；详情："
                    f"carnet calc {Path(path).name}",
                    "en": f"! {count} warnings about the data ({codes}), which may keep a figure from issue; see "
                    f"carnet calc {Path(path).name}",
                }[now.lang],
                err=True,
            )
    return opened


def show_unprintable(opened: OpenStudy) -> None:
    """Tell people which characters of their study the report cannot print, with their cells."""
    found = unprintable(opened)
    if found and not settings().as_json:
        print_problems(found, settings().lang)


def not_calculated(found: Attempt, named: tuple[str, ...] = ()) -> list[dict[str, object]]:
    """The regimes left out, as JSON; people are told on the way, in full of those they named."""
    if not settings().as_json:
        show_failed(found.failed)
    _say_named(found.failed, named)
    return [each.json() for each in found.failed]


def _say_named(failed: tuple[NotCalculated, ...], named: tuple[str, ...]) -> None:
    """A regime asked for by name gives its problems in full; one among all shipped ones its line."""
    if named and not settings().as_json:
        show_failed(failed, err=True)


@click.command(
    help="按一个或多个方案计算一份研究；不能计算的方案单独列出，其余照算。\n\n"
    "Calculate a study under one or more regimes; one that cannot be calculated is named, the "
    "others are done.",
    short_help="按一个或多个方案计算 · calculate under one or more regimes",
)
@click.argument("study")
@click.option(
    "--regime", "regimes", multiple=True, help="id 或 id@版本，可重复；默认全部 · id or id@version; default: all"
)
@dated
@common
def calc(study: str, regimes: tuple[str, ...], legal_date: str, known_date: str) -> None:
    """Calculate a study under one or more regimes."""
    opened = opened_with_warnings(study, whole=True)
    found = attempt(opened, regimes, legal_date=legal_date, known_date=known_date, progress=progress)
    as_json = settings().as_json
    figures = any(c.has_figure for c in found.done)
    # Beside the results, never in them: a pack recomputed elsewhere knows nothing of this machine's registers.
    drafts = draft_warnings(found.done)
    if as_json:
        document: dict[str, object] = {
            "results": [c.result for c in found.done],
            "not_calculated": [each.json() for each in found.failed],
            "study_warnings": [p.json() for p in opened.warnings],
            "draft_methods": [p.json() for p in drafts],
        }
        if not found.done:
            document["problems"] = [p.json() for p in dict.fromkeys(p for each in found.failed for p in each.problems)]
        print_json(document)
        if not figures:
            raise SystemExit(2)
        return
    show_results(found.need_one(), found.failed)
    _say_named(found.failed, regimes)
    if drafts:
        print_problems(drafts, settings().lang)
    if not figures:
        names = ", ".join(c.regime for c in found.done)
        raise InputError((problem("CAL-010", None, names, regimes=names),))


@click.command(
    help="由具名者确认、补充或假设一个值，记入研究，并印在依据它的每个数值旁。\n\n"
    "Confirm, supply or assume a value, by name; kept in the study and printed beside every "
    "figure that rests on it.",
    short_help="由具名者确认、补充或假设一个值 · confirm, supply or assume a value",
)
@click.argument("study")
@click.option("--regime", required=True, help="方案，或 * 指全部 · regime id, or * for all")
@click.option(
    "--parameter", required=True, help="如 D8.tiers，或未定值的标识 · such as D8.tiers, or the id of an open value"
)
@click.option("--value", default="", help="不写：确认现有的值 · left out: the value on file is confirmed")
@click.option(
    "--source",
    default="",
    help="您读过的条款；没有则为假设，不可签发 · the clause you read; without it ASSUMED, never issuable",
)
@click.option("--by", "by_whom", default="", help="确认者姓名 · who accepts it")
@click.option("--reason", default="", help="理由 · why")
@click.option("--out", default="", help="另存到此，原件不动 · write the study here and leave the original alone")
@common
def accept(
    study: str, regime: str, parameter: str, value: str, source: str, by_whom: str, reason: str, out: str
) -> None:
    """Confirm, supply or assume a value, by name."""
    if out:
        target(out, "study")
    done = record_acceptance(
        study, regime=regime, parameter=parameter, value=value, by=by_whom, reason=reason, source=source, out=out
    )
    on_file = {} if done.value else values_on_file(out or study, regime, parameter)
    now = settings()
    if now.as_json:
        print_json(
            {
                "accepted": {
                    "regime": regime,
                    "parameter": parameter,
                    "value": done.value,
                    "values_on_file": on_file,
                    "by": done.by,
                    "reason": done.reason,
                    "on": done.on,
                    "source": done.source,
                    "assumed": not done.source,
                }
            }
        )
        return
    mark = {
        "zh": ("已确认（有出处）", "已记为假设（ASSUMED，不可签发）"),
        "en": ("accepted with a source", "recorded as an assumption (ASSUMED, never issuable)"),
    }[now.lang]
    where = Path(out or study).name
    words = set(on_file.values())
    kept = words.pop() if len(words) == 1 else "; ".join(f"{name}: {text}" for name, text in on_file.items())
    echo(f"{parameter} = {done.value or kept}: {mark[0] if done.source else mark[1]} → {where}")


@click.command(
    help="把一张图导出为 SVG、PNG 或 CSV。\n\nOne picture as SVG, PNG or CSV.",
    short_help="导出一张图 · one picture as SVG, PNG or CSV",
)
@click.argument("study")
@click.option("--kind", type=click.Choice(CHARTS), default="stages", help="哪种图 · which picture")
@click.option(
    "--regime",
    default="",
    help="用于 stages、sankey、pareto；默认第一个有数值的 · default: the first with a figure",
)
@click.option("--from", "first", default="", help="用于 waterfall · of waterfall")
@click.option("--to", "second", default="", help="用于 waterfall · of waterfall")
@click.option("--out", required=True, help="FILE.svg, .png, .csv")
@local_only
@common
def chart(study: str, kind: str, regime: str, first: str, second: str, out: str, local: bool) -> None:
    """One picture as SVG, PNG or CSV."""
    place = target(out, "chart")
    bridged = None
    results: list[dict[str, Any]] = []
    left_out: list[dict[str, object]] = []
    if kind == "waterfall":
        missing = [name for name, text in (("--from", first), ("--to", second)) if not text]
        if missing:
            raise UsageError(tuple(missing_option(name, "chart", *NEED_ENDS) for name in missing))
        opened = open_study(study)
        need_free_study(opened.factors, opened.study, local=local)
        bridged = bridge_regimes(opened, first, second)
    else:
        opened = open_study(study)
        need_free_study(opened.factors, opened.study, local=local)
        found = attempt(opened, [regime] if regime and kind != "regimes" else [])
        done = found.need_one()
        left_out = not_calculated(found) if kind == "regimes" else [each.json() for each in found.failed]
        results = [c.result for c in done if c.has_figure or kind == "regimes"]
        if not results:
            names = ", ".join(c.regime for c in done)
            raise InputError((problem("CAL-010", None, names, regimes=names),))
    place.write(chart_bytes(chart_spec(kind, results, bridged), place.path.name.lower(), settings().lang))
    wrote([out], left_out)


@click.command(
    help="中英文报告，两份PDF；不能计算的方案不在其中。\n\n"
    "The bilingual report as two PDF files; a regime that cannot be calculated is left out.",
    short_help="中英文报告，两份PDF · the bilingual report as two PDF files",
)
@click.argument("study")
@click.option("--regime", "regimes", multiple=True, help="可重复；默认全部 · repeat; default: all")
@click.option("--bridge", "pairs", multiple=True, help="FROM:TO，可重复 · FROM:TO; repeat")
@click.option("--out", required=True, help="放两份PDF的文件夹 · folder for report.zh.pdf and report.en.pdf")
@local_only
@common
def report(study: str, regimes: tuple[str, ...], pairs: tuple[str, ...], out: str, local: bool) -> None:
    """The bilingual report as two PDF files; a regime that cannot be calculated is left out."""
    opened = opened_with_warnings(study)
    need_free_study(opened.factors, opened.study, local=local)
    folder = Path(out)
    make_folder(folder)
    targets = {lang: target(str(folder / f"report.{lang}.pdf"), "report") for lang in LANGUAGES}
    found = attempt(opened, regimes, progress=progress)
    done = found.need_one()
    done, bridges = _bridged(opened, done, pairs)
    show_unprintable(opened)
    left_out = not_calculated(found, regimes)
    made = reports(opened, done, bridges, demo_key=False, study_file=Path(study).name)
    for lang, data in made.items():
        targets[lang].write(data)
    wrote([str(targets[lang].path) for lang in made], left_out)


def _bridged(
    opened: OpenStudy, done: tuple[Calculated, ...], pairs: tuple[str, ...]
) -> tuple[tuple[Calculated, ...], list[dict[str, object]]]:
    """The bridges asked for; a regime that only a bridge names is calculated and stands in the report as well."""
    wrong = [pair for pair in pairs if not all(pair.partition(":")[::2])]
    if wrong:
        raise UsageError(tuple(problem("CLI-005", None, pair, ("FROM:TO",), what="--bridge") for pair in wrong))
    ends = [(one, two) for one, _, two in (pair.partition(":") for pair in pairs)]
    by_name = {c.regime: c for c in done}
    lacking = list(dict.fromkeys(name for pair in ends for name in pair if name not in by_name))
    if lacking:
        more = attempt(opened, lacking, progress=progress)
        if more.failed:
            raise InputError(tuple(dict.fromkeys(p for each in more.failed for p in each.problems)))
        held = set(by_name)
        by_name |= dict(zip(lacking, more.done, strict=True))
        done = (*done, *(c for c in more.done if c.regime not in held))
    return done, [bridge_of(opened, by_name[one], by_name[two]) for one, two in ends]


def wrote(paths: list[str], left_out: list[dict[str, object]]) -> None:
    """Say which files were written."""
    if settings().as_json:
        print_json({"written": paths, "not_calculated": left_out})
    else:
        for path in paths:
            echo(f"→ {path}")


__all__ = [
    "dated",
    "figure_text",
    "not_calculated",
    "opened_with_warnings",
    "register",
    "show_unprintable",
]
