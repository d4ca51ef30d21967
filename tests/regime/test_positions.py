"""Where in a TOML text each table and key stands."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from carnet.regime.positions import locate
from tests.regime.samples import sample, value

TEXT = '''\
# [[value]] in a comment
id = "x"
list = [
  "[[value]]",
  { a = "b" },
]
long = """
[[value]]
parameter = "not a key"
"""
[sources.act]
title = "the [act]" # = not a key
[[value]]
parameter = "D1.unit"
tiers = [
  { use = "grid" },
]
clause = 'it''s'

[[value]]
  parameter = "D2.stages"
'''


def test_headers_and_keys_are_found_where_they_stand():
    found = locate(TEXT)
    assert found.line("", 0, "id") == 2
    assert found.line("sources.act", 0, "title") == 12
    assert [found.line("value", n) for n in (0, 1)] == [13, 20]
    assert found.line("value", 0, "clause") == 18
    assert found.line("value", 1, "parameter") == 21


def test_text_inside_strings_and_brackets_is_not_a_key():
    found = locate(TEXT)
    assert ("value", 2) not in found.tables
    assert ("", 0, "parameter") not in found.keys
    assert ("value", 0, "use") not in found.keys


def test_an_absent_key_falls_back_to_its_table_and_an_absent_table_to_line_one():
    found = locate(TEXT)
    assert found.line("value", 1, "clause") == 20
    assert found.line("table", 3, "flow") == 1


@given(st.text())
def test_no_text_crashes_it(text):
    locate(text)


@given(st.lists(st.sampled_from(["D9.markup", "K3.statement", "D6.slag"]), max_size=8), st.integers(0, 5))
def test_the_nth_table_is_the_nth_table(names, blank):
    text = sample(more="\n" * blank + "".join(value(name, '"0"') for name in names))
    found = locate(text)
    rows = text.splitlines()
    listed = tomllib.loads(text)["value"]
    for index, item in enumerate(listed):
        assert rows[found.line("value", index) - 1] == "[[value]]"
        assert rows[found.line("value", index, "parameter") - 1] == f'parameter = "{item["parameter"]}"'
