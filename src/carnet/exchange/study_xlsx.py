"""The study as a bilingual workbook: one of three equal spellings, beside JSON and TOML.

Read by header, so that a renamed tab or a moved column does no harm; written with guidance and drop-downs, the same
bytes for the same study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.exchange.read_result import ReadResult
from carnet.exchange.xlsx_reading import parse
from carnet.exchange.xlsx_writing import new_workbook, write

if TYPE_CHECKING:
    from typing import Final

__all__ = ["FORMAT", "new_workbook", "parse", "read", "write"]

FORMAT: Final = "study-xlsx"


def read(data: bytes, file: str = "") -> ReadResult:
    """Read a study workbook.

    Args:
        data: the whole file, at most 50 MB.
        file: its bare name, for places.

    Raises:
        InputError: with all problems found, warnings included, when one of them is an error.
    """
    return parse(data, file).result()
