"""Recomputing a pack: the study and the recipe in it, calculated anew, must give the bytes that were issued."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

from carnet.assessment import Inputs, bridge, bridge_json
from carnet.canonical import canonical_bytes
from carnet.errors import CarnetError, Place, problem
from carnet.exchange.pack_manifest import ManifestError, key_of, read_object
from carnet.exchange.pack_parts import SALT, read_salted, salted_json, split_bridge, split_result
from carnet.exchange.pack_recipe import FactorPart, read_factors, read_flows, read_gwp
from carnet.exchange.study_json import read as read_study
from carnet.inventory.countries import Countries
from carnet.regime import from_json
from carnet.service.calculate import calculate_one, engine_version
from carnet.service.studies import findings, study_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from carnet.errors import Problem
    from carnet.exchange.pack import PackReading
    from carnet.inventory.model import Places, Study
    from carnet.regime import ResolvedRegime
    from carnet.service.calculate import Calculated

Equal = Literal[True, False, "withheld"]
STUDY = "study.json"
# What content of another form than ours makes the readers and the calculation raise. Nothing a pack contains may
# end the program; whatever is raised becomes a sentence about the part.
_MISSHAPEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, StopIteration, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One regime: the figure as issued and as recomputed, and whether every disclosed file has the same bytes."""

    regime: str
    issued: str | None
    recomputed: str | None
    equal: Equal
    files: tuple[tuple[str, Equal], ...] = ()

    def json(self) -> dict[str, object]:
        """``{regime, issued, recomputed, equal, files}``."""
        return {
            "regime": self.regime, "issued": self.issued, "recomputed": self.recomputed, "equal": self.equal,
            "files": [{"name": name, "equal": equal} for name, equal in self.files],
        }  # fmt: skip


@dataclass(slots=True)
class Recomputed:
    """All regimes and bridges of a pack, and what is wrong with them."""

    figures: list[FigureRow] = field(default_factory=list)
    bridges: list[FigureRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Recipe:
    inputs: Inputs | None
    study_digest: str
    factors: FactorPart | None
    regimes: Mapping[str, ResolvedRegime]
    findings: tuple[Problem, ...] = ()


_ABSENT = ("包中没有它", "it is not in the pack")


class _Unreadable(Exception):  # noqa: N818 - an outcome, not an error: it becomes a problem of the pack
    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.found = problem("PCK-031", Place(file=name), name, detail_zh=zh[:300], detail_en=en[:300])


def recompute(reading: PackReading) -> Recomputed:
    """Calculate every regime and bridge of a pack that was verified; never raises for what is in it.

    A view without study cannot be calculated: its rows say ``withheld``, and only what its files say of each other is
    compared.
    """
    done = Recomputed()
    manifest = reading.manifest
    if manifest is None:
        return done
    recipe = _read_recipe(reading, done)
    calculated: dict[str, Calculated] = {}
    for part in manifest.of_role("headline"):
        key = key_of(part.name)
        _one_figure(key, reading, recipe, calculated, done)
    for part in manifest.of_role("bridge"):
        _one_bridge(part.name, reading, recipe, calculated, done)
    differs = any(row.equal is False for row in [*done.figures, *done.bridges])
    if manifest.engine != engine_version() and differs:
        place = Place(file="manifest.json")
        done.problems.append(problem("PCK-035", place, manifest.engine, severity="warning", here=engine_version()))
    return done


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def _read_recipe(reading: PackReading, done: Recomputed) -> _Recipe:
    regimes: dict[str, ResolvedRegime] = {}
    for name in sorted(n for n in reading.files if n.startswith("recipe/regimes/")):
        try:
            regimes[key_of(name)] = from_json(_plain(reading, name))
        except _Unreadable as error:
            done.problems.append(error.found)
        except _MISSHAPEN as error:
            done.problems.append(_misshapen(name, error))
    factors: FactorPart | None = None
    inputs = None
    digest = ""
    found: tuple[Problem, ...] = ()
    try:
        factors = _shaped(reading, "recipe/factors.json", read_factors)
        sets = _shaped(reading, "recipe/gwp.json", read_gwp)
        flows = _shaped(reading, "recipe/flows.json", read_flows)
        if STUDY in reading.files:
            study, places = _study(reading.files[STUDY])
            digest = study_digest(study)
            # Unresolved doubts about balances keep a figure from issue, so they are found anew, with the pack's flows;
            # none of them asks for country codes, which a pack does not carry.
            found = tuple(findings(study, places, flows, Countries({})))
            inputs = Inputs(study, places, flows, factors.factors, sets)
    except _Unreadable as error:
        done.problems.append(error.found)
    except _MISSHAPEN as error:
        done.problems.append(_misshapen(STUDY, error))
    return _Recipe(inputs, digest, factors, regimes, found)


def _plain(reading: PackReading, name: str) -> dict[str, Any]:
    if name not in reading.files:
        raise _Unreadable(name, *_ABSENT)
    try:
        return read_object(reading.files[name])
    except ManifestError as error:
        raise _Unreadable(name, error.zh, error.en) from error


def _shaped(reading: PackReading, name: str, read: Any) -> Any:  # noqa: ANN401 - one reader a file, each with its own type
    try:
        return read(_plain(reading, name))
    except _MISSHAPEN as error:
        found = _misshapen(name, error)
        raise _Unreadable(name, found.cause.zh, found.cause.en) from error


def _misshapen(name: str, error: BaseException) -> Problem:
    detail = f"{type(error).__name__}: {error}"[:200]
    return problem("PCK-031", Place(file=name), name, detail_zh=detail, detail_en=detail)


def _study(data: bytes) -> tuple[Study, Places]:
    try:
        content, _ = read_salted(data)
        result = read_study(canonical_bytes(content), STUDY)
    except ManifestError as error:
        raise _Unreadable(STUDY, error.zh, error.en) from error
    except CarnetError as error:
        first = error.problems[0]
        raise _Unreadable(STUDY, first.cause.zh, f"{first.code} {first.place}: {first.cause.en}") from error
    return result.study, result.places


# ── comparing ────────────────────────────────────────────────────────────────────────────────────


def _one_figure(
    key: str, reading: PackReading, recipe: _Recipe, calculated: dict[str, Calculated], done: Recomputed
) -> None:
    name = f"results/{key}/headline.json"
    try:
        headline = _plain(reading, name)
        issued = printed(headline)
        _check_headline(key, headline, reading, recipe, done)
    except _Unreadable as error:
        done.problems.append(error.found)
        done.figures.append(FigureRow(key, None, None, equal=False))
        return
    except _MISSHAPEN as error:
        done.problems.append(_misshapen(name, error))
        done.figures.append(FigureRow(key, None, None, equal=False))
        return
    if STUDY not in reading.files:
        done.figures.append(FigureRow(key, issued, None, "withheld"))
        return
    if recipe.inputs is None or recipe.factors is None or key not in recipe.regimes:
        detail = "the study or a part of the recipe is missing or cannot be read"
        done.problems.append(problem("PCK-033", Place(file=name), key, detail=detail))
        done.figures.append(FigureRow(key, issued, None, equal=False))
        return
    try:
        rules = recipe.regimes[key]
        again = calculate_one(recipe.inputs, rules, _digests(headline, recipe, rules), recipe.findings)
        parts = split_result(again.result, again.derivation)
    except CarnetError as error:
        count = len(recipe.factors.withheld)
        # A line that stands on a withheld record cannot be calculated without it.
        hidden = all(p.code == "FAC-001" and p.value in recipe.factors.withheld for p in error.problems)
        done.problems.append(
            problem("PCK-036", Place(file=name), key, severity="warning", count=count)
            if hidden
            else problem("PCK-033", Place(file=name), key, detail=str(error)[:300])
        )
        done.figures.append(FigureRow(key, issued, None, "withheld" if hidden else False))
        return
    except _MISSHAPEN as error:
        detail = f"{type(error).__name__}: {error}"[:300]
        done.problems.append(problem("PCK-033", Place(file=name), key, detail=detail))
        done.figures.append(FigureRow(key, issued, None, equal=False))
        return
    calculated[key] = again
    made = {f"results/{key}/{part}.json": content for part, content in parts.items()}
    compared = _compare(made, _listed(reading, f"results/{key}/"), reading, done)
    equal: Equal = all(same is not False for _, same in compared)
    if recipe.factors.withheld and not equal:
        count = len(recipe.factors.withheld)
        done.problems = [p for p in done.problems if not (p.code == "PCK-032" and p.place.file in made)]
        done.problems.append(problem("PCK-036", Place(file=name), key, severity="warning", count=count))
        equal = "withheld"
    done.figures.append(FigureRow(key, issued, printed(parts["headline"]), equal, tuple(compared)))


def _listed(reading: PackReading, folder: str) -> list[str]:
    listed = reading.manifest.parts if reading.manifest else ()
    return [part.name for part in listed if part.name.startswith(folder)]


def _compare(
    made: Mapping[str, Mapping[str, object]], listed: Iterable[str], reading: PackReading, done: Recomputed
) -> list[tuple[str, Equal]]:
    """Compare what was calculated with the files listed, byte for byte under the salt of the file."""
    compared: list[tuple[str, Equal]] = []
    for name in dict.fromkeys([*listed, *made]):
        issued = reading.files.get(name)
        if issued is None and name in reading.withheld:
            compared.append((name, "withheld"))
            continue
        same = issued is not None and name in made and _bytes_as(issued, made[name]) == issued
        compared.append((name, same))
        if not same:
            detail = _first_difference(issued, made.get(name))
            done.problems.append(problem("PCK-032", Place(file=name), name, detail=detail))
    return compared


def _bytes_as(issued: bytes, content: Mapping[str, object]) -> bytes:
    """The bytes of calculated content under the salt of the issued file; without one, if the file has none."""
    try:
        _, salt = read_salted(issued)
    except ManifestError:
        return canonical_bytes(content)
    return salted_json(content, salt)


def _first_difference(issued: bytes | None, content: Mapping[str, object] | None) -> str:
    if issued is None or content is None:
        return "the file is not there" if issued is None else "the file is not expected"
    try:
        there = {name: value for name, value in read_object(issued).items() if name != SALT}
    except ManifestError as error:
        return error.en
    return _pointer_of_difference(there, cast("object", content), "")


def _pointer_of_difference(one: object, two: object, pointer: str) -> str:
    if isinstance(one, dict) and isinstance(two, dict):
        for name in sorted({*one, *two}):
            if name not in one or name not in two:
                return f"{pointer}/{name}"
            if one[name] != two[name]:
                return _pointer_of_difference(one[name], two[name], f"{pointer}/{name}")
    if isinstance(one, list) and isinstance(two, list | tuple):
        for index, (left, right) in enumerate(zip(one, two, strict=False)):
            if left != right:
                return _pointer_of_difference(left, right, f"{pointer}/{index}")
    return pointer or "/"


def _digests(headline: Mapping[str, Any], recipe: _Recipe, resolved: ResolvedRegime) -> dict[str, str]:
    """The recipe as the pack's own content gives it; engine and numeric profile are taken as issued."""
    issued = headline["recipe"]
    return {
        "study": recipe.study_digest,
        "factors": recipe.factors.digest if recipe.factors else "",
        "regime": resolved.digest,
        "engine": issued["engine"],
        "numeric_profile": issued["numeric_profile"],
        "legal_date": resolved.legal_date,
        "known_date": resolved.known_date,
    }


def _check_headline(
    key: str, headline: Mapping[str, Any], reading: PackReading, recipe: _Recipe, done: Recomputed
) -> None:
    """What holds without calculating: the recipe's digests, and that a figure that cannot be issued makes a draft."""
    named = headline["recipe"]
    if key in recipe.regimes and named["regime"] != recipe.regimes[key].digest:
        name = f"recipe/regimes/{key}.json"
        done.problems.append(problem("PCK-034", Place(file=name), name))
    if recipe.factors is not None and named["factors"] != recipe.factors.digest:
        done.problems.append(problem("PCK-034", Place(file="recipe/factors.json"), "recipe/factors.json"))
    if reading.manifest is not None and not reading.manifest.draft and headline["issuable"] is not True:
        done.problems.append(problem("PCK-030", Place(file="manifest.json"), key))


def printed(headline: Mapping[str, Any]) -> str | None:
    """The figure as printed: its value, or ``lower…upper`` where it is an interval, None where there is none.

    Raises:
        KeyError, TypeError: the headline has another form.
    """
    figure = headline["figure"]
    if figure["value"] is not None:
        return str(figure["value"])
    return None if figure["lower"] is None else f"{figure['lower']}…{figure['upper']}"


def _one_bridge(
    name: str, reading: PackReading, recipe: _Recipe, calculated: Mapping[str, Calculated], done: Recomputed
) -> None:
    stem = name.removeprefix("bridges/").removesuffix(".json")
    first, _, second = stem.partition("__")
    if recipe.inputs is None or first not in calculated or second not in calculated:
        if STUDY not in reading.files:
            done.bridges.append(FigureRow(stem, None, None, "withheld"))
            return
        detail = f"{first} or {second} cannot be recomputed"
        done.problems.append(problem("PCK-033", Place(file=name), stem, detail=detail))
        done.bridges.append(FigureRow(stem, None, None, equal=False))
        return
    try:
        found = bridge(recipe.inputs, calculated[first].assessment, calculated[second].assessment)
        terms, exact = split_bridge(bridge_json(found))
    except (CarnetError, *_MISSHAPEN) as error:
        done.problems.append(problem("PCK-033", Place(file=name), stem, detail=str(error)[:300]))
        done.bridges.append(FigureRow(stem, None, None, equal=False))
        return
    files = {name: terms, f"bridges/{stem}.exact.json": exact}
    compared = _compare(files, [n for n in _listed(reading, f"bridges/{stem}.") if n in files], reading, done)
    equal = all(same is not False for _, same in compared)
    done.bridges.append(FigureRow(stem, None, None, equal, tuple(compared)))
