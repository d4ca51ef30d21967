"""The precursor data sheet: what the maker of one good hands to whoever makes something of it.

Two forms of one content: JSON (``carnet-precursor/1``) and a workbook a person can read. Both carry every leaf as text
and a digest over all of it, so that a figure changed on the way is found. The digest shows change, it proves no
author: whoever needs that signs the file.

Specific embedded emissions stand in the row with the five decimals IR (EU) 2025/2547 Annex II A.1(6)-(8) allows; the
exact fraction behind each goes along and is held against it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING

from carnet.canonical import CanonicalError, digest
from carnet.errors import CarnetError, Place, Text, problem
from carnet.exchange.sheet import read_workbook
from carnet.exchange.workbook_write import OutCell, OutSheet, workbook_bytes
from carnet.inventory.installation import PurchasedPrecursor
from carnet.quantity import (
    DecimalError,
    decimal_string,
    exact_decimal,
    exact_string,
    parse_decimal,
    parse_exact,
    significant_string,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from carnet.errors import Problem, Severity

    _Tell = Callable[..., None]

SCHEMA = "carnet-precursor/1"
MAX_BYTES = 1_000_000
MAX_LEAF = 4_000
SEE_PLACES = 5
_SIGNIFICANT = 15
_LONG = 24
_ZIP = b"PK\x03\x04"
_TAB = "前体数据单 precursor sheet"
_CN = re.compile(r"\d{8}(\d\d)?")
_COUNTRY = re.compile(r"[A-Z]{2}")
CATEGORIES = (
    "cement", "cement_clinker", "calcined_clay", "aluminous_cement", "iron_steel_products", "crude_steel",
    "direct_reduced_iron", "pig_iron", "ferro_alloys", "sintered_ore", "hydrogen", "ammonia", "nitric_acid", "urea",
    "mixed_fertilisers", "aluminium_products", "unwrought_aluminium", "electricity",
)  # fmt: skip
# The categories of Reg (EU) 2023/956 Annex II: direct emissions only.
ANNEX_II = frozenset(
    ("iron_steel_products", "crude_steel", "direct_reduced_iron", "pig_iron", "ferro_alloys", "aluminium_products",
     "unwrought_aluminium", "hydrogen")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrecursorSheet:
    """One good of one installation, per t (or per MWh), as its maker states it.

    `see_*` in tCO2e per `unit`: all direct, all indirect, and of the indirect ones what counts for a good made from
    it. `electricity` in MWh per unit embedded, with the average factor `electricity_ef` in tCO2/MWh; `sefa` the
    specific embedded free allocation; `default_share` the share of the SEE that rests on default values, a ratio.
    None: not known. `blocking` counts the failed blocking checks of the study behind it; above 0 the sheet is a draft.
    `lower`: the lower end of figures that are ranges, by their names; the figure itself, the upper end, counts.
    `electricity_note` says why there is no factor of the electricity. `preview`: derived from unit processes per t, not
    from the year of an installation.
    """

    cn: str
    name: Text
    category: str
    unit: str = "t"
    routes: tuple[str, ...] = ()
    operator: str = ""
    installation: str = ""
    country: str = ""
    unlocode: str = ""
    period_from: str = ""
    period_to: str = ""
    basis: str = "measured"
    see_direct: Fraction | None = None
    see_indirect: Fraction | None = None
    counted_indirect: Fraction | None = None
    electricity: Fraction | None = None
    electricity_ef: Fraction | None = None
    electricity_basis: str = ""
    electricity_source: str = ""
    sefa: Fraction | None = None
    default_share: Fraction | None = None
    verification_report: str = ""
    verifier: str = ""
    accreditation: str = ""
    accreditation_scope: str = ""
    accreditation_expiry: str = ""
    document: str = ""
    study: str = ""
    tables: str = ""
    blocking: int = 0
    lower: Mapping[str, Fraction] = field(default_factory=dict)
    electricity_note: Text = Text("", "")
    preview: bool = False


# field of the sheet → where it stands, and what a person reads beside it
_LEAVES: tuple[tuple[str, str, Text], ...] = (
    ("cn", "good/cn", Text("CN编码", "CN code")),
    ("category", "good/category", Text("汇总货物类别", "aggregated goods category")),
    ("unit", "good/unit", Text("功能单位", "functional unit")),
    ("operator", "producer/operator", Text("运营者", "operator")),
    ("installation", "producer/installation", Text("设施", "installation")),
    ("country", "producer/country", Text("原产国", "country of origin")),
    ("unlocode", "producer/unlocode", Text("UN/LOCODE", "UN/LOCODE")),
    ("period_from", "period/from", Text("生产期起", "period of production, from")),
    ("period_to", "period/to", Text("生产期止", "period of production, to")),
    ("basis", "values/basis", Text("数值依据", "basis of the values")),
    ("electricity_basis", "values/electricity_basis", Text("电力因子依据", "basis of the electricity factor")),
    ("electricity_source", "values/electricity_source", Text("电力因子来源", "source of the electricity factor")),
    ("verification_report", "verification/report", Text("核查报告编号", "verification report, id")),
    ("verifier", "verification/verifier", Text("核查机构", "verifier")),
    ("accreditation", "verification/accreditation", Text("认可编号", "accreditation number")),
    ("accreditation_scope", "verification/scope", Text("认可范围", "accreditation scope")),
    ("accreditation_expiry", "verification/expiry", Text("认可有效期至", "accreditation valid until")),
    ("document", "document", Text("依据文件", "document")),
    ("study", "origin/study", Text("数据来源研究", "study behind it")),
    ("tables", "origin/tables", Text("参数表摘要", "digest of the tables")),
)
# The figures, with the decimals the act gives them; None: all digits.
_FIGURES: tuple[tuple[str, Text, int | None], ...] = (
    ("see_direct", Text("单位直接隐含排放 tCO2e/单位", "specific direct embedded emissions, tCO2e/unit"), SEE_PLACES),
    (
        "see_indirect",
        Text("单位间接隐含排放 tCO2e/单位", "specific indirect embedded emissions, tCO2e/unit"),
        SEE_PLACES,
    ),
    ("counted_indirect", Text("其中计入的间接排放 tCO2e/单位", "of the indirect, counted, tCO2e/unit"), SEE_PLACES),
    ("electricity", Text("隐含电量 MWh/单位", "electricity embedded, MWh/unit"), None),
    ("electricity_ef", Text("电力因子 tCO2/MWh", "electricity factor, tCO2/MWh"), None),
    ("sefa", Text("单位隐含免费分配 t/单位", "specific embedded free allocation, t/unit"), SEE_PLACES),
    ("default_share", Text("默认值所占份额", "share resting on default values"), None),
)
_NOTE = "values/electricity_note"
_TEXT_PATHS = {path for _, path, _ in _LEAVES} | {"good/name/zh", "good/name/en", f"{_NOTE}/zh", f"{_NOTE}/en"}
_PARTS = ("value", "exact", "lower", "lower_exact")
_FIGURE_PATHS = {f"values/{name}/{part}" for name, _, _ in _FIGURES for part in _PARTS}
_OTHER_PATHS = {"schema", "digest", "state/zh", "state/en", "origin/blocking", "origin/preview"}
_REQUIRED = ("good/cn", "good/category", "producer/installation", "producer/country", "period/from", "period/to")
READY = Text(
    "按CBAM结构编制，可供CBAM认可核查机构审查", "CBAM-structured, ready for review by a CBAM-accredited verifier"
)


PREVIEW = Text("每吨产品的预览，不是装置报告", "PREVIEW per t of product, not an installation's report")


def state_of(blocking: int, *, preview: bool = False) -> Text:
    """Return what a document may say of itself: ready for review only when no blocking check fails."""
    if preview:
        return PREVIEW
    if not blocking:
        return READY
    checks = "check fails" if blocking == 1 else "checks fail"
    return Text(f"草稿：{blocking} 项阻断性检查未通过", f"DRAFT: {blocking} blocking {checks}")


def printed(amount: Fraction, places: int | None) -> str:
    """Print a figure: half up to `places`, or with all its digits where no rule rounds it."""
    if places is not None:
        return decimal_string(amount, places, "half_up")
    whole = exact_decimal(amount)
    text = whole if whole is not None and len(whole) <= _LONG else significant_string(amount, _SIGNIFICANT)
    return text.rstrip("0").rstrip(".") if "." in text else text


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def sheet_leaves(sheet: PrecursorSheet) -> dict[str, str]:
    """Return every leaf of the sheet by its path, digest included."""
    leaves = {"schema": SCHEMA, "good/name/zh": sheet.name.zh, "good/name/en": sheet.name.en}
    leaves |= {path: str(getattr(sheet, name)) for name, path, _ in _LEAVES}
    leaves |= {f"good/routes/{i}": route for i, route in enumerate(sheet.routes)}
    for name, _, places in _FIGURES:
        amount: Fraction | None = getattr(sheet, name)
        if amount is not None:
            leaves |= {f"values/{name}/value": printed(amount, places), f"values/{name}/exact": exact_string(amount)}
    decimals = {name: count for name, _, count in _FIGURES}
    for name, end in sheet.lower.items():
        leaves |= {
            f"values/{name}/lower": printed(end, decimals[name]),
            f"values/{name}/lower_exact": exact_string(end),
        }
    state = state_of(sheet.blocking, preview=sheet.preview)
    leaves |= {"origin/blocking": str(sheet.blocking), "state/zh": state.zh, "state/en": state.en}
    leaves |= {f"{_NOTE}/zh": sheet.electricity_note.zh, f"{_NOTE}/en": sheet.electricity_note.en}
    leaves |= {"origin/preview": "yes" if sheet.preview else ""}
    leaves = {path: text for path, text in leaves.items() if text}
    return {**leaves, "digest": digest(leaves)}


def precursor_json(sheet: PrecursorSheet) -> bytes:
    """Write the machine form; the same sheet gives the same bytes."""
    tree: dict[str, object] = {}
    for path, text in sorted(sheet_leaves(sheet).items()):
        *parents, last = path.split("/")
        here = tree
        for parent in parents:
            here = here.setdefault(parent, {})  # type: ignore[assignment]
        here[last] = text
    good = tree["good"]
    assert isinstance(good, dict)  # noqa: S101 - the CN code stands in it
    if "routes" in good:
        good["routes"] = list(sheet.routes)
    return (json.dumps(tree, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")


def precursor_rows(sheet: PrecursorSheet) -> list[tuple[str, Text, str]]:
    """Return path, name and text of every leaf that is filled, in the order a person reads them."""
    leaves = sheet_leaves(sheet)
    rows = [
        ("state/zh", Text("状态（中文）", "state (Chinese)")),
        ("state/en", Text("状态（英文）", "state (English)")),
    ]
    rows += [("good/name/zh", Text("中文名称", "name, Chinese")), ("good/name/en", Text("英文名称", "name, English"))]
    rows += [(path, words) for _, path, words in _LEAVES if path.startswith("good/")]
    route = Text("生产路线", "production route")
    rows += [(f"good/routes/{i}", route) for i in range(len(sheet.routes))]
    rows += [(path, words) for _, path, words in _LEAVES if path.startswith(("producer/", "period/"))]
    rows.append(("values/basis", Text("数值依据", "basis of the values")))
    for name, words, _ in _FIGURES:
        top = Text(f"{words.zh}（上限，按此计）", f"{words.en} (upper end, counted)") if name in sheet.lower else words
        rows.append((f"values/{name}/value", top))
        rows.append((f"values/{name}/exact", Text(f"{words.zh}（精确分数）", f"{words.en} (exact fraction)")))
        low = Text(f"{words.zh}（下限）", f"{words.en} (lower end)")
        rows.append((f"values/{name}/lower", low))
        rows.append((f"values/{name}/lower_exact", Text(f"{low.zh}（精确分数）", f"{low.en} (exact fraction)")))
    for lang, words in (("zh", Text("电力因子说明（中文）", "note on the electricity factor, Chinese")),
                        ("en", Text("电力因子说明（英文）", "note on the electricity factor, English"))):  # fmt: skip
        rows.append((f"{_NOTE}/{lang}", words))
    rows += [(path, words) for _, path, words in _LEAVES if path.startswith("values/electricity_")]
    rows += [(path, words) for _, path, words in _LEAVES if path.startswith(("verification/", "document", "origin/"))]
    rows.append(("origin/blocking", Text("未通过的阻断性检查", "blocking checks that fail")))
    rows.append(("origin/preview", Text("仅为每吨产品的预览", "a preview per t of product only")))
    rows += [("schema", Text("格式", "format")), ("digest", Text("内容摘要", "digest of the contents"))]
    return [(path, words, leaves[path]) for path, words in rows if leaves.get(path)]


def precursor_workbook(sheet: PrecursorSheet) -> bytes:
    """Write the form for people: one tab, all cells text; it is read back as well as the JSON is."""
    head = [OutCell(text, "header") for text in ("字段 field", "项目 (中文)", "item (English)", "内容 content")]
    rows = [
        [OutCell(path), OutCell(words.zh), OutCell(words.en), OutCell(text)]
        for path, words, text in precursor_rows(sheet)
    ]
    return workbook_bytes([OutSheet(_TAB, [head, *rows], widths=(30, 34, 42, 74), frozen_rows=1)])


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def read_precursor_sheet(
    data: bytes, *, file: str = "", row_id: str = ""
) -> tuple[PurchasedPrecursor | None, tuple[Problem, ...]]:
    """Turn a sheet, JSON or workbook, into a row of purchased precursors.

    Args:
        data: the file.
        file: its bare name, for messages.
        row_id: id of the row; default made of the CN code.

    Returns:
        The row, None when a problem is an error; and all problems. Amount and use are the buyer's to fill.
    """
    sheet, problems = parse_precursor_sheet(data, file=file)
    if sheet is None:
        return None, problems

    def text(amount: Fraction | None, places: int | None) -> str:
        return "" if amount is None else printed(amount, places)

    # A stated indirect figure holds; beside it the factor would give the same again, less its rounding.
    factor = sheet.electricity_ef if sheet.see_indirect is None else None
    return PurchasedPrecursor(
        row_id or f"pp_{sheet.cn}",
        sheet.name.zh or sheet.name.en,
        sheet.category,
        cn=sheet.cn,
        country=sheet.country,
        routes=sheet.routes,
        basis=sheet.basis,
        see_direct=text(sheet.see_direct, SEE_PLACES),
        see_indirect=text(sheet.see_indirect, SEE_PLACES),
        counted_indirect=text(sheet.counted_indirect, SEE_PLACES) if sheet.category in ANNEX_II else "",
        electricity=text(sheet.electricity, None),
        electricity_ef=text(factor, None),
        electricity_basis=sheet.electricity_basis,
        electricity_source=sheet.electricity_source,
        sefa=text(sheet.sefa, SEE_PLACES),
        operator=sheet.operator,
        installation=sheet.installation,
        period_from=sheet.period_from,
        period_to=sheet.period_to,
        verification_report=sheet.verification_report,
        verifier=sheet.verifier,
        accreditation=sheet.accreditation,
        accreditation_scope=sheet.accreditation_scope,
        accreditation_expiry=sheet.accreditation_expiry,
        document=sheet.document or file,
        note=_note(sheet),
    ), problems


def _note(sheet: PrecursorSheet) -> str:
    kept = {name.name: getattr(sheet, name.name) for name in fields(sheet)}
    parts = [
        f"{label} {printed(kept[name], None)} {unit}".strip()
        for name, label, unit in (
            ("electricity_ef", "electricity factor 电力因子", "tCO2/MWh"),
            ("default_share", "share of default values 默认值份额", ""),
        )
        if kept[name] is not None
    ]
    parts += [f"{name} {printed(end, SEE_PLACES)} lower end 下限" for name, end in sheet.lower.items()]
    return "; ".join([*parts, sheet_leaves(sheet)["digest"]])


def parse_precursor_sheet(data: bytes, *, file: str = "") -> tuple[PrecursorSheet | None, tuple[Problem, ...]]:
    """Read a sheet as far as possible; it is None when a problem is an error. Never raises for the contents."""
    found: list[Problem] = []

    def tell(code: str, pointer: str = "", value: str = "", severity: Severity = "error", **params: object) -> None:
        candidates = params.pop("candidates", ())
        assert isinstance(candidates, tuple)  # noqa: S101 - ours
        place = Place(file=file, pointer=pointer)
        found.append(problem(code, place, value[:80], candidates, severity, field=pointer, **params))

    leaves: dict[str, str] | None = None
    if len(data) > MAX_BYTES:
        tell("CBM-160", size=len(data), limit=MAX_BYTES, detail_zh="文件过大", detail_en="the file is too large")
    elif data.startswith(_ZIP):
        leaves = _workbook_leaves(data, file, found)
    else:
        leaves = _json_leaves(data, tell)
    if leaves is None:
        return None, tuple(found)
    sheet = _checked(leaves, tell)
    return (None if any(p.severity == "error" for p in found) else sheet), tuple(found)


class _RepeatedKeyError(ValueError):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _RepeatedKeyError(next(key for i, (key, _) in enumerate(pairs) if key in dict(pairs[:i])))
    return made


def _json_leaves(data: bytes, tell: _Tell) -> dict[str, str] | None:
    def refuse(text: str) -> str:
        raise _RepeatedKeyError(text)

    try:
        tree = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_Bare,
            parse_int=_Bare,
            parse_constant=refuse,
        )
    except _RepeatedKeyError as error:
        tell("CBM-160", value=str(error), detail_zh="有重复的键或非数字", detail_en="a key stands twice, or NaN")
        return None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        tell("CBM-160", detail_zh="不是JSON，也不是工作簿", detail_en="it is neither JSON nor a workbook")
        return None
    if not isinstance(tree, dict):
        tell("CBM-160", detail_zh="JSON顶层不是对象", detail_en="the top of the JSON is not an object")
        return None
    leaves: dict[str, str] = {}
    try:
        _flatten(tree, "", leaves, tell)
    except RecursionError:
        tell("CBM-160", detail_zh="嵌套过深", detail_en="it is nested too deep")
        return None
    return leaves


@dataclass(frozen=True, slots=True)
class _Bare:
    """A number that stands without quotes."""

    text: str


def _flatten(node: object, path: str, into: dict[str, str], tell: _Tell) -> None:
    if isinstance(node, dict):
        for key, item in node.items():
            _flatten(item, f"{path}/{key}".lstrip("/"), into, tell)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            _flatten(item, f"{path}/{index}", into, tell)
    elif isinstance(node, str) and len(node) <= MAX_LEAF:
        into[path] = node
    else:
        tell("CBM-162", path, node.text if isinstance(node, _Bare) else str(node)[:40])


def _workbook_leaves(data: bytes, file: str, found: list[Problem]) -> dict[str, str] | None:
    try:
        workbook = read_workbook(data, file)
    except CarnetError as error:
        found.extend(error.problems)
        return None
    found.extend(workbook.problems)
    leaves: dict[str, str] = {}
    for sheet in workbook.sheets[:1]:
        for row in sheet.rows[1:]:
            path, text = row.cells.get(1), row.cells.get(4)
            if path is None or text is None or not text.text:
                continue
            if path.text in leaves:
                place = Place(file, sheet.name, f"A{row.number}")
                zh, en = "同一字段出现两次", "a field stands twice"
                found.append(problem("CBM-160", place, path.text, detail_zh=zh, detail_en=en))
            leaves[path.text] = text.text
    return leaves


def _checked(leaves: Mapping[str, str], tell: _Tell) -> PrecursorSheet | None:
    if leaves.get("schema") != SCHEMA:
        tell("CBM-161", "schema", leaves.get("schema", ""), candidates=(SCHEMA,))
        return None
    _check_digest(leaves, tell)
    _check_words(leaves, tell)
    figures = {name: _figure(name, places, leaves, tell) for name, _, places in _FIGURES}
    lower = _lower(leaves, figures, tell)
    if figures["see_direct"] is None and not any(p.startswith("values/see_direct") for p in leaves):
        tell("CBM-163", "values/see_direct")
    _check_days(leaves, tell)
    _check_evidence(leaves, figures, tell)
    texts = {name: leaves.get(path, "") for name, path, _ in _LEAVES}
    routes = sorted(
        (int(p.rpartition("/")[2]), t) for p, t in leaves.items() if re.fullmatch(r"good/routes/\d{1,4}", p)
    )
    blocking = leaves.get("origin/blocking", "0")
    return PrecursorSheet(
        name=Text(leaves.get("good/name/zh", ""), leaves.get("good/name/en", "")),
        electricity_note=Text(leaves.get(f"{_NOTE}/zh", ""), leaves.get(f"{_NOTE}/en", "")),
        lower=lower,
        preview="origin/preview" in leaves,
        routes=tuple(text for _, text in routes),
        blocking=int(blocking) if blocking.isascii() and blocking.isdigit() and len(blocking) < 6 else 1,  # noqa: PLR2004
        **texts,  # type: ignore[arg-type]
        **figures,  # type: ignore[arg-type]
    )


def _check_words(leaves: Mapping[str, str], tell: _Tell) -> None:
    for path in _REQUIRED:
        if not leaves.get(path):
            tell("CBM-163", path)
    known = _TEXT_PATHS | _FIGURE_PATHS | _OTHER_PATHS
    for path, text in leaves.items():
        if path not in known and not path.startswith("good/routes/"):
            tell("CBM-164", path, text, "warning")
    if (cn := leaves.get("good/cn")) and not _CN.fullmatch(cn):
        tell("CBM-165", "good/cn", cn, expected="8 / 10")
    if (country := leaves.get("producer/country")) and not _COUNTRY.fullmatch(country):
        tell("CBM-165", "producer/country", country, expected="ISO 3166")
    category = leaves.get("good/category", "")
    if category and category not in CATEGORIES:
        tell("CBM-166", "good/category", category, candidates=CATEGORIES)
    if leaves.get("values/basis", "") not in {"measured", "default"}:
        tell("CBM-165", "values/basis", leaves.get("values/basis", ""), expected="measured / default")


def _check_digest(leaves: Mapping[str, str], tell: _Tell) -> None:
    body = {path: text for path, text in leaves.items() if path != "digest"}
    try:
        computed = digest(body)
    except CanonicalError:
        computed = ""
    if leaves.get("digest") != computed:
        tell("CBM-167", "digest", leaves.get("digest", ""), computed=computed)


def _figure(name: str, places: int | None, leaves: Mapping[str, str], tell: _Tell) -> Fraction | None:
    value, exact = leaves.get(f"values/{name}/value"), leaves.get(f"values/{name}/exact")
    if value is None and exact is None:
        return None
    try:
        amount = parse_exact(exact or "")
        parse_decimal(value or "")
    except DecimalError:
        tell("CBM-168", f"values/{name}", f"{value} / {exact}")
        return None
    if amount < 0 or (name == "default_share" and amount > 1):
        tell("CBM-168", f"values/{name}", str(value))
    if printed(amount, places) != value:
        tell("CBM-169", f"values/{name}", str(value), exact=exact, rounded=printed(amount, places))
    return amount


def _lower(leaves: Mapping[str, str], figures: Mapping[str, Fraction | None], tell: _Tell) -> Mapping[str, Fraction]:
    """Return the lower ends, each held against its exact fraction and the figure above it."""
    found: dict[str, Fraction] = {}
    for name, _, places in _FIGURES:
        value, exact = leaves.get(f"values/{name}/lower"), leaves.get(f"values/{name}/lower_exact")
        if value is None and exact is None:
            continue
        top = figures[name]
        try:
            amount = parse_exact(exact or "")
        except DecimalError:
            amount = None
        if amount is None or top is None or not 0 <= amount <= top or printed(amount, places) != value:
            tell("CBM-168", f"values/{name}/lower", f"{value} / {exact}")
        else:
            found[name] = amount
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None  # noqa: PLR2004 - YYYY-MM-DD
    except ValueError:
        return None


def _check_days(leaves: Mapping[str, str], tell: _Tell) -> None:
    for path in ("period/from", "period/to", "verification/expiry"):
        if leaves.get(path) and _day(leaves[path]) is None:
            tell("CBM-165", path, leaves[path], expected="2026-12-31")
    start, end = _day(leaves.get("period/from", "")), _day(leaves.get("period/to", ""))
    if start and end and start > end:
        tell("CBM-170", "period", f"{start} > {end}")
    expiry = _day(leaves.get("verification/expiry", ""))
    if end and expiry and expiry < end:
        tell("CBM-171", "verification/expiry", str(expiry), "warning", end=end)


def _check_evidence(leaves: Mapping[str, str], figures: Mapping[str, Fraction | None], tell: _Tell) -> None:
    if leaves.get("values/basis") == "measured":
        missing = [
            path for path in ("verification/report", "verification/verifier", "verification/accreditation",
                              "verification/scope", "verification/expiry") if not leaves.get(path)
        ]  # fmt: skip
        if missing:
            tell("CBM-172", "verification", severity="warning", missing=", ".join(missing))
    blocking = leaves.get("origin/blocking", "0")
    if blocking != "0":
        tell("CBM-173", "origin/blocking", blocking, "warning")
    if "origin/preview" in leaves:
        tell("CBM-177", "origin/preview", severity="warning")
    share = figures["default_share"]
    if share:
        tell("CBM-174", "values/default_share", printed(share, None), "warning")
