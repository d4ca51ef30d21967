"""What a press text names, proposed as fields of a policy item: rules and lists only, nothing is learned or guessed.

Every proposal is a reading aid. The status words found in a text become events of an unconfirmed grade, which
`carnet.recognition.status` holds back: nothing read here moves an item past "reported".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from carnet.errors import Problem, Text
from carnet.recognition.captures import is_official, speaks_of_mock
from carnet.recognition.citations import Act, ArticleOf, check_citations
from carnet.recognition.diff import split_sentences
from carnet.recognition.extract_dates import FoundDate, day_of, find_dates
from carnet.recognition.extract_words import Entry, Found, find_bodies, find_entries, find_signers
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
class FoundParty:
    """A body or counterparty: its name as written, what kind it is, its country, its role in the text."""

    id: str
    name: str
    kind: str
    country: str
    role: str


@dataclass(frozen=True, slots=True)
class FoundStatus:
    """A status a sentence speaks of; `hedged`: planned, denied or possible only."""

    status: str
    on: str
    hedged: bool
    sentence: str


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


# Status → words; a sentence may speak of several, the last of the line counts unless it is hedged.
_STATUS_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(words, re.IGNORECASE))
    for status, words in (
        ("talks", r"\b(?:talks|consultations?|negotiat\w+|discussions?)\b|磋商|谈判|洽谈|商谈|对话"),
        ("draft_published", r"\bdraft\b|征求意见|草案|公开征集"),
        ("agreed", r"\b(?:agreed|reached (?:an )?agreement|initialled)\b|达成(?:一致|协议|共识)"),
        ("signed", r"\b(?:sign(?:ed|s|ing)?|inked|inks)\b|签署|签订|签约"),
        ("adopted", r"\b(?:adopt(?:ed|s)|approved)\b|审议通过|表决通过|批准"),
        ("published", r"\b(?:published|released|issued|unveiled)\b|发布|印发|公布|出台"),
        (
            "in_force",
            (
                r"\b(?:enter(?:ed|s)? into force|in force|took effect|takes effect|effective)\b|生效|施行|"
                r"正式实施|起实施"
            ),
        ),
        ("pilot_announced", r"\bpilots?\b|试点"),
        ("pilot_running", r"\bpilot (?:has been |was )?(?:launched|started|under ?way)|启动试点|试点启动|开展试点"),
        (
            "operating",
            (
                r"\b(?:first (?:\w+ ){0,3}(?:certificate|label)s? (?:was |were |has been |have been )?(?:issued|"
                r"granted))|(?:颁发|获颁|发出)[^。]{0,12}首[张批个份]|首[张批个份][^。]{0,20}(?:颁发|获颁|发出|落地)"
            ),
        ),
        ("suspended", r"\bsuspend(?:ed|s)?\b|暂停|中止"),
        ("delayed", r"\b(?:postponed|delayed)\b|推迟|延期"),
        ("withdrawn", r"\bwithdrawn\b|撤回|废止"),
    )
)
_HEDGED = re.compile(
    r"\b(?:plans? to|planned|will|would|could|(?-i:may)|might|intends? to|expected to|set to|aims? to|to be|"
    r"not yet|has not|"
    r"have not|if|proposed|scheduled|should)\b|计划|拟|将|或将|有望|预计|尚未|未|若|如果|争取|力争|探索|推动",
    re.IGNORECASE,
)
_INTENDED = re.compile(r"\b(?:on|about|for|of|before|towards?)\s+signing$|(?:准备|待|将要)签[署订]$", re.IGNORECASE)
_ACTS = re.compile(
    r"\b(?:talks|consultations?|negotiat\w+|discussions?|sign\w*|agree\w*|memorandum|mou|mutual recognition|"
    r"cooperation|"
    r"dialogue|partnership|arrangement|collaborat\w+|treaty|pact|deal)\b|磋商|谈判|签署|签订|互认|"
    r"对话|合作|协议|备忘录",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"\b(?:shorten\w*|reduc\w+|cut(?:s|ting)?|sav(?:e|es|ing)|lower\w*|exempt\w*|avoid\w*|speed\w*|accelerat\w*|"
    r"simplif\w+|one assessment|single assessment)\b|缩短|减少|降低|节省|免于|避免|加快|提速|简化|"
    r"一次(?:认证|评价|核算|检测)",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"generated (?:solely )?from (?:the )?(?:user|input|provided)|user-provided (?:news )?(?:title|summary)|"
    r"(?:written|generated|produced|created) (?:by|with) (?:an? )?(?:ai\b|artificial intelligence|language "
    r"model|chatgpt)|"
    r"ai[- ]generated|according to the (?:information|event summary) provided|according to the provided "
    r"(?:information|event summary)|"
    r"(?:由|经)\s*(?:ai|人工智能|大模型)[^。]{0,8}(?:生成|撰写|整理|创作)|ai生成|自动生成|根据用户提供",
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
_PAIRS = {
    "中欧": ("CN", "EU"),
    "中韩": ("CN", "KR"),
    "中新": ("CN", "SG"),
    "中德": ("CN", "DE"),
    "中法": ("CN", "FR"),
    "中日": ("CN", "JP"),
    "中英": ("CN", "GB"),
}
_JOINED_COUNTRIES = {
    "India": "IN",
    "China": "CN",
    "UK": "GB",
    "Korea": "KR",
    "Japan": "JP",
    "Singapore": "SG",
    "US": "US",
}
_JOINED = re.compile(
    r"\b(?:EU[-–/](?P<second>India|China|UK|Korea|Japan|Singapore|US)|(?P<first>India|China|UK|"
    r"Korea|Japan|Singapore|US)[-–/]EU)"
    r"\s+(?:trade\s+|free\s+)*(?:talks|negotiations|FTA|agreement|dialogue|deal)\b"
)
_MEDIA = re.compile(
    r"(?:\bNews\b|Daily|Times|Xinhua|Reuters|Bloomberg|日报|晚报|新闻社|通讯社|电视台|新华社|中新社|新闻网|记者|杂志)"
)


def read_press(page: Page, lists: Lists, *, title: str = "") -> Reading:
    """Propose fields from a text.

    Args:
        page: the text of a file or saved page.
        lists: the lists of names.
        title: a title of the user's; else that of the page, else the first line that reads like one.
    """
    text = _bounded(simplified(page.text))
    chosen = (title or page.title or _title(text))[:LONGEST_TITLE]
    published = day_of(page.published) or _published(text)
    dates = find_dates(text, published)
    published = published or min((d.value for d in dates if len(d.value) == _ISO and d.at < _HEAD), default="")
    bodies, taken = find_bodies(text, lists.parties)
    for law in _LAW_NAME.finditer(text):
        taken[law.start() : law.end()] = b"\x01" * (law.end() - law.start())
    spent = bytearray(taken)
    products = [
        each
        for each in find_entries(text, lists.products, proper=False, taken=spent)
        if not _only_an_adjective(text, each)
    ]
    products = [each for each in products if each.id != "electricity_good" or _lists_goods(products)]
    places = find_entries(text, lists.places, proper=True)
    sides = [each for each in places if not taken[each.at]]
    for each in places:
        spent[each.at : each.at + len(each.name)] = b"\x01" * len(each.name)
    bodies = sorted((*bodies, *find_signers(text, spent)), key=_offset)
    sentences = split_sentences(text)
    statuses = _statuses(sentences, published)
    generated = bool(_GENERATED.search(text))
    clash = _inconsistent(text, sentences, dates, published)
    return Reading(
        chosen,
        "zh" if _is_chinese(text) else "en",
        published,
        dates,
        _parties(text, bodies, sides),
        tuple(products),
        tuple(places),
        statuses,
        tuple(each for each in sentences if _EFFECT.search(each))[:MOST_CLAIMS],
        _flags(text, page, clash, generated=generated),
        generated,
        bool(clash),
        check_citations(text, lists.acts, lists.articles),
    )


# Products in the name of a law are not what the text is about.
_LAW_NAME = re.compile(r"《[^《》]{1,40}(?:法|条例|法案|指令)》")
_CBAM_GOODS = {"cement", "fertiliser", "hydrogen", "aluminium", "steel"}


def _lists_goods(products: Sequence[Found]) -> bool:
    """Tell whether electricity stands among goods of the CBAM here: elsewhere it is only power."""
    least = 3
    return len({each.id for each in products} & _CBAM_GOODS) >= least


def _offset(found: Found) -> int:
    return found.at


def _bounded(text: str) -> str:
    """Cut what no press text has: more than `MOST_CHARACTERS`, and lines without an end."""
    lines = (
        line[at : at + _LONGEST_LINE]
        for line in text[:MOST_CHARACTERS].split("\n")
        for at in range(0, len(line) or 1, _LONGEST_LINE)
    )
    return "\n".join(lines)


_ABSTRACT = re.compile(
    r"^\s+(?:reasons?|polic\w+|steps?|measures?|actions?|plans?|examples?|results?|progress|way|direction|"
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


_MOST_BESIDE_A_DATE = 44  # characters of a line that prints the day of the page


def _published(text: str) -> str:
    """Return the day a page prints of itself: a short line of the head that is hardly more than a date."""
    for line in text.split("\n")[:15]:
        dates = [each for each in find_dates(line) if len(each.value) == _ISO and not each.inferred]
        beside = len(line) - len(dates[0].text) if dates else 0
        if dates and beside <= _MOST_BESIDE_A_DATE and not line.endswith((".", "。")):
            return dates[0].value
    return ""


def _statuses(sentences: Sequence[str], published: str) -> tuple[FoundStatus, ...]:
    found: dict[str, FoundStatus] = {}
    ranks: dict[str, tuple[bool, bool]] = {}
    for sentence in sentences:
        for status, words in _STATUS_WORDS:
            match = words.search(sentence)
            if match is None:
                continue
            before = sentence[max(0, match.start() - 40) : match.start()]
            hedged = bool(_HEDGED.search(before)) or bool(_INTENDED.search(before + match[0]))
            days = [each.value for each in find_dates(sentence, published) if len(each.value) == _ISO]
            rank = (not hedged, bool(days))
            if status in found and rank <= ranks[status]:
                continue
            ranks[status] = rank
            found[status] = FoundStatus(status, days[0] if days else published, hedged, sentence)
    order = [status for status, _ in _STATUS_WORDS]
    return tuple(sorted(found.values(), key=lambda each: order.index(each.status)))


def _parties(text: str, bodies: Sequence[Found], places: Sequence[Found]) -> tuple[FoundParty, ...]:
    found: dict[str, FoundParty] = {}
    for each in bodies:
        if not _acts_as_body(text, each):
            continue
        entry = each.entry
        role = _role(_around(text, each.at))
        kind, country = (entry.kind, entry.country) if entry else (each.kind, "")
        old = found.get(each.id)
        if old is None or (old.role == "mentioned" and role != "mentioned"):
            found[each.id] = FoundParty(each.id, each.name, kind, country, role)
    for place in places:
        if place.id not in found and place.id != "EU" and "-" not in place.id and _stands_as_party(text, place):
            role = _role(_around(text, place.at))
            found[place.id] = FoundParty(place.id, place.name, "state", place.id, role)
    return tuple({**_pairs(text), **found}.values())


def _acts_as_body(text: str, each: Found) -> bool:
    """Tell whether a body is named as one that acts: the Union only as a side, no medium."""
    if each.entry is None:
        return not _MEDIA.search(each.name)
    if each.id == "eu":
        return _stands_as_party(text, each)
    return each.id != "eu-member-states" or bool(_ACTS.search(_around(text, each.at)))


def _pairs(text: str) -> dict[str, FoundParty]:
    """Return the sides that 中欧 or "India-EU talks" name in a sentence about talks or an agreement."""
    found: dict[str, FoundParty] = {}
    for match in _JOINED.finditer(text):
        name = match["first"] or match["second"]
        country = _JOINED_COUNTRIES[name]
        found[country] = FoundParty(country, name, "state", country, "counterparty")
        found["eu"] = FoundParty("eu", "EU", "union", "EU", "counterparty")
    for pair, ids in _PAIRS.items():
        at = text.find(pair)
        if at < 0 or not _ACTS.search(_around(text, at)):
            continue
        for country in ids:
            key = "eu" if country == "EU" else country
            found[key] = FoundParty(key, pair, "union" if key == "eu" else "state", country, "counterparty")
    return found


_WITH = re.compile(r"(?:\bwith|\bbetween)\s+(?:the\s+|other\s+)?$|(?:与|和|同|跟)$", re.IGNORECASE)
_LISTED = re.compile(r"(?:\band|,|、|—)\s*(?:the\s+|other\s+)?$", re.IGNORECASE)
_AFTER = re.compile(
    r"^(?:[’']s\b|[-–][A-Za-z]| [A-Z]|[a-z]|的|市|省|产|出口|境内|企业|市场|方面|[国]?家?标准)|^ "
    r"(?:companies|firms|exporters|"
    r"market|markets|producers|importers)\b"
)
_LISTED_WITH = re.compile(r"\b(?:between|with)\b[^.;。]{0,60}$|[与同和][^。；]{0,24}$", re.IGNORECASE)
_SIDES_ACT = re.compile(
    r"\b(?:sign(?:ed|s)?|agreed|inked|set to|to sign|launch\w*|held)\b|签署|举行|开展|启动|达成", re.IGNORECASE
)
_SEAT = re.compile(r"(?<!Republic )\b(?:of|in|from)\s+$")
_OWNED = re.compile(
    r"^[’']s\b[^.,;]{0,60}\b(?:treaty|agreement|deal|pact|talks|negotiations|memorandum)\b[^.;]{0,12}\bwith\b"
)


def _stands_as_party(text: str, place: Found) -> bool:
    """Tell whether a country is named as one side of talks or of an agreement, not as a place or market."""
    sentence = _around(text, place.at)
    if not _ACTS.search(sentence):
        return False
    before = text[max(0, place.at - 30) : place.at]
    after = text[place.at + len(place.name) : place.at + len(place.name) + 90]
    if _OWNED.match(after):
        return True
    if _AFTER.match(after) or _SEAT.search(before):
        return False
    if _WITH.search(before):
        return True
    # "South Korea and Italy signed", "China, Japan and Korea agreed": a list of countries that acts.
    joined = re.match(
        r"(?:\s*(?:,|and\b|&|与|和|、|—)\s*(?:and\s+)?(?:the\s+)?(?:[A-Z][\w.]+|[\u4e00-\u9fff]{2,5}))", after
    )
    acts = _SIDES_ACT.search(after) or _LISTED_WITH.search(text[max(0, place.at - 70) : place.at])
    return bool((joined or _LISTED.search(before)) and acts)


def _around(text: str, at: int) -> str:
    """Return the sentence a position stands in, roughly."""
    start = max(text.rfind(mark, 0, at) for mark in ("。", "\n", ". ", "！", "；"))
    ends = [end for mark in ("。", "\n", ". ", "！", "；") if (end := text.find(mark, at)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]


def _role(sentence: str) -> str:
    signs = re.search(r"\bsign(?:ed|s|ing)?\b|\binked\b|签署|签订", sentence, re.IGNORECASE)
    if signs and not _HEDGED.search(sentence[: signs.start()]):
        return "signatory"
    if _ACTS.search(sentence):
        return "counterparty"
    return "mentioned"


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
            if not _PAST.search(sentence) or _HEDGED.search(sentence):
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
