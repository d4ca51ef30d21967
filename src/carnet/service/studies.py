"""Opening and saving studies."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from carnet.canonical import digest
from carnet.errors import Place, Problem, Text, UsageError, problem, raise_if
from carnet.exchange.study import joined, parse_study, write_study
from carnet.exchange.study_json import write as write_json
from carnet.inventory.validate import validate_study
from carnet.service import datasets
from carnet.service.db_choices import with_databases
from carnet.service.leftovers import leftovers
from carnet.service.os_words import why
from carnet.service.place_table import with_regions
from carnet.service.references import reference_problems, with_flow_ids
from carnet.store import read_file

if TYPE_CHECKING:
    from carnet.factors import FactorSet
    from carnet.inventory.countries import Countries
    from carnet.inventory.flows import FlowList
    from carnet.inventory.model import Places, Study

_LONGEST_HINT = 40  # of the target's name in that of the file beside it: names may be 255 bytes long
SHIPPED = {
    "steel": "studies/hrc_bf_bof_b.toml",
    "steel-a": "studies/hrc_bf_bof_a.toml",
    "hrc_eaf": "studies/hrc_eaf.toml",
    "section_steel": "studies/section_steel.toml",
    "pv_topcon": "studies/pv_topcon.toml",
    "lfp_pack_truck": "studies/lfp_pack_truck.toml",
    "laptop": "studies/laptop.toml",
}


@dataclass(frozen=True, slots=True)
class OpenStudy:
    """A study that may be calculated, with the warnings of reading and validating it.

    `factors` are the shipped ones and those of the databases its lines point to; None where none does.
    """

    study: Study
    places: Places
    warnings: tuple[Problem, ...]
    digest: str
    factors: FactorSet | None = None


def read_bytes(path: str) -> bytes:
    """Read a file of the user.

    Raises:
        UsageError: it is not there or cannot be read (CLI-001).
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        near = _beside(Path(path))
        words = why(error)
        found = problem("CLI-001", Place(file=Path(path).name), path, near, why_zh=words.zh, why_en=words.en)
        raise UsageError((found,)) from error


def _beside(path: Path) -> tuple[str, ...]:
    """Some files of the same kind in the folder of a path that could not be read."""
    try:
        return tuple(sorted(p.name for p in path.parent.glob(f"*{path.suffix}")))[:5]
    except (OSError, ValueError, NotImplementedError):
        return ()


def open_study(path: str) -> OpenStudy:
    """Read and validate a study; every problem is listed at once.

    A name without an ending that is no file is the short name of a shipped study, such as ``steel``.

    Raises:
        UsageError: the file is not there.
        InputError: it cannot be read or calculated.
    """
    if path in SHIPPED and not Path(path).exists():
        return open_shipped(path)
    return open_bytes(read_bytes(path), Path(path).name)


def open_shipped(name: str) -> OpenStudy:
    """Open a shipped study by its short name."""
    file = SHIPPED[name]
    return open_bytes(read_file(file), file.rpartition("/")[2])


def open_bytes(data: bytes, file_name: str) -> OpenStudy:
    """Read and validate a study from its bytes: what cannot be read and what makes no sense come in one list.

    Raises:
        InputError: with every problem found.
    """
    draft = parse_study(data, file_name)
    problems = draft.problems
    study, factors = None, None
    if draft.study is not None:
        flows = datasets.shipped_flows()
        study = with_regions(with_flow_ids(draft.study, flows), datasets.countries())
        factors, missing = with_databases(study, draft.places, flows)
        checks = [*findings(study, draft.places, flows, datasets.countries()), *reference_problems(study, draft.places)]
        checks += missing
        problems = joined(draft.problems, checks)
    raise_if(problems)
    if study is None:
        message = "a file without a study and without a problem"
        raise ValueError(message)
    return OpenStudy(study, draft.places, problems, study_digest(study), factors)


def findings(study: Study, places: Places, flows: FlowList, countries: Countries) -> list[Problem]:
    """What validation says of a study; the same study, wherever it was read from, gives the same."""
    return [*validate_study(study, places, flows, countries), *leftovers(study, places, tuple(SHIPPED.values()))]


def study_digest(study: Study) -> str:
    """The digest of a study's content, whatever its spelling."""
    return digest(write_json(study).decode())


def save_study(study: Study, path: str) -> None:
    """Write a study whole or not at all; an existing file is kept beside it as ``NAME.bak`` (then ``.bak2`` …).

    Raises:
        UsageError: the file cannot be written (CLI-002).
    """
    target = Path(path)
    data = write_study(study, target.name, flows=datasets.shipped_flows().flows)
    replace_keeping(target, data)


def replace_keeping(target: Path, data: bytes) -> None:
    """Write a file; a former one with another content is kept as ``NAME.bak``.

    Raises:
        UsageError: the file cannot be written (CLI-002), or the former one not be read (CLI-001).
    """
    if target.exists():
        old = read_bytes(str(target))
        if old == data:
            return
        keep(target, old)
    write_atomically(target, data)


def keep(target: Path, old: bytes) -> Path:
    """Store the former bytes of a file under the first free ``.bak`` name."""
    number = 1
    while True:
        spare = target.with_name(f"{target.name}.bak{number if number > 1 else ''}")
        if not spare.exists():
            write_atomically(spare, old)
            return spare
        number += 1


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, if it is not there.

    Raises:
        UsageError: it cannot be made (CLI-002).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError((_unwritable(folder.name, folder, why(error)),)) from error


def write_atomically(target: Path, data: bytes) -> None:
    """Write beside the target, flush to disk, then rename: a reader sees the old file or the new one.

    Raises:
        UsageError: the folder is not there or not writable, the disk is full, the target is a folder (CLI-002).
    """
    try:
        _write(target, data)
    except OSError as error:
        where = target if target.is_dir() else target.parent
        raise UsageError((_unwritable(target.name, where, why(error)),)) from error


def _unwritable(file: str, where: Path, words: Text) -> Problem:
    return problem("CLI-002", Place(file=file), str(where), why_zh=words.zh, why_en=words.en)


def _write(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:_LONGEST_HINT]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


__all__ = [
    "SHIPPED",
    "OpenStudy",
    "findings",
    "keep",
    "make_folder",
    "open_bytes",
    "open_shipped",
    "open_study",
    "read_bytes",
    "replace_keeping",
    "save_study",
    "study_digest",
    "write_atomically",
]


def _mode(target: Path) -> int:
    """The permissions a file of the user has: its former ones, else what the umask leaves of rw for all."""
    if target.exists():
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
