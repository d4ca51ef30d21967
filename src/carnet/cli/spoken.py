"""Markets and purposes as people write them: in small letters, in capitals, or by the name of the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.quantity import match_key
from carnet.service import datasets

if TYPE_CHECKING:
    import click

MARKET_HELP = "市场：代码或国名，如 EU、DE、德国 · market: code or country, such as EU, DE, Germany"
_CODE = 2  # letters of an ISO 3166-1 alpha-2 code


def market_code(text: str) -> str:
    """Return the code of a market: a code in capitals, or that of the market or country of that name.

    A text that names none comes back as it is: the service says what is wrong with it.
    """
    bare = text.strip()
    if len(bare) == _CODE and bare.isascii():
        return bare.upper()
    return _names().get(match_key(bare), bare)


def _names() -> dict[str, str]:
    """Code by name, Chinese and English; a market file's own name goes before the table of countries."""
    from carnet.service.recognition_data import markets_on_file  # noqa: PLC0415 - no name, no need of the markets

    named = [*datasets.countries().countries.items()]
    named += [(each.id, each.name) for each in markets_on_file().by_id.values()]
    return {match_key(word): code for code, name in named for word in (name.zh, name.en) if word}


def as_market(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Read ``--market``."""
    return market_code(text) if text else text


def as_markets(_context: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Read a ``--market`` that may be repeated."""
    return tuple(market_code(text) for text in texts)


def as_purpose(_context: click.Context, _option: click.Parameter, text: str) -> str:
    """Read ``--purpose``: all of them are written in small letters."""
    return text.strip().lower()
