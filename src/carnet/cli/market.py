"""``carnet market``: the markets on file, and what each asks."""

from __future__ import annotations

from typing import Any

import click

from carnet.cli.frame import common, echo, print_json, settings, table
from carnet.cli.recognition_words import KIND_NAMES, PURPOSE_NAMES, SET_NAMES, bracketed, cited, purpose_name
from carnet.cli.spoken import market_code
from carnet.errors import UsageError, problem
from carnet.service.recognition_data import on_file
from carnet.service.verdict_json import market_json, market_line

FEW = 6  # codes shown of a line


def register(group: click.Group) -> None:
    """Add the commands of this module."""
    group.add_command(market)


@click.group(
    help="市场：各自要什么、谁决定。\n\nMarkets: what each asks and who decides.",
    short_help="市场档案 · markets on file",
)
def market() -> None:
    """Look at the markets on file."""


@market.command(
    "list",
    short_help="有档案的市场 · the markets on file",
    help="列出有档案的市场。\n\nList the markets on file.",
)
@common
def list_() -> None:
    """Print one line per market."""
    markets = on_file().markets
    rows = [market_line(each, markets) for each in markets.by_id.values()]
    now = settings()
    if now.as_json:
        print_json({"markets": rows})
        return
    head = {"zh": ["代码", "名称", "在其内", "用途"], "en": ["code", "name", "within", "purposes"]}[now.lang]
    table(
        head,
        [
            [
                row["id"],
                row["name"][now.lang],
                " ".join(row["within"]),
                "、".join(PURPOSE_NAMES[p][now.lang] for p in row["purposes"])
                if now.lang == "zh"
                else ", ".join(row["purposes"]),
            ]
            for row in rows
        ],
    )
    echo()
    echo(
        {
            "zh": "没有列出的市场：档案中没有规定，不等于可接受。欧盟各成员国适用EU的法律部分。",
            "en": "A market not listed: no rule on file, which is not acceptance. EU law holds in every member.",
        }[now.lang]
    )


@market.command(
    "show",
    short_help="一个市场的全部 · a market in full",
    help="一个市场的全部：范围、日期、谁决定、清单。\n\nA market in full: scope, dates, who decides, checklist.",
)
@click.argument("market_id", metavar="MARKET")
@common
def show(market_id: str) -> None:
    """Print one market."""
    data = on_file()
    code = market_code(market_id)
    if code not in data.markets.by_id:
        raise UsageError((problem("REC-073", None, market_id, tuple(data.markets.by_id)),))
    found = market_json(data.markets.by_id[code], data.markets)
    now = settings()
    if now.as_json:
        print_json(found)
    else:
        _show(found, now.lang)


def _show(found: dict[str, Any], lang: str) -> None:
    echo(f"{found['id']}  {found['name'][lang]}")
    if found["within"]:
        echo({"zh": f"在 {' '.join(found['within'])} 之内", "en": f"within {' '.join(found['within'])}"}[lang])
    if found["note"][lang]:
        echo(found["note"][lang])
    for one in found["entries"]:
        echo()
        whose = f" [{one['rule_of']}]" if one["rule_of"] != found["id"] else ""
        regimes = " ".join(one["regimes"]) or "–"
        head = f"■ {purpose_name(one['purpose'], lang)}{whose}  {SET_NAMES[one['kind']][lang]}  {regimes}"
        echo(f"{head}  {cited(one['citation'], lang)}")
        begins = one["from"]
        if begins["day"] or begins["rule"][lang]:
            said = " ".join(part for part in (begins["day"] or "", begins["rule"][lang]) if part)
            echo({"zh": f"  起：{said}", "en": f"  from: {said}"}[lang] + f"  {cited(begins['citation'], lang)}")
        if one["items"]:
            echo({"zh": "  依据：", "en": "  rests on: "}[lang] + ", ".join(one["items"]))
        for body in one["decides"]:
            echo(
                {"zh": "  谁决定：", "en": "  decides: "}[lang]
                + f"{body['name'][lang]}{bracketed(KIND_NAMES[body['kind']][lang], lang)}"
            )
        for rule in one["scope"]:
            what = (
                " ".join(
                    (
                        *rule["products"],
                        *rule["codes"][:FEW],
                        *(["…"] if len(rule["codes"]) > FEW else []),
                        *rule["when"],
                    )
                )
                or "*"
            )
            since = f" {rule['from']}→" if rule["from"] else ""
            since += f" [{rule['item']}]" if rule["item"] else ""
            echo(f"  · {rule['answer']}{since}  {what}: {rule['why'][lang]}  {cited(rule['citation'], lang)}")
        for item in one["checklist"]:
            echo(
                {"zh": "  □ ", "en": "  □ "}[lang]
                + f"{item['item'][lang]}{bracketed(item['owner'][lang] + ' ' + (item['days'] or '?'), lang)}"
            )
        for text in one["not_claimed"]:
            echo(f"  – {text[lang]}")
