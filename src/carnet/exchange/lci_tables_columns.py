"""Flat tables as they come: which columns mean what, and the rows of a CSV or Parquet file as lists.

Column names are compared without regard to case, spaces and underscores. The first name of each list is the one to
write; the others are what programs and data sets in use write.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carnet.errors import InputError, Place, Problem, Text, problem

MAX_ROWS = 5_000_000
# A column of one value repeated costs a Parquet file nothing and a reader everything: what counts is what comes out.
MAX_CELLS = 60_000_000
MAX_TEXT = 2_000_000_000
_NAMED = 40

PROCESS_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uuid", "process", "process_id", "number", "activity_id", "code", "过程标识"),
    "name": ("name", "name_en", "process_name", "activity", "名称", "name_zh"),
    "location": ("location", "geography", "region", "地点"),
    "type": ("type", "process_type", "类型"),
    "path": ("path", "category", "class0", "categories", "类别"),
    "path2": ("sub", "subcategory", "class1"),
    "path3": ("class2",),
    "allocation": ("default_allocation", "allocation", "默认分配"),
    "from": ("valid_from", "start", "year", "开始"),
    "until": ("valid_until", "end", "结束"),
    "technology": ("technology", "技术"),
    "licence": ("licence", "license", "许可"),
    "source": ("source", "sources", "来源"),
}
EXCHANGE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "process": ("process", "process_id", "activity_id", "process_uuid", "过程"),
    "id": ("id", "iid", "exchange_id", "internal_id"),
    "flow": ("flow", "flow_id", "flow_uuid", "流"),
    "name": ("flow_name", "name", "流名称"),
    "product": ("reference_product", "参考产品"),
    "kind": ("flow_type", "kind", "role", "type", "流类型"),
    "input": ("input", "is_input", "输入"),
    "direction": ("direction", "方向"),
    "input_group": ("input_group", "inputgroup"),
    "output_group": ("output_group", "outputgroup"),
    "amount": ("amount", "mean", "value", "数量"),
    "unit": ("unit", "单位"),
    "reference": ("is_ref", "is_reference", "quantitative_reference", "reference", "参考流"),
    "avoided": ("avoided", "is_avoided", "avoided_product", "避免产品"),
    "provider": ("provider", "default_provider", "提供过程"),
    "location": ("location", "地点"),
    "path": ("category", "categories", "compartment", "类别"),
    "path2": ("sub", "subcategory", "subcompartment"),
    "cas": ("cas", "cas_number"),
    "formula": ("formula", "公式"),
    "comment": ("comment", "note", "备注"),
    "spread": ("unc", "uncertainty", "uncertainty_type", "dist", "distribution", "不确定性"),
    "loc": ("loc", "mu"),
    "scale": ("scale", "sigma"),
    "sd95": ("sd95", "standard_deviation_95"),
    "min": ("min", "minimum", "最小"),
    "max": ("max", "maximum", "最大"),
}
FLOW_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uuid", "flow", "flow_id", "流标识"),
    "name": ("name", "name_en", "flow_name", "名称"),
    "other_name": ("name_zh",),
    "kind": ("type", "flow_type", "kind", "类型"),
    "cas": ("cas", "cas_number"),
    "formula": ("formula", "化学式"),
    "path": ("category_path", "path", "类别路径"),
    "path2": ("category", "categories", "compartment", "类别"),
    "location": ("location", "loc", "地点"),
    "quantity": ("flow_property_name", "quantity", "flow_property", "量"),
    "unit": ("unit", "reference_unit", "单位"),
}
MAPPING_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "flow": ("flow", "from", "input", "流"),
    "provider": ("provider", "to", "process", "提供过程"),
    "location": ("location", "地点"),
    "unit": ("unit", "单位"),
    "consumer": ("consumer", "taken_by", "使用过程"),
    "product": ("product", "产品"),
    "factor": ("factor", "系数"),
    "note": ("note", "comment", "备注"),
}
# The files of a data set, by the names their tables go by.
TABLE_NAMES: Mapping[str, tuple[str, ...]] = {
    "processes": ("processes", "process", "activities", "过程"),
    "exchanges": ("exchanges", "exchange", "交换"),
    "flows": ("flows", "flow", "流"),
}
_FOLD = re.compile(r"[\s_\-]+")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file, number of rows, columns as lists. Cells are None, str, bool, int or float."""

    file: str
    rows: int
    columns: Mapping[str, Sequence[object]]

    def take(self, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Sequence[object]]:
        """Return the columns that are there, by our name; of several synonyms the first listed with any content."""
        folded = {_FOLD.sub("", name.casefold()): name for name in self.columns}
        taken: dict[str, Sequence[object]] = {}
        for field, names in wanted.items():
            for name in names:
                have = folded.get(_FOLD.sub("", name.casefold()))
                if have is not None and any(not is_empty(v) for v in self.columns[have]):
                    taken[field] = self.columns[have]
                    break
        return taken

    def place(self, row: int) -> Place:
        """Where row `row` (from 0) stands; the header of a CSV is line 1."""
        return Place(file=self.file, cell=str(row + 2))


def is_empty(value: object) -> bool:
    """Say whether a cell holds nothing: None, NaN, an empty text."""
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def text(value: object) -> str:
    """Return a cell as text, "" where it is empty; whole floats without their ``.0``."""
    if is_empty(value):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).strip()


def truth(value: object) -> bool:
    """Read a cell as yes or no."""
    return value is True or text(value).casefold() in {"true", "1", "yes", "y", "是"}


def read_table(data: bytes, file: str) -> Table:
    """Read one CSV or Parquet file.

    Raises:
        InputError: LCI-107 (Parquet without pyarrow), LCI-108 (unreadable), LCI-111 (too many rows), LCI-231 (too many
            cells), FIL-008 (too much text), LCI-105 (no rows).
    """
    table = _parquet(data, file) if file.casefold().endswith(".parquet") else _csv(data, file)
    if table.rows > MAX_ROWS:
        raise InputError((problem("LCI-111", Place(file=file), count=table.rows, limit=MAX_ROWS, file=file),))
    if not table.rows:
        raise InputError((problem("LCI-105", Place(file=file), table=file),))
    return table


def _parquet(data: bytes, file: str) -> Table:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional dependency, only for Parquet
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        told = problem("LCI-107", Place(file=file), what="Parquet", package="pyarrow")
        raise InputError((told,)) from error
    try:
        opened = parquet.ParquetFile(pa.BufferReader(data))
        head = opened.metadata
        if head.num_rows > MAX_ROWS:
            return Table(file, head.num_rows, {})
        # Of a row group only its plain numbers: asked for a damaged column pyarrow ends the process.
        groups = [head.row_group(i) for i in range(head.num_row_groups)]
        _need_few(max(head.num_rows, sum(g.num_rows for g in groups)) * head.num_columns, file)
        if sum(g.total_byte_size for g in groups) > MAX_TEXT:
            raise InputError((problem("FIL-008", Place(file=file), name=file, limit=MAX_TEXT),))
        # Texts stay what they are in the file, each once with the rows that have it, until it is known what they add
        # up to.
        kinds = (pa.string(), pa.large_string(), pa.binary(), pa.large_binary())
        # What holds lists or records is no cell, and nothing is read from it.
        flat = {c.name: c.type for c in opened.schema_arrow if not pa.types.is_nested(c.type)}
        texts = [c for c, of in flat.items() if of in kinds or pa.types.is_dictionary(of)]
        packed = parquet.ParquetFile(pa.BufferReader(data), read_dictionary=texts).read(columns=texts)
        if sum(_text_size(column) for column in packed.columns) > MAX_TEXT:
            raise InputError((problem("FIL-008", Place(file=file), name=file, limit=MAX_TEXT),))
        frame = opened.read(columns=list(flat))
        # A text that is no UTF-8 shows itself only here.
        columns = {name: frame.column(name).to_pylist() for name in frame.column_names}
    except (pa.ArrowException, OSError, ValueError) as error:
        detail = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise InputError((problem("LCI-108", Place(file=file), file=file, detail=detail),)) from error
    return Table(file, frame.num_rows, columns)


def _need_few(cells: int, file: str) -> None:
    if cells > MAX_CELLS:
        raise InputError((problem("LCI-231", Place(file=file), file=file, count=cells, limit=MAX_CELLS),))


def _text_size(column: Any) -> int:  # noqa: ANN401 - a ChunkedArray of pyarrow, which has no types
    """Return the bytes of the texts of a column, each as often as it stands there."""
    from pyarrow import compute  # noqa: PLC0415 - an optional dependency

    total = 0
    for chunk in column.chunks:
        if hasattr(chunk, "dictionary"):
            lengths = compute.binary_length(chunk.dictionary).cast("int64").take(chunk.indices)
        else:
            lengths = compute.binary_length(chunk).cast("int64")
        total += compute.sum(lengths).as_py() or 0
    return total


def _csv(data: bytes, file: str) -> Table:
    def refuse(zh: str, en: str) -> InputError:
        return InputError((problem("LCI-108", Place(file=file), file=file, detail=Text(zh, en)),))

    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = refuse(f"第 {error.start} 字节不是 UTF-8 编码", f"not UTF-8 at byte {error.start}")
        raise told from error
    head = content.partition("\n")[0]
    mark = max((",", ";", "\t"), key=head.count)
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=mark, strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        if len(set(header)) != len(header):
            told = refuse("有重复的列名", "a column name stands twice")
            raise told
        body: list[list[str]] = []
        for row in rows:
            if not any(row):
                continue
            if len(row) != len(header):
                line, cells, wanted = rows.line_num, len(row), len(header)
                told = refuse(
                    f"第 {line} 行有 {cells} 格，表头有 {wanted} 格",
                    f"line {line} has {cells} cells, the header {wanted}",
                )
                raise told
            body.append(row)
            if len(body) > MAX_ROWS:
                break
            if len(body) * len(header) > MAX_CELLS:
                _need_few(len(body) * len(header), file)
    except csv.Error as error:
        told = refuse(f"第 {rows.line_num} 行：{error}", f"line {rows.line_num}: {error}")
        raise told from error
    return Table(file, len(body), dict(zip(header, zip(*body, strict=True), strict=True)) if body else {})


class Cells:
    """Reads numbers out of a table and collects what is wrong with them."""

    def __init__(self, table: Table, name: str) -> None:
        self.table = table
        self.name = name
        self.problems: list[Problem] = []
        self.more = 0

    def number(self, column: str, row: int, value: object) -> float:
        """Return a cell as a number, NaN when it is empty; anything else that is not finite is a problem (LCI-102)."""
        if value is None or value == "":
            return math.nan
        if isinstance(value, float) and math.isnan(value):
            return value
        try:
            # A cell of Parquet is a double already; text is read to the nearest.
            found = float(value) if isinstance(value, (int, float)) else float(str(value).strip())
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            self.refuse("LCI-102", row, str(value), column=column)
        return found

    def refuse(self, code: str, row: int, value: str, candidates: tuple[str, ...] = (), **params: object) -> None:
        """Collect a problem, up to what anybody reads."""
        if len(self.problems) >= _NAMED:
            self.more += 1
            return
        place = self.table.place(row)
        self.problems.append(
            problem(code, place, value[:80], candidates, "error", table=self.name, row=row + 2, **params)
        )
