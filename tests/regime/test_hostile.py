"""Whatever stands in a regime file: a library, or a `DataError` with a place, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carnet.errors import DataError
from carnet.regime import parse_regimes
from tests.regime.samples import SHIPPED, load, problems, sample
from tests.regime.test_load import INHERITS, ROW

ROWS = (sample(more=ROW) + INHERITS).splitlines()
JUNK = [
    "",
    "value = 3",
    "value = []",
    "[[value]]",
    "[value]",
    "from = 2020-13-01",
    'status = "read"',
    "sources = 1",
    "x",
    "candidates = {}",
    "to = 1",
    "parameters = 1",
    'extends = "a@1"',
    "in_force = 2",
    "value = { method = [1] }",
    "",
]


def complaints(text):
    try:
        load(text)
    except DataError as error:
        return error.problems
    return None


def loads_or_complains(text):
    found = complaints(text)
    assert found is None or len(found) > 0
    for problem in found or ():
        assert problem.place.file
        assert int(problem.place.cell.split(":")[0]) >= 1
        assert problem.cause.zh
        assert problem.cause.en


@given(st.text(max_size=200))
def test_any_text(text):
    loads_or_complains(text)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(ROWS) - 1), st.sampled_from([*JUNK, None])), min_size=1, max_size=6))
def test_a_file_with_lines_replaced_or_taken_out(changes):
    rows: list[str | None] = list(ROWS)
    for at, text in changes:
        rows[at] = text
    loads_or_complains("\n".join(row for row in rows if row is not None))


@settings(max_examples=40)
@given(st.data())
def test_a_shipped_file_with_one_line_missing(data):
    path = data.draw(st.sampled_from(sorted(SHIPPED.glob("*/regime.toml"))))
    rows = path.read_text(encoding="utf-8").splitlines()
    del rows[data.draw(st.integers(0, len(rows) - 1))]
    loads_or_complains("\n".join(rows))


@pytest.mark.parametrize("key", ["value", "table", "inherits"])
def test_a_plain_value_where_tables_belong_is_refused(key):
    text = f"{key} = 3\n" + sample(given=False)
    assert f"a.toml:1 REG-006 the {key} of {key} is not allowed: 3; expected [[{key}]] tables" in problems(text)


def test_line_ends_of_windows_do_no_harm():
    assert parse_regimes([("a.toml", sample().replace("\n", "\r\n"))]).ids() == ("a",)
