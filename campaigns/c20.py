"""C20: every numbered rule of what is written for an authority: kept by one input, broken by another, told both ways.

So far the CBAM: its checks (CBM-R01 …), the writer of the communication template (CBM-110 …) and the precursor data
sheet (CBM-160 …). The inputs are the tables of the tests; a rule without a pair there counts as wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.cbam.checks import RULES
from carnet.errors import InputError
from carnet.errors.catalogue import CATALOGUE
from carnet.exchange.cbam_template.write import fill
from carnet.exchange.precursor_sheet import parse_precursor_sheet, precursor_json, precursor_workbook
from carnet.report.cbam_documents import precursor_sheets
from tests.cbam import cases
from tests.cbam.studies import change
from tests.exchange import sheet_cases, write_cases
from tests.report import cbam_bundles

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "C20"
WHAT = "rules"
BROKEN = "wrong either way"
CHECKS = tuple(row.id for row in RULES)
WRITER = tuple(code for code in CATALOGUE if "CBM-110" <= code <= "CBM-129")
SHEET = tuple(code for code in CATALOGUE if "CBM-160" <= code <= "CBM-179")
NO_RESULT = "CBM-176"  # told where a sheet is made, not where one is read
SIZES = dict.fromkeys(("test", "release"), len(CHECKS) + len(WRITER) + len(SHEET))


def attacks(seed: int, size: int) -> Iterator[str | None]:  # noqa: ARG001 - all rules, in their order, whatever the seed
    """Yield None for a rule that holds both ways, a sentence for one that does not."""
    for rule in CHECKS:
        yield check(rule)
    for code in WRITER:
        yield written(code)
    for code in SHEET:
        yield unmade(code) if code == NO_RESULT else sheet(code)


def check(rule: str) -> str | None:
    """Hold one rule of the checks against the study that keeps it and the one that breaks it."""
    if (pair := cases.CASES.get(rule.removeprefix("CBM-R"))) is None:
        return f"{rule}: there is no pair of studies for it"
    kept, broken = (cases.checked(case)[rule] for case in pair)
    if kept.ok is not True or kept.pointers:
        return f"{rule}: not told as kept: {kept.why.en}"
    if broken.ok is not False or pair[1].pointer not in broken.pointers:
        return f"{rule}: the breach is not told at {pair[1].pointer}: {broken.why.en}"
    return None


def written(code: str) -> str | None:
    """Hold one code of the writer of the template against its pair, and against all it must refuse."""
    if (pair := write_cases.PAIRS.get(code)) is None:
        return f"{code}: there is no pair of inputs for it"
    right, *wrong = (pair[0], pair[1], *_refused(code))
    found, data = _fill(right)
    if code in found or (data is None) is (code != "CBM-129"):
        return f"{code}: told without cause, or nothing was written: {sorted(found)}"
    for number, each in enumerate(wrong):
        found, data = _fill(each)
        if code not in found:
            return f"{code}: case {number} is not told: {sorted(found)}"
        if (data is None) is not (found[code] == "error"):
            return f"{code}: case {number} is an {found[code]}, and a workbook is {'not ' * (data is None)}written"
    return None


def _refused(code: str) -> list[write_cases.Fill]:
    listed = [write_cases.Fill(write_cases.study(**rows)) for rows, told in write_cases.REFUSED if told == code]
    many = [write_cases.Fill(write_cases.study(**rows)) for rows, _ in write_cases.UNFIT if code == "CBM-115"]
    return listed + many


def _fill(case: write_cases.Fill) -> tuple[dict[str, str], bytes | None]:
    """Codes with their severity, and the workbook when one was written."""
    try:
        done = fill(case.study, case.template(), "blank.xlsx", computed=case.computed)
    except InputError as refused:
        return {problem.code: problem.severity for problem in refused.problems}, None
    return {problem.code: problem.severity for problem in done.problems}, done.data


def sheet(code: str) -> str | None:
    """Hold one code of the precursor sheet against the whole sheet in both forms, and against all that call for it."""
    for whole in (precursor_json(sheet_cases.PIG), precursor_workbook(sheet_cases.PIG)):
        read, problems = parse_precursor_sheet(whole)
        if read != sheet_cases.PIG or problems:
            return f"{code}: the whole sheet is told {[problem.code for problem in problems]}"
    if not (wrong := sheet_cases.REFUSALS.get(code)):
        return f"{code}: there is no sheet that calls for it"
    for number, data in enumerate(wrong):
        read, problems = parse_precursor_sheet(data)
        severity = {problem.code: problem.severity for problem in problems}.get(code)
        if severity is None:
            return f"{code}: case {number} is not told: {[problem.code for problem in problems]}"
        if severity == "error" and read is not None:
            return f"{code}: case {number} is refused and read all the same"
    return None


def unmade(code: str) -> str | None:
    """Hold the code of a good without a result: a sheet is made, or the code told."""
    steel = cases.STEEL
    for study, lacking in ((steel, False), (change(steel, "/source_streams/coke/activity", ""), True)):
        made, problems = precursor_sheets(cbam_bundles.bundle_of(study))
        told = code in {problem.code for problem in problems}
        if told is not lacking or bool(made) is lacking:
            return f"{code}: {'told' if told else 'not told'}, {len(made)} sheets made"
    return None
