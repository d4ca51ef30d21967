"""Processes that make several products at once: IR (EU) 2025/2547 Annex III A, equation 43.

What is attributed to the process by equations 55 and 56, after heat and waste gas, goes to its products by their molar
amounts. The rule was read; that the share of a product that is vented stays with the good is recalled (Annex I,
equations 1 to 3 of hydrogen by electrolysis). Precursors are not shared: their use is told process by process.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.derivation import plain
from carnet.cbam.result import JointResult
from carnet.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from carnet.cbam.attribution import Attributed
    from carnet.cbam.reading import Row

ZERO, ONE = Fraction(0), Fraction(1)
_ALONE = Text("只有一种产物", "there is one product only")
_NO_OWN = Text("没有一行的去向是该过程本身", "no row has the process itself as its destination")
_TWO_OWN = Text("有两行的去向是该过程本身", "two rows have the process itself as their destination")
_OWN_USED = Text("自身货物的行不填“售出或使用”", "the row of its own good takes no amount sold or used")
_CHAIN = Text("去向“{to}”自己也分摊联产品", "its destination {to} shares out products of its own")
_BROKEN = Text("有的行缺数值", "a row lacks a value")


def molar_shares(products: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, Fraction]:
    """Return each product's share by molar amounts, from t and g/mol (eq 43).

    Raises:
        ZeroDivisionError: there is nothing of any product, or a molar mass is zero.
    """
    moles = {name: amount / molar for name, (amount, molar) in products.items()}
    total = sum(moles.values(), ZERO)
    return {name: each / total for name, each in moles.items()}


def receivers(rows: Sequence[Row]) -> frozenset[str]:
    """Return the processes that get a share of another's emissions."""
    return frozenset(row.text("to") for row in rows if row.given("to") and row.text("to") != row.text("process"))


def share_joint(attributed: Sequence[Attributed], rows: Sequence[Row]) -> tuple[list[Attributed], list[JointResult]]:
    """Share the emissions of joint processes out to their products.

    A process whose products cannot be shared out keeps everything, is marked as lacking them, and so are those that
    would get a part; the reason is told.
    """
    known = {each.row.id: each for each in attributed}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        process = row.refer("process", known) if row.given("process") else ""
        if process:
            groups.setdefault(process, []).append(row)
        elif not row.given("process"):
            row.tell("CBM-002", "process")
    results: list[JointResult] = []
    for process, group in groups.items():
        whole = known[process]
        shares = _shares(process, group, groups, known)
        if shares is None:
            lost = tuple(row.id for row in group)
            for name in {process, *(row.text("to") for row in group)} & known.keys():
                known[name] = _lacks(known[name], lost, lost)
            continue
        away = [moved for row, (_, moved) in zip(group, shares, strict=True) if row.text("to") != process]
        left = ONE - sum(away, ZERO)
        for row, (molar, moved) in zip(group, shares, strict=True):
            to = row.text("to")
            results.append(_result(row, whole, to, molar, left if to == process else moved))
            if to and to != process:
                known[to] = _given(known[to], whole, moved)
        known[process] = replace(
            known[process],
            direct=whole.direct * left,
            indirect=whole.indirect * left,
            electricity=whole.electricity * left,
            joint=left,
        )
    return [known[each.row.id] for each in attributed], results


def _shares(
    process: str, group: Sequence[Row], groups: Mapping[str, object], known: Mapping[str, Attributed]
) -> list[tuple[Fraction, Fraction]] | None:
    """Return each row's molar share and the share that goes with it; None, with problems."""
    read = [_read(row) for row in group]
    own = [row for row in group if row.text("to") == process]
    why: list[tuple[Row, Text]] = []
    if any(each is None for each in read):
        why.append((group[0], _BROKEN))
    if len(group) == 1:
        why.append((group[0], _ALONE))
    if len(own) != 1:
        why.append((group[0], _TWO_OWN if own else _NO_OWN))
    why += [(row, _OWN_USED) for row in own if row.given("used")]
    ok = True
    for row in group:
        to = row.text("to")
        if to and to != process:
            ok = bool(row.refer("to", known)) and ok
            if to in groups:
                why.append((row, _CHAIN.format({"to": to})))
    for row, text in why:
        row.tell("CBM-029", "process", process=process, why_zh=text.zh, why_en=text.en)
    if why or not ok:
        return None
    shares = molar_shares({row.id: (each[0], each[1]) for row, each in zip(group, read, strict=True) if each})
    return [
        (shares[row.id], shares[row.id] * (each[2] / each[0] if each[0] else ONE))
        for row, each in zip(group, read, strict=True)
        if each
    ]


def _read(row: Row) -> tuple[Fraction, Fraction, Fraction] | None:
    amount, molar = row.need("amount", above=0), row.need("molar_mass", above=0)
    used = row.amount("used", least=0) if row.given("used") else amount
    if amount is None or molar is None or used is None:
        return None
    if used > amount:
        row.tell("CBM-003", "used", row.text("used"), bounds="≤ amount")
        return None
    return amount, molar, used


def _lacks(to: Attributed, direct: Sequence[str], indirect: Sequence[str]) -> Attributed:
    return replace(
        to,
        missing=tuple(dict.fromkeys((*to.missing, *direct))),
        missing_indirect=tuple(dict.fromkeys((*to.missing_indirect, *indirect))),
    )


def _given(to: Attributed, whole: Attributed, part: Fraction) -> Attributed:
    """Hand a share of a joint process on, with what the joint process itself lacks."""
    return replace(
        _lacks(to, whole.missing, whole.missing_indirect),
        direct=to.direct + whole.direct * part,
        indirect=to.indirect + whole.indirect * part,
        electricity=to.electricity + whole.electricity * part,
        joint_in=to.joint_in + whole.direct * part,
    )


def _result(row: Row, whole: Attributed, to: str, molar: Fraction, moved: Fraction) -> JointResult:
    own = to == whole.row.id
    name = row.text("name")
    shown = f"{row.text('amount')} t / {row.text('molar_mass')} g/mol"
    direct = whole.direct * moved
    zh = f"公式43：{name} {shown}，占摩尔量 {plain(molar, 9)}"
    en = f"eq 43: {name} {shown}, {plain(molar, 9)} of the moles"
    if moved > molar:
        zh, en = f"{zh}，加上放空部分为 {plain(moved, 9)}", f"{en}, with what is vented {plain(moved, 9)}"
    elif moved < molar:
        zh, en = f"{zh}，其中售出或使用的占 {plain(moved, 9)}", f"{en}, of which sold or used {plain(moved, 9)}"
    end = f" × {plain(whole.direct)} tCO2e = {plain(direct)} tCO2e"
    where = (
        Text("留在本过程", "stays here") if own
        else Text(f"归于过程 {to}", f"goes to process {to}") if to
        else Text("不属于CBAM货物", "outside the CBAM")
    )  # fmt: skip
    return JointResult(
        row.id, whole.row.id, to, moved, direct, whole.indirect * moved,
        Text(f"{zh}{end}（{where.zh}）", f"{en}{end} ({where.en})"),
    )  # fmt: skip
