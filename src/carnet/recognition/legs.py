"""The three legs an arrangement stands on: method, database, certification. Without one it is recognised in part."""

from __future__ import annotations

from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.model import Leg, Recognition
from carnet.recognition.vocabulary import LEGS

LEG_TEXT = {
    "method": Text("核算方法", "method"),
    "database": Text("数据库", "database"),
    "certification": Text("认证核查", "certification"),
}


@dataclass(frozen=True, slots=True)
class LegState:
    """One leg on a day: whether it stands, and why not."""

    leg: str
    stands: bool
    why: Text = Text("", "")


def legs_on(recognition: Recognition, day: str) -> tuple[LegState, ...]:
    """Return the three legs on a day. A leg stands when it is there, evidenced by a document read, and dated."""
    by_leg = {leg.leg: leg for leg in recognition.legs}
    return tuple(_state(name, by_leg.get(name), day) for name in LEGS)


def _state(name: str, leg: Leg | None, day: str) -> LegState:
    said = LEG_TEXT[name]
    if leg is None:
        return LegState(name, stands=False, why=Text(f"缺“{said.zh}”一项", f"the {said.en} leg is missing"))
    if not any(cite.source and cite.status == "read" for cite in leg.documents):
        why = Text(f"“{said.zh}”没有读到的文件作证据", f"no document that was read evidences the {said.en} leg")
        return LegState(name, stands=False, why=why)
    if not leg.since:
        why = Text(f"“{said.zh}”没有起始日期", f"the {said.en} leg has no first day")
        return LegState(name, stands=False, why=why)
    if day < leg.since:
        why = Text(f"“{said.zh}”自 {leg.since} 起", f"the {said.en} leg begins {leg.since}")
        return LegState(name, stands=False, why=why)
    if leg.until and day > leg.until:
        why = Text(f"“{said.zh}”已于 {leg.until} 结束", f"the {said.en} leg ended {leg.until}")
        return LegState(name, stands=False, why=why)
    return LegState(name, stands=True)


# Which legs each kind of recognition needs: whoever recognises a factor recognises neither method nor verifier.
NEEDED = {
    "label": LEGS,
    "rule": ("method",),
    "verifier": ("certification",),
    "factor": ("database",),
    "clause": ("method",),
}
