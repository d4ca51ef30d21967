"""A cheaper way to declare is called legal only where nothing bars it; else all that bars it is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carnet.cbam.checks import Check
from carnet.errors import Text
from carnet.report.cbam_cost import _cheaper
from tests.cbam.studies import steel_works
from tests.report.cbam_bundles import aluminium, bundle_of

LANGS = pytest.mark.parametrize("lang", ["zh", "en"])
YEAR = Check(
    "CBM-R06", "block", False, Text("不早于2026年", "not before 2026"), Text("早", "early"), (), (), "Art", "read"
)
FEED = Check("CBM-R20", "block", False, Text("前体", "feed"), Text("无报告", "no report"), (), (), "Art", "read")
LEGAL = {"zh": "更省的合法方式", "en": "Cheaper, legally"}
BARRED = {"zh": "还不能用的更省方式", "en": "A cheaper way that cannot be used yet"}


def cheaper(made, option, lang):
    (good,) = made.goods.goods
    return _cheaper(made, good, option, lang)


@LANGS
def test_all_that_bars_a_way_is_named(lang):
    made = replace(aluminium(), checks=(YEAR, FEED))
    (good,) = made.goods.goods
    option = replace(next(o for o in good.comparison if o.id == "actual"), held=False, lacks=(Text("报告", "report"),))
    block = cheaper(made, option, lang)
    assert block["tone"] == "warn"
    assert block["s"].startswith(BARRED[lang])
    assert LEGAL[lang] not in block["s"]
    for words in (Text("报告", "report"), YEAR.title, YEAR.why, FEED.title, Text("CBM-R06", "CBM-R06")):
        assert words.get(lang) in block["s"]
    held = cheaper(made, replace(option, held=True, lacks=()), lang)
    assert held["s"].startswith(BARRED[lang])
    assert YEAR.title.get(lang) in held["s"]


@LANGS
def test_a_way_that_nothing_bars_is_called_legal(lang):
    made = replace(aluminium(), checks=())
    (good,) = made.goods.goods
    option = replace(next(o for o in good.comparison if o.id == "default"), held=True)
    block = cheaper(made, option, lang)
    assert block["s"].startswith(LEGAL[lang])
    assert block["tone"] == "info"


@LANGS
def test_a_way_without_its_evidence_is_not_called_legal(lang):
    made = replace(bundle_of(replace(steel_works(), status="plant")), checks=())
    good = made.goods.goods[0]
    option = replace(good.comparison[0], basis="default", held=False, lacks=(), needs=())
    assert _cheaper(made, good, option, lang)["s"].startswith(BARRED[lang])
