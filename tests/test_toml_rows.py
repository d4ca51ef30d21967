"""Rows of a data file keep their line numbers."""

import textwrap

from carnet.toml_rows import read_rows

FILE = textwrap.dedent(
    """\
    # a comment
    [defaults]
    unit = "kg"
    colour = "grey"

    [[thing]]
    id = "a"
    colour = "red"

    # [[thing]]  in a comment is no row
    [[thing]]
    # a comment between
    id = "b"
    many = [
      { x = "1" },
    ]
    last = "z"

    [other]
    id = "no row"
    """
)


def test_every_row_knows_its_line_and_that_of_its_keys():
    table = read_rows("f.toml", FILE, "thing")
    assert not table.problems
    first, second = table.rows
    assert (first.line, second.line) == (6, 11)
    assert str(first.place("colour")) == "f.toml:8"
    assert str(second.place("last")) == "f.toml:17"


def test_a_key_from_the_defaults_points_to_the_header_of_the_row():
    _, second = read_rows("f.toml", FILE, "thing").rows
    assert str(second.place("colour")) == "f.toml:11"


def test_defaults_lie_under_each_row():
    first, second = read_rows("f.toml", FILE, "thing").rows
    assert (first.values["colour"], second.values["colour"]) == ("red", "grey")
    assert first.values["unit"] == "kg"


def test_other_tables_are_handed_on():
    assert read_rows("f.toml", FILE, "thing").rest == {"other": {"id": "no row"}}


def test_a_syntax_error_names_the_line():
    (found,) = read_rows("f.toml", 'a = "x"\nb = = 1\n', "thing").problems
    assert (found.code, str(found.place)) == ("DAT-001", "f.toml:2")


def test_a_file_without_rows_is_a_problem():
    for text in ("", "[thing]\nid = 1\n", "thing = []\n", "thing = [1]\n"):
        (found,) = read_rows("f.toml", text, "thing").problems
        assert (found.code, found.place.file) == ("DAT-002", "f.toml")


def test_a_header_inside_a_text_does_not_give_wrong_lines():
    text = 'note = """\n[[thing]]\n"""\n[[thing]]\nid = "a"\n'
    (row,) = read_rows("f.toml", text, "thing").rows
    assert row.values["id"] == "a"
    assert row.line in {0, 4}
