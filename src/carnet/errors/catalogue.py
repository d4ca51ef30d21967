"""All codes in one table; the entries live beside each other by subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.errors.calculation_codes import CALCULATION_CODES
from carnet.errors.cbam_codes import CBAM_CODES
from carnet.errors.cbam_file_codes import CBAM_FILE_CODES
from carnet.errors.check_codes import CHECK_CODES
from carnet.errors.cli_codes import CLI_CODES
from carnet.errors.data_codes import DATA_CODES
from carnet.errors.db_draws_codes import DB_DRAWS_CODES
from carnet.errors.db_engine_codes import DB_ENGINE_CODES
from carnet.errors.db_linking_codes import DB_LINKING_CODES
from carnet.errors.db_readers_codes import DB_READERS_CODES
from carnet.errors.db_store_codes import DB_STORE_CODES
from carnet.errors.file_codes import FILE_CODES
from carnet.errors.model import Text
from carnet.errors.pack_codes import PACK_CODES
from carnet.errors.rec_files_codes import REC_FILES_CODES
from carnet.errors.rec_ledger_codes import REC_LEDGER_CODES
from carnet.errors.rec_policy_codes import REC_POLICY_CODES
from carnet.errors.rec_registers_codes import REC_REGISTERS_CODES
from carnet.errors.rec_words_codes import REC_WORDS_CODES
from carnet.errors.regime_codes import REGIME_CODES
from carnet.errors.report_codes import REPORT_CODES
from carnet.errors.study_codes import STUDY_CODES

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """A stable code with its cause and fix as templates in two languages."""

    code: str
    cause: Text
    fix: Text


# Each entry is (cause zh, cause en, fix zh, fix en); braces are filled by `problem`.
RawCodes = dict[str, tuple[str, str, str, str]]


def _build(*tables: RawCodes) -> Mapping[str, Code]:
    built: dict[str, Code] = {}
    for table in tables:
        for code, (cause_zh, cause_en, fix_zh, fix_en) in table.items():
            if code in built:
                message = f"code {code} is declared twice"
                raise ValueError(message)
            built[code] = Code(code, Text(cause_zh, cause_en), Text(fix_zh, fix_en))
    return built


CATALOGUE: Mapping[str, Code] = _build(
    FILE_CODES,
    STUDY_CODES,
    CHECK_CODES,
    DATA_CODES,
    CALCULATION_CODES,
    PACK_CODES,
    CLI_CODES,
    REGIME_CODES,
    REPORT_CODES,
    CBAM_CODES,
    CBAM_FILE_CODES,
    DB_ENGINE_CODES,
    DB_DRAWS_CODES,
    DB_READERS_CODES,
    DB_LINKING_CODES,
    DB_STORE_CODES,
    REC_POLICY_CODES,
    REC_FILES_CODES,
    REC_LEDGER_CODES,
    REC_WORDS_CODES,
    REC_REGISTERS_CODES,
)
