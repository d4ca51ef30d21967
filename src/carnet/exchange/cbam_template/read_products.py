"""Sheet Summary_Products of a filled template: goods by CN code with what the acts ask of each sector."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carnet.exchange.cbam_template.labels import key
from carnet.exchange.cbam_template.words import AGENTS, YES_NO
from carnet.inventory.installation import CbamGood
from carnet.quantity import normalise_text

if TYPE_CHECKING:
    from carnet.exchange.cbam_template.labels import View
    from carnet.exchange.cbam_template.read_installation import FormA
    from carnet.exchange.cbam_template.reading import Reading
    from carnet.exchange.sheet import Cell

_RATIOS = {
    "manganese": "manganese", "chromium": "chromium", "nickel": "nickel", "other_alloys": "other_alloys",
    "carbon": "carbon_content", "scrap": "scrap", "other_materials": "other_materials",
    "pre_consumer_scrap": "pre_consumer_scrap", "aluminium_scrap": "aluminium_scrap",
    "non_aluminium": "non_aluminium", "clinker": "clinker", "concentration": "solution", "nitric_acid": "nitric_acid",
    "urea": "urea", "nitrogen": "nitrogen", "nitrogen_ammonium": "nitrogen_ammonium",
    "nitrogen_nitrate": "nitrogen_nitrate", "nitrogen_urea": "nitrogen_urea", "nitrogen_organic": "nitrogen_organic",
    "price_share": "price_share", "price_due": "price_due", "rebate_share": "rebate_share", "rebate": "rebate",
}  # fmt: skip
_CODE = re.compile(r"[0-9]{8}(?:[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class GoodRow:
    """Where a good stands: its id, process and row."""

    id: str
    process: str
    row: int
    head: int


def read_products(reading: Reading, view: View, form: FormA) -> tuple[list[CbamGood], list[GoodRow]]:
    """Read the goods; the example row is not the operator's."""
    tab = view.tab
    goods: list[CbamGood] = []
    rows: list[GoodRow] = []
    head = next((row for row, _ in view.all("cn_codes") if view.column("from_process", row) is not None), None)
    if head is None:
        reading.tell("CBM-082", tab, sheet=tab.name, label="CN Codes")
        return goods, rows
    by_name: dict[str, list[int]] = {}
    for each in form.processes:
        by_name.setdefault(key(each.name), []).append(each.number)
    first = view.column("from_process", head) or 1
    last = 0
    for row in range(head + 1, tab.last[0] + 1):

        def cell(label: str, row: int = row) -> Cell | None:
            return reading.cell(view, row, view.column(label, head))

        name_cell, code_cell = cell("from_process"), cell("cn_codes")
        made_by, code = reading.text(tab, name_cell), reading.text(tab, code_cell)
        front = reading.content(tab, tab.at(row, first - 1)) if first > 1 else ""
        if front.isdigit():
            if int(front) <= last:
                break  # the helper table below counts from one again
            last = int(front)
        if not (made_by or code) or not front.isdigit() or (name_cell is not None and name_cell.formula and not code):
            continue
        at = f"/cbam_goods/{len(goods)}"
        process = _process_of(reading, view, name_cell or code_cell, made_by, by_name, form)
        good_id = f"G{front}"
        reading.mark(f"{at}/id", tab, tab.at(row, first - 1))
        reading.mark(f"{at}/process", tab, name_cell)
        reading.mark(f"{at}/cn", tab, code_cell)
        values = {name: reading.number(tab, cell(label), f"{at}/{name}") for name, label in _RATIOS.items()}
        values["name"] = reading.text(tab, cell("product_name"), f"{at}/name")
        values["reducing_agent"] = reading.choice(tab, cell("reducing_agent"), AGENTS, f"{at}/reducing_agent")
        values["mill"] = reading.text(tab, cell("mill"), f"{at}/mill")
        # Some programs save a truth value as the number 1 or 0.
        truth = {"1": "yes", "0": "no"}.get(reading.text(tab, cell("calcined"), f"{at}/calcined"))
        values["calcined"] = truth or reading.choice(tab, cell("calcined"), YES_NO, f"{at}/calcined")
        for name, label in (("price_instrument", "instrument"), ("rebate_kind", "rebate_kind")):
            values[name] = reading.english(tab, cell(label), f"{at}/{name}")
        values["price_currency"] = reading.text(tab, cell("currency"), f"{at}/price_currency").upper()
        goods.append(CbamGood(id=good_id, process=process, cn=_code(reading, view, code_cell, code), **values))
        rows.append(GoodRow(good_id, process, row, head))
    return goods, rows


def _code(reading: Reading, view: View, cell: Cell | None, code: str) -> str:
    """Return a CN code without spaces and points; one that a program took for a number may have lost its zero."""
    plain = re.sub(r"[\s.]", "", normalise_text(code))
    if cell is not None and cell.kind == "number" and len(plain) == 7:  # noqa: PLR2004 - 01 to 09 lead with a zero
        plain = f"0{plain}"
    if plain and not _CODE.fullmatch(plain):
        reading.tell("CBM-092", view.tab, cell, code, ("8 digits / 8位数字",))
    return plain


def _process_of(
    reading: Reading, view: View, cell: Cell | None, name: str, by_name: dict[str, list[int]], form: FormA
) -> str:
    numbers = by_name.get(key(name), [])
    if len(numbers) == 1:
        return f"P{numbers[0]}"
    if numbers:
        listed = ", ".join(f"P{number}" for number in numbers)
        reading.tell("CBM-104", view.tab, cell, name, severity="warning", ids=listed)
        return f"P{numbers[0]}"
    folded = normalise_text(name).upper()
    if folded.startswith("P") and folded[1:].isdigit() and any(p.number == int(folded[1:]) for p in form.processes):
        return folded
    reading.tell("CBM-093", view.tab, cell, name, tuple(each.name for each in form.processes))
    return ""
