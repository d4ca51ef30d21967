"""``carnet cbam``: what a good costs at the border of the Union, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carnet.cli.cbam_show import show, show_portfolio
from carnet.cli.frame import common, echo, print_json, settings
from carnet.errors import UsageError, problem
from carnet.service import cbam as service
from carnet.service import cbam_sides as sides
from carnet.service.cbam_asked import Asked
from carnet.service.cbam_json import cbam_json
from carnet.service.cbam_portfolio import portfolio_json
from carnet.service.studies import open_study

if TYPE_CHECKING:
    from collections.abc import Iterable

    from carnet.service.cbam import CbamRun

Json = dict[str, Any]


def register(group: click.Group) -> None:
    """Add the command of this module."""
    group.add_command(cbam)


@click.command(
    help="欧盟碳边境调节机制：隐含排放、免费配额调整、证书与费用；默认值、实测值与混合并列，并逐项说明原因。\n\n"
    "The EU Carbon Border Adjustment Mechanism: embedded emissions, free-allocation adjustment, certificates and cost; "
    "default, actual and mixed values side by side, each with its reason.",
    short_help="CBAM：过境成本及其原因 · what it costs at the EU border, and why",
)
@click.argument("study", required=False)
@click.option(
    "--cn",
    "codes",
    multiple=True,
    help="8位CN编码，可重复；厂内用尽的中间品写 过程=编码 · CN code, repeatable; of what is used inside: PROCESS=CODE",
)
@click.option("--amount", default="", help="出口量 t · t exported")
@click.option("--import-date", default="", help="YYYY-MM-DD，进入欧盟的日期 · the day it enters the EU")
@click.option("--importer", default="", help="进口商 · importer")
@click.option("--route", default="", help="基准路线字母，如 C（高炉—转炉） · letter of the benchmark table, such as C")
@click.option("--on", default="", help="YYYY-MM-DD，按哪天已公布的数值；默认为研究的获知日期 · default: the known date")
@click.option("--electricity", default="", help="电力因子：文件，或 CN=0.6 · factors: a file, or CN=0.6 (tCO2/MWh)")
@click.option("--what-if", "suppositions", multiple=True, help="KEY=VALUE，如 price=90、year=2028、benchmarks=held")
@click.option("--documents", default="", help="文件夹：运营者报告、监测计划等 · folder for the documents")
@click.option("--ets", is_flag=True, help="与全国碳市场核算逐行对照 · beside the Chinese trading scheme")
@click.option("--factors", is_flag=True, help="法规标准因子与国家因子对照 · the act's factors beside the country's")
@click.option("--uk", is_flag=True, help="英国CBAM · the UK CBAM")
@click.option(
    "--tables", default="", help="文件夹：法规变更后的数据表，与自带的表对照 · folder with tables after an act changed"
)
@click.option("--write-tables", default="", help="文件夹：写出自带的数据表 · write the shipped tables into a folder")
@click.option("--portfolio", default="", help="进口商清单 CSV · an importer's list, CSV")
@common
def cbam(**given: Any) -> None:  # noqa: ANN401 - the options above
    """Compute and show."""
    if given["portfolio"]:
        _portfolio(given)
        return
    if given["write_tables"]:
        _written(sides.write_tables(Path(given["write_tables"])))
        return
    if not given["study"]:
        raise UsageError((problem("CBM-184", None, option="STUDY"),))
    asked = Asked(
        given["on"],
        tuple(code.strip() for code in given["codes"] if "=" not in code),
        given["amount"],
        given["import_date"],
        given["importer"],
        given["route"].strip().upper(),
        _pairs(code for code in given["codes"] if "=" in code),
        _pairs(given["suppositions"]),
        sides.electricity_of(given["electricity"]) if given["electricity"] else None,
    )
    opened = open_study(given["study"])
    run = service.run_cbam(opened, asked)
    document = cbam_json(run)
    if given["tables"]:
        after = service.run_cbam(opened, asked, sides.tables_of(Path(given["tables"])))
        document["change"] = sides.change_json(run, after)
    if given["ets"]:
        document["ets"] = sides.ets_json(run)
    if given["factors"]:
        document["factor_ladder"] = sides.ladder_json(run)
    if given["uk"]:
        document["uk"] = sides.uk_json(run)
    if given["documents"]:
        document["written"] = sides.write_cbam_documents(run, Path(given["documents"]))
    _answer(document, run)


def _answer(document: Json, run: CbamRun) -> None:
    """Print a run; what it counts as an error is one in the exit code, too."""
    now = settings()
    if now.as_json:
        print_json(document)
    else:
        show(document, run, now.lang)
    if any(found.severity == "error" for found in run.problems):
        sys.exit(1)


def _written(names: list[str]) -> None:
    if settings().as_json:
        print_json({"written": names})
        return
    for name in names:
        echo(f"→ {name}")


def _pairs(given: Iterable[str]) -> dict[str, str]:
    found = {}
    for each in given:
        key, sign, value = each.partition("=")
        if not sign:
            raise UsageError((problem("CBM-185", None, each, given=each),))
        found[key.strip()] = value.strip()
    return found


def _portfolio(given: Json) -> None:
    found = portfolio_json(given["portfolio"], given["on"], _pairs(given["suppositions"]))
    now = settings()
    if now.as_json:
        print_json(found)
        return
    show_portfolio(found, now.lang)
