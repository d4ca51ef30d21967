"""opencbam 0.1.0 beside ours on the same inputs: a judge of tests alone, never a dependency.

Skipped where the package is not installed. Every difference is counted and named; docs/data/cbam-judge.md explains
them. A difference of a kind that is not named here fails.
"""

from __future__ import annotations

import warnings
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from carnet.cbam.compute import compute
from carnet.cbam.lookup import benchmark_of, default_of
from carnet.quantity import exact_decimal
from carnet.store.cbam_tables import load_cbam_tables
from tests.cbam.published import SHARED
from tests.cbam.studies import smelter, steel_works

WHY = "opencbam 0.1.0 is not installed; this judge is optional"
defaults = pytest.importorskip("opencbam.engine.defaults", reason=WHY)
reference = pytest.importorskip("opencbam.engine.reference", reason=WHY)
types = pytest.importorskip("opencbam.engine.types", reason=WHY)
emissions = pytest.importorskip("opencbam.engine.emissions", reason=WHY)
attribution = pytest.importorskip("opencbam.engine.attribution", reason=WHY)
orchestrator = pytest.importorskip("opencbam.engine.orchestrator", reason=WHY)
see = pytest.importorskip("opencbam.engine.see", reason=WHY)

TABLES = load_cbam_tables()
TWENTY = (
    "72083900", "72071210", "72163310", "72091690", "72104900", "72011019", "72021120", "72031000", "26011200",
    "72139140", "73181500", "76011010", "76061191", "76041010", "25232900", "28080000", "28141000", "31021012",
    "28041000", "31042000",
)  # fmt: skip
SOME_COUNTRIES = ("CN", "IN", "TR", "KR", "UA", "VN", "BR", "ZA", "US", "JP", "EG", "RU", "TW", "ID", "TH", "QA")
THREE_DECIMALS = Fraction(1, 1000)


def theirs(call, *args, **more):
    try:
        found = call(*args, **more)
    except ValueError:
        return "raises"
    return None if found is None else Fraction(str(found))


def test_default_values_of_china_agree_before_the_markup():
    kinds = Counter()
    for cn in TABLES.goods:
        ours = default_of(TABLES, cn, "CN", 2026)
        base = theirs(defaults.get_default_value, "China", cn)
        marked = theirs(defaults.get_marked_up_default, "China", cn, 2026)
        if ours.row is None:
            kinds["ours none", ours.why[0], base if base in {None, "raises"} else "value"] += 1
            continue
        assert base == ours.row.total, cn
        # they hold printed products, made before the default itself was rounded to three decimals; ours is exact
        gap = abs(marked - ours.see_total)
        assert gap < THREE_DECIMALS, cn
        kinds["same" if gap == 0 else "rounded" if gap <= THREE_DECIMALS / 2 else "of unrounded figures"] += 1
    assert kinds == {
        "same": 204,
        "rounded": 355,
        "of unrounded figures": 8,
        ("ours none", "ambiguous", "value"): 1,  # 2507 00 80: only calcined clay is a good of Annex I
        ("ours none", "ambiguous", "raises"): 2,  # clinker and other cements: white or grey
        ("ours none", "no_row", None): 1,  # electricity
        ("ours none", "code_split", None): 1,  # 3102 10 10 of an older nomenclature
    }


def test_the_code_cn_is_china_for_us_and_other_countries_for_them():
    ours, china, code = (
        default_of(TABLES, "72083900", "CN", 2026).see_total,
        theirs(defaults.get_marked_up_default, "China", "72083900", 2026),
        theirs(defaults.get_marked_up_default, "CN", "72083900", 2026),
    )
    assert (ours, china, code) == (Fraction("3.5057"), Fraction("3.506"), Fraction("4.454"))
    sefa = Fraction("1.33575")
    too_dear = (code - sefa) / (china - sefa) - 1
    assert exact_decimal(round(too_dear * 100, 1)) == "43.7"

    def assess(country):
        return orchestrator.assess_good(
            cn_code="72083900", country=country, mass=Decimal(1), year=2026, data_source=types.DataSource.DEFAULT,
            sector=types.Sector.IRON_STEEL, certificate_price=Decimal("82.32"),
        ).liability_eur  # fmt: skip

    assert (assess("China"), assess("CN")) == (Decimal("178.63"), Decimal("256.67"))


def test_default_values_of_countries():
    kinds = Counter()
    for country in SOME_COUNTRIES:
        name = TABLES.countries[country] or "China"
        for cn in TWENTY:
            ours = default_of(TABLES, cn, country, 2026)
            base = theirs(defaults.get_default_value, name, cn)
            if ours.row is None or base is None:
                kinds["none", ours.row is None, base is None] += 1
            elif base == ours.row.total:
                kinds["same"] += 1
            elif abs(base - ours.row.total) <= THREE_DECIMALS:
                kinds["last digit"] += 1
            else:
                kinds[country, cn] += 1
    assert kinds.pop("same") == 299
    # Thailand's flat products: 1.919 in the workbook, 1.920 there. Qatar has a row for hydrogen in the workbook, 10.82;
    # they have none and fall to other countries, 17.74. 3102 10 12 has no row in either table.
    assert kinds == {"last digit": 4, ("QA", "28041000"): 1, ("none", True, True): 16}


def test_benchmarks():
    kinds = Counter()
    for cn in TABLES.goods:
        for column, source in (("A", types.DataSource.ACTUAL), ("B", types.DataSource.DEFAULT)):
            for year in (2026, 2028):
                for route in (None, *reference.Route):
                    ours = benchmark_of(TABLES, cn, column, route.value if route else "", year)
                    other = theirs(reference.get_benchmark, cn, data_source=source, route=route, year=year)
                    if other == "raises":
                        assert ours.value is None
                        kinds["both ask for the route"] += 1
                    elif other is None and cn.startswith("2716"):
                        kinds["electricity: ours zero, theirs none"] += 1
                    elif ours.value is None and other is not None:
                        assert (column, route, ours.why) == ("B", None, ("route_needed",))
                        kinds["column B without a route: they take the highest, we ask"] += 1
                    else:
                        assert other == ours.value, (cn, column, year, route)
                        kinds["same"] += 1
    assert kinds["same"] > 26_000
    assert kinds["column B without a route: they take the highest, we ask"] == 838


def dec(value):
    return Decimal(str(value)) if isinstance(value, str) else Decimal(value.numerator) / Decimal(value.denominator)


def their_see(study, result, sources):
    """Feed one process of ours to their engine; own precursors must be handed over, they hold no chain."""
    mine = [s for s in study.source_streams if s.process == result.id]
    process = next(p for p in study.production if p.id == result.id)
    filled = types.ProductionProcess(sector=types.Sector.IRON_STEEL, activity_level=dec(process.amount))
    for s in mine:
        if s.method == "combustion":
            filled.combustion.append(
                types.CombustionStream(
                    dec(s.activity), dec(s.ncv) / 1000, dec(s.ef), dec(s.oxidation or "1"), dec(s.biomass or "0")
                )
            )
        elif s.method == "process":
            filled.process.append(types.ProcessStream(dec(s.activity), dec(s.ef), dec(s.conversion or "1")))
        elif s.method == "mass_balance":
            filled.mass_balance.append(types.MassBalanceStream(dec(s.activity), dec(s.carbon), dec(s.biomass or "0")))
        elif s.method == "pfc_slope":
            filled.pfc.append(
                types.PFCStream(dec(s.frequency) * dec(s.duration), dec(s.slope), dec(s.c2f6_ratio), dec(s.activity))
            )
    gas_out = dec(process.waste_gas_out or "0")
    if gas_out:
        filled.waste_gas.append(types.WasteGasFlow(gas_out, Decimal(1), Decimal("56.1"), is_export=True))
    for use in study.precursor_uses:
        if use.process == result.id and use.source in sources:
            filled.precursors.append(types.PrecursorInput(dec(use.amount), dec(sources[use.source])))
    return Fraction(str(see.compute_see(filled, attribution.attribute(filled)).see_direct))  # fmt: skip


def test_streams_and_chain():
    study = steel_works()
    ours = compute(study, TABLES)
    by_id = {p.id: p for p in ours.processes}
    sinter = their_see(study, by_id["sinter"], {})
    assert abs(sinter - by_id["sinter"].see_direct) < Fraction(1, 10**12)

    # An exported gas: we take DirEm* as metered (the coke is in it already) and subtract V x NCV x EF_NG x 0.667;
    # they add V x NCV x EF_NG first, as if the gas were not in DirEm*.
    sources = {p.id: p.see_direct for p in (*ours.processes, *ours.precursors)}
    iron = their_see(study, by_id["iron"], sources)
    added = Fraction("1.2") * Fraction("56.1") / 1000
    assert abs(iron - by_id["iron"].see_direct - added) < Fraction(1, 10**12)

    # The same process without its own precursors handed over by somebody: what is missed without a chain.
    alone = their_see(study, by_id["steel"], {"pig_iron_bought": Fraction("1.826"), "ferro": Fraction("1.5")})
    assert alone < by_id["steel"].see_direct / 2


def test_anode_effects_agree():
    study = smelter()
    ours = compute(study, TABLES)
    assert abs(their_see(study, ours.processes[0], {}) - ours.processes[0].see_direct) < Fraction(1, 10**12)


def example():
    """Cells of the official worked example that both sides are fed with: blocks of 65 and 44 rows."""
    openpyxl = pytest.importorskip("openpyxl")
    path = SHARED / "template" / "example_screws_and_nuts.xlsx"
    if not path.is_file():
        pytest.skip("../shared/data/cbam/template/example_screws_and_nuts.xlsx is not here")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=True)


def test_the_official_example():
    book = example()
    streams, processes, bought = book["B_EmInst"], book["D_Processes"], book["E_PurchPrec"]
    products = book["Summary_Products"]
    gas = types.CombustionStream(*(Decimal(str(streams[c].value)) for c in ("F17", "H17", "J17")))
    emitted = emissions.combustion_emissions(gas) / 1000
    assert abs(emitted - Decimal(str(streams["AU17"].value))) < Decimal("1e-9")

    total = missed = Decimal(0)
    for number, product in enumerate((10, 11)):
        block = 65 * number
        level, direct = (Decimal(str(processes[f"L{row + block}"].value)) for row in (24, 54))
        filled = types.ProductionProcess(sector=types.Sector.IRON_STEEL, activity_level=level)
        for purchase in (0, 44):
            mass = bought[f"L{28 + number + purchase}"].value or 0
            value = bought[f"L{49 + purchase}"].value or 0
            filled.precursors.append(types.PrecursorInput(Decimal(str(mass)), Decimal(str(value))))
        # They have no row for a stream that several processes share, and none for a stated DirEm*.
        without = see.compute_see(filled, attribution.attribute(filled)).see_direct
        filled.measured.append(types.MeasuredEmission(direct))
        with_it = see.compute_see(filled, attribution.attribute(filled)).see_direct
        printed = Decimal(str(products[f"I{product}"].value))
        assert abs(with_it - printed) < Decimal("1e-9")
        total += printed * level
        missed += (printed - without) * level
    assert abs(missed - emitted) < Decimal("1e-6")
    assert round(missed / total * 100, 1) == Decimal("9.9")
