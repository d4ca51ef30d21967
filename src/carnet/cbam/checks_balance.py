"""Sums that must close: processes against the installation, production against use, carbon in against carbon out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from carnet.cbam.checks_scope import BY_CONTENT, sum_by
from carnet.cbam.checks_sight import at, bad, num, numbered, show, told
from carnet.cbam.standard_factors import standard_factor

if TYPE_CHECKING:
    from carnet.cbam.checks_sight import Finding, Sight
    from carnet.inventory.installation import SourceStream

ZERO = Fraction(0)
# Amounts of a yearly report agree where they differ by less than half a unit of the last whole t, TJ or MWh they add up
# to, or by a part in a million: typed sums are often rounded.
_ABSOLUTE, _RELATIVE = Fraction(1, 2), Fraction(1, 10**6)
# Annex II B.4: 7.5 % is acceptable for small amounts; used where a stream states no uncertainty.
_ORIENTATION = Fraction(75, 1000)
_CARBON_RATIO = Fraction(3664, 1000)


def agree(a: Fraction, b: Fraction) -> bool:
    """Say whether two sums are the same but for rounding."""
    gap = abs(a - b)
    return gap <= _RELATIVE * max(abs(a), abs(b)) or (gap <= _ABSOLUTE and max(abs(a), abs(b)) > 1000 * _ABSOLUTE)


def streams_shared_out(sight: Sight) -> list[Finding] | None:
    """CBM-R10: the processes' meters of a shared stream are reconciled with the installation's (eq 41, 42).

    The factor is shown; one further from 1 than the meters' uncertainty says that a meter or a process is missing.
    """
    shares: dict[str, list[Fraction]] = {}
    for share in sight.study.stream_shares:
        if (amount := num(share.amount)) is not None:
            shares.setdefault(share.stream, []).append(amount)
    found: list[Finding] = []
    for i, stream in numbered(sight.study.source_streams):
        parts, total = shares.get(stream.id), num(stream.activity)
        if not parts or total is None:
            continue
        added = sum(parts, ZERO)
        here = at("source_streams", i, "activity")
        if added == 0:
            found.append(bad(here, f"{stream.id}的分配量之和为零", f"the shares of {stream.id} add up to zero"))
            continue
        factor, allowed = total / added, num(stream.uncertainty) or _ORIENTATION
        text = f"RecF = {show(factor)}"
        if abs(factor - 1) > allowed:
            found.append(bad(
                here,
                f"{stream.id}：各过程合计{show(added)}，装置{show(total)}，"
                f"{text}，超出仪表不确定度{show(allowed * 100)}%",
                f"{stream.id}: processes add up to {show(added)}, the "
                f"installation to {show(total)}; {text}, outside the "
                f"meters' uncertainty of {show(allowed * 100)} %",
            ))  # fmt: skip
        else:
            found.append(told(here, f"{stream.id}：{text}", f"{stream.id}: {text}"))
    return found or None


def streams_attributed(sight: Sight) -> list[Finding] | None:
    """CBM-R11: every stream belongs to a process, or is shared out, unless processes state what is theirs."""
    study = sight.study
    if not study.source_streams or not study.production:
        return None
    if all(p.direct for p in study.production):
        return None
    shared = {s.stream for s in study.stream_shares}
    return [
        bad(
            at("source_streams", i, "process"),
            f"源流{s.id}没有归属的生产过程，也没有分配行",
            f"stream {s.id} belongs to no process and has no share rows",
        )
        for i, s in numbered(study.source_streams)
        if not s.process and not s.generation and s.id not in shared
    ]  # fmt: skip


def processes_within_installation(sight: Sight) -> list[Finding] | None:
    """CBM-R12: processes have no more direct (DirEm*) and indirect emissions than the installation."""
    computed = sight.computed
    if computed is None or not computed.processes:
        return None
    found: list[Finding] = []
    if total := computed.totals.direct:
        added = sum((p.direct_star for p in computed.processes), ZERO)
        zh, en = (
            f"各过程DirEm*合计{show(added)} t，装置{show(total)} t",
            (f"DirEm* of all processes is {show(added)} t, the installation emits {show(total)} t"),
        )
        rest = total - added
        if agree(added, total):
            found.append(told("/production", zh, en))
        elif rest < 0:
            found.append(bad("/production", f"{zh}：排放被计了两次", f"{en}: something is counted twice"))
        else:
            found.append(
                told(
                    "/production",
                    f"{zh}；其余{show(rest)} t属于其他产品、共用热量或未归属",
                    f"{en}; the other {show(rest)} t is of other products, shared heat, or attributed to nothing",
                )
            )
    stated = next((v for x in sight.study.installation if (v := num(x.indirect)) is not None), None)
    used = sum((p.indirect for p in computed.processes), ZERO)
    if stated is not None and used > stated and not agree(used, stated):
        found.append(
            bad(
                "/installation/0/indirect",
                f"各过程间接排放合计{show(used)} t，装置只填{show(stated)} t",
                f"indirect emissions of all processes are {show(used)} t, the installation states {show(stated)} t",
            )
        )
    return found or None


def cogeneration_closes(sight: Sight) -> list[Finding] | None:
    """CBM-R13: processes take no more heat and power from a generating unit than it gives, nor export more power."""
    study = sight.study
    if not study.cogeneration:
        return None
    heats = [(p.heat_in_chp, num(p.heat_in) or ZERO) for p in study.production if p.heat_in_chp]
    of = {h.id: h.chp for h in study.heat_flows if h.chp and h.direction == "in"}
    measured = sight.computed.heat if sight.computed is not None else ()
    taken = sum_by([*heats, *((of[h.id], h.amount) for h in measured if h.id in of)])
    drawn = sum_by(
        [(p.electricity_chp, num(p.electricity) or ZERO) for p in study.production if p.electricity_chp]
        + [(p.electricity_out_chp, num(p.electricity_out) or ZERO) for p in study.production if p.electricity_out_chp]
    )
    found: list[Finding] = []
    for i, unit in numbered(study.cogeneration):
        heat, used = num(unit.heat), taken.get(unit.id, ZERO)
        if heat is not None and used > heat and not agree(used, heat):
            found.append(bad(
                at("cogeneration", i, "heat"),
                f"热电联产{unit.id}产热{show(heat)} TJ，各过程却取用{show(used)} TJ",
                f"cogeneration {unit.id} gives {show(heat)} TJ of heat, processes take {show(used)} TJ",
            ))  # fmt: skip
        made, spent = num(unit.electricity), drawn.get(unit.id, ZERO)
        if made is not None and spent > made and not agree(spent, made):
            found.append(bad(
                at("cogeneration", i, "electricity"),
                f"机组{unit.id}发电{show(made)} MWh，各过程却用去和外送{show(spent)} MWh",
                f"unit {unit.id} makes {show(made)} MWh, processes use and give away {show(spent)} MWh of it",
            ))  # fmt: skip
    power = sum((num(c.electricity) or ZERO for c in study.cogeneration), ZERO)
    out = sum((num(p.electricity_out) or ZERO for p in study.production), ZERO)
    if out > power and not agree(out, power):
        found.append(bad(
            "/production",
            f"各过程外送电力{show(out)} MWh，热电联产只发电{show(power)} MWh",
            f"processes give away {show(out)} MWh of electricity, cogeneration makes {show(power)} MWh",
        ))  # fmt: skip
    return found


def waste_gas_closes(sight: Sight) -> list[Finding] | None:
    """CBM-R14: waste gas that processes take comes from processes that give it, or from outside."""
    rows = sight.study.production
    taken = sum((num(p.waste_gas_in) or ZERO for p in rows), ZERO)
    given = sum((num(p.waste_gas_out) or ZERO for p in rows), ZERO)
    if not taken:
        return None
    if taken > given and not agree(taken, given):
        first = next(i for i, p in numbered(rows) if num(p.waste_gas_in))
        return [bad(
            at("production", first, "waste_gas_in"),
            f"取用废气{show(taken)} TJ，装置内只产出{show(given)} TJ：其余须来自其他装置并有凭证",
            f"{show(taken)} TJ of waste gas is used, {show(given)} "
            "TJ given: the rest must come, with papers, from outside",
        )]  # fmt: skip
    return []


# Materials that are waste gases of the process they come from.
WASTE_GASES = ("blast furnace gas", "oxygen steel furnace gas", "coke oven gas", "carbon monoxide")


def is_waste_gas(sight: Sight, stream: SourceStream) -> bool:
    """Say whether a stream is a waste gas, by the act's table or by its name."""
    factor = standard_factor(sight.tables, stream)
    names = (factor.en if factor else "", stream.material, stream.name)
    return any(gas in name.lower().replace("_", " ") for gas in WASTE_GASES for name in names)


def waste_gas_once(sight: Sight) -> list[Finding] | None:
    """CBM-R15: exported waste gas stays in DirEm* and leaves by eq 54; a second deduction or charge counts it twice."""
    found: list[Finding] = []
    moved = [(i, p) for i, p in numbered(sight.study.production) if num(p.waste_gas_out) or num(p.waste_gas_in)]
    if not moved:
        return None
    shares = {(s.stream, s.process) for s in sight.study.stream_shares}
    for _, process in moved:
        for j, stream in numbered(sight.study.source_streams):
            mine = stream.process == process.id or (stream.id, process.id) in shares
            if not mine or not is_waste_gas(sight, stream):
                continue
            amount = num(stream.activity) or ZERO
            if num(process.waste_gas_out) and amount < 0:
                found.append(bad(
                    at("source_streams", j, "activity"),
                    f"{stream.id}在碳平衡中扣除，过程{process.id}又按式54外送：同一废气扣了两次",
                    f"{stream.id} is taken out by the mass balance and again by eq 54 of process {process.id}",
                ))  # fmt: skip
            if num(process.waste_gas_in) and amount > 0 and not num(process.waste_gas_out):
                found.append(bad(
                    at("source_streams", j, "activity"),
                    f"{stream.id}的燃烧已在DirEm*中，过程{process.id}又按式53输入：同一废气计了两次",
                    f"{stream.id} is burned in DirEm* and charged again by eq 53 of process {process.id}",
                ))  # fmt: skip
    return found


def production_balance(sight: Sight) -> list[Finding] | None:
    """CBM-R16: what a process makes goes to the market, into other processes, or into goods outside the CBAM."""
    study = sight.study
    levels = sum_by([(x.of, v) for x in study.production_levels if (v := num(x.amount)) is not None])
    uses = sum_by([(u.source, v) for u in study.precursor_uses if (v := num(u.amount)) is not None])
    found: list[Finding] = []
    seen = False
    for i, process in numbered(study.production):
        stated, level = num(process.amount), levels.get(process.id)
        amount = stated if stated is not None else level
        if stated is not None and level is not None and not agree(stated, level):
            seen = True
            found.append(bad(
                at("production", i, "amount"),
                f"过程{process.id}的产量{show(stated)}不等于各路线之和{show(level)}",
                f"process {process.id} makes {show(stated)}, its routes add up to {show(level)}",
            ))  # fmt: skip
        market = num(process.market)
        if amount is None or market is None:
            continue
        seen = True
        parts = market + uses.get(process.id, ZERO) + (num(process.other_use) or ZERO)
        if not agree(amount, parts):
            found.append(bad(
                at("production", i, "market"),
                f"过程{process.id}产量{show(amount)}，而市场、内部使用与其他用途合计{show(parts)}",
                f"process {process.id} makes {show(amount)}; market, own use and other use add up to {show(parts)}",
            ))  # fmt: skip
    return found if seen else None


def precursor_balance(sight: Sight) -> list[Finding] | None:
    """CBM-R17: what was bought of a precursor is used in processes or for other goods."""
    study = sight.study
    levels = sum_by([(x.of, v) for x in study.production_levels if (v := num(x.amount)) is not None])
    uses = sum_by([(u.source, v) for u in study.precursor_uses if (v := num(u.amount)) is not None])
    found: list[Finding] = []
    seen = False
    for i, precursor in numbered(study.precursors):
        stated = num(precursor.amount)
        amount = stated if stated is not None else levels.get(precursor.id)
        if amount is None:
            continue
        seen = True
        parts = uses.get(precursor.id, ZERO) + (num(precursor.other_use) or ZERO)
        if not agree(amount, parts):
            found.append(bad(
                at("precursors", i, "amount"),
                f"前体{precursor.id}购入{show(amount)} t，使用合计{show(parts)} t",
                f"{show(amount)} t of precursor {precursor.id} was bought, {show(parts)} t used",
            ))  # fmt: skip
    return found if seen else None


def goods_within_market(sight: Sight) -> list[Finding] | None:
    """CBM-R18: goods sent to the EU are not more than their process made for the market."""
    sold = sum_by([(g.process, v) for g in sight.study.cbam_goods if (v := num(g.amount)) is not None])
    found: list[Finding] = []
    seen = False
    for i, process in numbered(sight.study.production):
        amount = sold.get(process.id)
        market = num(process.market) if process.market else num(process.amount)
        # Goods of these are told in t of good, their process in t of clinker or nitrogen.
        if amount is None or market is None or process.category in BY_CONTENT:
            continue
        seen = True
        if amount > market and not agree(amount, market):
            found.append(bad(
                at("production", i, "market"),
                f"过程{process.id}供市场{show(market)} {process.unit}，出口货物却有{show(amount)}",
                f"process {process.id} makes {show(market)} {process.unit} "
                f"for the market, goods add up to {show(amount)}",
            ))  # fmt: skip
    return found if seen else None


def _carbon(stream: SourceStream) -> Fraction | None:
    """Return the carbon of a stream in t, negative for outputs; None where it cannot be told."""
    activity = num(stream.activity)
    if activity is None:
        return None
    carbon = num(stream.carbon)
    if carbon is not None:
        return activity * carbon
    ef, ncv = num(stream.ef), num(stream.ncv)
    if ef is None:
        return None
    if stream.ef_unit == "tCO2/TJ":
        return None if ncv is None else activity * ncv / 1000 * ef / _CARBON_RATIO
    return activity * ef / _CARBON_RATIO


def carbon_balance(sight: Sight) -> list[Finding] | None:
    """CBM-R19: no more carbon leaves a process in products than comes in, but for the meters' uncertainty."""
    rows: dict[str, list[tuple[int, Fraction, Fraction]]] = {}
    for i, stream in numbered(sight.study.source_streams):
        if stream.method not in {"mass_balance", "combustion", "process"} or not stream.process:
            continue
        carbon = _carbon(stream)
        if carbon is not None:
            rows.setdefault(stream.process, []).append((i, carbon, num(stream.uncertainty) or _ORIENTATION))
    checked = {p: r for p, r in rows.items() if any(c < 0 for _, c, _ in r)}
    if not checked:
        return None
    found: list[Finding] = []
    for process, entries in checked.items():
        into = sum((c for _, c, _ in entries if c > 0), ZERO)
        out = -sum((c for _, c, _ in entries if c < 0), ZERO)
        slack = sum((abs(c) * u for _, c, u in entries), ZERO)
        where = next(i for i, c, _ in entries if c < 0)
        zh, en = f"过程{process}碳输入{show(into)} t，输出{show(out)} t", (
            f"process {process}: {show(into)} t of carbon in, {show(out)} t out in products"
        )  # fmt: skip
        if out > into + slack:
            found.append(bad(
                at("source_streams", where, "carbon"), f"{zh}，超出仪表不确定度", f"{en}, more than meters explain"
            ))  # fmt: skip
        else:
            found.append(told(at("source_streams", where, "carbon"), zh, en))
    return found
