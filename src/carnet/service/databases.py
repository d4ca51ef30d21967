"""Databases of unit processes: import, open, ask. The way in for the command line and for a notebook.

    from carnet.service.databases import open_database
    db = open_database("uslci")
    steel = db.find("hot rolled sheet")[0]["id"]
    print(db.score(steel, "iso14067"))
    print(db.contributions(steel, "iso14067").frame())

Nothing here needs NumPy before a database is opened; without the extra ``carnet[lca]`` one sentence says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carnet.errors import Problem, UsageError, problem
from carnet.report.chart_spec import safe_cell
from carnet.service.db_guard import need_engine
from carnet.service.home import home as home_folder
from carnet.store import database_index as index

if TYPE_CHECKING:
    from collections.abc import Callable

    from carnet.service.db_import import Imported
    from carnet.service.db_open import OpenDatabase
    from carnet.service.db_solve import Asked

    Say = Callable[[str], None]
    Regimes = str | Sequence[str]

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one shape and what stands beside them: total, proof, warnings."""

    rows: tuple[Mapping[str, Any], ...]
    about: Mapping[str, Any]

    def json(self) -> dict[str, Any]:
        """``{…about, rows}``."""
        return {**self.about, "rows": [dict(row) for row in self.rows]}

    def csv(self) -> bytes:
        """The rows as CSV in UTF-8 with a byte order mark; a cell that looks like a formula is marked as text."""
        flat = [_flat(row) for row in self.rows]
        columns = list(dict.fromkeys(key for row in flat for key in row))
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([[_cell(row.get(key, "")) for key in columns] for row in flat])
        return out.getvalue().encode("utf-8-sig")

    def frame(self) -> Any:  # noqa: ANN401 - a pandas.DataFrame
        """The rows as a pandas DataFrame, decimals as numbers.

        Raises:
            UsageError: pandas is not there (LCI-160).
        """
        need_engine("pandas")
        import pandas as pd  # noqa: PLC0415 - only who asks for a frame needs it

        return pd.DataFrame(
            [
                {k: v if k.rpartition(".")[2] in _TEXTS else _number(v) for k, v in _flat(row).items()}
                for row in self.rows
            ]
        )


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            found |= {f"{key}.{inner}": each for inner, each in _flat(value).items()}
        else:
            found[key] = value
    return found


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if _is_number(text) else safe_cell(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


_TEXTS = ("id", "key", "name", "location", "unit", "path", "process", "version", "period")


def _number(value: object) -> object:
    return float(value) if isinstance(value, str) and _is_number(value) else value


@dataclass(frozen=True, slots=True)
class Score:
    """One product's figure: `value` is None where something is open; `lower` and `upper` always enclose it.

    `bound` is the numerical error alone; `checked` says that the answer was verified again on the stored arrays.
    """

    process: Mapping[str, str]
    regime: str
    legal_date: str
    unit: str
    value: str | None
    lower: str
    upper: str
    bound: str
    open: tuple[str, ...]
    method: str
    residual: str
    rigorous: bool
    checked: bool
    licence: str
    redistribution: str
    problems: tuple[Problem, ...] = ()

    def json(self) -> dict[str, Any]:
        """Every field; problems as the command line prints them."""
        names = [n for n in self.__slots__ if n != "problems"]
        data = {name: getattr(self, name) for name in names}
        return {**data, "open": list(self.open), "problems": [p.json() for p in self.problems]}

    def __str__(self) -> str:
        figure = self.value if self.value is not None else f"{self.lower} … {self.upper}"
        per = self.process.get("unit", "")
        return f"{figure} {self.unit}/{per} ({self.regime}; {self.method}, ±{self.bound})"


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. Processes are named by id or by a name that means one; regimes as everywhere."""

    opened: OpenDatabase

    @property
    def name(self) -> str:
        """Its name in this home."""
        return self.opened.name

    @property
    def digest(self) -> str:
        """SHA-256 of its content."""
        return self.opened.stored.digest

    def find(self, text: str, limit: int = 50) -> list[dict[str, str]]:
        """The processes whose name holds every word of a text."""
        from carnet.service.db_open import find  # noqa: PLC0415

        return find(self.opened, text, limit)

    def score(self, process: str, regime: str, legal_date: str = "", assume: Mapping[str, str] | None = None) -> Score:
        """The figure of one product, checked again on the stored arrays before it is given."""
        from carnet.service.db_answers import score  # noqa: PLC0415

        return score(self.opened, self.position(process), self.asked(regime, legal_date, assume))

    def scores(self, regime: str, legal_date: str = "", assume: Mapping[str, str] | None = None) -> Table:
        """The figures of all products."""
        from carnet.service.db_answers import all_scores  # noqa: PLC0415

        return all_scores(self.opened, self.asked(regime, legal_date, assume))

    def contributions(
        self,
        process: str,
        regime: str,
        by: str = "process",
        top: int = 20,
        **asked: Any,  # noqa: ANN401
    ) -> Table:
        """What the figure is made of: by process, flow, gas, category or location."""
        from carnet.service.db_questions import contributions  # noqa: PLC0415

        found = contributions(self.opened, self.asked(regime, **asked), self.position(process), by, top)
        rest = {"key": "rest", "name": f"{found['rest']['count']} others", **found.pop("rest")}
        rows = (*found.pop("parts"), rest)
        return Table(rows, found)

    def graph(self, process: str, regime: str, cutoff: float = 0.01, nodes: int = 60, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
        """Nodes and edges of the supply, with cut-off and what lies below it."""
        from carnet.service.db_questions import graph  # noqa: PLC0415

        return graph(self.opened, self.asked(regime, **asked), self.position(process), cutoff=cutoff, nodes=nodes)

    def sensitivity(self, process: str, regime: str, top: int = 20, draws: int = 0, **asked: Any) -> Table:  # noqa: ANN401
        """The exchanges the figure is most sensitive to; with `draws`, a Monte Carlo beside the first-order spread."""
        from carnet.service.db_sensitivity import sensitivity  # noqa: PLC0415

        found = sensitivity(self.opened, self.asked(regime, **asked), self.position(process), top, draws=draws)
        return Table(tuple(found.pop("exchanges")), found)

    def variance(
        self,
        process: str,
        regime: str,
        groups: str = "category",
        top: int = 10,
        samples: int = 256,
        **asked: Any,  # noqa: ANN401
    ) -> Table:
        """Whose uncertainty the figure's comes from: Sobol indices of groups (``category``, ``flow``, or a file)."""
        from carnet.service.db_sensitivity import variance  # noqa: PLC0415

        question = self.asked(regime, **asked)
        return variance(self.opened, question, self.position(process), groups=groups, top=top, samples=samples)

    def montecarlo(
        self,
        processes: str | Sequence[str],
        regimes: Regimes,
        draws: int = DRAWS,
        seed: int = 1,
        threads: int = 0,
        **asked: Any,  # noqa: ANN401
    ) -> Table:
        """Every exchange resampled: mean, deviation and quantiles of each product under each regime."""
        from carnet.service.db_draws import montecarlo  # noqa: PLC0415

        wanted = [processes] if isinstance(processes, str) else list(processes)
        named = [regimes] if isinstance(regimes, str) else list(regimes)
        return montecarlo(
            self.opened, [self.asked(r, **asked) for r in named], [self.position(p) for p in wanted],
            draws=draws, seed=seed, threads=threads,
        )  # fmt: skip

    def scenarios(
        self,
        file: str,
        processes: Sequence[str],
        regimes: Regimes,
        **asked: Any,  # noqa: ANN401
    ) -> Table:
        """What the changes of a scenario file make of products."""
        from carnet.service.db_scenarios import read_scenarios, scenarios  # noqa: PLC0415 - needs the extra

        named = [regimes] if isinstance(regimes, str) else list(regimes)
        positions = [self.position(p) for p in processes]
        return scenarios(self.opened, read_scenarios(file), positions, [self.asked(r, **asked) for r in named])

    def foreground(self, file: str, regimes: Regimes, processes: Sequence[str] = (), **asked: Any) -> Table:  # noqa: ANN401
        """A small foreground on this background (CSV or TOML): every process in every scenario, with its bound."""
        from carnet.service.db_foreground import foreground  # noqa: PLC0415 - needs the extra

        named = [regimes] if isinstance(regimes, str) else list(regimes)
        return foreground(self.opened, file, [self.asked(r, **asked) for r in named], processes)

    def publish(self, processes: Sequence[str] = (), regimes: Regimes = (), *, local: bool = False) -> dict[str, Any]:
        """A factor set: kg per gas and origin with rigorous bounds and a digest."""
        from carnet.service.db_publish import publish  # noqa: PLC0415

        named = [regimes] if isinstance(regimes, str) else list(regimes)
        positions = [self.position(p) for p in processes] or None
        return publish(self.opened, positions, [self.asked(r) for r in named], local=local)

    def asked(self, regime: str, legal_date: str = "", assume: Mapping[str, str] | None = None) -> Asked:
        """A regime as a question; ``own:0`` is a characterisation vector that came with the database.

        Raises:
            UsageError: it brought none of that name (LCI-193).
        """
        from carnet.service.db_solve import OWN, own_regime  # noqa: PLC0415

        return own_regime(self.opened, regime) if regime.startswith(OWN) else asked_of(regime, legal_date, assume)

    def position(self, process: str) -> int:
        """The position of a process by id or name."""
        from carnet.service.db_open import process_index  # noqa: PLC0415

        return process_index(self.opened, process)


def asked_of(regime: str, legal_date: str = "", assume: Mapping[str, str] | None = None) -> Asked:
    """What is asked of a regime, with what the user states for what is open (``{"CO2:origin": "fossil"}``)."""
    need_engine()
    from carnet.service.db_solve import Asked  # noqa: PLC0415

    return Asked(regime, legal_date, tuple(sorted((assume or {}).items())))


def open_database(name: str, home: str | Path = "", say: Say | None = None) -> Database:
    """Open a database of a home by its name.

    Raises:
        UsageError: the extra is missing (LCI-160) or there is no such database (LCI-165).
        InputError: its file is damaged (LCI-161 … LCI-164).
    """
    need_engine()
    from carnet.service.db_open import open_named  # noqa: PLC0415

    return Database(open_named(name, home, say))


def import_database(
    path: str,
    name: str = "",
    home: str | Path = "",
    say: Say | None = None,
    policy: Mapping[str, Any] | None = None,
    **given: str,
) -> Imported:
    """Read, link and store a database; `given` are format, title, version, licence, redistribution.

    Raises:
        UsageError, InputError: as `carnet.service.db_import.import_database`.
    """
    need_engine()
    from carnet.service.db_import import Wanted, policy_of  # noqa: PLC0415
    from carnet.service.db_import import import_database as run  # noqa: PLC0415

    return run(path, Wanted(name=name, policy=policy_of(policy or {}), **given), home, say)


def list_databases(home: str | Path = "") -> list[dict[str, Any]]:
    """The databases of a home; one that is damaged is listed with what is wrong with it."""
    need_engine()
    from carnet.errors import CarnetError  # noqa: PLC0415
    from carnet.service.db_publish import database_json  # noqa: PLC0415

    found = []
    for item in index.listed(index.root_of(home_folder(home))):
        try:
            opened = open_database(item.name, home).opened
            found.append({**database_json(opened), "bytes": opened.stored.packed.size})
        except CarnetError as error:
            problems = [p.json() for p in error.problems]
            found.append({"name": item.name, "digest": f"sha256:{item.digest}", "problems": problems})
    return found


def rename_database(name: str, new: str, home: str | Path = "") -> None:
    """Give a database another name.

    Raises:
        UsageError: no such database (LCI-165), or the name cannot be taken (LCI-166).
    """
    index.rename(index.root_of(home_folder(home)), name, new)


def remove_database(name: str, home: str | Path = "") -> bool:
    """Take a database off the list, and its files off the disk where no other name means it.

    Raises:
        UsageError: no such database (LCI-165).
    """
    return index.remove(index.root_of(home_folder(home)), name)


def one_of(value: str, words: Sequence[str], what: str) -> str:
    """A word of a list.

    Raises:
        UsageError: it is none (LCI-190).
    """
    if value not in words:
        raise UsageError((problem("LCI-190", None, value, tuple(words), what=what),))
    return value


__all__ = [
    "Database", "Score", "Table", "asked_of", "import_database", "list_databases", "one_of",
    "open_database", "remove_database", "rename_database",
]  # fmt: skip
