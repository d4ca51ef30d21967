"""Regime files for the tests: the smallest one that loads, and shipped ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from carnet.errors import DataError
from carnet.regime import PARAMETERS, RegimeLibrary, parse_regimes

SHIPPED = Path(__file__).parents[2] / "src" / "carnet" / "data" / "regimes"
SIX = ("pact3", "eu_cbam", "responsiblesteel", "worldsteel_co2", "iso14067", "gbt24067")

HEAD = """\
id = "{id}"
version = "{version}"
title_zh = "样例"
title_en = "sample"
authority_zh = "无"
authority_en = "nobody"
nature = "scheme"
{extends}
[in_force]
from = 2020-01-01
known = 2020-01-01
status = "read"
source = "act"
clause = "1"

[sources.act]
title = "the act"
read_as = "read"
"""

# A stated unknown: status, candidates and where the answer stands.
OPEN = 'status = "unknown"\ncandidates = ["AR5", "AR6"]\nfind_in_zh = "原文"\nfind_in_en = "the text"'

PLAIN = {
    "text": '"product"',
    "choices": None,
    "choice": None,
    "tags": '["*"]',
    "decimal": '"3"',
    "flag": "true",
    "method": '{ method = "mass" }',
    "statement": '{ zh = "话", en = "words" }',
    "tiers": '[{ use = "residual_mix", kind = "electricity_life_cycle", area = ["country"] }]',
}


def value(
    parameter: str, text: str | None, start: str = "2020-01-01", known: str = "2020-01-01", more: str = ""
) -> str:
    """One [[value]] table; `text` is TOML, None leaves the key out; `more` is further TOML lines."""
    status = "" if "status" in more else 'status = "read"\n'
    body = "" if text is None else f"value = {text}\n"
    return (
        f'\n[[value]]\nparameter = "{parameter}"\n{body}from = {start}\nknown = {known}\n'
        f'{status}source = "act"\nclause = "2"\n{more}\n'
    )


def plain(parameter) -> str:
    """A legal value for a parameter, as TOML."""
    if parameter.type == "choice":
        return f'"{parameter.choices[0]}"'
    if parameter.type == "choices":
        return f'["{parameter.choices[0]}"]'
    return PLAIN[parameter.type]


def sample(
    id_: str = "a",
    version: str = "1",
    *,
    extends: str = "",
    without: Iterable[str] = (),
    more: str = "",
    given: bool = True,
) -> str:
    """A regime file with every required parameter but `without`, and `more` at its end."""
    head = HEAD.format(id=id_, version=version, extends=f'extends = "{extends}"\n' if extends else "")
    required = [p for p in PARAMETERS if p.required and p.id not in set(without)] if given else []
    return head + "".join(value(p.id, plain(p)) for p in required) + more


def load(*texts: str) -> RegimeLibrary:
    """Load texts as a.toml, b.toml, …"""
    return parse_regimes([(f"{'abcdefgh'[i]}.toml", text) for i, text in enumerate(texts)])


def problems(*texts: str) -> list[str]:
    """What loading complains about: ``file:line code cause``."""
    try:
        load(*texts)
    except DataError as error:
        return [f"{p.place} {p.code} {p.cause.en}" for p in error.problems]
    return []


def line(text: str, fragment: str, nth: int = 1) -> int:
    """The line on which `fragment` stands for the nth time."""
    found = [number for number, row in enumerate(text.splitlines(), 1) if fragment in row]
    return found[nth - 1]


def shipped() -> RegimeLibrary:
    """The library Carnet ships."""
    files = sorted(SHIPPED.glob("*/regime.toml"))
    return parse_regimes([(f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8")) for path in files])
