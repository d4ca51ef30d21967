"""What C6 and C11 hold every reader to: a model or a typed error, in time, in memory, and nothing outside touched."""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.cbam.electricity_factors import parse_electricity
from carnet.cbam.portfolio_rows import parse_portfolio
from carnet.errors import CarnetError
from carnet.exchange import lci_arrays, lci_brightway, lci_ecospold1, lci_jsonld, lci_tables
from carnet.exchange.cbam_template.read import read_template
from carnet.exchange.precursor_sheet import read_precursor_sheet
from carnet.service.packs import check_pack
from carnet.service.studies import open_bytes
from carnet.store.database import FILE, open_database_file
from carnet.store.database_layout import FLOW_COLUMNS, PROCESS_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.errors import Problem

SECONDS = 2.0
MEGABYTES = 256
VERDICTS = {"valid", "intact_issuer_unknown", "draft", "refused"}
# Reading imports modules now and then; nothing else may be opened, asked of the network or started.
_OF_PYTHON = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib")
_FORBIDDEN = (
    "open", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "subprocess.Popen",
    "os.system", "os.exec", "os.remove", "os.rename", "os.mkdir", "os.listdir", "shutil.copyfile", "ftplib.connect",
)  # fmt: skip


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")  # as the service reads them


# The readers of the CBAM, that tell what they find instead of raising: reader → all problems of an input.
OF_CBAM: dict[str, Callable[[bytes], tuple[Problem, ...]]] = {
    "template": lambda data: read_template(data, "template.xlsx").problems,
    "sheet_json": lambda data: read_precursor_sheet(data, file="sheet.json")[1],
    "sheet_xlsx": lambda data: read_precursor_sheet(data, file="sheet.xlsx")[1],
    "portfolio": lambda data: parse_portfolio(_text(data))[1],
    "electricity": lambda data: parse_electricity(_text(data), "factors.csv").problems,
}

# The readers of databases: reader → what reads; they raise with all problems.
OF_DATABASES: dict[str, Callable[[bytes], object]] = {
    "openlca": lambda data: lci_jsonld.read(data, "database.zip"),
    "ecospold1": lambda data: lci_ecospold1.read(data, "database.xml"),
    "tables": lambda data: lci_tables.read(data, "database.zip"),
    "brightway": lambda data: lci_brightway.read(data, "database.zip"),
    "arrays": lambda data: lci_arrays.read(data, "database.npz"),
}

_folder = cache(lambda: tempfile.TemporaryDirectory(prefix="carnet-c6-"))


def _named(data: bytes) -> str:
    """The digest a packed file gives itself: it is opened by that, as if the list of databases held it."""
    return data[32:64].hex().rjust(64, "0")


def place(data: bytes) -> Path:
    """Put a packed file where a database of its digest lies; everything else there is gone."""
    root = Path(_folder().name)
    for old in root.iterdir():
        shutil.rmtree(old)
    path = root / _named(data) / FILE
    path.parent.mkdir()
    path.write_bytes(data)
    return path


def _opened(data: bytes) -> None:
    """Open a packed file that was put in place, and look at everything in it."""
    stored = open_database_file(Path(_folder().name), _named(data))
    stored.packed.verify()
    stored.matrices()
    stored.sense()
    for kind, columns in ((stored.process_texts, PROCESS_COLUMNS), (stored.flow_texts, FLOW_COLUMNS)):
        for column in columns:
            texts = kind(column)
            list(texts)
            if texts.order is not None:
                texts.find("zinc")
    _ = stored.processes, stored.flows, stored.redistribution


OF_DATABASES["database"] = _opened

_watching = False
_touched: list[str] = []
_allowed = ""


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event in _FORBIDDEN:
        what = str(arguments[0]) if arguments else ""
        if not (event == "open" and (what.endswith(_OF_PYTHON) or what == _allowed)):
            _touched.append(f"{event} {what}")


_hooked = False


def watch() -> None:
    """Put the hook in place, once a process: Python's audit hooks cannot be taken away."""
    global _hooked  # noqa: PLW0603 - see above
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True


def read(reader: str, data: bytes) -> str:
    """Read and validate by one of the readers; what came out in a word, or the code of the first problem.

    Raises:
        Exception: whatever the reader raises besides the errors it may.
    """
    if reader == "pack":
        return str(check_pack(data)["verdict"])
    if reader in OF_CBAM:
        problems = OF_CBAM[reader](data)
        return next((problem.code for problem in problems if problem.severity == "error"), "read")
    try:
        if reader in OF_DATABASES:
            OF_DATABASES[reader](data)
        else:
            open_bytes(data, f"study.{reader}")
    except CarnetError as error:
        return error.problems[0].code
    return "read"


def broken(reader: str, data: bytes, expected: Callable[[str], bool] = bool, what: str = "") -> str | None:
    """None when the reader held, else a sentence.

    Args:
        reader: ``xlsx``, ``json``, ``toml``, ``pack`` or one of `OF_CBAM` or `OF_DATABASES`.
        data: the input.
        expected: whether the word `read` gives is right.
        what: how to name the input.
    """
    global _watching, _allowed  # noqa: PLW0603 - the hook has no other way to know
    name = what or f"{reader}, {len(data)} bytes starting {data[:20]!r}"
    _allowed = str(place(data)) if reader == "database" else ""
    _touched.clear()
    watch()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    _watching = True
    try:
        word = read(reader, data)
    except Exception as error:  # noqa: BLE001 - exactly what must not happen is what is looked for
        return f"{name}: raised {type(error).__name__}: {error!s:.200}"
    finally:
        _watching = False
    seconds = time.perf_counter() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    if _touched:
        return f"{name}: touched {_touched[0]}"
    if seconds > SECONDS:
        return f"{name}: took {seconds:.1f} s"
    if grown > MEGABYTES:
        return f"{name}: took {grown} MB"
    if reader == "pack" and word not in VERDICTS:
        return f"{name}: verdict {word}"
    return None if expected(word) else f"{name}: came out as {word}"
