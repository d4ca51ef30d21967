"""New workbooks: a small study to overwrite, with guidance and drop-downs."""

from __future__ import annotations

from dataclasses import replace

from carnet.errors import Text, UsageError, problem
from carnet.exchange.study_xlsx import new_workbook
from carnet.inventory.model import Study
from carnet.service import datasets
from carnet.service.studies import open_shipped

# Product id → the shipped study whose structure the workbook starts from.
PRODUCTS = {
    "hot_rolled_coil": "steel",
    "hrc_eaf": "hrc_eaf",
    "section_steel": "section_steel",
    "pv_topcon": "pv_topcon",
    "lfp_pack_truck": "lfp_pack_truck",
    "laptop": "laptop",
}


def new_study(product: str) -> bytes:
    """A workbook for a product, filled with the shipped example and marked so.

    Raises:
        UsageError: there is no template for this product (CLI-005).
    """
    if product not in PRODUCTS:
        raise UsageError((problem("CLI-005", None, product, tuple(PRODUCTS), what="product"),))
    return new_workbook(product, example(open_shipped(PRODUCTS[product]).study), datasets.shipped_flows().flows)


def example(study: Study) -> Study:
    """The example a new workbook starts from: to be overwritten, and never issuable as it stands."""
    note = Text(
        "示例：以文献数据填好。请用本厂数据逐行覆盖，再把“数据状态”改为“工厂数据”，并删去本条备注。",
        "Example, filled with literature data. Overwrite every row with your plant's data, then set “status” to “plant "
        "data” and delete this note.",
    )
    title = Text("我的产品（示例数据，请改写）", "My product (example data, to be overwritten)")
    exchanges = tuple(replace(e, note=_own_note(e.note)) for e in study.exchanges)
    processes = tuple(replace(p, note=_own_note(p.note)) for p in study.processes)
    contracts = tuple(replace(c, note=_own_note(c.note)) for c in study.contracts)
    properties = tuple(replace(p, note=_own_note(p.note)) for p in study.properties)
    return replace(
        study,
        id="my-study",
        version="0.1.0",
        title=title,
        note=note,
        purpose="",
        processes=processes,
        exchanges=exchanges,
        contracts=contracts,
        properties=properties,
        defects=(),
    )


def _own_note(note: str) -> str:
    """A note of the shipped study, unless it speaks of a defect: those are not in the new file."""
    return "" if "defect" in note.casefold() else note
