"""Unit processes as flat tables: ``processes``, ``exchanges`` and, where there is one, ``flows`` (CSV or Parquet).

Accepted column names stand in `lci_tables_columns`. A table without a column of flow ids (EcoSpold 1 flattened,
Brightway exports) gets ids that hold everything a flow is told apart by: name, location and unit of a product, name and
categories of an elementary flow. Units that a table does not state follow from the quantity of the flow.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carnet.errors import InputError, Place, Problem, problem, raise_if
from carnet.exchange.lci_tables_columns import (
    EXCHANGE_COLUMNS,
    FLOW_COLUMNS,
    MAPPING_COLUMNS,
    PROCESS_COLUMNS,
    TABLE_NAMES,
    Cells,
    Table,
    is_empty,
    read_table,
    text,
    truth,
)
from carnet.exchange.lci_tables_spread import WHY, spread_of
from carnet.exchange.zipguard import ZIP_MAGIC, ZipLimits, open_archive
from carnet.inventory.lci import LciDatabase, LciExchange, LciFlow, LciProcess
from carnet.lca.linking.policy import MapRow
from carnet.lca.linking.units import ratio

FORMAT = "tables"
LIMITS = ZipLimits(file_size=1_000_000_000, entries=200, entry_size=2_000_000_000, total_size=4_000_000_000)
_ENDINGS = (".parquet", ".csv")

# Reference unit by quantity: those of ILCD and openLCA, which agree for all of these. Where their "Duration" differs
# (d, h) no unit is assumed.
QUANTITY_UNITS: Mapping[str, str] = {
    "mass": "kg", "volume": "m3", "normal volume": "Nm3", "standard volume": "Sm3", "area": "m2", "area*time": "m2*a",
    "length": "m", "energy": "MJ", "net calorific value": "MJ", "energy (net calorific value)": "MJ",
    "gross calorific value": "MJ", "number of items": "Item(s)", "radioactivity": "kBq", "t*km": "t*km",
    "goods transport (mass*distance)": "t*km", "person transport": "p*km", "market value, bulk prices": "EUR 2000",
    "duration": "duration",
}  # fmt: skip
_KINDS = {
    "product_flow": "product", "product flow": "product", "product": "product", "technosphere": "product",
    "reference": "product", "production": "product", "substitution": "product", "产品流": "product", "产品": "product",
    "waste_flow": "waste", "waste flow": "waste", "waste": "waste", "废物流": "waste", "废物": "waste",
    "elementary_flow": "elementary", "elementary flow": "elementary", "elementary": "elementary",
    "biosphere": "elementary", "基本流": "elementary", "other flow": "product",
}  # fmt: skip
_REFERENCE_WORDS = frozenset({"reference", "production"})
_INPUT_WORDS = {"input": True, "output": False, "in": True, "out": False, "输入": True, "输出": False}
_TYPES = {
    "unit_process": "unit", "lci_result": "result", "1": "unit", "5": "unit", "2": "result", "0": "system",
    "unit process, single operation": "unit", "unit process, black box": "unit", "lci result": "result",
    "partly terminated system": "system", "avoided product system": "system",
}  # fmt: skip
_WASTE_GROUP = "3"


def read(
    data: bytes | Mapping[str, bytes],
    file: str,
    *,
    name: str = "",
    version: str = "",
    licence: str = "",
    redistribution: str = "unknown",
) -> tuple[LciDatabase, tuple[Problem, ...]]:
    """Read a data set.

    Args:
        data: a zip, or the files of a folder by name.
        file: the bare name of the zip or folder.
        name: of the database; "" as the files say, or theirs.
        version: "" as the files say.
        licence: "" as the files say.
        redistribution: one of `carnet.inventory.lci.REDISTRIBUTION`.

    Returns:
        The database, and warnings (LCI-109 rows without amount, LCI-119 spreads that cannot be used).

    Raises:
        InputError: with every problem found; then nothing is read.
    """
    files = data if isinstance(data, Mapping) else _unpacked(data, file)
    tables = _tables(files, file)
    reading = _Reading(tables, file)
    reading.read_flows()
    reading.read_exchanges()
    processes = reading.read_processes()
    raise_if(reading.problems)
    digest = hashlib.sha256()
    for entry in sorted(t.file for t in tables.values()):
        digest.update(entry.encode() + b"\0" + hashlib.sha256(files[entry]).digest())
    licences = Counter(p.licence for p in processes if p.licence)
    stem = file.rpartition("/")[2].removesuffix(".zip")
    stated = licences.most_common(1)[0][0] if licences else ""
    database = LciDatabase(
        id=stem, name=name or stem, version=version, format=FORMAT, flows=reading.flows, processes=processes,
        licence=licence or stated, redistribution=redistribution, source_digest=digest.hexdigest(),
        facts={f"rows_{key}": str(table.rows) for key, table in tables.items()},
    )  # fmt: skip
    return database, tuple(reading.warnings)


def read_mapping(data: bytes, file: str) -> tuple[MapRow, ...]:
    """Read a user's mapping (CSV: flow, provider, and where wanted location, unit, consumer, product, factor, note).

    Raises:
        InputError: LCI-101, LCI-102, LCI-108, LCI-110, all of them at once.
    """
    table = read_table(data, file)
    columns = table.take(MAPPING_COLUMNS)
    _need(table, columns, {"flow": MAPPING_COLUMNS["flow"]}, "mapping")
    cells = Cells(table, "mapping")
    rows: list[MapRow] = []
    for row in range(table.rows):
        cell = {name: text(values[row]) for name, values in columns.items()}
        if not cell["flow"]:
            cells.refuse("LCI-110", row, "", ("id or name of a flow",), column="flow")
        factor = cells.number("factor", row, cell.pop("factor", ""))
        rows.append(MapRow(**{"provider": "", **cell}, factor=0.0 if math.isnan(factor) else factor, row=row + 2))
    raise_if(cells.problems)
    return tuple(rows)


def _unpacked(data: bytes, file: str) -> dict[str, bytes]:
    if not data.startswith(ZIP_MAGIC) and file.casefold().endswith(_ENDINGS):
        return {file: data}
    archive = open_archive(data, file, LIMITS)
    return {
        name: b"".join(archive.chunks(name)) for name in archive.entries if name.casefold().endswith(_ENDINGS)
    }  # fmt: skip


def _tables(files: Mapping[str, bytes], file: str) -> dict[str, Table]:
    found: dict[str, str] = {}
    for name in sorted(files):
        stem, _, ending = name.rpartition("/")[2].casefold().rpartition(".")
        for key, names in TABLE_NAMES.items():
            # Parquet goes before CSV of the same table: it keeps types.
            if stem in names and f".{ending}" in _ENDINGS and not found.get(key, "").endswith(".parquet"):
                found[key] = name
    missing = [key for key in ("processes", "exchanges") if key not in found]
    if missing:
        listed = tuple(sorted(name.rpartition("/")[2] for name in files))
        raise InputError(tuple(problem("LCI-100", Place(file=file), "", listed, table=key) for key in missing))
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    for key, name in found.items():
        try:
            tables[key] = read_table(files[name], name)
        except InputError as error:
            problems += error.problems
    raise_if(problems)
    return tables


def _need(
    table: Table, have: Mapping[str, object], wanted: Mapping[str, tuple[str, ...]], name: str
) -> None:  # fmt: skip
    raise_if(
        [
            problem("LCI-101", Place(file=table.file), "", names, table=name, column=names[0])
            for field_, names in wanted.items()
            if field_ not in have
        ]
    )


@dataclass(slots=True)
class _Reading:
    """What is collected while the tables of one data set are read."""

    tables: Mapping[str, Table]
    file: str
    flows: dict[str, LciFlow] = field(default_factory=dict)
    exchanges: dict[str, list[LciExchange]] = field(default_factory=dict)
    first_row: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    # ── flows ────────────────────────────────────────────────────────────────────────────────────

    def read_flows(self) -> None:
        """Read the table of flows, where there is one."""
        table = self.tables.get("flows")
        if table is None:
            return
        columns = table.take(FLOW_COLUMNS)
        _need(table, columns, {name: FLOW_COLUMNS[name] for name in ("id", "name", "kind")}, "flows")
        cells = Cells(table, "flows")
        seen: Counter[str] = Counter()
        for row in range(table.rows):
            cell = {name: text(values[row]) for name, values in columns.items()}
            seen[cell["id"]] += 1
            if seen[cell["id"]] == 2:  # noqa: PLR2004 - the first repetition
                cells.refuse("LCI-103", row, cell["id"], count="≥2")
            kind = _KINDS.get(cell["kind"].casefold())
            if kind is None:
                cells.refuse("LCI-110", row, cell["kind"], tuple(_KINDS), column="type")
                continue
            quantity = cell.get("quantity", "")
            self.flows[cell["id"]] = LciFlow(
                cell["id"], cell["name"] or cell.get("other_name", ""), kind,
                cell.get("unit", "") or QUANTITY_UNITS.get(quantity.casefold(), ""),
                _path(cell.get("path", ""), cell.get("path2", "")), cell.get("location", ""), cell.get("cas", ""),
                cell.get("formula", ""), quantity,
            )  # fmt: skip
        self.problems += cells.problems

    # ── exchanges ────────────────────────────────────────────────────────────────────────────────

    def read_exchanges(self) -> None:
        """Read the table of exchanges, making flows of what they say where there is no table of flows."""
        table = self.tables["exchanges"]
        columns = table.take(EXCHANGE_COLUMNS)
        _need(table, columns, _wanted(columns, has_flows="flows" in self.tables), "exchanges")
        cells = Cells(table, "exchanges")
        without_unit: list[int] = []
        without_amount: list[int] = []
        bad_spreads: Counter[str] = Counter()
        taken = list(columns.items())
        for row in range(table.rows):
            cell = {name: values[row] for name, values in taken}
            amount = cells.number("amount", row, cell["amount"])
            is_input = self._direction(cell, row, cells)
            flow_id, flow, unit = self._flow(cell, row, cells)
            if math.isnan(amount):
                without_amount.append(row)
            if flow is not None and not unit:
                without_unit.append(row)
            spread, bad = spread_of(cell, amount)
            if bad:
                bad_spreads[bad] += 1
            process = text(cell["process"])
            self.first_row.setdefault(process, row)
            self.exchanges.setdefault(process, []).append(
                LciExchange(
                    id=text(cell.get("id")) or str(row), flow=flow_id, amount=amount, unit=unit, is_input=is_input,
                    is_reference=_is_reference(cell), avoided=truth(cell.get("avoided")),
                    provider=text(cell.get("provider")), spread=spread, location=text(cell.get("location")),
                    formula="" if "cas" in columns else text(cell.get("formula")),
                    place=f"{table.file}:{row + 2}", note=text(cell.get("name")) if flow is None else "",
                )
            )  # fmt: skip
        self.problems += cells.problems
        if without_unit:
            first = without_unit[0]
            named = text(columns["name"][first]) if "name" in columns else text(columns["flow"][first])
            self.problems.append(
                problem("LCI-106", table.place(first), named, (), count=len(without_unit), row=first + 2)
            )
        self._warn_amounts(table, columns, without_amount)
        self.warnings += [
            problem("LCI-119", Place(file=table.file), "exchanges", (), "warning", count=n, kinds=WHY.get(bad, bad))
            for bad, n in bad_spreads.items()
        ]

    def _warn_amounts(self, table: Table, columns: Mapping[str, Sequence[object]], rows: list[int]) -> None:
        if rows:
            value = text(columns["process"][rows[0]])
            told = problem("LCI-109", table.place(rows[0]), value, (), "warning", count=len(rows), row=rows[0] + 2)
            self.warnings.append(told)

    def _direction(self, cell: Mapping[str, object], row: int, cells: Cells) -> bool:
        if "input" in cell:
            return truth(cell["input"])
        if "direction" in cell:
            word = text(cell["direction"]).casefold()
            if word not in _INPUT_WORDS:
                cells.refuse("LCI-110", row, word, tuple(_INPUT_WORDS), column="direction")
            return _INPUT_WORDS.get(word, False)
        if "input_group" in cell or "output_group" in cell:
            return not is_empty(cell.get("input_group"))
        # Brightway: inputs of the technosphere, outputs of everything else; a resource by its category.
        word = text(cell.get("kind")).casefold()
        return word == "technosphere" or (word == "biosphere" and "resource" in text(cell.get("path")).casefold())

    def _flow(self, cell: Mapping[str, object], row: int, cells: Cells) -> tuple[str, LciFlow | None, str]:
        """Return the flow's id, the flow (None when its table does not hold it) and the unit of the amount."""
        unit = text(cell.get("unit"))
        if "flows" in self.tables:
            # As written: an id with a blank at its end is another id, and the file's defect.
            flow_id = str(cell["flow"]) if text(cell["flow"]) else f"({text(cell.get('name'))})"
            flow = self.flows.get(flow_id)
            return flow_id, flow, unit or (flow.unit if flow is not None else "")
        kind = _KINDS.get(text(cell["kind"]).casefold())
        if kind is None:
            cells.refuse("LCI-110", row, text(cell["kind"]), tuple(_KINDS), column="type")
            kind = "product"
        if kind == "product" and text(cell.get("output_group")) == _WASTE_GROUP:
            kind = "waste"
        made = self._made(cell, kind, unit)
        return made.id, made, unit

    def _made(self, cell: Mapping[str, object], kind: str, unit: str) -> LciFlow:
        """Make a flow of what an exchange says of it."""
        name, location = " ".join(text(cell.get("name")).split()), text(cell.get("location"))
        path = _path(text(cell.get("path")), text(cell.get("path2")))
        if product := text(cell.get("product")):
            name = f"{product} | {name}" if kind != "elementary" else name
        if kind == "elementary":
            location = ""
            flow_id = "|".join((name, *path))
            known = self.flows.get(flow_id)
            if known is not None and ratio(unit, known.unit, one_quantity=True) is None:
                flow_id += f"|{unit}"
        else:
            flow_id = f"{name}|{location}|{unit}" + ("|waste" if kind == "waste" else "")
        if flow_id not in self.flows:
            cas, formula = text(cell.get("cas")), text(cell.get("formula")) if "cas" in cell else ""
            self.flows[flow_id] = LciFlow(flow_id, name, kind, unit, path, location, cas, formula)
        return self.flows[flow_id]

    # ── processes ────────────────────────────────────────────────────────────────────────────────

    def read_processes(self) -> tuple[LciProcess, ...]:
        """Read the table of processes and give each its exchanges."""
        table = self.tables["processes"]
        columns = table.take(PROCESS_COLUMNS)
        _need(table, columns, {name: PROCESS_COLUMNS[name] for name in ("id", "name")}, "processes")
        cells = Cells(table, "processes")
        rows: dict[str, LciProcess] = {}
        for row in range(table.rows):
            cell = {name: text(values[row]) for name, values in columns.items()}
            if cell["id"] in rows:
                cells.refuse("LCI-103", row, cell["id"], count="≥2")
                continue
            source = cell.get("source", "")
            rows[cell["id"]] = LciProcess(
                id=cell["id"], name=cell["name"], location=cell.get("location", ""),
                exchanges=tuple(self.exchanges.get(cell["id"], ())),
                type=_TYPES.get(cell.get("type", "").casefold(), "unknown" if cell.get("type") else "unit"),
                path=tuple(cell[name] for name in ("path", "path2", "path3") if cell.get(name)),
                default_allocation=cell.get("allocation", ""), period_from=cell.get("from", ""),
                period_to=cell.get("until", ""), technology=cell.get("technology", ""),
                licence=cell.get("licence", ""), sources=(source,) if source else (), place=f"{table.file}:{row + 2}",
            )  # fmt: skip
        self.problems += cells.problems
        strays = [name for name in self.exchanges if name not in rows]
        if strays:
            count, first = sum(len(self.exchanges[name]) for name in strays), self.first_row[strays[0]]
            place = self.tables["exchanges"].place(first)
            self.problems.append(problem("LCI-104", place, strays[0], tuple(strays[:5]), count=count, row=first + 2))
        return tuple(rows.values())


def _wanted(have: Mapping[str, object], *, has_flows: bool) -> dict[str, tuple[str, ...]]:
    """Return the columns of the exchange table that cannot be done without."""
    wanted = {name: EXCHANGE_COLUMNS[name] for name in ("process", "amount")}
    wanted |= {"flow": EXCHANGE_COLUMNS["flow"]} if has_flows else {
        name: EXCHANGE_COLUMNS[name] for name in ("name", "kind", "unit")
    }  # fmt: skip
    directed = {"input", "direction", "input_group", "output_group"} & have.keys()
    if has_flows and not directed:
        wanted["direction"] = EXCHANGE_COLUMNS["direction"] + EXCHANGE_COLUMNS["input"]
    return wanted


def _is_reference(cell: Mapping[str, object]) -> bool:
    if "reference" in cell:
        return truth(cell["reference"])
    return text(cell.get("kind")).casefold() in _REFERENCE_WORDS


def _path(first: str, second: str) -> tuple[str, ...]:
    parts = [part.strip() for part in first.replace("::", "/").split("/")] if first else []
    parts += [part.strip() for part in second.replace("::", "/").split("/")] if second else []
    return tuple(part for part in parts if part)
