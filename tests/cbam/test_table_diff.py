"""An act changes: which rows moved, and whose figures they can move."""

from __future__ import annotations

import dataclasses

from carnet.cbam.table_diff import diff_tables, touched
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.published import parsed

TABLES = load_cbam_tables()


def test_equal_tables_give_nothing():
    assert diff_tables(TABLES, TABLES) == ()
    assert diff_tables(TABLES, dataclasses.replace(TABLES, digest="")) == ()


def test_each_changed_row_is_named_with_before_and_after():
    new = parsed(
        defaults_china_csv=lambda text: text.replace("7208,,3.187,,3.187", "7208,,3.187,,3.200"),
        benchmarks_csv=lambda text: text.replace("76011010,B,K,2026,2030,1.423", "76011010,B,K,2026,2030,1.400"),
        values_toml=lambda text: text.replace('"2026-Q4" = ""', '"2026-Q4" = "80.00"', 1),
    )
    found = {(each.table, *each.key): each for each in diff_tables(TABLES, new)}
    assert set(found) == {
        ("defaults", "CN", "7208", ""),
        ("benchmarks", "76011010", "B", "K", "2026"),
        ("values", "price", "2026-Q4"),
    }
    coil = found["defaults", "CN", "7208", ""]
    assert (coil.kind, coil.fields, coil.cns) == ("changed", (("total", "3.187", "3.2"),), ("7208",))
    assert "3.187 → 3.2" in coil.text().en
    assert coil.text().zh.startswith("改变")
    assert found["values", "price", "2026-Q4"].fields == (("value", "", "80"),)


def test_rows_that_come_and_go():
    rows = dict(TABLES.defaults)
    del rows["CN", "7208"]
    gone = dataclasses.replace(TABLES, defaults=rows)
    assert [(each.kind, each.key) for each in diff_tables(TABLES, gone)] == [("removed", ("CN", "7208", ""))]
    assert [(each.kind, each.key) for each in diff_tables(gone, TABLES)] == [("added", ("CN", "7208", ""))]


def test_a_status_that_fell_is_a_change():
    new = parsed(tables_toml=lambda text: text.replace('status = "read"', 'status = "recalled"', 1))
    moved = {name for each in diff_tables(TABLES, new) for name, _, _ in each.fields}
    assert moved == {"cite.status"}


def test_the_amendment_of_july_2026_for_china():
    """December 2025 against IR (EU) 2026/1740: no value moved, six route letters did, and three codes got 10 digits."""
    before = {key: rows for key, rows in TABLES.defaults.items() if key[0] != "CN"} | TABLES.superseded
    found = diff_tables(dataclasses.replace(TABLES, defaults=before), TABLES)
    names = [name for each in found for name, _, _ in each.fields]
    assert not {"direct", "indirect", "total"} & set(names)
    routes = {each.key[1]: (old, new) for each in found for name, old, new in each.fields if name == "route"}
    assert routes == {
        "7205": ("C", "C/F"), "72251990": ("F", "C"), "72261980": ("F", "C"), "73063018": ("", "C"),
        "73181210": ("C", ""), "73181410": ("C", ""),
    }  # fmt: skip
    assert sorted(each.key[1] for each in found if each.kind == "added") == [
        "2507008080", "2523100010", "2523100090", "2523900010", "2523900090",
    ]  # fmt: skip
    assert sorted({each.key[1] for each in found if each.kind == "removed"}) == ["25070080", "25231000", "25239000"]


def test_whose_figures_can_move():
    new = parsed(
        defaults_china_csv=lambda text: text.replace("7208,,3.187,,3.187", "7208,,3.187,,3.200"),
        values_toml=lambda text: text.replace('"75.28"', '"75.30"', 1),
    )
    changes = diff_tables(TABLES, new)
    assert {each.table for each in touched(changes, "72083900", "CN")} == {"defaults", "values"}
    assert {each.table for each in touched(changes, "76011010", "CN")} == {"values"}
    assert {each.table for each in touched(changes, "72083900", "IN")} == {"values"}
