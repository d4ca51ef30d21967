"""What may be said of the ways to declare a good: the best of all that are known, and the best to be had today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.cbam.evidence import listed
from carnet.errors import Text
from carnet.quantity import decimal_string

if TYPE_CHECKING:
    from carnet.cbam.comparison import Compared
    from carnet.cbam.goods_result import Option

_PLACES = 5
_TODAY = Text(
    "证据已有、现在可申报的方式中证书最少的：{name}，每单位 {count}",
    "of the ways whose evidence is held, fewest certificates now: {name}, {count} per unit",
)
_NONE_TODAY = Text("没有一种证据已有的方式能算出", "no way whose evidence is held could be computed")
_FEWEST = Text("{among}证书最少：{name}，每单位 {count}", "fewest certificates{among}: {name}, {count} per unit")
_ALL, _COMPUTED = Text("", ""), Text("在已算出的方式中，", " of the ways that could be computed")
_HELD = Text("；证据已有", "; its evidence is held")
_LACKS = Text("；还缺证据：{lacks}", "; evidence it still lacks: {lacks}")


def verdict_of(compared: Compared) -> tuple[Text, ...]:
    """Return the sentences to print: what can be declared today, and what needs fewest certificates, and what it takes.

    Where some way could not be computed, the second claims no more than those that could.
    """
    every = all(option.certificates_per_t is not None for option in compared.options)
    today, best = compared.today, compared.cheapest
    said = [_NONE_TODAY if today is None else _of(_TODAY, today, _ALL)]
    if best is not None:
        first = _of(_FEWEST, best, _ALL if every else _COMPUTED)
        lacks = listed(best.lacks)
        rest = _HELD if best.held else Text(_LACKS.zh.format(lacks=lacks.zh), _LACKS.en.format(lacks=lacks.en))
        said.append(Text(first.zh + rest.zh, first.en + rest.en))
    return tuple(said)


def _of(words: Text, option: Option, among: Text) -> Text:
    count = "–" if option.certificates_per_t is None else decimal_string(option.certificates_per_t, _PLACES, "half_up")
    return Text(
        words.zh.format(name=option.name.zh, count=count, among=among.zh),
        words.en.format(name=option.name.en, count=count, among=among.en),
    )
