"""Bundles for the documents of the CBAM: small works with everything calculated from them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

from carnet.cbam.checks import run_checks
from carnet.cbam.compute import compute
from carnet.cbam.goods import value_goods
from carnet.cbam.result import Computed, Totals
from carnet.inventory.installation import CbamGood
from carnet.report.cbam_model import Bundle
from carnet.service import cbam_sides
from carnet.service.cbam import run_cbam
from carnet.service.cbam_asked import Asked
from carnet.service.studies import open_study
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.studies import ON, _study, cement_works, smelter, steel_works

ZERO = Fraction(0)


def bundle_of(study, **asked):
    tables = load_cbam_tables()
    computed = compute(study, tables)
    goods = value_goods(study, computed, tables, on=ON, **asked)
    return Bundle(study, computed, goods, run_checks(study, computed, goods, tables, on=ON), tables)


@cache
def steel():
    return bundle_of(replace(steel_works(), status="plant"))


@cache
def aluminium():
    return bundle_of(replace(smelter(), status="plant"))


@cache
def cement():
    return bundle_of(replace(cement_works(), status="plant"))


@cache
def defaults_only():
    """No installation: a coil of the third quarter, one of the fourth without a price, and a battery out of scope."""
    importer = {"amount": "1000", "importer": "Importer GmbH"}
    study = _study(
        "defaults",
        cbam_goods=(
            CbamGood("coil", "", "72083900", "热轧卷", import_date="2026-08-15", **importer),
            CbamGood("late", "", "72083900", "热轧卷（四季度）", import_date="2026-11-15", **importer),
            CbamGood("battery", "", "85076000", "锂离子电池", import_date="2026-08-15", **importer),
        ),
    )
    study = replace(study, installation=(), status="plant")
    tables = load_cbam_tables()
    nothing = Computed((), Totals(ZERO, ZERO, ZERO, ZERO, ZERO, None, ZERO, ZERO, ZERO, ZERO), (), (), ())
    goods = value_goods(study, nothing, tables, on=ON)
    return Bundle(study, nothing, goods, (), tables)


@cache
def derived(*, electricity=True, cn="72083900"):
    """The shipped steel study, without rows of an installation: values per t of coil, and an interval."""
    asked = Asked(
        codes=(cn,),
        inside={"steelmaking": "72071210"},
        route="C",
        amount="1000",
        import_date="2026-08-15",
        electricity={"CN": Fraction(3, 5), "VN": Fraction(7, 10)} if electricity else None,
    )
    return cbam_sides.bundle_of(run_cbam(open_study("steel"), asked))
