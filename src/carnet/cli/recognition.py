"""``carnet recognition``: the matrix of verdicts, the exporter's page and the officer's page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carnet.cli.calculation import opened_with_warnings, wrote
from carnet.cli.frame import common, echo, print_json, settings, table
from carnet.cli.spoken import as_markets
from carnet.errors import ExaminedError
from carnet.report.recognition_words import CELL_STYLE, PURPOSE_TEXT
from carnet.service.outputs import target
from carnet.service.verdict_json import overview_json

if TYPE_CHECKING:
    from carnet.service.recognition_pages import Matrix

OUT = click.option("--out", required=True, metavar="FILE.pdf", help="PDF")
DATE = click.option(
    "--date", "day", default="", help="问哪一天（默认取研究的法定日期） · the day (default: the study's legal date)"
)
MARKETS = click.option(
    "--market",
    "markets",
    multiple=True,
    callback=as_markets,
    help="只看这些市场，可重复 · only these markets, repeatable",
)
SET = click.option("--set", "settings_", multiple=True, metavar="KEY=VALUE", help="产品变体 · a variant of the product")


def register(group: click.Group) -> None:
    """Add the group."""
    group.add_command(recognition)


@click.group(
    help="互认一览：各市场×各用途的矩阵图，出口商页，主管部门页。\n\n"
    "Recognition on paper: the matrix of markets and purposes, a page for exporters, a page for officers.",
    short_help="互认矩阵图、出口商页、主管部门页 · matrix and pages of recognition",
)
def recognition() -> None:
    """Group of the pages."""


@recognition.command(
    help="一份研究在各市场、各用途的总判断，一张图。\n\nOne study in every market for every purpose, one picture.",
    short_help="各市场×各用途，一张图 · every market by every purpose",
)
@click.argument("study")
@MARKETS
@DATE
@SET
@click.option("--out", default="", metavar="FILE", help="FILE.svg, .png, .csv")
@common
def matrix(study: str, markets: tuple[str, ...], day: str, settings_: tuple[str, ...], out: str) -> None:
    """Print or draw the matrix."""
    run_matrix(study, markets, day, settings_, out)


def run_matrix(
    study: str, markets: tuple[str, ...], day: str, settings_: tuple[str, ...], out: str, **given: str
) -> None:
    """Print the matrix, and write it where a file is named; `given`: purpose, home, plant where they are asked for."""
    from carnet.service.recognition_pages import matrix as judge  # noqa: PLC0415 - loads the typesetter
    from carnet.service.recognition_pages import matrix_bytes  # noqa: PLC0415

    place = target(out, "chart") if out else None
    found = judge(opened_with_warnings(study), day=day, markets=markets, settings=settings_, **given)
    now = settings()
    if place is not None:
        place.write(matrix_bytes(found, place.path.name.lower(), now.lang))
    if now.as_json:
        written = {"written": [str(place.path)]} if place else {}
        cells = [
            one | {"market": run.verdict.market, "purpose": run.verdict.purpose}
            for run, one in zip(found.runs, overview_json(found.verdicts), strict=True)
        ]
        print_json({"date": found.day, "markets": list(found.markets), "cells": cells, **written})
        return
    show_matrix(found, now.lang)
    if place is not None:
        wrote([str(place.path)], [])


def show_matrix(found: Matrix, lang: str) -> None:
    """Print the letters and what they mean."""
    purposes = list(dict.fromkeys(run.verdict.purpose for run in found.runs))
    cells = found.words()
    head = ["", *(PURPOSE_TEXT[each].get(lang) for each in purposes)]
    rows = [
        [f"{key} {name.get(lang)}", *(CELL_STYLE[cells[key, each]].code for each in purposes)]
        for key, name in found.names().items()
    ]
    echo(f"{found.opened.study.id}@{found.opened.study.version}  {found.day}")
    table(head, rows)
    used = [style for name, style in CELL_STYLE.items() if name in cells.values()]
    echo("  ".join(f"{style.code} {style.name.get(lang)}" for style in used))


@recognition.command(
    help="出口商页（PDF）：今天被接受什么，其余怎么走；首页是回答，后面是细节。\n\n"
    "The exporter's page: first what is accepted today, the nearest ways and the matrix; then the details.",
    short_help="出口商页（PDF） · the page for exporters",
)
@click.argument("study")
@MARKETS
@DATE
@SET
@OUT
@common
def exporter(study: str, markets: tuple[str, ...], day: str, settings_: tuple[str, ...], out: str) -> None:
    """Write the exporter's page."""
    from carnet.service import recognition_pages as pages  # noqa: PLC0415 - loads the typesetter

    place = target(out, "report")
    found = pages.matrix(opened_with_warnings(study), day=day, markets=markets, settings=settings_)
    place.write(pages.exporter(found, settings().lang))
    wrote([str(Path(place.path))], [])


@recognition.command(
    help="主管部门页（PDF）：路径、条目与等级、矛盾、待核实任务、登记簿数字。\n\n"
    "The officer's page: pathways, items with grades, contradictions, open tasks, register counts.",
    short_help="主管部门页（PDF） · the page for officers",
)
@click.option("--on", default="", metavar="DATE", help="所问之日（默认今天） · the day asked about (default: today)")
@OUT
@common
def officer(on: str, out: str) -> None:
    """Write the officer's page."""
    from carnet.service import recognition_pages as pages  # noqa: PLC0415 - loads the typesetter

    place = target(out, "report")
    inputs = pages.officer_inputs(on)
    place.write(pages.officer(inputs, settings().lang))
    wrote([str(place.path)], [])
    if inputs.broken:
        raise SystemExit(ExaminedError.exit_code)
