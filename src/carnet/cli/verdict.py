"""``carnet verdict``, ``scope``, ``readiness``, ``reuse``: accepted for what, where, by whom, on what evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carnet.cli.frame import common, echo, missing_option, print_json, settings
from carnet.cli.recognition import run_matrix
from carnet.cli.spoken import MARKET_HELP, as_market, as_purpose
from carnet.cli.verdict_show import list_products, show_readiness, show_reuse, show_scope, show_verdict
from carnet.errors import UsageError
from carnet.service.catalogues import DATA_DAY
from carnet.service.recognition_data import on_file
from carnet.service.studies import SHIPPED, open_study
from carnet.service.verdict_json import overview_json, readiness_json, reuse_json, scope_json, verdict_json
from carnet.service.verdicts import plan_of, run_scope, run_verdict

if TYPE_CHECKING:
    from carnet.service.studies import OpenStudy
    from carnet.service.verdicts import VerdictRun

NEED_MARKET = (
    "要一个市场（--market EU），或全部市场一张图（--matrix --out FILE.svg）",
    "one market (--market EU), or all of them as one picture (--matrix --out FILE.svg)",
)
MARKET = click.option("--market", required=True, callback=as_market, help=MARKET_HELP)
PURPOSE = click.option(
    "--purpose", default="", callback=as_purpose, help="cbam|epd|passport|battery-declaration|label|tender|customer"
)
DATE = click.option("--date", "day", default="", help="问哪一天（默认取研究的法定日期） · the day asked about")
KNOWN = click.option(
    "--known",
    default="",
    metavar="DATE",
    help="只算该日前取得的证据（默认全部在档的）· only evidence retrieved by then",
)
SET = click.option("--set", "settings_", multiple=True, metavar="KEY=VALUE", help="产品变体 · a variant of the product")
PLANT = click.option("--plant", default="", help="生产地，如 CN-50、重庆 · place of production, such as CN-50")


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    for command in (verdict, scope, readiness, reuse):
        group.add_command(command)


@click.command(
    help="本研究在某市场、某用途、某天被谁接受，依据什么，还缺什么。\n\n"
    "For a market, purpose and day: accepted by whom, on what evidence, and what is missing.",
    short_help="某市场现在接受什么，缺什么 · accepted for what, and what is missing",
)
@click.argument("study")
@click.option("--market", default="", callback=as_market, help=MARKET_HELP)
@PURPOSE
@DATE
@KNOWN
@click.option("--from", "home", default="", metavar="REGIME", help="结果按哪个方案做的 · the regime it was made under")
@SET
@PLANT
@click.option("--matrix", is_flag=True, help="各市场×各用途 · every market by every purpose")
@click.option("--out", default="", metavar="FILE", help="与 --matrix 合用：FILE.svg, .png, .csv · with --matrix")
@click.option(
    "--reuse-from", default="", metavar="REGIME", help="同时列出可沿用的核查 · add the plan of what is reused"
)
@common
def verdict(
    study: str, market: str, purpose: str, day: str, known: str, home: str, settings_: tuple[str, ...], plant: str,
    matrix: bool, out: str, reuse_from: str,
) -> None:  # fmt: skip
    """Print one verdict; without a purpose, that of the main one and a line for each other."""
    if matrix:
        given = {"purpose": purpose, "home": reuse_from or home, "plant": plant, "known": known}
        run_matrix(study, (market,) if market else (), day, settings_, out, **given)
        return
    if out or not market:
        option = "--matrix" if out else "--market"
        raise UsageError((missing_option(option, "verdict", *NEED_MARKET),))
    opened = open_study(study)
    data = on_file()
    run = run_verdict(
        opened, market, purpose=purpose, day=day, known=known, home=reuse_from or home, data=data, settings=settings_,
        plant=plant,
    )  # fmt: skip
    others: list[VerdictRun] = []
    if not purpose:
        others = [
            run_verdict(
                opened,
                market,
                purpose=each,
                day=day,
                known=known,
                home=home,
                with_bridge=False,
                data=data,
                settings=settings_,
                plant=plant,
            )
            for each in data.markets.purposes(run.verdict.market)
        ]
    document = verdict_json(run)
    if others:
        document["purposes"] = overview_json([each.verdict for each in others])
    if reuse_from:
        document["reuse"] = reuse_json(run, plan_of(run))
    if settings().as_json:
        print_json(document)
        return
    show_verdict(document, settings().lang)
    if reuse_from:
        echo()
        show_reuse(document["reuse"], settings().lang)


@click.command(
    help="产品在不在某市场的范围内，为什么。PRODUCT 是产品标识、名称、海关编码或研究文件。\n\n"
    "Whether a product is in scope of what a market asks, and why. PRODUCT: an id, name, customs code or study.",
    short_help="产品在不在范围内 · is the product in scope",
)
@click.argument("product", required=False, default="")
@click.option("--market", default="", callback=as_market, help=MARKET_HELP)
@PURPOSE
@DATE
@KNOWN
@SET
@PLANT
@click.option("--list", "listing", is_flag=True, help="列出认识的产品和变体 · list the products and variants known")
@common
def scope(
    product: str, market: str, purpose: str, day: str, known: str, settings_: tuple[str, ...], plant: str, *,
    listing: bool,
) -> None:  # fmt: skip
    """Print the answer for each purpose of the market, with its reason and citation."""
    now = settings()
    if listing:
        list_products(now.lang, as_json=now.as_json)
        return
    if not product or not market:
        msg = "carnet scope PRODUCT --market M"
        raise click.UsageError(msg)
    opened = _study(product)
    when = day or (opened.study.legal_date if opened else DATA_DAY)
    run = run_scope(
        product, market, purpose=purpose, day=when, known=known, settings=settings_, plant=plant, opened=opened
    )
    document = scope_json(run)
    if now.as_json:
        print_json(document)
    else:
        show_scope(document, now.lang, asked_day=bool(day))


@click.command(
    help="某市场的清单：已有、缺少、过期、对错产品；谁办、几天。\n\n"
    "A market's checklist: present, missing, expired, wrong product; whose it is and how many days.",
    short_help="某市场的材料齐不齐 · what is there and what is missing",
)
@click.argument("study")
@MARKET
@PURPOSE
@DATE
@KNOWN
@SET
@PLANT
@common
def readiness(
    study: str, market: str, purpose: str, day: str, known: str, settings_: tuple[str, ...], plant: str
) -> None:
    """Print the checklist of a market for a study."""
    run = run_verdict(
        open_study(study), market, purpose=purpose, day=day, known=known, settings=settings_, plant=plant,
        with_bridge=False,
    )  # fmt: skip
    document = readiness_json(run)
    if settings().as_json:
        print_json(document)
    else:
        show_readiness(document, settings().lang)


@click.command(
    help="按方案 A 做过的核查，拿到另一市场：哪些沿用、哪些复核、哪些新做。\n\n"
    "What of a verification under one regime serves another market: reused, checked again, new.",
    short_help="核查怎么沿用 · what of a verification is reused",
)
@click.argument("study")
@click.option("--from", "home", required=True, metavar="REGIME", help="已核查的方案 · the regime verified under")
@MARKET
@PURPOSE
@DATE
@KNOWN
@SET
@PLANT
@common
def reuse(
    study: str, home: str, market: str, purpose: str, day: str, known: str, settings_: tuple[str, ...], plant: str
) -> None:
    """Print the reuse plan."""
    run = run_verdict(
        open_study(study),
        market,
        purpose=purpose,
        day=day,
        known=known,
        home=home,
        settings=settings_,
        plant=plant,
        with_bridge=False,
    )
    document = reuse_json(run, plan_of(run))
    if settings().as_json:
        print_json(document)
    else:
        show_reuse(document, settings().lang)


def _study(product: str) -> OpenStudy | None:
    """The study a product argument names, where it names one: an existing file or a shipped short name with a file."""
    known = on_file().products.find(product)
    if known is not None:
        return None
    if product in SHIPPED or (Path(product).suffix in {".xlsx", ".json", ".toml"} and Path(product).exists()):
        return open_study(product)
    return None
