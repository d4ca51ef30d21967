"""Bodies: whether two names mean the same one, and whether a body is one of those that a market file lets decide.

A market file names a body, or describes a class of bodies (`any`): every verifier accredited in the Economic Area, the
buyer whoever it is. A description is no name: a body belongs to a class by its kind, an id that a register or an
accreditation body gave it, and the state that did so, never because somebody writes the description as its name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.model import Party
from carnet.recognition.vocabulary import DIMENSIONS

# States whose bodies may accredit or notify for EU law: the Union, and the European Economic Area with it.
EU_STATES = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
EEA_STATES = EU_STATES | {"IS", "LI", "NO"}
GROUPS: Mapping[str, frozenset[str]] = {"EU": EU_STATES, "EEA": EEA_STATES}
# What a body that a market file names does there. "decides" is also what is meant where the file does not say.
ROLES = ("decides", "verifies", "certifies", "registers", "grants", "accepts", "declares", "controls")
_UNSAID = "signatory"
# Who decides on the whole, and who gives assurance alone. Of law only the first decides, the others assure.
_WHOLE = ("decides", "certifies", "registers", "grants", "accepts")
_WHOLE_BY_LAW = ("decides",)
_ASSURE_BY_LAW = ("verifies", "certifies")
ASSURANCE = ("K5",)
_BRACKETS = re.compile(r"\s*[（(]([A-Z][A-Za-z]{2,})[）)]\s*$")
_FEWEST = 3  # capitals of a short form


@dataclass(frozen=True, slots=True)
class Power:
    """What the word of a body is worth for one purpose: the dimensions it settles, and whether it does so by law."""

    reaches: tuple[str, ...] = ()
    law: bool = False
    named: bool = False


NO_POWER = Power()


def plain(name: str) -> str:
    """A name without case, spaces and signs."""
    return "".join(ch for ch in name.casefold() if ch.isalnum())


def names_of(body: Party) -> frozenset[str]:
    """The names a body goes by: in both languages, with and without a short form in brackets that its letters make.

    What else stands in brackets, such as a country, tells bodies apart and belongs to the name.
    """
    found = {plain(body.name.zh), plain(body.name.en)}
    bracket = _BRACKETS.search(body.name.en)
    if bracket and _short_form(bracket[1], body.name.en[: bracket.start()]):
        short = bracket[1]
        found |= {plain(short), plain(body.name.en[: bracket.start()])}
        found.add(plain(re.sub(rf"[（(]{re.escape(short)}[）)]", "", body.name.zh)))
    return frozenset(found - {""})


def _short_form(short: str, name: str) -> bool:
    """Tell whether the capitals of a short form are letters that begin the words of a name, in their order."""
    letters = unicodedata.normalize("NFD", name)
    heads = [
        char.upper() for at, char in enumerate(letters) if char.isupper() or (char.isalpha() and _begins(letters, at))
    ]
    wanted = [char for char in short if char.isupper()]
    rest = iter(heads)
    return len(wanted) >= _FEWEST and wanted[0] == next(iter(heads), "") and all(char in rest for char in wanted)


def _begins(text: str, at: int) -> bool:
    return at == 0 or not (text[at - 1].isalnum() or unicodedata.combining(text[at - 1]))


def same_body(one: Party, other: Party) -> bool:
    """Tell whether two parties are the same named body: by id where both state one, else by kind and exact name.

    The names must agree in both languages: one alone is soon the same for two bodies.
    """
    if one.any or other.any:
        return False
    if one.id and other.id:
        return plain(one.id) == plain(other.id)
    if one.kind != other.kind:
        return False
    first, second = names_of(one), names_of(other)
    said, wanted = ({plain(body.name.zh), plain(body.name.en)} for body in (one, other))
    return said <= second or wanted <= first


def belongs(body: Party, entry: Party) -> bool:
    """Tell whether a body is the one an entry names, or belongs to the class it describes."""
    return not why_not(body, entry)


def why_not(body: Party, entry: Party) -> Text | None:
    """Say why a body is not the one an entry names or describes; None where it is."""
    if not entry.any:
        same = same_body(body, entry)
        return None if same else Text(f"名称与{entry.name.zh}不一致", f"is not named as {entry.name.en}")
    said = entry.name
    if body.any or names_of(body) & names_of(entry):
        return Text(
            f"“{said.zh}”是一类机构，不是机构的名称", f"{said.en} describes a class of bodies and is no body's name"
        )
    if body.kind != entry.kind:
        return Text(f"不是“{said.zh}”这一类", f"is none of the class: {said.en}")
    if not body.id:
        return Text(
            "没有写明登记号或认可号（body 的 id）", "its register or accreditation id is not stated (id of the body)"
        )
    wanted = states(entry.states)
    if wanted and not states(body.states) & wanted:
        listed = ", ".join(entry.states)
        return Text(
            f"没有写明由{listed}的国家认可、公告或设立（body 的 states）",
            f"that a state of {listed} accredited, notified or set it up is not stated (states of the body)",
        )
    return None


def states(codes: Sequence[str]) -> frozenset[str]:
    """Codes of states, a group of states taken apart."""
    found: set[str] = set()
    for code in codes:
        found |= GROUPS.get(code.upper(), frozenset({code.upper()}))
    return frozenset(found)


def role_of(entry: Party) -> str:
    """What a body of `decides` does: the role the file states, else that it decides."""
    return "decides" if entry.role == _UNSAID else entry.role


def power_of(body: Party, decides: Sequence[Party], *, legal: bool, market: str) -> Power:
    """Return what the word of a body is worth for a purpose, from the market's own list of who decides.

    Args:
        body: the one that signed.
        decides: the bodies and classes of the market file.
        legal: the purpose is one of law.
        market: the market for which the body spoke. An authority of one state speaks for that state alone.
    """
    best = NO_POWER
    for entry in decides:
        if not belongs(body, entry) or _out_of_its_state(body, entry, market):
            continue
        role = role_of(entry)
        if role in (_WHOLE_BY_LAW if legal else _WHOLE):
            found = Power(DIMENSIONS, legal, not entry.any)
        elif role in (_ASSURE_BY_LAW if legal else ("verifies",)):
            found = Power(ASSURANCE, legal, not entry.any)
        else:
            continue
        best = max(best, found, key=lambda each: (len(each.reaches), each.named))
    return best


def _out_of_its_state(body: Party, entry: Party, market: str) -> bool:
    """Whether an authority that is one of several speaks for a market other than its own state."""
    return entry.any and entry.kind in {"authority", "state"} and bool(entry.states) and market not in body.states


def why_no_power(body: Party, decides: Sequence[Party], *, market: str) -> Text:
    """Say why the word of a body decides nothing for a purpose."""
    close = [entry for entry in decides if entry.kind == body.kind]
    for entry in close:
        if belongs(body, entry):
            if _out_of_its_state(body, entry, market):
                zh, en = f"它只为自己的国家决定，不为{market}", f"it decides for its own state, not for {market}"
                return Text(zh, en)
            return Text(
                "市场文件没有让它决定（role）", f"the market file does not let it decide (role: {role_of(entry)})"
            )
        why = why_not(body, entry)
        if entry.any and why is not None:
            return why
    return Text(
        "市场文件没有让它决定（名称须中英文都与市场文件一致，或 id 相同）",
        "the market file does not name it among those that decide (by its name in both languages, or by id)",
    )
