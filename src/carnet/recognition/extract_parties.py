"""Bodies and sides a press text names: listed names, names by form and by what is said of them, merged into parties."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from carnet.recognition.extract_chinese import find_chinese
from carnet.recognition.extract_english import bodies_of
from carnet.recognition.extract_lexicon import LEGAL_FORMS
from carnet.recognition.extract_lexicon_zh import COMPANY_ENDS, PLACES
from carnet.recognition.extract_status import HEDGED
from carnet.recognition.extract_words import Entry, Found, find_entries


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A body or counterparty: its name as written, what kind it is, its country, its role in the text."""

    id: str
    name: str
    kind: str
    country: str
    role: str


_ACTS = re.compile(
    r"\b(?:talks|consultations?|negotiat\w{1,30}|discussions?|sign\w{0,30}|agree\w{0,30}|memorandum|mou|"
    r"mutual recognition|"
    r"cooperation|"
    r"dialogue|partnership|partner(?:s|ed|ing)|arrangement|collaborat\w{1,30}|treaty|pact|deal)\b|磋商|谈判|签署|签订|互认|"
    r"对话|合作|协议|备忘录",
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
_GOVERNMENTS = {
    "South Korean": "KR", "Korean": "KR", "Japanese": "JP", "Indian": "IN", "Chinese": "CN", "Thai": "TH",
    "Italian": "IT",
    "German": "DE", "French": "FR", "British": "GB", "UK": "GB", "US": "US", "Singapore": "SG", "Vietnamese": "VN",
    "韩国": "KR", "日本": "JP", "印度": "IN", "中国": "CN", "泰国": "TH", "意大利": "IT",
    "德国": "DE", "法国": "FR", "英国": "GB",
    "美国": "US", "新加坡": "SG", "越南": "VN",
}  # fmt: skip
_GOVERNS = re.compile(
    r"\s(?:has |have |will |today )?(?:plans|announce|sign|said|says|launch|agree|adopt|publish|propos|approv|fund)|"
    r"宣布|发布|签署|表示|决定|出台"
)
_GOVERNMENT = re.compile(
    r"(?P<of>(?:South )?\b[A-Z][A-Za-z]{1,9}) [Gg]overnment\b(?! of)|(?P<von>[\u4e00-\u9fff]{2,3})政府"
)
_JOINED = re.compile(
    r"\b(?:EU[-–/](?P<second>India|China|UK|Korea|Japan|Singapore|US)|(?P<first>India|China|UK|"
    r"Korea|Japan|Singapore|US)[-–/]EU)"
    r"\s{1,9}(?:trade\s{1,9}|free\s{1,9}){0,3}(?:talks|negotiations|FTA|agreement|dialogue|deal)\b"
)
_MEDIA = re.compile(
    r"(?:\bNews\b|Daily|Times|Xinhua|Reuters|Bloomberg|日报|晚报|新闻社|通讯社|电视台|新华社|中新社|新闻网|记者|杂志)"
)


def find_bodies(
    text: str, entries: Sequence[Entry], goods: frozenset[str], whole: Collection[tuple[int, str]] = ()
) -> tuple[list[Found], bytearray]:
    """Return the bodies a text names and the characters their names take.

    Args:
        text: plain text, simplified characters.
        entries: the list of bodies.
        goods: Chinese names of goods: they are no names of bodies.
        whole: mentions of goods (offset, as written): a run of capitals that is one is no body.
    """
    taken = bytearray(len(text))
    shown = _without_credits(text)
    listed = _but_of_provinces(shown, find_entries(shown, entries, proper=True, taken=taken), taken)
    chinese = _lines(shown, chinese=True)
    names, shorts = find_chinese(chinese, {each.at: len(each.name) for each in listed}, goods)
    runs = list(bodies_of(_lines(shown, chinese=False), _but_the_union(taken, listed)))
    found = list(listed)
    found += [Found(name.text, name.at, None, name.kind) for name in names]
    for run in runs:
        if (run.at, run.name) not in whole and not _beside(taken, shown, run.at, run.at + len(run.name)):
            found.append(Found(run.name, run.at, None, run.kind))
            if run.acronym:
                shorts.setdefault(run.acronym, run.name)
    found += [Found(each[0], each.start(), None, "authority") for each in _MINISTRY.finditer(shown)]
    found = _longest(found)
    for each in found:
        taken[each.at : each.at + len(each.name)] = b"\x01" * len(each.name)
    return _merged(found, shorts), taken


def _but_of_provinces(text: str, listed: Sequence[Found], taken: bytearray) -> list[Found]:
    """Leave out a listed office of the state where a province or town stands before: 省发展改革委 is its own."""
    kept: list[Found] = []
    for each in listed:
        entry = each.entry
        local = entry is not None and entry.kind == "authority" and text[max(0, each.at - 1) : each.at] in _LOCAL
        if local and not each.name.startswith(("国", "中国", "商务部")) and "\u4e00" <= each.name[0] <= "\u9fff":
            taken[each.at : each.at + len(each.name)] = bytes(len(each.name))
        else:
            kept.append(each)
    return kept


_LOCAL = {"省", "市", "区", "县", "州"}
_MINISTRY = re.compile(
    r"\b(?:(?:environment|commerce|trade|industry|steel|finance|energy|economy|climate|economic|affairs|action|and|"
    r"foreign|transport|agriculture|digital|protection)\s){1,7}ministry\b"
)
_CREDIT = re.compile(
    r"(?:来源|稿源|原标题|作者|编辑|责编|责任编辑|审核|校对|记者|通讯员|图源|供图|摄影|"
    r"转自|转载自|关键词|文[/|]|图[/|])[ ]?[:：/|][^\n。；;]{0,40}|"
    r"[（(][^（()）\n]{0,14}记者[^（()）\n]{0,20}[)）]|[\u4e00-\u9fff]{2,10}讯[ ]?[,，:：]?|"
    r"^(?:Source|By|Author|Photo|Image|Credit|Editor|Reporting by|Published by)[ ]?:?[ ][^\n]{0,60}$|"
    r"[\u4e00-\u9fff]{1,8}[〔\[]\d{4}[〕\]]\d{1,5}号|"
    r"^[^\n]{0,120}(?:All rights reserved|ICP备|版权所有|版权声明|"
    r"版权归|免责声明|未经许可|请勿转载|转载请|Copyright|©)[^\n]{0,120}|"
    r"(?:联系电话|Tel|Email|E-mail|网址)[ ]?[:：][^\n]{0,60}|https?://[^\s\u4e00-\u9fff]{1,200}|[\w.-]{1,60}@[\w.-]{1,60}",
    re.MULTILINE,
)
_TITLE_OF_A_WORK = re.compile(r"《[^《》\n]{1,80}》")


def _without_credits(text: str) -> str:
    """Blank out who wrote or carried the text, addresses, and titles in 《》: what they name are no parties."""
    for pattern in (_CREDIT, _TITLE_OF_A_WORK):
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return "\n" * len(match[0])


def _lines(text: str, *, chinese: bool) -> str:
    """Return the lines of one language, the others blanked out."""
    kept = (line if _is_chinese(line) == chinese else "\n" * len(line) for line in text.split("\n"))
    return "\n".join(kept)


def _is_chinese(line: str) -> bool:
    wide = sum("\u4e00" <= each <= "\u9fff" for each in line)
    return wide * 5 > len(line)


def _but_the_union(taken: bytearray, listed: Sequence[Found]) -> bytearray:
    """Return the characters taken, without "EU", which may open the name of a body."""
    free = bytearray(taken)
    for each in listed:
        if each.id == "eu":
            free[each.at : each.at + len(each.name)] = bytes(len(each.name))
    return free


def _beside(taken: bytearray, text: str, at: int, end: int) -> bool:
    """Tell whether a name overlaps a listed one or is only the rest of it: "Listed Name" Certification."""
    if any(taken[at:end]):
        return True
    return at > 1 and text[at - 1] == " " and bool(taken[at - 2])


def _longest(found: Sequence[Found]) -> list[Found]:
    """Where names overlap the longest stays; a listed name stays inside a firm's longer name."""
    kept: list[Found] = []
    last = -1
    for each in sorted(found, key=lambda one: (one.at, -len(one.name))):
        end = each.at + len(each.name)
        if each.at >= last:
            kept.append(each)
            last = end
        elif (
            each.entry is not None
            and kept[-1].entry is None
            and kept[-1].kind in {"company", "conformity_assessment_body"}
            and each.entry.kind not in {"authority", "state", "union"}
        ):
            old = kept[-1]
            kept[-1] = Found(old.name, old.at, each.entry, old.kind)
    return kept


# ── one party, several names ─────────────────────────────────────────────────────────────────────


def _merged(found: Sequence[Found], shorts: Mapping[str, str]) -> list[Found]:
    """Give mentions of the same body the name of the first of its longest forms.

    Args:
        found: the mentions.
        shorts: short name → the name it stands for, as the text defines it.
    """
    names = {each.name: each for each in found}
    owner: dict[str, str] = {}
    initials = {short: each for each in names for short in _initials(each)}
    by_head = _by_beginning([each.name for each in names.values() if each.entry is None])
    for name, each in names.items():
        if each.entry is not None:
            continue
        full = shorts.get(name) or _spelt_out(name, initials) or _fuller(name, each.kind, by_head, names)
        if full and full != name and full in names:
            owner[name] = full
    entries = {name: each.entry for name, each in names.items() if each.entry is not None}
    aliases = {alias: entry for entry in dict.fromkeys(entries.values()) for alias in (*entry.zh, *entry.en)}
    merged: list[Found] = []
    for each in found:
        name, steps = each.name, 0
        while name in owner and steps < _MOST_STEPS:
            name, steps = owner[name], steps + 1
        entry = (
            each.entry
            or names[name].entry
            or entries.get(shorts.get(name, ""))
            or aliases.get(name)
            or _firm_of(name, each.kind, aliases)
        )
        merged.append(
            Found(each.name if entry else name, each.at, entry, names[name].kind if name in names else each.kind)
        )
    return merged


def _initials(name: str) -> tuple[str, ...]:
    """Return the short forms the first letters of a name of three words or more make, with and without "and", "of"."""
    words = [each for each in re.split(r"[\s-]+", name) if each[:1].isalpha()]
    least = 3
    if not name.isascii() or len(words) < least:
        return ()
    capitals = "".join(each[0] for each in words if each[0].isupper())
    return (capitals, "".join(each[0].upper() for each in words))


def _spelt_out(name: str, initials: Mapping[str, str]) -> str:
    return initials.get(name, "") if name.isupper() and len(name) > 2 else ""  # noqa: PLR2004 - two letters fit too many


_MOST_STEPS = 4
_HEAD_LENGTH = 2


def _core(name: str) -> str:
    """Return a name without legal forms and, in Chinese, without the place before and the form behind."""
    if not re.search(r"[\u4e00-\u9fff]", name):
        name = re.sub(r"(?<=\b[A-Z])\.\s?(?=[A-Z]\.)", ".", name)
        parts = [each for each in name.replace(",", " ").split() if each.rstrip(".") not in LEGAL_FORMS]
        return " ".join(parts).casefold()
    text = re.sub(r"[（(][^（()）]{1,8}[)）]", "", name)
    for end in sorted(COMPANY_ENDS, key=len, reverse=True):
        text = text.removesuffix(end)
    return text


def _by_beginning(names: Sequence[str]) -> dict[str, list[str]]:
    """Index names by the words or pairs of characters their cores hold, so that each is compared with few others."""
    found: dict[str, list[str]] = {}
    for name in names:
        core = _core(name)
        keys = (
            set(core.split())
            if " " in core or core.isascii()
            else {core[k : k + _HEAD_LENGTH] for k in range(max(1, len(core) - 1))}
        )
        for key in keys:
            found.setdefault(key, []).append(name)
    return found


def _fuller(name: str, kind: str, by_head: Mapping[str, list[str]], names: Mapping[str, Found]) -> str:
    """Return a longer name of the same body in the text, or nothing."""
    core = _core(name)
    key = core.split()[0] if core.isascii() and core else core[:_HEAD_LENGTH]
    options = [
        each
        for each in by_head.get(key, ())[:_MOST_COMPARED]
        if len(each) > len(name) and _same_body(name, core, kind, each, names[each].kind)
    ]
    return max(options, key=len, default="")


_MOST_COMPARED = 40


def _same_body(name: str, core: str, kind: str, other: str, other_kind: str) -> bool:
    whole = _core(other)
    if not core:
        return False
    if core.isascii() or not re.search(r"[\u4e00-\u9fff]", core):
        if whole == core:
            return True
        institutional = kind not in {"company", "unknown"} or other_kind not in {"company", "unknown"}
        return not institutional and (whole.startswith(core + " ") or (whole.endswith(" " + core) and " " not in core))
    if kind == "authority" and other_kind == "authority":
        return other.endswith(name)
    firm = {"company", "unknown"}
    if other_kind in firm and kind in firm:
        return (
            whole.startswith(core)
            or any(whole.startswith(place + core) for place in _places_of(whole))
            or (len(core) > _LONG and core in whole)
        )
    return other.endswith(name) and len(name) > _LONG


_LONG = 3


def _places_of(name: str) -> tuple[str, ...]:
    here = next((name[:size] for size in (4, 3, 2) if name[:size] in PLACES), "")
    return (here, here + "市", here + "省") if here else ()


def _firm_of(name: str, kind: str, aliases: Mapping[str, Entry]) -> Entry | None:
    """Return the listed firm a longer or shorter name of the text belongs to."""
    if kind not in {"company", "unknown", "conformity_assessment_body"}:
        return None
    for size in range(min(len(name), 24), 2, -1):
        entry = aliases.get(name[:size])
        if entry is not None and entry.kind not in {"authority", "state", "union", "association"}:
            return entry
    return None


def parties_of(text: str, bodies: Sequence[Found], places: Sequence[Found]) -> tuple[FoundParty, ...]:
    """Return the parties: bodies that act, and countries that stand as one side.

    Args:
        text: plain text.
        bodies: mentions of bodies, merged.
        places: mentions of places outside names of bodies.
    """
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
    for match in _GOVERNMENT.finditer(text):
        state = _GOVERNMENTS.get(match["of"] or match["von"] or "")
        acts = _GOVERNS.match(text, match.end(), match.end() + 30) or text[
            max(0, match.start() - 9) : match.start()
        ].endswith(("with the ",))
        if state and state not in found and (acts or _ACTS.search(_around(text, match.start()))):
            found[state] = FoundParty(state, match[0], "state", state, _role(_around(text, match.start())))
    return tuple({**_pairs(text), **found}.values())


def _acts_as_body(text: str, each: Found) -> bool:
    """Tell whether a body is named as one that acts: the Union only as a side, no medium."""
    if each.entry is None:
        return not _MEDIA.search(each.name)
    if each.id == "state-council" and text[max(0, each.at - 4) : each.at].startswith("党中央"):
        return False
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
        if not any(_OF_STATES.match(text, each.end()) for each in re.finditer(pair, text)):
            continue
        for country in ids:
            key = "eu" if country == "EU" else country
            found[key] = FoundParty(key, pair, "union" if key == "eu" else "state", country, "counterparty")
    return found


# What follows the short form of two states where they are the sides themselves: 中欧举行磋商, 中欧双方签署. A working
# group, a train, a scheme called after them is none of it.
_OF_STATES = re.compile(
    r"(?!班列|方案|互认工作组)[^，。；、《》（）\n]{0,14}?(?:双方(?!共同认可|认可|均认可)|两国|政府|签署|签订|举行|磋商|谈判|对话|会谈|达成|会晤|开启|启动)"
)
_WITH = re.compile(r"(?:\bwith|\bbetween)\s{1,9}(?:the\s{1,9}|other\s{1,9})?$|(?:与|和|同|跟)$", re.IGNORECASE)
_LISTED = re.compile(r"(?:\band|,|、|—)\s{0,9}(?:the\s{1,9}|other\s{1,9})?$", re.IGNORECASE)
_AFTER = re.compile(
    r"^(?:[’']s\b|[-–][A-Za-z]| [A-Z]|[a-z]|的|市|省|产|出口|境内|企业|市场|方面|[国]?家?标准)|^ "
    r"(?:companies|firms|exporters|"
    r"market|markets|producers|importers)\b"
)
# "between A and B" makes two states sides where talks or an agreement are between them, not trade or a market.
_BETWEEN = re.compile(r"\bbetween\s{1,9}(?:[A-Z][\w’']{1,20}\s){0,2}(?:and\s)?(?:the\s)?$")
_OF_THE_SIDES = re.compile(
    r"\b(?:talks|consultations?|negotiat\w{1,9}|agreements?|treat(?:y|ies)|deals?|memorand\w{1,3}|mous?|arrangements?|"
    r"dialogues?|pacts?|ftas?|partnerships?|discussions?|meetings?)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_IN_A_LIST = re.compile(
    r"\b(?:in|across|from)\s(?:both\s)?(?:[A-Z][a-z]{2,14},?\s){0,5}(?:and\s)?$|在(?:[\u4e00-\u9fff]{2,6}[、和与]){0,4}$"
)
_LISTED_WITH = re.compile(r"\b(?:between|with)\b[^.;。]{0,60}$|[与同和][^。；]{0,24}$", re.IGNORECASE)
_SIDES_ACT = re.compile(
    r"\b(?:sign(?:ed|s)?|agreed|partner\w{0,4}|cooperat\w{1,5}|"
    r"inked|set to|to sign|launch\w{0,30}|held)\b|签署|举行|开展|启动|达成",
    re.IGNORECASE,
)
_SEAT = re.compile(r"(?<!Republic )\b(?:of|in|from)\s{1,9}$")
_OWNED = re.compile(
    r"^[’']s\b[^.,;]{0,60}\b(?:treaty|agreement|deal|pact|talks|negotiations|memorandum)\b[^.;]{0,12}\bwith\b"
)


_VISITED = re.compile(r"(?:赴|前往|访问|出口|销往|出海)[^。；，,]{0,10}$")


_TECHNICAL = re.compile(
    r"\b(?:organi[sz]ations?|program(?:me)?s?|operators?|companies|laborator\w{1,4}|institut\w{1,5}|labels?)\b[^.]{0,80}\b"
    r"(?:between|with)\b|\b(?:should|must|could|crucial|call(?:s|ed|ing)? for|urge[sd]?)\b",
    re.IGNORECASE,
)


def _is_between_goods(text: str, place: Found, before: str) -> bool:
    """Tell whether trade or a market is "between A and B", and no talks or agreement."""
    between = _BETWEEN.search(before)
    if not between:
        return False
    said = text[max(0, place.at - 80) : place.at - len(before) + between.start()]
    return bool(_TRADE.search(said)) or not _OF_THE_SIDES.search(said)


_TRADE = re.compile(
    r"\b(?:trade|exports?|imports?|shipments?|flows?|commerce|traffic|routes?|corridors?|borders?|investments?|markets?)\s$"
)


def _stands_as_party(text: str, place: Found) -> bool:  # noqa: PLR0911 - a return a reason
    """Tell whether a country is named as one side of talks or of an agreement, not as a place or market."""
    sentence = _around(text, place.at)
    if not _ACTS.search(sentence):
        return False
    # What is done "between China and Australia" by two bodies is not done by the two states.
    if _TECHNICAL.search(sentence):
        return False
    before = text[max(0, place.at - 30) : place.at]
    if _VISITED.search(before) or _IN_A_LIST.search(before) or _is_between_goods(text, place, before):
        return False
    after = text[place.at + len(place.name) : place.at + len(place.name) + 90]
    if _OWNED.match(after):
        return True
    if _AFTER.match(after) or _SEAT.search(before):
        return False
    if _WITH.search(before):
        return True
    # "South Korea and Italy signed", "China, Japan and Korea agreed": a list of countries that acts.
    joined = re.match(
        r"(?:\s{0,9}(?:,|and\b|&|与|和|、|—)\s{0,9}(?:and\s{1,9})?(?:the\s{1,9})?(?:[A-Z][\w.]+|[\u4e00-\u9fff]{2,5}))",
        after,
    )
    acts = _SIDES_ACT.search(after) or _LISTED_WITH.search(text[max(0, place.at - 70) : place.at])
    return bool((joined or _LISTED.search(before)) and acts)


_SENTENCE = 500


def _around(text: str, at: int) -> str:
    """Return the sentence a position stands in, roughly."""
    low, high = max(0, at - _SENTENCE), min(len(text), at + _SENTENCE)
    start = max(text.rfind(mark, low, at) for mark in ("。", "\n", ". ", "！", "；"))
    ends = [end for mark in ("。", "\n", ". ", "！", "；") if (end := text.find(mark, at, high)) >= 0]
    return text[max(start + 1, low) : min(ends, default=high)]


def _role(sentence: str) -> str:
    signs = re.search(r"\bsign(?:ed|s|ing)?\b|\binked\b|签署|签订", sentence, re.IGNORECASE)
    if signs and not HEDGED.search(sentence[: signs.start()]):
        return "signatory"
    if _ACTS.search(sentence):
        return "counterparty"
    return "mentioned"
