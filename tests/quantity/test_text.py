"""Text typed by people: what is folded, and what must not be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carnet.quantity import match_key, normalise_text

TYPED = st.text(st.characters(codec="utf-8") | st.sampled_from("Ａ１　\u00a0\u200b\ufeff ｶﾞ²㎏\u202e\t\n"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  热轧卷\u00a0 板 ", "热轧卷 板"),
        ("Ｈｏｔ\u3000ｒｏｌｌｅｄ", "Hot rolled"),
        ("电力（外购）", "电力(外购)"),
        ("coal\u200b\ufeff", "coal"),
        ("a\u202eb\u2066c", "abc"),
        ("soft\u00adhyphen", "softhyphen"),
        ("two\n lines\t", "two lines"),
        ("㎏", "kg"),
        ("㎥", "m3"),
        ("ｶﾞｽ", "ガス"),
        ("e\u0301", "é"),
        ("", ""),
        ("\u200b \u00a0", ""),
    ],
)
def test_is_folded(typed, kept):
    assert normalise_text(typed) == kept


@pytest.mark.parametrize("text", ["10²", "CO₂", "½", "①", "m⁻³", "ﬁ", "Kg", "µm", "。"])
def test_meaning_is_kept(text):
    """Plain NFKC reads 10² as 102; that is the defect the narrow mapping is for."""
    assert normalise_text(text) == unicodedata.normalize("NFC", text)


def test_plain_nfkc_would_change_a_number():
    assert unicodedata.normalize("NFKC", "10²") == "102"
    assert normalise_text("10²") != "102"


@given(TYPED)
def test_idempotent(text):
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert match_key(match_key(text)) == match_key(text)
    assert match_key(once) == match_key(text)


@given(TYPED)
def test_nothing_invisible_is_left(text):
    kept = normalise_text(text)
    assert kept == kept.strip()
    assert "  " not in kept
    assert not set(kept) & set("\u00a0\u200b\u200c\u200d\u2060\ufeff\u202e\u3000\u202f")


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126)))
def test_ascii_words_are_untouched(text):
    assert normalise_text(text) == text


def test_match_key_compares_names():
    assert match_key("ＣＯ₂ ") == match_key("co2")
    assert match_key("Coke Oven\u00a0Gas") == match_key("coke  oven gas")
    assert match_key("coke") != match_key("coal")
