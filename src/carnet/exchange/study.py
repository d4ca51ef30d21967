"""A study from bytes, whatever its spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import InputError, Place, problem
from carnet.exchange import study_json, study_toml, study_xlsx
from carnet.exchange.read_result import ReadResult
from carnet.exchange.study_tree import Draft
from carnet.inventory.context import TABLES
from carnet.inventory.model import Flow, Places
from carnet.inventory.normal import normal_study

if TYPE_CHECKING:
    from collections.abc import Sequence

    from carnet.errors import Problem
    from carnet.inventory.model import Study

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"  # the container of .xls and of encrypted workbooks; the workbook reader says what to do
# Places of a problem that concerns a file, a tab or a table as a whole.
_WHOLE = frozenset({"", "/", "/product", *(f"/{table}" for table in TABLES)})
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")


def parse_study(data: bytes, file_name: str) -> Draft:
    """Read a study as far as possible, by what the file is, then by what it is called.

    Args:
        data: the bytes of the file.
        file_name: its bare name; the extension decides only where the contents leave it open.

    Returns:
        What could be read with every problem found; never raises for the contents.
    """
    found = _parse(data, file_name)
    study = normal_study(found.study) if found.study is not None else None
    return Draft(study, found.places, found.problems)


def read_study(data: bytes, file_name: str) -> ReadResult:
    """Read a study, whole or not at all; arguments as `parse_study`.

    Raises:
        InputError: with every problem found; a file that is no study at all included.
    """
    return parse_study(data, file_name).result()


def joined(reading: Sequence[Problem], checking: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems of reading, then those of checking that are no mere echo of them.

    A value that could not be read is empty in the draft, and the checks then miss it; a table that could not be read
    at all would make them miss everything, so then only the reading is reported.
    """
    errors = [p for p in reading if p.severity == "error"]
    if any(p.place.pointer in _WHOLE for p in errors):
        return tuple(reading)
    pointers = {p.place.pointer for p in errors}
    cells = {(p.place.sheet, p.place.cell) for p in errors if p.place.cell}
    return (
        *reading,
        *(p for p in checking if p.place.pointer not in pointers and (p.place.sheet, p.place.cell) not in cells),
    )


def _parse(data: bytes, file_name: str) -> Draft:
    name = file_name.lower()
    if data[:4] in (_ZIP, _OLE) or name.endswith(_WORKBOOKS):
        try:
            return study_xlsx.parse(data, file_name)
        except InputError as refused:  # a container too damaged or hostile to look inside
            return Draft(None, Places(), refused.problems)
    if name.endswith(".json") or data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return study_json.parse(data, file_name)
    if name.endswith(".toml"):
        return study_toml.parse(data, file_name)
    return Draft(None, Places(), (problem("STU-016", Place(file=file_name)),))


def write_study(study: Study, file_name: str, places: Places | None = None, flows: tuple[Flow, ...] = ()) -> bytes:
    """Write a study in the spelling its file name asks for; a workbook offers `flows` in its drop-downs.

    Raises:
        InputError: the name ends in none of .xlsx, .json, .toml.
    """
    name = file_name.lower()
    if name.endswith(".json"):
        return study_json.write(study, places)
    if name.endswith(".toml"):
        return study_toml.write(study, places)
    if name.endswith(".xlsx"):
        return study_xlsx.write(study, flows)
    raise InputError((problem("STU-016", Place(file=file_name)),))
