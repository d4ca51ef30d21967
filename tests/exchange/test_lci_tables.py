"""Flat tables: the four shapes of the shared data sets in small, CSV and Parquet, zip and folder, and their faults."""

from __future__ import annotations

import io
import math
import zipfile

import pytest

from carnet.errors import InputError
from carnet.exchange import lci_tables_columns
from carnet.exchange.lci_tables import read, read_mapping
from carnet.exchange.lci_tables_columns import PROCESS_COLUMNS, Table, read_table
from carnet.exchange.lci_tables_spread import made, spread_of
from carnet.inventory.lci import NO_SPREAD, Spread

PROCESSES = "uuid,name,location,type,license\nP1,grid,RNA,UNIT_PROCESS,free\nP2,mill,RNA,LCI_RESULT,free\n"
FLOWS = (
    "uuid,name,type,flow_property,category,location,cas\n"
    "F1,electricity,PRODUCT_FLOW,Energy,Utilities,RNA,\n"
    "F2,steel,PRODUCT_FLOW,Mass,Metals,RNA,\n"
    "F3,Carbon dioxide,ELEMENTARY_FLOW,Mass,Emissions/air,,124-38-9\n"
)
EXCHANGES = (
    "process,flow,input,amount,unit,is_ref,avoided\n"
    "P1,F1,False,1.0,kWh,True,False\n"
    "P1,F3,False,0.6,kg,False,False\n"
    "P2,F2,False,1.0,kg,True,False\n"
    "P2,F1,True,7.2,MJ,False,False\n"
)


def files(processes=PROCESSES, exchanges=EXCHANGES, flows=FLOWS):
    named = {"processes.csv": processes, "exchanges.csv": exchanges, "flows.csv": flows}
    return {name: content.encode() for name, content in named.items() if content is not None}


def zipped(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(f"set/{name}", content)
    return stream.getvalue()


def codes(data, file="set"):
    with pytest.raises(InputError) as error:
        read(data, file)
    return [p.code for p in error.value.problems]


@pytest.mark.parametrize("container", ["folder", "zip"])
def test_a_set_with_a_table_of_flows(container):
    data = files() if container == "folder" else zipped(files())
    database, warnings = read(data, "set.zip")
    assert warnings == ()
    assert (database.name, database.format, database.licence, database.redistribution) == (
        "set",
        "tables",
        "free",
        "unknown",
    )
    grid, mill = database.processes
    assert (grid.type, mill.type, mill.location) == ("unit", "result", "RNA")
    assert [(e.flow, e.amount, e.unit, e.is_input, e.is_reference) for e in mill.exchanges] == [
        ("F2", 1.0, "kg", False, True), ("F1", 7.2, "MJ", True, False),
    ]  # fmt: skip
    assert database.flows["F3"].path == ("Emissions", "air")
    assert database.flows["F1"].unit == "MJ"
    assert grid.exchanges[1].place == ("set/" if container == "zip" else "") + "exchanges.csv:3"


def test_the_digest_is_of_the_contents():
    one, two = read(files(), "a")[0], read(files(exchanges=EXCHANGES.replace("0.6", "0.7")), "a")[0]
    assert one.source_digest == read(files(), "b")[0].source_digest != two.source_digest


def test_ilcd_tables_have_a_direction_and_no_unit():
    exchanges = (
        "process,iid,flow,flow_name,direction,amount,is_ref\n"
        "P1,0,F1,el,Output,1,True\nP2,0,F2,st,Output,1,1\nP2,1,gone,x,Input,2,False\n"
    )
    database, _ = read(files(exchanges=exchanges), "set")
    assert [e.unit for p in database.processes for e in p.exchanges] == ["MJ", "kg", ""]
    assert database.processes[1].exchanges[1].is_input
    assert database.processes[1].exchanges[1].note == "x"


def test_an_id_is_taken_as_written():
    exchanges = EXCHANGES.replace("P2,F1,", "P2,F1 ,")
    assert read(files(exchanges=exchanges), "set")[0].processes[1].exchanges[1].flow == "F1 "


def test_ecospold_tables_make_flows_of_what_tells_them_apart():
    exchanges = (
        "process,number,name,category,sub,location,unit,amount,cas,formula,input_group,output_group,role\n"
        "P1,1,electricity,Utilities,Power,RNA,kWh,1,,,,0,reference\n"
        "P1,2,Carbon dioxide,emission,air,,kg,0.6,124-38-9,CO2,,4,elementary\n"
        "P1,3,Water,emission,air,,kg,1,,,,4,elementary\n"
        "P1,4,Water,emission,air,,m3,1,,,,4,elementary\n"
        "P1,5,Water,emission,air,,t,1,,,,4,elementary\n"
        "P2,6,steel,Metals,,RNA,kg,1,,,,0,reference\n"
        "P2,7,electricity,Utilities,Power,RNA,kWh,2,,,5,,technosphere\n"
        "P2,8,slag,Metals,,RNA,kg,1,,,,2,technosphere\n"
        "P2,9,ash,Waste,,,kg,1,,,,3,technosphere\n"
    )
    database, _ = read(files(exchanges=exchanges, flows=None), "set")
    assert set(database.flows) == {
        "electricity|RNA|kWh", "Carbon dioxide|emission|air", "Water|emission|air", "Water|emission|air|m3",
        "steel|RNA|kg", "slag|RNA|kg", "ash||kg|waste",
    }  # fmt: skip
    assert database.flows["Carbon dioxide|emission|air"].formula == "CO2"
    assert [(e.flow, e.is_input) for e in database.processes[1].exchanges][1:] == [
        ("electricity|RNA|kWh", True), ("slag|RNA|kg", False), ("ash||kg|waste", False),
    ]  # fmt: skip
    assert database.flows["ash||kg|waste"].kind == "waste"


def test_brightway_tables():
    processes = "activity_id,file,name,reference_product,location,unit\nA,f,steel production,steel,RER,kilogram\n"
    exchanges = (
        "activity_id,type,name,reference_product,location,categories,amount,unit,uncertainty_type,loc,scale\n"
        "A,production,steel production,steel,RER,,1,kilogram,,,\n"
        "A,technosphere,market for coal,coal,GLO,,2,kilogram,2,0.69,0.1\n"
        "A,biosphere,Iron,,,natural resource::in ground,3,kilogram,0,,\n"
        "A,biosphere,CO2,,,air,4,kilogram,5,4,\n"
    )
    named = {"activities.csv": processes.encode(), "exchanges.csv": exchanges.encode()}
    database, warnings = read(named, "set")
    lines = database.processes[0].exchanges
    assert [(e.is_reference, e.is_input) for e in lines] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]
    assert database.flows[lines[0].flow].name == "steel | steel production"
    assert lines[1].spread == Spread("lognormal", 2.0, 0.1)
    # A triangle without bounds says nothing and is told.
    assert [p.code for p in warnings] == ["LCI-119"]


def test_parquet_and_csv_give_the_same():
    pa = pytest.importorskip("pyarrow")
    from pyarrow import csv, parquet

    parts = {}
    for name, content in files().items():
        stream = io.BytesIO()
        parquet.write_table(csv.read_csv(pa.BufferReader(content)), stream)
        parts[name.replace(".csv", ".parquet")] = stream.getvalue()
    one, two = read(files(), "x")[0], read(parts, "x")[0]
    assert one.flows == two.flows
    amounts = [
        [(e.flow, e.amount, e.unit, e.is_reference) for p in d.processes for e in p.exchanges] for d in (one, two)
    ]
    assert amounts[0] == amounts[1]


def test_parquet_without_its_package_is_told_in_words(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    parts = {"processes.parquet": b"PAR1", "exchanges.csv": EXCHANGES.encode()}
    with pytest.raises(InputError) as error:
        read(parts, "x")
    assert [p.code for p in error.value.problems] == ["LCI-107"]
    assert "make lca" in error.value.problems[0].fix.zh


def test_missing_amounts_are_a_warning_with_a_count():
    database, warnings = read(files(exchanges=EXCHANGES.replace("7.2", "")), "set")
    assert [p.code for p in warnings] == ["LCI-109"]
    assert math.isnan(database.processes[1].exchanges[1].amount)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"readme.txt": b"x"}, ["LCI-100", "LCI-100"]),
        ({**files(), "exchanges.csv": b"process,flow,input,unit\nP1,F1,True,kg\n"}, ["LCI-101"]),
        (files(exchanges=EXCHANGES.replace("7.2", "7,2")), ["LCI-108"]),
        (files(exchanges=EXCHANGES.replace("7.2", "abc").replace("0.6", "NaN").replace("1.0,kW", "inf,")),
         ["LCI-102"] * 3),
        (files(processes=PROCESSES + "P1,again,RNA,UNIT_PROCESS,free\n"), ["LCI-103"]),
        (files(flows=FLOWS + "F1,again,PRODUCT_FLOW,Mass,,,\n"), ["LCI-103"]),
        (files(exchanges=EXCHANGES + "P9,F1,True,1,kWh,False,False\n"), ["LCI-104"]),
        (files(processes="uuid,name\n"), ["LCI-105"]),
        (files(flows=FLOWS.replace("Energy", "Joy"), exchanges=EXCHANGES.replace("kWh", "").replace("MJ", "")),
         ["LCI-106"]),
        (files(flows=FLOWS.replace("PRODUCT_FLOW,Mass", "THING,Mass")), ["LCI-110"]),
        ({**files(), "exchanges.csv": b"\xff\xfe\x00bad"}, ["LCI-108"]),
        ({**files(), "exchanges.csv": b"process,process\n1,2\n"}, ["LCI-108"]),
        ({**files(), "exchanges.csv": b'process,flow\n"open'}, ["LCI-108"]),
        ({"processes.parquet": b"PAR1 truncated", "exchanges.parquet": b""}, ["LCI-108", "LCI-108"]),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, list) else None,
)  # fmt: skip
def test_everything_that_is_wrong_is_told_at_once(parts, expected):
    if any(name.endswith(".parquet") for name in parts):
        pytest.importorskip("pyarrow")
    assert codes(parts) == expected


def test_problems_of_all_tables_come_together():
    broken = files(
        processes=PROCESSES + "P1,again,RNA,UNIT_PROCESS,free\n",
        flows=FLOWS + "F1,again,PRODUCT_FLOW,Mass,,,\n",
        exchanges=EXCHANGES.replace("7.2", "x") + "P9,F1,True,1,kWh,False,False\n",
    )
    assert codes(broken) == ["LCI-103", "LCI-102", "LCI-103", "LCI-104"]


def test_a_bad_zip_is_refused_by_the_guard():
    assert codes(zipped(files())[:200], "set.zip") == ["FIL-006"]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../processes.csv", PROCESSES)
    assert "FIL-010" in codes(stream.getvalue(), "set.zip")


def test_too_many_rows_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr("carnet.exchange.lci_tables_columns.MAX_ROWS", 3)
    assert codes(files()) == ["LCI-111"]


@pytest.mark.slow
def test_a_file_of_a_million_lines_is_read():
    lines = "P1,F3,False,0.6,kg,False,False\n" * 1_000_000
    database, _ = read(files(exchanges=EXCHANGES + lines), "set")
    assert len(database.processes[0].exchanges) == 1_000_002


def test_column_names_are_folded_and_the_first_with_content_wins():
    table = Table("x", 1, {"UUID": ["a"], "Process Name": ["b"], "name_en": [""], "License": ["c"]})
    found = {name: values[0] for name, values in table.take(PROCESS_COLUMNS).items()}
    assert found == {"id": "a", "name": "b", "licence": "c"}


# ── uncertainty ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "spread", "bad"),
    [
        ({"spread": "1", "sd95": "1.21"}, Spread("lognormal", 2.0, math.log(1.21) / 2), False),
        ({"spread": "2", "sd95": "0.4"}, Spread("normal", 2.0, 0.2), False),
        ({"spread": "4", "min": "1", "max": "3"}, Spread("uniform", 2.0, 0.0, 1.0, 3.0), False),
        ({"spread": "3", "min": "1", "max": "5"}, Spread("triangular", 2.0, 0.0, 1.0, 5.0), False),
        ({"spread": "3", "min": "3", "max": "5"}, NO_SPREAD, True),
        ({"spread": "log-normal", "sd95": None}, NO_SPREAD, True),
        ({"spread": "1", "sd95": "1.0"}, NO_SPREAD, False),
        ({"spread": "gamma"}, NO_SPREAD, True),
        ({"spread": "4", "loc": "", "min": "1", "max": "3"}, Spread("uniform", 2.0, 0.0, 1.0, 3.0), False),
        ({"spread": '{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2.5, "geomSd": 1.5}'},
         Spread("lognormal", 2.5, math.log(1.5)), False),
        ({"spread": '{"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2, "geomSd": 0.0}'}, NO_SPREAD, True),
        ({"spread": '{"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 5.6, "mode": 5.5, "maximum": 5.4}'},
         Spread("triangular", 5.5, 0.0, 5.4, 5.6), False),
        ({"spread": "{"}, NO_SPREAD, True),
        ({}, NO_SPREAD, False),
    ],
)  # fmt: skip
def test_spreads(cell, spread, bad):
    found, why = spread_of(cell, 2.0)
    assert (found.kind, bool(why)) == (spread.kind, bad)
    assert (found.location, found.scale, found.low, found.high) == pytest.approx(
        (spread.location, spread.scale, spread.low, spread.high)
    )


def test_a_lognormal_below_one_is_refused():
    assert made("lognormal", 2.0, sd95=0.5)[1]


# ── the user's mapping ───────────────────────────────────────────────────────────────────────────


def test_a_mapping_file():
    rows = read_mapping(b"flow;provider;location;factor\nelectricity;P1;RNA;\nash;;;0.5\n", "map.csv")
    assert [(r.flow, r.provider, r.location, r.factor, r.row) for r in rows] == [
        ("electricity", "P1", "RNA", 0.0, 2), ("ash", "", "", 0.5, 3),
    ]  # fmt: skip
    chinese = read_mapping("流,提供过程,系数\n电,P1,3.6\n".encode(), "map.csv")
    assert (chinese[0].flow, chinese[0].provider, chinese[0].factor) == ("电", "P1", 3.6)


def test_a_mapping_file_tells_all_its_faults():
    with pytest.raises(InputError) as error:
        read_mapping(b"flow,provider,factor\n,P1,\nx,P1,many\n", "map.csv")
    assert [p.code for p in error.value.problems] == ["LCI-110", "LCI-102"]
    with pytest.raises(InputError) as error:
        read_mapping(b"a,b\n1,2\n", "map.csv")
    assert [p.code for p in error.value.problems] == ["LCI-101"]


def parquet_of(table, **options):
    from pyarrow import parquet

    stream = io.BytesIO()
    parquet.write_table(table, stream, **options)
    return stream.getvalue()


def refused(data, file="exchanges.parquet"):
    with pytest.raises(InputError) as caught:
        read_table(data, file)
    return [p.code for p in caught.value.problems]


def test_a_column_of_one_value_costs_nothing_and_may_not_unpack_to_gigabytes():
    pa = pytest.importorskip("pyarrow")
    column = pa.repeat(pa.scalar(1, pa.int8()), 1_000_000)
    data = parquet_of(pa.table({f"c{i}": column for i in range(61)}))
    assert len(data) < 300_000
    assert refused(data) == ["LCI-231"]


@pytest.mark.parametrize("kind", ["string", "dictionary", "binary"])
def test_one_long_text_in_many_rows_is_told_before_it_is_unpacked(kind):
    pa = pytest.importorskip("pyarrow")
    once = pa.array(["steel " * 500_000], pa.binary() if kind == "binary" else pa.string())
    rows = pa.DictionaryArray.from_arrays(pa.array([0] * 3_000, pa.int32()), once)
    data = parquet_of(pa.table({"name": rows}), store_schema=kind == "dictionary")
    assert len(data) < 2_000_000
    assert refused(data) == ["FIL-008"]


def test_a_column_of_lists_is_no_column_of_cells():
    pa = pytest.importorskip("pyarrow")
    data = parquet_of(pa.table({"id": ["P1"], "more": [["a", "b"]]}))
    assert read_table(data, "processes.parquet").columns == {"id": ["P1"]}


def test_a_table_of_too_many_cells_is_told(monkeypatch):
    monkeypatch.setattr(lci_tables_columns, "MAX_CELLS", 9)
    assert refused(b"a,b\n" + b"1,2\n" * 5, "exchanges.csv") == ["LCI-231"]
    assert read_table(b"a,b\n" + b"1,2\n" * 4, "exchanges.csv").rows == 4
