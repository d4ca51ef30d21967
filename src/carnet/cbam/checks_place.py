"""What a person finds a value by: the tab, the row and the column, in both languages, beside the JSON Pointer."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from carnet.cbam.field_names import FIELDS
from carnet.errors import Place, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from carnet.inventory.model import Places, Study

# Tabs and columns as the workbook calls them; the tests hold them against it.
TABS: Mapping[str, Text] = MappingProxyType(
    {
        "installation": Text("装置", "Installation"),
        "source_streams": Text("源流", "Streams"),
        "stream_shares": Text("源流分表", "Stream meters"),
        "production": Text("CBAM过程", "CBAM processes"),
        "production_levels": Text("CBAM路线", "CBAM routes"),
        "precursors": Text("CBAM前体", "CBAM precursors"),
        "precursor_uses": Text("前体用量", "Precursor uses"),
        "cogeneration": Text("热电联产", "Cogeneration"),
        "kilns": Text("水泥窑", "Kilns"),
        "heat_flows": Text("热流", "Heat flows"),
        "joint_products": Text("联产品", "Joint products"),
        "carbon_prices": Text("已付碳价", "Carbon prices"),
        "cbam_goods": Text("CBAM货物", "CBAM goods"),
    }
)
_STUDY = MappingProxyType(
    {
        "": Text("研究", "Study"),
        "period_from": Text("研究 · 期间开始", "Study · start of the period"),
        "period_to": Text("研究 · 期间结束", "Study · end of the period"),
    }
)
_REPORT = {
    "verification_report": Text("核查报告编号", "verification report"),
    "verifier": Text("核查机构", "verifier"),
    "accreditation": Text("认可编号", "accreditation number"),
    "accreditation_expiry": Text("认可到期日", "accreditation expiry"),
}
_POWER = Text("电力因子来源", "electricity EF source")
_DOCUMENT = Text("凭证", "document")
_CN = Text("CN编码", "CN code")
MORE: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "installation": {
            "operator": Text("运营者", "operator"),
            "street": Text("街道门牌", "street"),
            "city": Text("城市", "city"),
            "activity": Text("经济活动", "economic activity"),
            "unlocode": Text("地点代码", "UN/LOCODE"),
            "latitude": Text("纬度", "latitude"),
            "longitude": Text("经度", "longitude"),
            **_REPORT,
        },
        "source_streams": {
            "name": Text("源流名称", "stream name"),
            "name_zh": Text("中文名称", "name zh"),
            "name_en": Text("英文名称", "name en"),
            "material": Text("标准因子", "standard factor"),
            "biomass_evidence": Text("生物质凭证", "biomass evidence"),
            "factor_kind": Text("因子等级", "kind of factor"),
            "factor_source": Text("因子来源", "factor source"),
            "factor_date": Text("因子日期", "factor date"),
            "document": _DOCUMENT,
        },
        "kilns": {
            "name": Text("窑名称", "kiln name"),
            "factor_kind": Text("因子等级", "kind of factor"),
            "factor_source": Text("因子来源", "factor source"),
            "factor_date": Text("因子日期", "factor date"),
        },
        "production": {
            "name": Text("过程名称", "process name"),
            "name_zh": Text("中文名称", "name zh"),
            "name_en": Text("英文名称", "name en"),
            "cn": _CN,
            "market": Text("销售量", "for the market"),
            "electricity_source": _POWER,
            "electricity_document": Text("电力凭证", "electricity document"),
            "document": _DOCUMENT,
        },
        "precursors": {
            "name": Text("前体名称", "precursor name"),
            "name_zh": Text("中文名称", "name zh"),
            "name_en": Text("英文名称", "name en"),
            "electricity_source": _POWER,
            "default_justification": Text("默认值理由", "default why"),
            "period_from": Text("生产期起", "produced from"),
            "period_to": Text("生产期止", "produced to"),
            "document": _DOCUMENT,
            **_REPORT,
        },
        "cbam_goods": {
            "name": Text("货物名称", "good name"),
            "name_zh": Text("中文名称", "name zh"),
            "name_en": Text("英文名称", "name en"),
            "process": Text("CBAM过程", "CBAM process"),
            "cn": _CN,
            "amount": Text("出口量", "exported"),
            "import_date": Text("进口日期", "import date"),
            "benchmark_route": Text("基准路线", "benchmark route"),
            "manganese": Text("锰", "Mn"),
            "chromium": Text("铬", "Cr"),
            "nickel": Text("镍", "Ni"),
            "other_alloys": Text("其他合金", "other alloys"),
            "clinker": Text("熟料系数", "clinker factor"),
            "nitrogen": Text("氮含量", "nitrogen"),
            "price_due": Text("应付碳价", "carbon price due"),
        },
    }
)
_ROW = 2  # parts of a pointer that name a row; the third is its field
_DERIVED = Text("由研究推导", "derived from the study")


def place_of(places: Places, pointer: str) -> Place:
    """Return where a value stood; of an empty cell its row."""
    known = places.by_pointer
    if pointer in known:
        return known[pointer]
    row = pointer.rpartition("/")[0]
    anchor = known.get(f"{pointer}/id") or known.get(f"{row}/id") or known.get(row)
    return Place(anchor.file, anchor.sheet, anchor.cell, pointer) if anchor else Place(pointer=pointer)


def spot_of(study: Study, places: Places, pointer: str, *, derived: bool = False) -> Text:
    """Name a place as a person finds it: ``源流 S1 · 因子来源``, ``Streams S1 · factor source``.

    Where the cell is known it stands in front (``源流 Streams!V4``); of an empty cell its row is known. A row that
    was `derived` from unit processes stands on no tab of the workbook and says so.
    """
    table, _, rest = pointer.strip("/").partition("/")
    if table not in TABS:
        return _STUDY.get(table, _STUDY[""])
    place = places.by_pointer.get(pointer)
    if derived and not place_of(places, pointer).sheet and table != "installation":
        tab = _DERIVED
    elif place is not None and place.sheet:
        tab = Text(str(place), str(place))
    else:
        tab = TABS[table]
    parts = rest.split("/") if rest else []
    row = _row_name(study, table, parts[0]) if parts else ""
    name = _field(table, parts[1]) if len(parts) >= _ROW else None
    behind = Text(f" · {name.zh}", f" · {name.en}") if name else Text("", "")
    return Text(f"{tab.zh} {row}".rstrip() + behind.zh, f"{tab.en} {row}".rstrip() + behind.en)


def _row_name(study: Study, table: str, position: str) -> str:
    rows = getattr(study, table)
    known = position.isdigit() and int(position) < len(rows)
    return str(rows[int(position)].id) or f"#{int(position) + 1}" if known else ""


def _field(table: str, name: str) -> Text:
    """Return what a column is called; one without a name here by its id."""
    return FIELDS.get(table, {}).get(name) or MORE.get(table, {}).get(name) or Text(name, name)
