"""Bodies a Chinese press text names, by the form of their names and by what the text says they do.

Chinese puts no space between words. One pass cuts each clause at words that cannot stand inside a name (verbs of
acting, prepositions, offices); what is left between two cuts is a name where it ends as names of bodies do, or where it
has characters of its own and stands where bodies stand. Each step looks at a bounded stretch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from carnet.recognition import extract_lexicon_zh as words
from carnet.recognition.extract_lexicon import COMPANY_TAILS, GIVEN_NAMES, LEGAL_FORMS
from carnet.recognition.extract_pieces import Piece, Stretch, residue, stretches_of

_LONGEST_NAME = 44


_LIST_MARKS = "、"


@dataclass(slots=True)
class Name:
    """A name found: its kind, whether its form alone says so, and how much the text says for it."""

    text: str
    at: int
    kind: str
    sure: bool
    score: int = 0
    listed: bool = False
    group: int = 0
    notes: list[str] = field(default_factory=list)


# ── names by their ends ───────────────────────────────────────────────────────────────────────────


def _by_end(stretch: Stretch) -> tuple[list[Name], list[Piece]]:
    """Return the names of a stretch that end as bodies do, and the pieces behind the last of them."""
    found: list[Name] = []
    start = 0
    rest = stretch.pieces
    pieces = stretch.pieces
    ends = [k for k, each in enumerate(pieces) if each.kind == "end"]
    lists = [k for k, each in enumerate(pieces) if each.kind == "listed"]
    k = 0
    while k < len(ends):
        last = ends[k]
        # a second end close by belongs to the same name: 某某集团有限公司, 科学院某某研究所
        while k + 1 < len(ends) and _joined(pieces, last, ends[k + 1]):
            k += 1
            last = ends[k]
        name = _named(pieces, start, last, lists)
        if name is not None:
            found.append(name)
            start = last + 1
            rest = pieces[start:]
        k += 1
    return found, list(rest)


_MOST_BETWEEN = 9


def _joined(pieces: Sequence[Piece], last: int, following: int) -> bool:
    gap = pieces[following].at - pieces[last].end
    between = pieces[last + 1 : following]
    if any(each.kind == "listed" for each in between):
        return False
    if gap == 0:
        return True
    official = _kind_of(pieces[last].text) == "authority" and _kind_of(pieces[following].text) == "authority"
    company = _kind_of(pieces[last].text) == "company" and _kind_of(pieces[following].text) == "authority"
    return (
        gap <= _MOST_BETWEEN and not official and not company and not any(each.text in words.PLACES for each in between)
    )


def _named(pieces: Sequence[Piece], start: int, last: int, lists: Sequence[int]) -> Name | None:
    """Return the name that ends in piece `last`, or nothing where nothing of its own stands before the end."""
    end = pieces[last]
    first = start
    inside = [k for k in lists if start <= k < last]
    if inside:
        first = inside[-1]
        if _kind_of(end.text) == "company" and end.at - pieces[first].end > 6:  # noqa: PLR2004
            first += 1
    text = "".join(each.text for each in pieces[first : last + 1])
    if len(text) > _LONGEST_NAME:
        return None
    stem = text[: -len(end.text)] if len(text) > len(end.text) else ""
    kind = _kind_of(end.text)
    if not stem:
        return Name(text, pieces[first].at, kind, sure=True) if _whole(end.text) else None
    if _generic(stem, end.text) or (end.text == "部" and text.endswith(words.DIVISIONS)):
        return None
    return Name(text, pieces[first].at, kind, sure=True)


def _whole(end: str) -> bool:
    """An office named by its matter alone: 生态环境局, 财政部, 国家能源局."""
    return (
        any(end.startswith(stem) for stem in words.OFFICIAL_STEMS.split("|") if len(stem) > 1)
        and end.endswith(("部", "总局", "局", "厅", "委", "委员会", "署"))
        and len(end) > len("商务部")
    )


_ALONE = {"省", "市", "区", "县", "州", "盟", "旗", "自治区", "自治州", "自治县"}


def _generic_firm(stem: str, end: str) -> bool:
    if end in {"银行", "分行"}:
        return not residue(stem, _GENERIC_WORDS | {"商业", "合作", "承办", "贷款", "开户"})
    return not residue(stem, _GENERIC_WORDS | words.PLACES) and not (stem.startswith("中国") and len(stem) >= 6)  # noqa: PLR2004


def _generic(stem: str, end: str) -> bool:
    if _kind_of(end) == "authority" and (stem in _ALONE or stem[-1:] in {"省", "市", "区", "县", "州", "旗", "国"}):
        return stem in {"各国", "全国", "各省", "各市", "两国", "外国", "他国"}
    least = 2
    if stem == "某":
        return True
    if end == "委员会" and stem.startswith(_SCOPES) and len(stem) >= 4:  # noqa: PLR2004 - 全球电子委员会
        return False
    rest = residue(stem, _GENERIC_WORDS)
    if end in {"中心", "组织", "工厂", "厂", "办公室", "工作组", "实验室", "委员会"}:
        # common ends: a place or other name of its own must stand before
        return not (rest or any(place in stem for place in words.PLACES if len(place) > 1)) or len(stem) < least
    if _kind_of(end) == "company":
        return _generic_firm(stem, end)
    # built of common words only, and long: 中国钢铁工业协会
    return not rest and not (stem.startswith(_SCOPES) and len(stem) >= 4)  # noqa: PLR2004


_GENERIC_WORDS = words.GENERIC_STEMS | words.COMMON
_SCOPES = tuple(
    words.PLACES
    | {
        "中国",
        "国家",
        "世界",
        "全国",
        "国际",
        "全球",
        "中央",
        "欧洲",
        "省",
        "市",
        "华东",
        "华南",
        "华北",
        "西南",
        "西北",
        "东北",
        "冶金",
        "机械",
        "电子",
        "中华",
    }
)


def _kind_of(end: str) -> str:
    if end in words.COMPANY_ENDS or end in {"银行", "分行", "工厂", "出版社"}:
        return "company"
    if end in words.ASSOCIATION_ENDS:
        return "association"
    if end in words.CAB_ENDS:
        return "conformity_assessment_body"
    if end in words.OFFICIAL_WHOLE or any(end.endswith(tail) for tail in words.OFFICIAL_TAILS):
        return "authority"
    return "unknown"


# ── names by what is said of them ─────────────────────────────────────────────────────────────────

_NAME_LENGTHS = range(2, 9)


def _short(stretch: Stretch, pieces: Sequence[Piece], goods: frozenset[str]) -> Name | None:
    """Return a name without a body's end where its own characters and its place in the clause speak for one."""
    parts = list(pieces)
    if not parts or any(each.kind in {"listed", "end"} for each in parts):
        return None
    text = "".join(each.text for each in parts).strip("·.&®™")
    at = parts[0].at
    whole = len(parts) == len(stretch.pieces)
    if text.endswith((*words.HONORIFICS, *words.DIVISIONS)) or "·" in text or _latin_person(stretch, parts[0]):
        return None
    score = 0
    name = text
    ended = _with_short_end(text, goods)
    if ended:
        name, score = ended, 1
    elif parts[0].kind == "latin":
        name = parts[0].text.strip(".-")
        if len(parts) > 1 and not name.isupper():
            cut = "".join(each.text for each in parts[1:])
            if residue(cut, _not_own(goods)):
                return None
    if not _own(name, goods) or (not ended and name.endswith(("企", "等", "者", "性", "化"))):
        return None
    if (
        ended
        and name not in words.MILLS
        and (set(name) & _NO_NAME or name[:-2].endswith(("化", "式", "性", "型", "级", "类", "业", "品")))
    ):
        return None
    touches_end = len(name) == len(text)
    if parts[0].kind == "latin" and touches_end and len(name) > _LONG_LATIN:
        score += 1
    score += _place_score(stretch, first=whole, last=touches_end)
    return Name(name, at, "company" if ended else "unknown", sure=False, score=score)


def _latin_person(stretch: Stretch, first: Piece) -> bool:
    """Tell whether a Latin name is a person's: an office stands before it, or it opens with a given name."""
    parts = first.text.split(" ")
    most = 4
    if first.kind != "latin" or not 2 <= len(parts) <= most or not all(each[:1].isupper() for each in parts):  # noqa: PLR2004
        return False
    if parts[-1].rstrip(".") in LEGAL_FORMS | COMPANY_TAILS:
        return False
    office = stretch.before_kind == "role" and not stretch.text[: first.at - stretch.at]
    return (office and stretch.before not in _NO_PERSONS_OFFICE) or parts[0] in GIVEN_NAMES


# Words of the list of offices that stand before firms as well.
_NO_PERSONS_OFFICE = {"品牌", "区域", "领导", "代理", "执行", "高级", "员工", "资深", "大中华区", "组织者", "代表"}


@lru_cache(maxsize=4)
def _not_own(goods: frozenset[str]) -> frozenset[str]:
    """Return the words a name of its own is not made of; single characters are left to names."""
    known = words.COMMON | goods | words.PLACES | words.HELD | words.SHORT_ENDS
    return frozenset(each for each in known if len(each) > 1)


_PLACE_FIRMS = {"钢铁", "特钢", "股份", "石化", "银行", "云商", "铝业", "水泥", "重工"}


_LONG_LATIN = 4
_NO_NAME = frozenset(
    "些更最很每各该此其这那哪么什怎吗呢吧啊且并或若如所之了的是在也都还又再已将被把给让向与及从到自一二三四五六七八九十两多我你他她它们"
)


def _with_short_end(text: str, goods: frozenset[str]) -> str:
    """Return the beginning of a stretch that has the form of a company's short name: own characters, then a trade."""
    for length in (2, 3, 4):
        own = text[:length]
        if len(own) < length or not all("\u4e00" <= each <= "\u9fff" for each in own):
            break
        for size in (3, 2):
            tail = text[length : length + size]
            if tail not in words.SHORT_ENDS:
                continue
            after = text[length + size : length + size + 2]
            more = after if after in words.SHORT_ENDS else ""
            place = own in words.PLACES and tail in _PLACE_FIRMS
            if (
                place
                or own in words.MILLS
                or (len(residue(own, _not_own(goods))) == length and text[: length + size] not in goods)
            ):
                return text[: length + size] + more
        if own in words.MILLS:
            return own
    return ""


def _own(name: str, goods: frozenset[str]) -> bool:
    """Tell whether a stretch has characters of its own: no common word, place, good, person or number."""
    if re.fullmatch(r"[A-Za-zÀ-ž0-9&.+ -]+", name):
        bare = name.replace(" ", "").upper()
        return (
            len(bare) > 1
            and name.split(" ", maxsplit=1)[0] not in {"for", "of", "by", "and", "the", "in", "on", "with"}
            and bare not in words.LATIN_NO_BODY
            and sum(c.isupper() for c in name) > 0
            and not any(c.isdigit() for c in bare)
        )
    if len(name) not in _NAME_LENGTHS or any(c.isdigit() for c in name) or name in words.PLACES:
        return False
    if name[-1] in "省市区县镇乡村州" or name[0] in "第约近超达共":
        return False
    if name in words.MILLS:
        return True
    if _with_short_end(name, goods) == name:
        return True
    rest = residue(name, _not_own(goods))
    return len(rest) >= 2 and len(rest) * 2 >= len(name) - 2  # noqa: PLR2004


_GIVEN_BY = {"由", "经", "获", "被"}
_GIVEN_TO = {"向", "授予", "为", "给"}
_WITH = {"与", "和", "同", "携手", "联合", "会同", "联手", "及", "以及", "跟"}


def _place_score(stretch: Stretch, *, first: bool, last: bool) -> int:
    """What the words and marks around a stretch say for a body."""
    score = 0
    if last:
        if stretch.after_kind == "role":
            score += 2
        elif stretch.after in words.STRONG_ACTS or stretch.after == "等":
            score += 1
        elif not stretch.after and stretch.mark_after in _LIST_MARKS:
            score += 0
    if first:
        if stretch.before in _GIVEN_TO and stretch.after in {"颁发", "授予", "正式", "出具", "提供", "颁授", "授牌"}:
            score += 1
        if (
            stretch.before
            in {"由", "授予", "携手", "联手", "会同", "委托", "向", "与", "包括", "来自", "依托", "邀请", "作为"}
            or stretch.before_kind == "noun"
        ):
            score += 1
        elif not stretch.before and stretch.mark_before in "\n,,。;；!！?？:：“” ":
            score += 1 if last and stretch.after in words.STRONG_ACTS else 0
    return score


_SHORT_FOR = re.compile(r"[（(](?:以下)?(?:统)?简称[:：]?\s?[“\"「『]?(?P<short>[^”\"」』（）()，,；;、]{2,16})")
_BRACKET = re.compile(r"[（(](?P<short>[A-Za-z][A-Za-z0-9&. -]{1,30})[）)]")


_HELD_THERE = {"举行", "召开", "举办", "顺利", "成功", "隆重", "启动", "开展", "正式", "上线"}


def find_chinese(text: str, listed: Mapping[int, int], goods: frozenset[str]) -> tuple[list[Name], dict[str, str]]:
    """Return the bodies a Chinese text names, and short names it defines (short → name as found).

    Args:
        text: plain text, simplified characters.
        listed: offset → length of names found on a list.
        goods: names of goods, which are no names of bodies.
    """
    names: list[Name] = []
    loose: list[tuple[Name, Stretch]] = []
    rows: list[list[str]] = [[]]
    for stretch in stretches_of(text, listed):
        if not stretch.text:
            if stretch.mark_before not in _LIST_MARKS:
                rows.append([])
            continue
        found, rest = _by_end(stretch)
        if stretch.before in {"在", "于"} and stretch.after in _HELD_THERE:
            continue
        names += found
        short = _short(stretch, rest, goods) if rest else None
        if short is not None:
            loose.append((short, stretch))
        if stretch.mark_before != _LIST_MARKS or stretch.before:
            rows.append([])
        rows[-1] += [each.text for each in found]
        rows[-1] += [each.text for each in stretch.pieces if each.kind == "listed"]
        if short is not None:
            rows[-1].append(short.text)
        if stretch.after and stretch.after not in {"和", "与", "及", "以及", "等"}:
            rows.append([])
    accepted = _weighed(names, [each for each, _ in loose], rows, {text[a : a + n] for a, n in listed.items()})
    names += [each for each, _ in loose if each.text in accepted]
    return sorted(names, key=_offset), _shorts(text, names, listed)


def _offset(name: Name) -> int:
    return name.at


_ENOUGH = 2


def _enough(text: str) -> int:
    """Two characters alone are most often a plain word."""
    return _ENOUGH + 1 if len(text) == 2 and not text.isascii() and text not in words.MILLS else _ENOUGH  # noqa: PLR2004


def _weighed(sure: Sequence[Name], loose: Sequence[Name], rows: Sequence[Sequence[str]], listed: set[str]) -> set[str]:
    """Return the loose names the text says enough for, with those that stand in one list with a body."""
    scores: dict[str, int] = {}
    for each in loose:
        scores[each.text] = scores.get(each.text, 0) + each.score
    longer = {each.text for each in sure}
    found = {text for text, score in scores.items() if score >= _enough(text) and not _a_person(text)}
    parts = {
        each[a:b] for each in longer for a in range(min(9, len(each))) for b in range(a + 2, min(10, len(each)) + 1)
    }
    found |= {text for text in scores if text in parts}
    for row in rows:
        least = 2
        firms = [each for each in row if each in found or each in longer or each in listed]
        if firms and len(row) >= least:
            found |= {each for each in row if each in scores and not _a_person(each)}
    return found


def _a_person(text: str) -> bool:
    return (
        len(text) in {2, 3}
        and text[0] in words.SURNAMES
        and text[1:] not in words.SHORT_ENDS
        and not text.endswith(("钢", "铝", "锂", "能", "电", "股份", "化", "汽", "建", "材"))
    )


def _shorts(text: str, names: Sequence[Name], listed: Mapping[int, int]) -> dict[str, str]:
    """Return the short names a text gives in brackets behind a name."""
    ends = {each.at + len(each.text): each.text for each in names}
    ends.update({at + size: text[at : at + size] for at, size in listed.items()})
    found: dict[str, str] = {}
    for pattern in (_SHORT_FOR, _BRACKET):
        for match in pattern.finditer(text):
            at = match.start()
            name = ends.get(at) or ends.get(at - 1)
            if name:
                found.setdefault(match["short"].strip(' “”"，,'), name)
    return found
