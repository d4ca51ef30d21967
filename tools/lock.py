"""Resolve the dependencies of pyproject.toml into requirements/*.txt, every file by hash.

Run by ``make lock``. pip resolves (``install --dry-run --report``); then every wheel of each chosen version
is written with its SHA-256, so that the same lock serves other machines and Python versions.
The locks name packages, versions and hashes only: where they come from is the reader's own pip configuration.

Four locks, each a part of the next: ``runtime.txt`` (the program and its build backend), ``lca.txt`` (with the engine
for databases), ``dev.txt`` (with the tools), ``bench.txt`` (with the rivals of the benchmarks).
Resolved on the oldest Python we support, because it needs the most packages (backports).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# pip has no public way to list every file of a version; these names have been stable since pip 21.
from pip._internal.commands.download import DownloadCommand
from pip._internal.index.collector import LinkCollector, parse_links
from pip._internal.models.link import Link
from pip._vendor.packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
# Wheels nobody will install here: other interpreters, browsers, phones, Pythons before ours.
UNWANTED = re.compile(
    r"-(pp\d+|graalpy\w*|cp2\d|cp3[6-9]|cp310|jython\w*)-(?!abi3)|emscripten|pyodide|wasm|android|ios_"
)


@dataclass(frozen=True, slots=True)
class Pin:
    """One package at one version, with the hashes of all its usable wheels."""

    name: str
    version: str
    hashes: tuple[str, ...]

    def line(self) -> str:
        """Return the requirement as pip reads it."""
        return " \\\n".join([f"{self.name}=={self.version}", *(f"    --hash=sha256:{each}" for each in self.hashes)])


TITLES = {
    "runtime": "What the program runs on.",
    "lca": "What the program and its engine for databases run on.",
    "dev": "What the program and its engine run on, and the tools.",
    "bench": "What the program and its engine run on, the tools, and the rivals of the benchmarks.",
}


def wanted() -> dict[str, list[str]]:
    """Return lock → what it holds on top of the one before: the program (its build backend included) comes first."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = tables["project"]
    extras = project["optional-dependencies"]
    program = [*project["dependencies"], *tables["build-system"]["requires"]]
    return {"runtime": program} | {name: extras[name] for name in ("lca", "dev", "bench")}


def resolve(requirements: Iterable[str], within: Iterable[str] = ()) -> dict[str, tuple[str, str]]:
    """Return name → (version, hash of the file pip chose here) of everything the requirements pull in.

    Args:
        requirements: what is asked for.
        within: ``name==version`` constraints the answer keeps to.
    """
    with tempfile.TemporaryDirectory() as folder:
        report, constraints = Path(folder) / "report.json", Path(folder) / "constraints.txt"
        constraints.write_text("\n".join(within), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--quiet", "--dry-run", "--ignore-installed"]
        command += ["--only-binary", ":all:", "--report", str(report), "--constraint", str(constraints)]
        subprocess.run([*command, *requirements], check=True)
        found = json.loads(report.read_text(encoding="utf-8"))["install"]
    return {
        canonicalize_name(item["metadata"]["name"]): (
            item["metadata"]["version"],
            item["download_info"]["archive_info"]["hashes"]["sha256"],
        )
        for item in found
    }


@contextmanager
def listing() -> Iterator[Callable[[str], list[Link]]]:
    """Give a function that lists the files of a package, asking where pip on this machine asks."""
    command = DownloadCommand("download", "")
    with command.main_context():
        options, _ = command.parse_args(["nothing"])
        # Local folders of this machine are no place a lock may rely on.
        options.extra_index_urls = [url for url in options.extra_index_urls if not url.startswith("file:")]
        options.find_links = []
        collector = LinkCollector.create(command.get_default_session(options), options)

        def files(name: str) -> list[Link]:
            pages = (
                collector.fetch_response(Link(url)) for url in collector.search_scope.get_index_urls_locations(name)
            )
            return [link for page in pages if page for link in parse_links(page)]

        yield files


def version_of(filename: str) -> str | None:
    """Return the version of a wheel that some supported machine could install; None for any other file."""
    try:
        _, version, _, _ = parse_wheel_filename(filename)
    except InvalidWheelFilename:
        return None
    return None if UNWANTED.search(filename) else str(version)


def pin(name: str, version: str, chosen: str, files: Iterable[Link]) -> Pin:
    """Collect the hashes of all usable wheels of one version; the one pip chose is always among them."""
    hashes = {
        link.hash for link in files if link.hash_name == "sha256" and link.hash and version_of(link.filename) == version
    }
    if chosen not in hashes:
        message = f"{name} {version}: the file pip chose is not on the index it came from"
        raise SystemExit(message)
    return Pin(name, version, tuple(sorted(hashes)))


def write(path: Path, title: str, pins: Iterable[Pin]) -> None:
    """Write one lock."""
    head = f"# {title}\n# Made by tools/lock.py (make lock) from pyproject.toml; do not edit.\n"
    path.write_text(head + "".join(f"{each.line()}\n" for each in pins), encoding="utf-8")


def main() -> None:
    """Write all locks."""
    if sys.version_info[:2] != OLDEST:
        print(f"warning: resolve on Python {OLDEST[0]}.{OLDEST[1]}, the oldest we support", file=sys.stderr)
    steps = wanted()
    everything = resolve(each for step in steps.values() for each in step)
    # A smaller lock is a part of the larger one, never a second opinion.
    within = [f"{name}=={version}" for name, (version, _) in everything.items()]
    with listing() as files:
        pins = {name: pin(name, version, chosen, files(name)) for name, (version, chosen) in sorted(everything.items())}
    asked: list[str] = []
    for lock, step in steps.items():
        asked += step
        held = sorted(resolve(asked, within))
        write(ROOT / f"requirements/{lock}.txt", TITLES[lock], (pins[name] for name in held))
        print(f"{lock}: {len(held)} packages")


if __name__ == "__main__":
    main()
