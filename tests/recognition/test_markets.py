"""Markets nest: the law of an outer one holds inside, and nothing holds the other way or sideways."""

from __future__ import annotations

import pytest

from carnet.recognition.load_markets import parse_markets
from carnet.service import datasets
from carnet.service.recognition_data import on_file

ENTRY = """
[[purposes]]
purpose = "{purpose}"
kind = "{kind}"
regimes = []
items = []
decides = []
checklist = []
"""


def market(id_: str, *entries: tuple[str, str], within: str = "", members: str = "") -> tuple[str, str]:
    text = f'id = "{id_}"\nname = {{ zh = "甲", en = "A" }}\n'
    text += f'within = ["{within}"]\n' if within else ""
    text += f'members = ["{members}"]\n' if members else ""
    return f"{id_}.toml", text + "".join(ENTRY.format(purpose=p, kind=k) for p, k in entries)


def read(*files: tuple[str, str]):
    found, problems = parse_markets(files, ())
    assert not problems, [str(p) for p in problems]
    return found


def rules(found, market_id: str, purpose: str) -> list[str]:
    return [entry.market for entry in found.entries(market_id, purpose)]


NESTED = (
    market("UU", ("cbam", "legal"), ("epd", "voluntary"), ("label", "legal"), members="MM"),
    market("AA", ("epd", "voluntary"), ("label", "voluntary"), ("tender", "legal"), within="UU"),
    market("BB", within="UU"),
    market("OO"),
)


@pytest.mark.parametrize(
    ("where", "purpose", "expected"),
    [
        ("UU", "cbam", ["UU"]),
        ("AA", "cbam", ["UU"]),
        ("BB", "cbam", ["UU"]),
        ("MM", "cbam", ["UU"]),
        ("OO", "cbam", []),
        ("XX", "cbam", []),
        ("AA", "epd", ["AA"]),  # the nearer voluntary entry
        ("BB", "epd", ["UU"]),
        ("AA", "label", ["AA", "UU"]),  # its own, and the law around it
        ("AA", "tender", ["AA"]),
        ("BB", "tender", []),  # what holds in one member holds in no other
        ("UU", "tender", []),  # nor in the union
        ("MM", "tender", []),
    ],
)
def test_what_holds_where(where: str, purpose: str, expected: list[str]):
    assert rules(read(*NESTED), where, purpose) == expected


def test_three_levels():
    found = read(
        market("UU", ("cbam", "legal")), market("AA", within="UU"), market("CC", ("epd", "voluntary"), within="AA")
    )
    assert found.around("CC") == ("CC", "AA", "UU")
    assert rules(found, "CC", "cbam") == ["UU"]
    assert rules(found, "AA", "epd") == []


def test_a_ring_is_told_and_does_not_hang():
    found, problems = parse_markets((market("AA", within="BB"), market("BB", within="AA")), ())
    assert {p.code for p in problems} == {"REC-056"}
    assert found.around("AA") == ("AA", "BB")


def test_a_later_file_stands_in_for_an_earlier_one():
    found = read(market("AA", ("cbam", "legal")), ("mine/AA.toml", market("AA", ("epd", "voluntary"))[1]))
    assert found.purposes("AA") == ("epd",)


def test_known_is_what_a_file_speaks_of():
    found = read(*NESTED)
    assert [found.known(m) for m in ("UU", "AA", "MM", "OO", "XX")] == [True, True, True, True, False]


# ── what ships ───────────────────────────────────────────────────────────────────────────────────


def test_the_union_has_its_27_members_each_once():
    markets = on_file().markets
    inside = [m.id for m in markets.by_id.values() if "EU" in m.within] + list(markets.by_id["EU"].members)
    assert len(inside) == len(set(inside)) == 27
    assert {"DE", "FR", "IT"} <= set(inside)
    assert not {"NO", "CH", "IS", "LI", "GB", "EU"} & set(inside)
    assert set(inside) <= set(datasets.countries().countries)


def test_every_market_is_a_country_or_the_union_and_speaks_both_languages():
    for one in on_file().markets.by_id.values():
        assert one.id == "EU" or one.id in datasets.countries().countries
        assert one.name.zh
        assert one.name.en


def test_what_was_not_read_is_never_called_read():
    """A shipped line of a scope rests on a text; one whose source is our notes alone is at most secondary."""
    for one in on_file().markets.by_id.values():
        for purpose in one.purposes:
            assert purpose.decides, (one.id, purpose.purpose)
            assert purpose.rules, (one.id, purpose.purpose)
            cites = [r.citation for r in purpose.rules] + [d.citation for d in purpose.demands]
            cites += [c.citation for c in purpose.checklist]
            for cite in cites:
                notes = cite.source.startswith("Carnet ")
                assert not (notes and cite.status == "read"), (one.id, purpose.purpose, cite)


@pytest.mark.parametrize(("here", "there"), [("DE", "FR"), ("FR", "DE"), ("IT", "FR"), ("FR", "EU"), ("DE", "NL")])
def test_no_entry_of_one_member_is_found_in_another(here: str, there: str):
    markets = on_file().markets
    for purpose in markets.purposes(here):
        own = {e.market for e in markets.entries(here, purpose)}
        assert here not in {e.market for e in markets.entries(there, purpose)}
        assert own <= {here, "EU"}
