"""Workbooks made on the spot, honest and hostile; nothing binary is kept in the repository."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from carnet.errors import Text
from carnet.exchange import study_xlsx
from carnet.exchange.sheet import letters, read_workbook
from carnet.exchange.study_choices import CHOICES
from carnet.exchange.study_sheets_cbam import CBAM_TABS
from carnet.inventory import model

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


@dataclass(frozen=True)
class Xml:
    """A cell spelled out; ``{r}`` becomes its reference."""

    text: str


def number(text):
    return Xml(f'<c r="{{r}}"><v>{text}</v></c>')


def formula(value, expression="A1*2"):
    """A formula cell with its cached number, or without one when `value` is None."""
    return Xml(f'<c r="{{r}}"><f>{expression}</f>{"" if value is None else f"<v>{value}</v>"}</c>')


def error(value):
    return Xml(f'<c r="{{r}}" t="e"><v>{value}</v></c>')


def boolean(value):
    return Xml(f'<c r="{{r}}" t="b"><v>{value}</v></c>')


def cell(content, ref):
    if isinstance(content, Xml):
        return content.text.replace("{r}", ref)
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>'


def sheet_xml(rows, after="", space=MAIN):
    """A worksheet part: rows of contents by position, None = no cell."""
    body = "".join(
        f'<row r="{n}">'
        + "".join(cell(c, f"{letters(i)}{n}") for i, c in enumerate(row, 1) if c not in (None, ""))
        + "</row>"
        for n, row in enumerate(rows, 1)
    )
    return raw_sheet(body, after, space)


def raw_sheet(body, after="", space=MAIN):
    return f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData>{after}</worksheet>'


def parts(sheets, *, main=MAIN, rel=REL, states=None, date1904=False, shared=None, extra=None, relations=""):
    """The parts of a workbook: name → text. `sheets`: tab → worksheet part."""
    states = states or {}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" state="{states.get(name, "visible")}" r:id="rId{i}"/>'
        for i, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_REL}"><Relationship Id="rId1" Type="{rel}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><workbookPr date1904="{int(date1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
    }
    if shared is not None:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{shared}</sst>'
        targets += f'<Relationship Id="rIdS" Type="{rel}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    made["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE_REL}">{targets}{relations}</Relationships>'
    made |= {f"xl/worksheets/sheet{i}.xml": text for i, text in enumerate(sheets.values(), 1)}
    return made | (extra or {})


def zipped(made, method=zipfile.ZIP_DEFLATED):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, text in made.items():
            archive.writestr(name, text)
    return target.getvalue()


def one_sheet(body, **options):
    """A workbook of one sheet with a raw body, with a name nobody knows."""
    after = options.pop("after", "")
    return zipped(parts({"Data": raw_sheet(body, after)}, **options))


def grid(study):
    """The workbook of a study as plain rows by tab, to be changed and written again by `book`."""
    made = {}
    for sheet in read_workbook(study_xlsx.write(study), "grid.xlsx").sheets:
        height = max((row.number for row in sheet.rows), default=0)
        width = max((max(row.cells) for row in sheet.rows), default=0)
        rows = [[None] * width for _ in range(height)]
        for row in sheet.rows:
            for column, found in row.cells.items():
                rows[row.number - 1][column - 1] = number(found.text) if found.kind == "number" else found.text
        made[sheet.name] = rows
    return made


def book(tables, **options):
    after = options.pop("after", {})
    return zipped(parts({name: sheet_xml(rows, after.get(name, "")) for name, rows in tables.items()}, **options))


def column_of(rows, label):
    """The position of a column by the start of its header, from 0."""
    return next(i for i, head in enumerate(rows[0]) if head and head.split(" ")[0] == label)


def item_row(rows, label):
    return next(row for row in rows if row and row[0] and row[0].split(" ")[0] == label)


STUDY, PROCESSES, EXCHANGES = "研究 Study", "过程 Processes", "物流数据 Exchanges"


def small_study():
    """Two processes, four lines: enough to move columns about."""
    return model.Study(
        id="coil_2025",
        version="1.2",
        title=Text("热轧卷（示例）", "Hot-rolled coil, an example"),
        status="illustrative",
        product=model.Product(Text("热轧卷", "hot-rolled coil"), "hot_rolling", "hot_rolled_coil"),
        country="CN",
        period_from="2024-01-01",
        period_to="2024-12-31",
        legal_date="2026-03-01",
        known_date="2026-03-01",
        processes=(
            model.Process("casting", Text("连铸", "casting")),
            model.Process("hot_rolling", Text("热轧", "hot rolling")),
        ),
        exchanges=(
            model.Exchange("x1", "hot_rolling", "out", "reference", "hot_rolled_coil", "986.5", "kg"),
            model.Exchange("x2", "hot_rolling", "in", "intermediate", "crude_steel", "1000", "kg", provider="casting"),
            model.Exchange("x3", "casting", "out", "reference", "crude_steel", "1000", "kg"),
            model.Exchange("x4", "casting", "in", "electricity", "electricity", "91.5", "kWh", contract="grid_cq"),
        ),
        contracts=(model.Contract("grid_cq", "grid", "CN", "CN-50"),),
    )


def full_study():
    """Every field of the model filled, every kind of value in it."""
    small = small_study()
    nasty = '=HYPERLINK("x")\n第二行；"引号", _x000D_ <&> 😀'
    return model.Study(
        **{
            **{name: getattr(small, name) for name in ("id", "version", "title", "status", "country")},
            **{name: getattr(small, name) for name in ("period_from", "period_to", "legal_date", "known_date")},
        },
        product=model.Product(
            Text("热轧卷", "hot-rolled coil"), "hot_rolling", "hot_rolled_coil", "1.0", "kg", ("72083900", "7208"),
            Text("宽带", nasty), "N3", "EU",
        ),
        region="CN-50",
        producer="某钢厂（重庆）",
        site="长寿",
        purpose="客户询问",
        note=Text(nasty, "+1-2@3"),
        processes=(
            *small.processes,
            model.Process(
                "sinter", Text("烧结", "sintering"), "raw_materials", ("bf", "a;b"), "carbon_balance", "注", "AU",
            ),
        ),
        flows=(
            model.Flow(
                "own_alloy", Text("自有合金", "own alloy"), "product_mass", "kg", ("alloy", "metal"),
                ("合金, 自有", 'say "x"', "a;b"), ("7202",), "upstream",
            ),
        ),
        exchanges=(
            *small.exchanges,
            model.Exchange(
                "x5", "casting", "in", "purchased", "own_alloy", "0.12345678901234567890", "kg", "", "fossil",
                "grid_cq", "pre_consumer", "1.50", "CNY", "2024-02-01", "2024-02-29", "measured", "表-7", "lit",
                "1", "2", "3", nasty, "AU", "4", "yes", "0.5",
            ),
            model.Exchange("x7", "casting", "out", "captured", "CO2", "1", "kg", fate="stored"),
            model.Exchange("x6", "casting", "out", "emission", "CO2", "1e-7", "kg", origin="fossil"),
        ),
        contracts=(
            model.Contract("grid_cq", "grid", "CN", "CN-50"),
            model.Contract(
                "ppa", "power_purchase_agreement", "CN", "", "wind", ("gec1", "gec2"), "合同-1", "备注", "yes",
                "cancelled", "2000000",
            ),
        ),
        certificates=(
            model.Certificate(
                "gec1", "国家绿证", "wind", "1000000", "2024-01-01", "2024-06-30", "CN", "某风电场", "2024-07-01",
                "某钢厂", "hourly",
            ),
        ),
        transport=(
            model.TransportLeg("t1", "x5", "sea_bulk", "12000", "0.75", "2024-01-01", "2024-12-31", "lit", "船"),
            model.TransportLeg("t2", "x5", "truck", "80.50"),
        ),
        supplier_values=(
            model.SupplierValue(
                "s1", "x5", "2.5", "kg", "kg", "供应商甲", "gate_to_gate", "AR6", "1.25", "yes", "核查公司", "CNAS-1",
                "2024-01-01", "2024-12-31", "报告-9", "p95", "4", "60", "1.5",
            ),
        ),
        materials=(
            model.Material(
                "m1", "own_alloy", "0.5", "kg", "x5", "0.25", "声明；1", "0.9", "0.05", "own_alloy", "steel_scrap",
                "crude_steel", "hot_rolled_coil", "heat", "landfill", "0.9", "0.8", "0.3", "0.2", "lit", nasty,
            ),
            model.Material("m2", "crude_steel", "1.0", "t"),
        ),
        properties=(
            model.Property(
                "p1", "crude_steel", "carbon_content", "0.002", "kg/kg", "0.001", "0.0030", "lit", "表2", "注",
            ),
            model.Property("p2", "own_alloy", "my_own_property", "", "kg/kg", "-0.1", "12345678901234567"),
        ),
        factor_choices=(model.FactorChoice("own_alloy", "ferro_alloy@1", "最接近"),),
        sources=(model.Source("lit", "张三, 《钢铁》51 (2016) 74-82", "表 3", "CC BY"),),
        acceptances=(
            model.Acceptance("pact3", "D8.tiers", "grid", "李四", "客户同意", "2026-01-31", "第4章"),
            model.Acceptance("pact3", "D4.gwp_set", "", "李四", "持有文本", "2026-01-31"),
        ),
        defects=(model.Defect("d1", "行 12", "单位为“?”", Text("改为 kg", "taken as kg")),),
        **{tab.field: (filled(tab),) for tab in CBAM_TABS},
    )  # fmt: skip


def filled(tab):
    """A record of a tab with something in every field, as its kind of column writes it."""
    samples = {"decimal": "0.250", "date": "2024-01-31", "list": ("a", "b;c"), "word": "W-1", "text": "文 text，“x”"}
    values = {}
    for column in tab.columns:
        name, _, language = column.field.partition(".")
        if column.kind == "choice":
            values[name] = CHOICES[column.source][0].id
        elif language:
            values[name] = Text("名称", "a name")
        else:
            values[name] = samples.get(column.kind, "r1")
    return tab.record(**values)


def problems_of(data, file="test.xlsx"):
    """All problems of a file, whether it could be read or not."""
    from carnet.errors import InputError

    try:
        return study_xlsx.read(data, file).problems
    except InputError as failed:
        return failed.problems


def codes_at(data):
    """Code and place of every problem, as people see them."""
    return [(p.code, str(p.place)) for p in problems_of(data)]
