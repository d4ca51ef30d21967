"""What one unit of a figure is, in words: ``1 t of hot-rolled coil``, ``1 kWh delivered over the service life``."""

from __future__ import annotations

from collections.abc import Mapping

from carnet.errors import Text

# What a unit reads as in Chinese where its symbol is no symbol but an English word.
_CHINESE = {"piece": "件"}
# The property that says what a product does all its life, with the words for it; the others are counts of the product.
_DELIVERED = {
    "usable_energy": Text("提供", "delivered"),
    "specific_yield": Text("发出", "generated"),
}
_LIFE = "service_life"


def unit_name(unit: str, product: Text, factors: object = ()) -> Text:
    """One unit of the figure in words.

    Args:
        unit: its symbol.
        product: the name of what is counted.
        factors: D1.factors of the plan; with the service life among them a unit is what the product gives all its life.
    """
    given = factors if isinstance(factors, list | tuple) else ()
    names = {str(f["property"]) for f in given if isinstance(f, Mapping) and "property" in f}
    counted = f"1 {_CHINESE.get(unit, unit)}"
    if _LIFE not in names:
        return Text(f"{counted} {product.zh}", f"1 {unit} of {product.en}")
    does = next((words for name, words in _DELIVERED.items() if name in names), None)
    if does is None:
        return Text(f"{product.zh}使用寿命内的 {counted}", f"1 {unit} over the service life of the {product.en}")
    return Text(
        f"{product.zh}使用寿命内{does.zh}的 {counted}", f"1 {unit} {does.en} over the service life of the {product.en}"
    )
