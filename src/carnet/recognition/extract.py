"""What a press text names, proposed as fields of a policy item: rules and lists only, nothing is learned or guessed.

Every proposal is a reading aid. The status words found in a text become events of an unconfirmed grade, which
`carnet.recognition.status` holds back: nothing read here moves an item past "reported".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from carnet.errors import Problem, Text
from carnet.recognition.captures import is_official, speaks_of_mock
from carnet.recognition.citations import Act, ArticleOf, check_citations
from carnet.recognition.diff import split_sentences
from carnet.recognition.extract_dates import WIDE_DIGITS, FoundDate, day_of, find_dates
from carnet.recognition.extract_parties import FoundParty, find_bodies, parties_of
from carnet.recognition.extract_status import HEDGED, FoundStatus, find_statuses
from carnet.recognition.extract_words import Entry, Found, find_entries
from carnet.recognition.extract_written import as_written, names_as_written
from carnet.recognition.sentences import simplified

MOST_CLAIMS = 8
LONGEST_TITLE = 200
MOST_CHARACTERS = 60_000
_LONGEST_LINE = 6_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, its text in lines, the day its head gives (as written), hosts it links to."""

    title: str
    text: str
    published: str = ""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of names: bodies, products, places; acts and articles for the legal bases."""

    parties: tuple[Entry, ...]
    products: tuple[Entry, ...]
    places: tuple[Entry, ...]
    acts: tuple[Act, ...] = ()
    articles: tuple[ArticleOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one text."""

    title: str
    language: str
    published: str
    dates: tuple[FoundDate, ...]
    parties: tuple[FoundParty, ...]
    products: tuple[Found, ...]
    places: tuple[Found, ...]
    statuses: tuple[FoundStatus, ...]
    claims: tuple[str, ...]
    flags: tuple[Text, ...]
    generated: bool
    inconsistent: bool
    warnings: tuple[Problem, ...] = field(default=())

    def product_ids(self) -> tuple[str, ...]:
        """Return the products, each once, in the order of the text."""
        return tuple(dict.fromkeys(each.id for each in self.products))


_EFFECT = re.compile(
    r"\b(?:shorten\w{0,30}|reduc\w{1,30}|cut(?:s|ting)?|sav(?:e|es|ing)|lower\w{0,30}|exempt\w{0,30}|avoid\w{0,30}|speed\w{0,30}|accelerat\w{0,30}|"
    r"simplif\w{1,30}|one assessment|single assessment)\b|缩短|减少|降低|节省|免于|避免|加快|提速|简化|"
    r"一次(?:认证|评价|核算|检测)|无需再?|不再需要|不必再|豁免",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"generated (?:solely )?from (?:the )?(?:user|input|provided)|user-provided (?:news )?(?:title|summary)|"
    r"(?:written|generated|produced|created) (?:by|with) (?:an? )?(?:ai\b|artificial intelligence|language "
    r"model|chatgpt)|"
    r"ai[- ]generated|according to the (?:information|event summary) provided|according to the provided "
    r"(?:information|event summary)|"
    r"(?:由|经)\s{0,9}(?:ai|人工智能|大模型)[^。]{0,8}(?:生成|撰写|整理|创作)|ai生成|自动生成|根据用户提供",
    re.IGNORECASE,
)
_NO_LINK = re.compile(
    r"(?:no|not|without)[^.]{0,60}(?:official )?(?:source )?link|official (?:source )?link was not|未(?:附|"
    r"提供)[^。]{0,10}(?:官方)?(?:链接|来源)",
    re.IGNORECASE,
)
_NO_DATE = re.compile(
    r"\b(?:timing|date)\b[^.]{0,40}\b(?:not (?:been )?(?:specified|given|stated|provided|disclosed))|(?:时间|"
    r"日期)[^。]{0,10}(?:未(?:载明|说明|公布|披露|注明)|不详)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:announced|said|signed|held|disclosed|confirmed|published|launched)\b|宣布|表示|签署了|举行了|召开了|发布了",
    re.IGNORECASE,
)


def read_press(page: Page, lists: Lists, *, title: str = "") -> Reading:
    """Propose fields from a text.

    Args:
        page: the text of a file or saved page.
        lists: the lists of names.
        title: a title of the user's; else that of the page, else the first line that reads like one.
    """
    shown = _bounded(page.text)
    text = simplified(shown).translate(WIDE_DIGITS)
    chosen = (title or page.title or _title(text))[:LONGEST_TITLE]
    published = day_of(page.published) or _published(text) or _dateline(text)
    dates = find_dates(text, published)
    published = published or min((d.value for d in dates if len(d.value) == _ISO and d.at < _HEAD), default="")
    goods = frozenset(name for entry in lists.products for name in entry.zh)
    whole = {(each.at, each.name) for each in find_entries(text, lists.products, proper=False)}
    bodies, taken = find_bodies(text, lists.parties, goods, whole)
    for law in _LAW_NAME.finditer(text):
        taken[law.start() : law.end()] = b"\x01" * (law.end() - law.start())
    spent = bytearray(taken)
    products = [
        each
        for each in find_entries(text, lists.products, proper=False, taken=spent)
        if not _only_an_adjective(text, each)
    ]
    products = [each for each in products if each.id != "electricity_good" or _lists_goods(products)]
    products = [each for each in _but_of_firms(text, products) if not _named_out(text, each)]
    products = sorted([*products, *_of_trade(text, products, lists.products, spent)], key=_offset)
    places = find_entries(text, lists.places, proper=True)
    sides = [each for each in places if not taken[each.at]]
    sentences = split_sentences(text)
    statuses = find_statuses(sentences, published)
    generated = bool(_GENERATED.search(text))
    clash = _inconsistent(text, sentences, dates, published)
    parties = parties_of(text, bodies, sides)
    claims = tuple(each for each in sentences if _EFFECT.search(each))[:MOST_CLAIMS]
    return Reading(
        as_written(chosen, text, shown),
        "zh" if _is_chinese(text) else "en",
        published,
        dates,
        names_as_written(parties, text, shown),
        tuple(replace(each, name=shown[each.at : each.at + len(each.name)]) for each in products),
        tuple(replace(each, name=shown[each.at : each.at + len(each.name)]) for each in places),
        statuses,
        tuple(as_written(each, text, shown) for each in claims),
        _flags(text, page, clash, generated=generated),
        generated,
        bool(clash),
        check_citations(text, lists.acts, lists.articles),
    )


def _offset(found: Found) -> int:
    return found.at


_SOLAR = re.compile(r"\b(?:solar|photovoltaics?|PV)\b|光伏|太阳能", re.IGNORECASE)
_MODULES = re.compile(r"\b[Mm]odules?\b(?! of\b)")
_CELLS = re.compile(r"(?<!fuel )(?<!battery )(?<!ion )\b[Cc]ells?\b(?= models?\b|,| and\b| are\b|\.)")
_TRADES = re.compile(r"(?:(?<=[、：])|(?<=涉及|涵盖|包括|覆盖))(?:电子|电器|电气)(?=[、和及]|等)")


def _of_trade(text: str, found: Sequence[Found], goods: Sequence[Entry], spent: bytearray) -> list[Found]:
    """Goods said in the short words of their trade: "module models" of a solar firm, 电子 in a list of trades.

    Args:
        text: plain text.
        found: the goods found by name.
        goods: the list of goods.
        spent: one byte a character; what is not zero belongs to a name.
    """
    known = {each.id for each in found}
    patterns = [(_TRADES, "electronics")]
    if _SOLAR.search(text) and not known & {"battery_cell", "truck_battery_module", "fuel_cell"}:
        patterns += [(_MODULES, "pv_module"), (_CELLS, "pv_cell")]
    more: list[Found] = []
    for pattern, wanted in patterns:
        entry = next((each for each in goods if each.id == wanted), None)
        match = next((each for each in pattern.finditer(text) if not any(spent[each.start() : each.end()])), None)
        if wanted not in known and entry is not None and match is not None:
            more.append(Found(match[0], match.start(), entry))
    return more


_NAMED_OUT = re.compile(
    r"(?:不适用于|不包括|不含|不涉及|不涵盖|除外的是)[^，。；,;\n]{0,20}$"
    r"|\b(?:not (?:apply|extend) to|not (?:cover|include)|excluding|except(?: for)?|other than)\s{1,9}[^.,;\n]{0,30}$",
    re.IGNORECASE,
)


def _named_out(text: str, found: Found) -> bool:
    """Tell whether the text names goods only to say that they are not covered."""
    return _NAMED_OUT.search(text[max(0, found.at - 50) : found.at]) is not None


_OF_FIRMS = re.compile(
    r"(?:\s{1,9}\w{1,15}){0,1}\s{1,9}(?:companies|company|makers?|producers?|manufacturers?|firms?|OEMs?|suppliers|developers)\b"
)


def _but_of_firms(text: str, products: list[Found]) -> list[Found]:
    """Leave out goods that only say what firms are ("battery chemical companies"), where other goods are named."""
    goods = {
        each.id
        for each in products
        if not _OF_FIRMS.match(text, each.at + len(each.name), each.at + len(each.name) + 40)
    }
    return [each for each in products if each.id in goods] if goods else products


# Products in the name of a law are not what the text is about.
_LAW_NAME = re.compile(
    r"《[^《》]{1,40}(?:法|条例|法案|指令)》|新?电池(?:和废电池)?法(?:规|案)?|[Bb]atter(?:y|ies)\s(?:Regulation|Directive|Law)\b"
)
_CBAM_GOODS = {"cement", "fertiliser", "hydrogen", "aluminium", "steel"}


def _lists_goods(products: Sequence[Found]) -> bool:
    """Tell whether electricity stands among goods of the CBAM here: elsewhere it is only power."""
    least = 3
    return len({each.id for each in products} & _CBAM_GOODS) >= least


def _bounded(text: str) -> str:
    """Cut what no press text has: more than `MOST_CHARACTERS`, and lines without an end."""
    lines = (
        line[at : at + _LONGEST_LINE]
        for line in text[:MOST_CHARACTERS].split("\n")
        for at in range(0, len(line) or 1, _LONGEST_LINE)
    )
    return "\n".join(lines)


_ABSTRACT = re.compile(
    r"^\s{1,9}(?:reasons?|polic\w{1,30}|steps?|measures?|actions?|plans?|examples?|results?|progress|way|direction|"
    r"case|proposal|"
    r"terms?|evidence|execution|implementation|tasks?|targets?|goals?|commitments?|rules?)\b",
    re.IGNORECASE,
)


def _only_an_adjective(text: str, found: Found) -> bool:
    """Tell whether "concrete" is no building material here."""
    return found.name.casefold() == "concrete" and bool(_ABSTRACT.match(text[found.at + len(found.name) :][:40]))


_ISO = 10
_HEAD = 400  # characters at the top, where a page prints its own day
_MOST_TITLE_WORDS = 30


def _is_chinese(text: str) -> bool:
    wide = sum("\u4e00" <= each <= "\u9fff" for each in text)
    return wide * 4 > len(text)


def _title(text: str) -> str:
    """Return the first line that reads like a title: some words, no full stop, no date alone."""
    least, most = 6, 160
    for line in text.split("\n")[:12]:
        words = line.split()
        if least <= len(line) <= most and not line.endswith((".", "。")) and len(words) <= _MOST_TITLE_WORDS:
            dates = find_dates(line)
            wordy = len(words) > 3 or (_is_chinese(line) and len(line) > 8)  # noqa: PLR2004 - more than a menu word
            plain = sum(each.isalnum() for each in line) * 2 > len(line)
            if wordy and plain and not line.isupper() and not (dates and len(dates[0].text) * 2 > len(line)):
                return line
    first = next((line for line in text.split("\n") if len(line) > most // 8), text)
    return split_sentences(first)[0][:most] if first.strip() else ""


_DATELINE = re.compile(
    r"^[ \t]{0,9}(?:[\u4e00-\u9fff]{2,10}|[A-Z][\w .,-]{1,40}?,)?\s{0,3}"
    r"(?P<day>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s20\d{2}|\d{1,2}\s[A-Z][a-z]{2,8}\.?\s20\d{2})"
    r"\s{0,3}(?:/[^/\n]{2,24}/|\([A-Z][^()\n]{2,30}\)|[-–—]{1,2}|电\b|讯\b)",
    re.MULTILINE,
)


def _dateline(text: str) -> str:
    """Return the day an agency's dateline gives at the head of a text: "CITY, May 5, 2026 /Agency/ --"."""
    found = _DATELINE.search(text[:_HEAD])
    return day_of(found["day"]) if found else ""


_MOST_BESIDE_A_DATE = 44  # characters of a line that prints the day of the page


def _published(text: str) -> str:
    """Return the day a page prints of itself: a short line of the head that is hardly more than a date."""
    for line in text.split("\n")[:15]:
        dates = [each for each in find_dates(line) if len(each.value) == _ISO and not each.inferred]
        beside = len(line) - len(dates[0].text) if dates else 0
        if dates and beside <= _MOST_BESIDE_A_DATE and not line.endswith((".", "。")):
            return dates[0].value
    return ""


def _inconsistent(text: str, sentences: Sequence[str], dates: Sequence[FoundDate], published: str) -> tuple[Text, ...]:
    found: list[Text] = []
    days = [each for each in dates if len(each.value) == _ISO and each.value != published]
    if _NO_DATE.search(text) and days:
        found.append(
            Text(
                f"自相矛盾：先说日期未载明，又给出 {days[0].value}",
                f"inconsistent: the date is said to be missing, then {days[0].value} is given",
            )
        )
    if published:
        for sentence in sentences:
            if not _PAST.search(sentence) or HEDGED.search(sentence):
                continue
            late = [d.value for d in find_dates(sentence, published) if len(d.value) == _ISO and not d.inferred]
            if late and min(late) > published:
                found.append(
                    Text(
                        f"自相矛盾：网页日期 {published}，却把 {min(late)} 当作已发生",
                        f"inconsistent: the page is dated {published} and tells of {min(late)} as past",
                    )
                )
                break
    return tuple(found)


def _flags(text: str, page: Page, clash: tuple[Text, ...], *, generated: bool) -> tuple[Text, ...]:
    found: list[Text] = []
    if generated:
        found.append(Text("文本自称由用户提供的摘要或工具生成", "the text says of itself that it was generated"))
    if _NO_LINK.search(text) or not any(is_official(host) for host in page.hosts):
        found.append(Text("没有官方来源链接", "no link to an official source"))
    found += clash
    if speaks_of_mock(text):
        found.append(
            Text("提到模拟登记：其号码从来不是证据", "speaks of a mock registration: its number is never evidence")
        )
    return tuple(found)
