"""The precursor sheet, whole and with one thing wrong at a time: the tests' tables and C20's."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from carnet.canonical import digest
from carnet.errors import Text
from carnet.exchange.precursor_sheet import PrecursorSheet, precursor_json

PIG = PrecursorSheet(
    cn="72011019",
    name=Text("生铁", "pig iron"),
    category="pig_iron",
    routes=("blast furnace", "smelting reduction"),
    operator="某炼铁厂",
    installation="二号高炉",
    country="CN",
    unlocode="CNTAC",
    period_from="2026-01-01",
    period_to="2026-12-31",
    see_direct=Fraction(5, 3),
    see_indirect=Fraction(1, 7),
    counted_indirect=Fraction(0),
    electricity=Fraction(41, 350),
    electricity_ef=Fraction(5810, 10000),
    electricity_source="D.4(a)",
    sefa=Fraction(1179750, 1000000),
    default_share=Fraction(0),
    verification_report="VR-2027-0042",
    verifier="Prüfstelle GmbH",
    accreditation="D-VS-00000-01",
    accreditation_scope="CBAM iron and steel",
    accreditation_expiry="2029-03-31",
    study="pig@1.0",
    tables="sha256:" + "0" * 64,
)


def signed(tree):
    """The tree with a right digest: what somebody makes who changes a figure and the digest with it."""
    leaves = {}

    def flat(node, path):
        if isinstance(node, dict):
            for key, item in node.items():
                flat(item, f"{path}/{key}".lstrip("/"))
        elif isinstance(node, list):
            for i, item in enumerate(node):
                flat(item, f"{path}/{i}")
        else:
            leaves[path] = node

    tree = {key: value for key, value in tree.items() if key != "digest"}
    flat(tree, "")
    return json.dumps(tree | {"digest": digest(leaves)}).encode()


def changed(**leaves):
    tree = json.loads(precursor_json(PIG))
    for path, value in leaves.items():
        here = tree
        *parents, last = path.split("__")
        for parent in parents:
            here = here.setdefault(parent, {})
        if value is None:
            here.pop(last, None)
        else:
            here[last] = value
    return signed(tree)


# what is wrong under a right digest: leaves, code
WRONG = [
    ({"good__cn": "7201"}, "CBM-165"),
    ({"good__category": "iron"}, "CBM-166"),
    ({"producer__country": "China"}, "CBM-165"),
    ({"producer__installation": None}, "CBM-163"),
    ({"values__see_direct": None}, "CBM-163"),
    ({"values__see_direct__value": "1.6667"}, "CBM-169"),
    ({"values__see_direct__exact": "10/6"}, "CBM-168"),
    ({"values__see_direct__value": "-1.66667", "values__see_direct__exact": "-5/3"}, "CBM-168"),
    ({"values__default_share__value": "2", "values__default_share__exact": "2/1"}, "CBM-168"),
    ({"values__basis": "guessed"}, "CBM-165"),
    ({"period__from": "2027-01-01"}, "CBM-170"),
    ({"period__to": "31.12.2026"}, "CBM-165"),
]
# what the buyer must know: change, code
TOLD = [
    ({"verification_report": ""}, "CBM-172"),
    ({"accreditation_expiry": "2026-06-30"}, "CBM-171"),
    ({"blocking": 3}, "CBM-173"),
    ({"default_share": Fraction(1, 4)}, "CBM-174"),
]
# what is no sheet at all: bytes, code
NO_SHEET = [
    (b"", "CBM-160"),
    (b"\xff\xfe\x00", "CBM-160"),
    (b"[]", "CBM-160"),
    (b"[" * 100_000, "CBM-160"),
    (b'{"schema": "a", "schema": "b"}', "CBM-160"),
    (b'{"schema": NaN}', "CBM-160"),
    (b" " * 1_000_001, "CBM-160"),
    (b'{"schema": "carnet-precursor/9"}', "CBM-161"),
    (b'{"schema": "carnet-precursor/1", "blocking": 1.5}', "CBM-162"),
    (b"PK\x03\x04 no archive", "FIL-006"),
]


def tampered():
    """A figure and its exact fraction changed, the digest left as it was."""
    tree = json.loads(precursor_json(PIG))
    tree["values"]["see_direct"] = {"value": "0.66667", "exact": "2/3"}
    return json.dumps(tree).encode()


# code of the reader → sheets that call for it; `PIG` in either form calls for none
REFUSALS = {
    code: [
        *(data for data, told in NO_SHEET if told == code),
        *(changed(**leaves) for leaves, told in WRONG if told == code),
        *(precursor_json(replace(PIG, **change)) for change, told in TOLD if told == code),
    ]
    for code in (f"CBM-{number}" for number in range(160, 175))
}
REFUSALS["CBM-164"].append(changed(remark="fine"))
REFUSALS["CBM-167"].append(tampered())
REFUSALS["CBM-177"] = [precursor_json(replace(PIG, preview=True))]
