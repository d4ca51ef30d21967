"""Names of bodies, products and places in a text: lists of names first, then the shapes such names have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from carnet.errors import Problem
from carnet.recognition.load import read_many


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a list: its id, the names it goes by, and of bodies their kind and country, of products codes."""

    id: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    kind: str = ""
    country: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A name found: the entry (None: by its shape), as written, where, its kind where its shape gives it."""

    name: str
    at: int
    entry: Entry | None = None
    kind: str = ""

    @property
    def id(self) -> str:
        """Return the entry's id, or the name itself."""
        return self.entry.id if self.entry else self.name


def parse_entries(name: str, text: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Read a list of names (``[[entry]]``)."""
    return read_many(Entry, name, text, "entry")


def find_entries(text: str, entries: Sequence[Entry], *, proper: bool, taken: bytearray | None = None) -> list[Found]:
    """Return every name of a list in a text, the longest name first where they overlap.

    Args:
        text: plain text.
        entries: the list.
        proper: names are proper names and count in their own case only.
        taken: one byte a character; what is not zero is passed over, and what is found is marked.
    """
    pattern, owners = _pattern(tuple(entries), proper=proper)
    taken = bytearray(len(text)) if taken is None else taken
    found: list[Found] = []
    for match in pattern.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        entry = owners.get(match[0]) or owners.get(match[0].casefold())
        if entry is None and match[0].endswith("s"):
            entry = owners.get(match[0][:-1].casefold())
        after = text[match.end() :][:16]
        if (
            entry is not None
            and not (entry.kind == "standards_body" and _NUMBER.match(after))
            and not _ACT.match(after)
        ):
            taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
            found.append(Found(match[0], match.start(), entry))
    return found


_ACT = re.compile(r"^\s(?:Implementing|Delegated|Regulation|Decision|Directive)")
# "ISO 14067" names a standard, not the body.
_NUMBER = re.compile(r"^(?:/[A-Z]+)*[\s-]?(?:/?TS\s?)?\d")


@lru_cache(maxsize=16)
def _pattern(entries: tuple[Entry, ...], *, proper: bool) -> tuple[re.Pattern[str], dict[str, Entry]]:
    owners: dict[str, Entry] = {}
    english: list[str] = []
    chinese: list[str] = []
    for entry in entries:
        for name in entry.en:
            owners.setdefault(name if _strict(name, proper=proper) else name.casefold(), entry)
            english.append(name)
        for name in entry.zh:
            owners.setdefault(name, entry)
            chinese.append(name)
    parts = []
    for name in sorted({*english, *chinese}, key=len, reverse=True):
        if name in chinese and not name.isascii():
            parts.append(re.escape(name))
            continue
        body = re.escape(name).replace(r"\ ", r"[\s\u00a0]+").replace(r"\-", r"[-‑– ]")
        plural = "" if proper or name.endswith("s") else "s?"
        case = body if _strict(name, proper=proper) else f"(?i:{body})"
        parts.append(rf"(?<![A-Za-z0-9]){case}{plural}(?![A-Za-z0-9])")
    for name in list(owners):
        owners.setdefault(re.sub(r"[-‑– ]", " ", name), owners[name])
    return re.compile("|".join(parts) or r"(?!)"), owners


def _strict(name: str, *, proper: bool) -> bool:
    """A proper name, and a short name in capitals, counts in its own case only."""
    return proper or (len(name) <= 6 and sum(c.isupper() for c in name) > 1)  # noqa: PLR2004 - BESS, EVs, HRC


# ── bodies by the shape of their names ───────────────────────────────────────────────────────────

_WORD = r"(?:[A-ZÀ-Þ][\w’'&-]*)"
_LINK = r"(?:\s+(?:of|and|&|for|on)(?:\s+the)?)?"
_HEADS = (
    "Bureau|Ministry|Administration|Authority|Agency|Association|Federation|Institute|Council|Department|Committee|"
    r"University|Group|Corporation|Corp|Co\.?,?\s?Ltd|Company|Ltd|Limited|GmbH|Inc|PLC|Commission|Alliance|"
    r"Chamber|Foundation|Centre|"
    "Center|Laboratory|Laboratories|Secretariat|Academy|Society|Consortium|Board|Union|Delegation|"
    "Coalition|Confederation"
)
_ENGLISH = re.compile(
    rf"\b(?:{_WORD}{_LINK}\s+){{1,6}}(?:{_HEADS})\b(?:\s+(?:of|for)\s+(?:the\s+)?{_WORD}(?:(?:,?\s+(?:and|of|"
    rf"&)\s+|\s+){_WORD}){{0,5}})?"
    rf"|\b(?:Ministry|Department|Bureau|Administration|Commission|Office|Institute|Academy|Chamber|Council|"
    rf"Federation|Association|Agency|Delegation)"
    rf"\s+(?:of|for)\s+(?:the\s+)?{_WORD}(?:(?:,?\s+(?:and|of|&)\s+|\s+){_WORD}){{0,5}}"
)
_OFFICE = re.compile(
    r"\b(?:Head|Director|Minister|President|Chair|Chairman|Secretary|Member|Chief) of(?: the)?\s+$|^(?:Head|"
    r"Director|Chair|President|Chief|Member) of\b"
)
_START = {
    "The",
    "A",
    "An",
    "On",
    "In",
    "At",
    "By",
    "For",
    "From",
    "And",
    "But",
    "According",
    "Meanwhile",
    "However",
    "As",
    "Under",
    "With",
    "This",
    "That",
    "These",
    "Its",
    "Their",
    "Our",
    "Since",
    "After",
    "Before",
    "While",
    "When",
    "If",
    "To",
    "Of",
    "Both",
    "Also",
    "Each",
    "Chinese",
    "Check",
    "Track",
    "Watch",
    "Review",
    "Monitor",
}
_NO_BODY = {"European Union", "Customs Union", "Industry Group", "Working Group", "Product Group", "Steering Committee"}
_KINDS_EN = (
    (
        "authority",
        ("Bureau", "Ministry", "Administration", "Authority", "Agency", "Department", "Commission", "Office"),
    ),
    (
        "association",
        (
            "Association",
            "Federation",
            "Council",
            "Alliance",
            "Chamber",
            "Consortium",
            "Coalition",
            "Society",
            "Confederation",
        ),
    ),
    ("company", ("Group", "Corporation", "Corp", "Company", "Ltd", "Limited", "GmbH", "Inc", "PLC")),
)
_ZH_SUFFIX = (
    "人民政府|委员会|管委会|协会|学会|商会|联合会|研究院|研究所|科学院|有限公司|股份公司|公司|集团|大学|学院|总局|总署|"
    "环境局|商务局|监管局|管理局|能源局|统计局|海关|环境厅|商务厅|信息化厅|信息化局|监督局|"
    "发展改革委|商务委|经济信息委|"
    "监管局|改革局|科技局|环保局|工信局|工信厅|改革委|联盟|基金会|认证中心|检测中心|技术中心|"
    "服务中心|研究中心|促进中心|信息中心|代表团"
)
_ZH_BODY = re.compile(rf"[\u4e00-\u9fff（）]{{2,24}}?(?:{_ZH_SUFFIX})")
_ZH_GENERIC = {
    "该公司",
    "本公司",
    "各公司",
    "子公司",
    "分公司",
    "家公司",
    "上市公司",
    "外贸公司",
    "检测公司",
    "认证公司",
    "本集团",
    "该集团",
    "有限公司",
    "股份公司",
    "人民政府",
    "委员会",
    "管委会",
    "行业协会",
    "研究院",
    "研究所",
    "大学",
    "学院",
    "实验室",
    "第三方公司",
    "母公司",
    "总公司",
    "等公司",
    "钢铁公司",
    "我国海关",
    "中国海关",
    "欧盟海关",
    "两家公司",
    "三家公司",
}


def find_bodies(text: str, entries: Sequence[Entry]) -> tuple[list[Found], bytearray]:
    """Return the bodies a text names, those on the list and those of a body's shape, and the characters they take."""
    taken = bytearray(len(text))
    found = find_entries(text, entries, proper=True, taken=taken)
    masked = "".join("\n" if taken[at] else character for at, character in enumerate(text))
    shapes = [*_english(masked), *_ministries(masked), *_mills(masked), *_chinese(masked)]
    for name, at, kind in shapes:
        if any(taken[max(0, at - 1) : at + len(name)]) or (at > 1 and text[at - 1] == " " and taken[at - 2]):
            # what follows a body on the list without a break is the rest of its name
            continue
        taken[at : at + len(name)] = b"\x01" * len(name)
        found.append(Found(name, at, None, kind))
    return sorted(found, key=_offset), taken


_MINISTRY = re.compile(
    r"\b(?:[A-Z][a-z]+\s+)?(?:environment|commerce|trade|industry|steel|finance|energy|economy|climate)\s+ministry\b"
)
_MILL = re.compile(
    r"\b(?P<name>[A-Z][a-z]{2,}(?:\s+[A-Z][a-z]+)?\s+(?:Iron\s+(?:&|"
    r"and)\s+)?Steel)\b(?!\s+(?:[Pp]roduct|[Ss]ecretary|[Ii]mporter|[Ee]xporter))"
)
_KINDS_OF_STEEL = frozenset(
    {
        "Green",
        "Low",
        "Carbon",
        "Stainless",
        "Crude",
        "Hot",
        "Cold",
        "Structural",
        "Tool",
        "Die",
        "Special",
        "Chinese",
        "Indian",
        "European",
        "German",
        "Korean",
        "Japanese",
        "For",
        "The",
        "And",
        "More",
        "New",
        "Section",
        "Electrical",
        "Recycled",
        "Neutral",
    }
)


def _ministries(text: str) -> Iterator[tuple[str, int, str]]:
    for match in _MINISTRY.finditer(text):
        yield match[0], match.start(), "authority"


def _mills(text: str) -> Iterator[tuple[str, int, str]]:
    """Steelmakers are called after their place: "Baotou Steel"; a kind of steel is none."""
    for match in _MILL.finditer(text):
        words = match["name"].split()
        if "\n" not in match[0] and not _KINDS_OF_STEEL & set(words[:-1]):
            yield match["name"], match.start(), "company"


def _offset(found: Found) -> int:
    return found.at


def _english(text: str) -> Iterator[tuple[str, int, str]]:
    for match in _ENGLISH.finditer(text):
        if "\n" in match[0]:
            continue
        words = match[0].split()
        start = match.start()
        while words and words[0] in _START:
            start = text.index(words[0], start) + len(words[0])
            words = words[1:]
            start += len(text[start:]) - len(text[start:].lstrip())
        name = text[start : match.end()]
        if _OFFICE.search(text[max(0, start - 20) : start]) or _OFFICE.match(name):
            continue
        least = 2
        if len(words) >= least and name not in _NO_BODY:
            yield name, start, _kind(words, _KINDS_EN)


def _kind(words: Iterable[str], kinds: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    listed = set(words)
    return next((kind for kind, heads in kinds if listed & set(heads)), "unknown")


def _chinese(text: str) -> Iterator[tuple[str, int, str]]:
    for match in _ZH_BODY.finditer(text):
        name, at = match[0], match.start()
        suffix = next(each for each in _ZH_SUFFIX.split("|") if name.endswith(each))
        stem = name[: -len(suffix)]
        cut = max((stem.rfind(word) + len(word) for word in _stops() if word in stem), default=0)
        name, at = name[cut:], at + cut
        least = 4
        if len(name) < least or name in _ZH_GENERIC or name == suffix:
            continue
        yield name, at, _zh_kind(suffix)


@lru_cache(maxsize=1)
def _stops() -> tuple[str, ...]:
    pairs = (
        "获得",
        "通过",
        "以及",
        "联合",
        "会同",
        "支持",
        "组织",
        "牵头",
        "邀请",
        "委托",
        "授予",
        "来自",
        "包括",
        "其中",
        "根据",
        "按照",
        "针对",
        "推动",
        "依托",
        "介绍",
        "表示",
        "指出",
        "宣布",
        "发布",
        "印发",
        "签署",
        "举行",
        "召开",
        "携手",
        "联手",
    )
    return (*pairs, *"由与向在对经据被将从为是的了等日称说并也又及或和同")


def _zh_kind(suffix: str) -> str:
    if suffix in {"公司", "有限公司", "股份公司", "集团"}:
        return "company"
    if suffix in {"协会", "学会", "商会", "联合会", "联盟", "基金会"}:
        return "association"
    if suffix.endswith(("局", "厅", "委", "署", "海关", "政府")) or suffix in {"委员会", "管委会"}:
        return "authority"
    if suffix in {"认证中心", "检测中心"}:
        return "conformity_assessment_body"
    return "unknown"


_NAME = r"(?:[A-ZÀ-Þ][\w’&.-]*(?:\s+(?:of|for|and the|und|de|di)\s+(?=[A-Z]))?(?:\s+(?=[A-ZÀ-Þ]))?){1,7}"
_SIGNERS = re.compile(
    rf"(?P<a>{_NAME})(?:\s*\([^()\n]{{1,60}}\))?\s*(?:,[^,.\n]{{1,100}},)?\s*(?:and|"
    rf"&)\s+(?:the\s+)?(?P<b>{_NAME})(?:\s*\([^()\n]{{1,60}}\))?"
    r"(?:,[^.\n]{1,140}?,)?\s+(?:have\s+|has\s+|today\s+|jointly\s+|just\s+)*(?:sign(?:ed)?|inked|entered "
    r"into|concluded)\b"
)
_SIGNED_WITH = re.compile(
    rf"\b(?:sign\w*|inked|agreement|memorandum|MoU|MOU|cooperation|partnership)\b[^.\n]{{0,100}}?\b(?:with|"
    rf"between)\s+(?:the\s+)?(?P<a>{_NAME})"
    rf"(?:\s*\([^()\n]{{1,60}}\))?(?:\s+and\s+(?:the\s+)?(?P<b>{_NAME}))?"
)
_NOT_A_NAME = re.compile(
    r"^(?:EPDs?|MoU|MOU|EU|UK|US|USA|CBAM|ISO|PCR|LCA|PCF|DPP|GHG|ESG|FTA|MRA|The|This|These|That|It|They|"
    r"Both|He|She|We|In|On|At|"
    r"Minister|Ministers|President|Article|Regulation|Directive|Memorandum|Agreement|Program\w*|Product\w*|"
    r"Environmental|Carbon|Mutual|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Mr|Mrs|Ms|Dr)\b|.*\b[Pp]rogram(?:me)? [Oo]perators?$"
)


def find_signers(text: str, taken: bytearray) -> list[Found]:
    """Return names that a sentence makes a side of an agreement, where neither list nor shape knows them.

    Args:
        text: plain text.
        taken: characters that belong to a body, product or place already; what is found is marked.
    """
    masked = "".join("\n" if taken[at] else character for at, character in enumerate(text))
    found: list[Found] = []
    for pattern in (_SIGNERS, _SIGNED_WITH):
        for match in pattern.finditer(text):
            for group in ("a", "b"):
                name = (match[group] or "").strip(" .,")
                at = match.start(group)
                least = 3
                if len(name) < least or "\n" in masked[at : at + len(name)] or _NOT_A_NAME.match(name):
                    continue
                taken[at : at + len(name)] = b"\x01" * len(name)
                masked = masked[:at] + "\n" * len(name) + masked[at + len(name) :]
                found.append(Found(name, at, None, "unknown"))
    return found
