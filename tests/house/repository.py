"""What the house tests look at: the tracked files, the tables of the docs, the rooms, the command line."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "carnet"
DOCS = ROOT / "docs"
CORE = (
    "errors", "canonical", "toml_rows", "quantity", "inventory", "factors", "impact", "lca", "regime", "assessment",
    "cbam", "recognition",
)  # fmt: skip


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository or would be after ``git add``; in an archive without git, every file."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    else:
        made = {".venv", ".git", "demo-out", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
        paths = (path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts))
    return tuple(sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts))


def text_of(path: Path) -> str | None:
    """The text of a file, None when it is binary."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def modules(*rooms: str) -> list[Path]:
    """The Python files of the rooms, of all rooms when none is named."""
    if not rooms:
        return sorted(SOURCE.rglob("*.py"))
    return sorted(
        path for room in rooms for path in [*(SOURCE / room).rglob("*.py"), SOURCE / f"{room}.py"] if path.exists()
    )


def rooms() -> dict[str, Path]:
    """The rooms that exist: name → the file whose docstring describes it."""
    found = {path.parent.name: path for path in SOURCE.glob("*/*.py") if path.name == "__init__.py"}
    alone = {path.stem: path for path in SOURCE.glob("*.py") if not path.stem.startswith("__")}
    return dict(sorted({**found, **alone}.items()))


def rows(path: Path, first: str) -> list[dict[str, str]]:
    """The rows of every table in a page whose first heading is `first`: heading → cell."""
    found: list[dict[str, str]] = []
    heads: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            heads = []
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not heads:
            heads = cells
        elif not set("".join(cells)) <= set("-: ") and heads[0] == first:
            assert len(cells) == len(heads), f"{path.name}: {line}"
            found.append(dict(zip(heads, cells, strict=True)))
    return found


def command_line():
    """The program's click group, or None while it has none."""
    if not (SOURCE / "cli" / "main.py").exists():
        return None
    return importlib.import_module("carnet.cli.main").program


def commands() -> dict[str, object]:
    """Every command by its words after ``carnet``, groups included."""
    import click

    found: dict[str, object] = {}

    def walk(command, path: str) -> None:
        if path:
            found[path] = command
        if isinstance(command, click.Group):
            for name, child in command.commands.items():
                walk(child, f"{path} {name}".strip())

    group = command_line()
    if group is not None:
        walk(group, "")
    return found


@cache
def names_in(path: Path) -> frozenset[str]:
    """The functions and classes of a module, methods as ``Class::method``."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return frozenset(names)
