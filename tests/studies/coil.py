"""Exact balances of the shipped coil studies, kept apart from the product's own arithmetic: a second opinion."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUDIES = ROOT / "src" / "carnet" / "data" / "studies"
DOCUMENT = ROOT / "docs" / "data" / "hot-rolled-coil.md"
NOTES = ROOT.parent / "shared" / "data" / "products" / "hot_rolled_coil_bf_bof.yaml"
VARIANTS = ("hrc_bf_bof_a", "hrc_bf_bof_b")
ALL = (*VARIANTS, "hrc_bf_bof_illustrative")
PER_CARBON = Fraction(44, 12)
TO_BASE = {"kg": Fraction(1), "t": Fraction(1000), "Nm3": Fraction(1), "kWh": Fraction(1), "MWh": Fraction(1000),
           "MJ": Fraction(1), "GJ": Fraction(1000), "m3": Fraction(1)}  # fmt: skip
GASES_OF_THE_SITE = ("coke_oven_gas", "blast_furnace_gas", "converter_gas")
NOT_WEIGHED = {"fresh_water", "circulating_water", "CO2", "CH4", "N2O"}
Row = dict[str, str]


def load(name: str) -> dict:
    return tomllib.loads((STUDIES / f"{name}.toml").read_text(encoding="utf-8"))


def base(row: Row) -> Fraction:
    return Fraction(row["amount"]) * TO_BASE[row["unit"]]


def sign(row: Row) -> int:
    return 1 if row["direction"] == "in" else -1


def rows_of(study: dict, process: str) -> list[Row]:
    return [row for row in study["exchanges"] if row["process"] == process]


def reference(study: dict, process: str) -> Row:
    (row,) = [row for row in rows_of(study, process) if row["role"] == "reference"]
    return row


def runs(study: dict) -> dict[str, Fraction]:
    """How many times each process runs, as recorded, for 1 t of product (reference links only; gas loops follow)."""
    last = study["product"]["process"]
    count = {last: 1000 / base(reference(study, last))}
    pending = [process["id"] for process in study["processes"] if process["id"] != last]
    while pending:
        for process in pending:
            made = reference(study, process)["flow"]
            users = [
                row for row in study["exchanges"]
                if row.get("provider") == process and row["flow"] == made and row["process"] != process
            ]  # fmt: skip
            if all(row["process"] in count for row in users):
                need = sum((base(row) * count[row["process"]] for row in users), Fraction(0))
                count[process] = need / base(reference(study, process))
                pending.remove(process)
                break
    return count


def carbon_terms(study: dict, process: str) -> dict[str, Fraction]:
    """Net amount of each carbon-bearing flow of a process: inputs plus, outputs minus."""
    contents = {p["flow"] for p in study["properties"] if p["property"] == "carbon_content"}
    net: dict[str, Fraction] = {}
    for row in rows_of(study, process):
        if row["flow"] in contents:
            net[row["flow"]] = net.get(row["flow"], Fraction(0)) + sign(row) * base(row)
    return net


def bounds(study: dict, net: dict[str, Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Least, central and greatest CO2 (kg); one content holds for a flow wherever it stands, so it cancels."""
    by_flow = {p["flow"]: p for p in study["properties"] if p["property"] == "carbon_content"}
    low = value = high = Fraction(0)
    for flow, amount in net.items():
        least, central, most = (Fraction(by_flow[flow][name]) for name in ("low", "value", "high"))
        low += amount * (least if amount > 0 else most)
        value += amount * central
        high += amount * (most if amount > 0 else least)
    return low * PER_CARBON, value * PER_CARBON, high * PER_CARBON


def site(study: dict) -> dict[str, Fraction]:
    """Net carbon-bearing flows of the whole site for 1 t of product."""
    total: dict[str, Fraction] = {}
    for process, count in runs(study).items():
        for flow, amount in carbon_terms(study, process).items():
            total[flow] = total.get(flow, Fraction(0)) + count * amount
    return total


def mass(study: dict, process: str) -> tuple[Fraction, Fraction]:
    """Solids and liquids (kg) in and out of a process; gases by volume, air, water and emissions left out."""
    put, got = Fraction(0), Fraction(0)
    for row in rows_of(study, process):
        if row["unit"] not in {"kg", "t"} or row["flow"] in NOT_WEIGHED:
            continue
        if row["direction"] == "in":
            put += base(row)
        else:
            got += base(row)
    return put, got


def one(number: Fraction) -> str:
    """One decimal, half away from zero, with a true minus kept as a hyphen."""
    tenths = int(abs(number) * 10 + Fraction(1, 2))
    return f"{'-' if number < 0 and tenths else ''}{tenths // 10}.{tenths % 10}"


def mass_rows(study: dict) -> list[str]:
    rows = []
    for process in study["processes"]:
        put, got = mass(study, process["id"])
        rows.append(f"| {process['name']['zh']} {process['name']['en']} | {one(put)} | {one(got)} | {one(put - got)} |")
    return rows


def reported(study: dict, process: str) -> Fraction | None:
    found = [base(row) for row in rows_of(study, process) if row["flow"] == "CO2"]
    return sum(found, Fraction(0)) if found else None


def carbon_rows(study: dict) -> list[str]:
    """Per process and for the site, for 1 t of product."""
    rows = []
    counts = runs(study)
    told = Fraction(0)
    for process in study["processes"]:
        count = counts[process["id"]]
        net = {flow: amount * count for flow, amount in carbon_terms(study, process["id"]).items()}
        low, value, high = (one(x) for x in bounds(study, net))
        direct = reported(study, process["id"])
        told += direct * count if direct is not None else 0
        shown = one(direct * count) if direct is not None else "-"
        rows.append(f"| {process['name']['zh']} {process['name']['en']} | {low} | {value} | {high} | {shown} |")
    low, value, high = (one(x) for x in bounds(study, site(study)))
    rows.append(f"| **全厂 site** | **{low}** | **{value}** | **{high}** | **{one(told) if told else '-'}** |")
    return rows


def source_rows(text: str) -> dict[str, list[Row]]:
    """Read the processes of the notes' yaml, which is regular enough for twenty lines: id → rows with `section`."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    section, inside = "", False
    for line in text.splitlines():
        if not line.startswith((" ", "-")):
            inside = line == "processes:"
            continue
        if not inside:
            continue
        if match := re.fullmatch(r"- id: (\w+)", line):
            rows = found.setdefault(match[1], [])
        elif match := re.fullmatch(r"  (\w+):(?: \[\])?", line):
            section = match[1]
            if section == "reference":
                rows.append({"section": section})
        elif section in {"inputs", "outputs", "emissions"} and line.startswith("  - "):
            rows.append({"section": section})
        listed = rows and section in {"reference", "inputs", "outputs", "emissions"}
        if listed and (match := re.fullmatch(r"  (?:- |  )(\w+): (.*)", line)):
            rows[-1][match[1]] = match[2].strip("'")
    return found


GROUPS: dict[str, tuple[str, ...]] = {
    "炼焦煤 coking coal": ("coking_coal",),
    "其他煤 other coal": ("anthracite", "bituminous_coal", "raw_coal"),
    "外购焦炭、焦粉 bought coke and breeze": ("coke", "coke_breeze"),
    "碳酸盐熔剂 carbonate fluxes": ("dolomite", "limestone", "quicklime"),
    "废钢、合金、耐材、打包带 scrap, alloy, lining, wire": (
        "iron_scrap", "steel_scrap", "silicomanganese", "refractory", "baling_wire",
    ),
    "富余煤气带出 carbon leaving in surplus gas": GASES_OF_THE_SITE,
    "焦油、粗苯带出 carbon leaving in tar and benzene": ("coal_tar", "crude_benzene", "sulphur"),
    "炉尘、炉渣带出 carbon leaving in dust and slag": ("blast_furnace_dust", "blast_furnace_slag", "converter_slag"),
    "钢中带出 carbon leaving in the steel": ("hot_metal", "molten_steel", "crude_steel", "hot_rolled_coil"),
}  # fmt: skip


def term_rows(first: dict, second: dict) -> list[str]:
    """Direct CO2 of two variants by carbon carrier at the central contents, and the step from one to the other."""

    def terms(study: dict) -> dict[str, Fraction]:
        content = {p["flow"]: Fraction(p["value"]) for p in study["properties"] if p["property"] == "carbon_content"}
        net = site(study)
        assert set(net) <= {flow for flows in GROUPS.values() for flow in flows}
        return {
            group: sum((net[flow] * content[flow] * PER_CARBON for flow in flows if flow in net), Fraction(0))
            for group, flows in GROUPS.items()
        }

    one_side, other = terms(first), terms(second)
    rows = [f"| {g} | {one(one_side[g])} | {one(other[g])} | {one(other[g] - one_side[g])} |" for g in GROUPS]
    here, there = sum(one_side.values()), sum(other.values())
    rows.append(f"| **合计 total** | **{one(here)}** | **{one(there)}** | **{one(there - here)}** |")
    return rows
