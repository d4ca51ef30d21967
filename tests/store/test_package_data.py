"""The shipped data are found through the package, sorted, and the same on any machine."""

import pytest

from carnet.errors import DataError
from carnet.store import package_data, read_file, read_folder, shipped_factors, shipped_flows, shipped_gwp_sets


@pytest.mark.parametrize("folder", ["factors", "flows", "gwp"])
def test_a_folder_is_read_sorted_by_name(folder):
    found = read_folder(folder)
    assert found
    assert [name for name, _ in found] == sorted(name for name, _ in found)
    assert all(name.endswith(".toml") and "\\" not in name for name, _ in found)


def test_line_ends_of_windows_do_not_change_the_text(monkeypatch, tmp_path):
    data = tmp_path / "data" / "things" / "deep"
    data.mkdir(parents=True)
    (data / "b.toml").write_bytes("x = 'é'\r\n".encode())
    (data.parent / "a.toml").write_bytes(b"y = 1\n")
    (data.parent / "readme.md").write_bytes(b"no")
    monkeypatch.setattr(package_data, "files", lambda _package: tmp_path)
    assert read_folder("things") == [("a.toml", "y = 1\n"), ("deep/b.toml", "x = 'é'\n")]


@pytest.mark.parametrize("folder", ["nowhere", "flows/gases.toml"])
def test_a_folder_that_is_not_there_is_our_defect(folder):
    with pytest.raises(DataError) as caught:
        read_folder(folder)
    assert caught.value.problems[0].code == "DAT-021"


def test_a_file_is_read_as_bytes_and_a_missing_one_is_refused():
    assert read_file("gwp/ar6.toml").startswith(b"#")
    with pytest.raises(DataError):
        read_file("gwp/ar7.toml")


def test_the_shipped_sets_are_built_once():
    assert shipped_factors() is shipped_factors()
    assert shipped_flows() is shipped_flows()
    assert shipped_gwp_sets() is shipped_gwp_sets()
