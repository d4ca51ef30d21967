"""What the fonts can show, and that everything we say ourselves can be shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
import typst

from carnet.errors import CATALOGUE, Text
from carnet.regime import describe as regime_words
from carnet.regime import vocabulary
from carnet.report import blocks, fonts, palette, reading, sections_back, sections_data, sections_front, texts
from carnet.service import datasets


def texts_in(value: object) -> list[str]:
    """Every string inside nested containers and dataclasses of our own."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Text):
        return [value.zh, value.en]
    if isinstance(value, Mapping):
        return [t for pair in value.items() for part in pair for t in texts_in(part)]
    if isinstance(value, tuple | list | set | frozenset):
        return [t for item in value for t in texts_in(item)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [t for field in dataclasses.fields(value) for t in texts_in(getattr(value, field.name))]
    return []


def absent(value: object) -> dict[str, set[str]]:
    return {t: fonts.missing_glyphs(t) for t in texts_in(value) if fonts.missing_glyphs(t)}


@pytest.mark.parametrize(
    "module", [texts, palette, reading, blocks, sections_front, sections_back, sections_data, regime_words, vocabulary]
)
def test_every_text_of_ours_can_be_printed(module):
    ours = {name: value for name, value in vars(module).items() if not name.startswith("__")}
    assert absent(ours) == {}


def test_every_error_message_can_be_printed():
    assert len(CATALOGUE) > 50
    assert absent(CATALOGUE) == {}


@pytest.mark.parametrize("folder", ["flows", "places", "regimes", "factors", "gwp", "studies"])
def test_every_shipped_text_can_be_printed(folder):
    """Regime titles, flow names, factors and the studies shipped: the files as they stand."""
    files = sorted((Path(datasets.__file__).parents[1] / "data" / folder).rglob("*.toml"))
    if not files:
        pytest.skip(f"no files in carnet/data/{folder}")
    found = {f.name: fonts.missing_glyphs(f.read_text(encoding="utf-8")) for f in files}
    assert {name: glyphs for name, glyphs in found.items() if glyphs} == {}


def test_source_files_of_report_can_be_printed():
    """Words written inside functions: the whole source of the room, which holds its words."""
    files = sorted(Path(fonts.__file__).parent.glob("*.py"))
    found = {f.name: fonts.missing_glyphs(f.read_text(encoding="utf-8")) for f in files}
    assert {name: glyphs for name, glyphs in found.items() if glyphs} == {}


def test_missing_glyphs_names_exactly_the_characters_without_a_glyph():
    assert fonts.missing_glyphs("热轧卷 CO2e −12.5 ▲●○ ☃ 😀") == {"😀"} | fonts.missing_glyphs("☃")
    assert fonts.missing_glyphs("ا") == {"ا"}
    assert fonts.missing_glyphs("炼钢\n\t") == set()


def test_printable_puts_the_mark_in_place_and_keeps_the_rest():
    assert fonts.printable("钢😀卷") == "钢〓卷"
    assert fonts.printable("a\x01b") == "a b"
    assert fonts.printable("CO₂e") == "CO₂e"


@pytest.mark.parametrize("character", sorted(fonts.FALLBACK_CHARACTERS))
def test_the_typesetter_has_the_characters_we_leave_to_its_own_font(character):
    typst.compile(
        '#set document(title: "t")\n'
        f'#set text(lang: "en", font: ("{fonts.SANS}", "{fonts.FALLBACK}"), fallback: false)\n'
        f'#"{character}"'.encode(),
        font_paths=fonts.typst_fonts(),
        pdf_standards=["ua-1"],
        timestamp=0,
    )


def test_the_typesetter_refuses_a_character_no_font_has():
    """The proof that the test above can fail."""
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        typst.compile(
            '#set document(title: "t")\n#set text(lang: "en", fallback: false)\n#"😀"'.encode(),
            font_paths=fonts.typst_fonts(),
            pdf_standards=["ua-1"],
            timestamp=0,
        )


def test_both_formats_of_the_character_map_say_the_same(monkeypatch):
    data = fonts.sans_path().read_bytes()
    tables = {}
    for index in range(int.from_bytes(data[4:6], "big")):
        at = 12 + 16 * index
        tables[data[at : at + 4]] = int.from_bytes(data[at + 8 : at + 12], "big")
    cmap = tables[b"cmap"]
    at = {}
    for index in range(int.from_bytes(data[cmap + 2 : cmap + 4], "big")):
        where = cmap + int.from_bytes(data[cmap + 8 + 8 * index : cmap + 12 + 8 * index], "big")
        at[int.from_bytes(data[where : where + 2], "big")] = where
    assert {4, 12} <= at.keys()
    whole = {c: g + c - f for f, last, g in fonts._format_12(data, at[12]) for c in range(f, last + 1) if c < 0xFFFF}
    assert {code: glyph for code, _, glyph in fonts._format_4(data, at[4])} == whole


def test_a_file_without_unicode_map_is_refused():
    with pytest.raises(ValueError, match="no Unicode character map"):
        fonts._character_ranges(b"\x00\x00\x00\x00" * 8, 0)


def test_digits_are_all_equally_wide():
    assert len({fonts.text_width(digit, 1000) for digit in "0123456789"}) == 1


def test_no_system_font_is_used():
    families = set(fonts.typst_fonts().families())
    assert {fonts.SANS, fonts.SERIF, fonts.MONO, fonts.FALLBACK} <= families
    assert families <= {
        fonts.SANS, fonts.SERIF, fonts.MONO, fonts.FALLBACK, "New Computer Modern", "New Computer Modern Math",
    }  # fmt: skip


def test_the_font_package_carries_the_open_licence():
    folder = next(Path(pylopdf_fonts_zh_cn.__file__).parents[1].glob("pylopdf_fonts_zh_cn-*.dist-info"))
    licence = (folder / "licenses" / "LICENSE").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
