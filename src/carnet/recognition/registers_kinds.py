"""The five registers as state machines: states, moves, what each state needs, and what each field may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from carnet.errors import Text
from carnet.recognition.ledger import REASONS
from carnet.recognition.status import STATUS_TEXT
from carnet.recognition.vocabulary import PURPOSES, SIDE_EXITS, STATUSES


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its form is text, day, list (``a; b``), number, grade, market, item, pilot, digest, or `choices`."""

    name: str
    label: Text
    form: str = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A register. `first`: states a record may begin in; `moves`: state → states it may go to; `needs`: state → fields.

    `document`: the field that a file given with ``--document`` fills, its digest in the field named ``…_sha256``.
    """

    id: str
    title: Text
    states: Mapping[str, Text]
    first: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]
    fields: tuple[Field, ...]
    required: tuple[str, ...] = ()
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    document: str = "document"

    def field(self, name: str) -> Field | None:
        """Return the field of a name."""
        return next((each for each in self.fields if each.name == name), None)


_COMMON = (
    Field("name.zh", Text("中文名称", "name in Chinese")),
    Field("name.en", Text("英文名称", "name in English")),
    Field("reason", Text("理由", "reason")),
    Field("remark", Text("备注", "remark")),
)
_PAPER = (
    Field("document", Text("文件", "document")),
    Field("document_sha256", Text("文件摘要", "digest of the document"), "digest"),
)
_EFFORT = (
    Field("hours", Text("工时", "hours of work"), "number"),
    Field("cost", Text("费用", "cost"), "number"),
    Field("currency", Text("币种", "currency")),
)
_BOUNDS = (
    Field("basis", Text("取数方式", "reading of the bounds")),
    Field("lower", Text("下限", "lower bound"), "number"),
    Field("upper", Text("上限", "upper bound"), "number"),
)

PRODUCTS = Kind(
    "products",
    Text("产品", "products"),
    {
        "planned": Text("计划中", "planned"),
        "calculated": Text("已计算（未经核查）", "calculated (not verified)"),
        "verified": Text("有核查声明", "with a verification statement"),
        "labelled": Text("有标识", "labelled"),
        "withdrawn": Text("已撤回", "withdrawn"),
    },
    ("planned",),
    {
        "planned": ("calculated", "withdrawn"),
        # A new calculation ends a verification: it was of the former result.
        "calculated": ("calculated", "verified", "withdrawn"),
        "verified": ("labelled", "verified", "calculated", "withdrawn"),
        "labelled": ("labelled", "verified", "calculated", "withdrawn"),
        "withdrawn": (),
    },
    (
        *_COMMON,
        Field("product", Text("产品", "product")),
        Field("plant", Text("工厂", "plant")),
        Field("category", Text("产品类别", "product category")),
        Field("codes", Text("海关编码", "customs codes"), "list"),
        Field("regime", Text("方案", "regime")),
        Field("result", Text("结果摘要", "digest of the result")),
        Field("figure", Text("数值", "figure"), "number"),
        *_BOUNDS,
        Field("unit", Text("单位", "unit")),
        Field("declared_unit", Text("声明单位", "declared unit")),
        Field("study", Text("研究", "study")),
        Field("draft_method", Text("依据的标准草案", "draft standard it rests on"), "list"),
        Field("verifier", Text("核查机构", "verifier")),
        Field("statement", Text("核查声明", "verification statement")),
        Field("statement_sha256", Text("核查声明摘要", "digest of the statement"), "digest"),
        Field("statement_result", Text("声明所指的结果", "result the statement is about")),
        Field("valid_to", Text("有效期至", "valid to"), "day"),
        Field("scheme", Text("标识体系", "label scheme")),
        Field("label", Text("标识编号", "number of the label")),
        Field("label_to", Text("标识有效期至", "label valid to"), "day"),
    ),
    ("product",),
    {
        "calculated": ("regime", "result"),
        "verified": ("verifier", "statement", "result"),
        "labelled": ("scheme", "label", "verifier", "statement"),
    },
    "statement",
)

DRAFT_STAGES = ("proposed", "working_draft", "committee_draft", "public_comment", "approved")
STANDARDS = Kind(
    "standards",
    Text("标准", "standards"),
    {
        "proposed": Text("立项", "proposed"),
        "working_draft": Text("起草", "working draft"),
        "committee_draft": Text("审查稿", "committee draft"),
        "public_comment": Text("征求意见", "draft for comment"),
        "approved": Text("报批，未发布", "approved, not published"),
        "published": Text("已发布", "published"),
        "superseded": Text("已被代替", "superseded"),
        "withdrawn": Text("已废止", "withdrawn"),
        "abandoned": Text("已终止", "abandoned"),
    },
    (*DRAFT_STAGES, "published"),
    {
        **{
            stage: (*DRAFT_STAGES[number + 1 :], *DRAFT_STAGES[:number], "published", "abandoned")
            for number, stage in enumerate(DRAFT_STAGES)
        },
        "published": ("superseded", "withdrawn"),
        "superseded": ("withdrawn",),
        "withdrawn": (),
        "abandoned": (),
    },
    (
        *_COMMON,
        *_PAPER,
        Field("number", Text("标准号", "number")),
        Field("version", Text("版本", "version")),
        Field("body", Text("归口机构", "body")),
        Field("role", Text("本地角色", "local role"), "text", ("lead", "drafting", "commenting", "observer", "user")),
        Field("participants", Text("本地参加单位", "local participants"), "list"),
        Field("regimes", Text("所依据的方案", "regimes that rest on it"), "list"),
        Field("level", Text("级别", "level"), "text", ("international", "national", "industry", "local", "group")),
    ),
    ("body", "role"),
    {"published": ("number", "document")},
)

TRIALS = Kind(
    "trials",
    Text("方法试验", "method trials"),
    {
        "open": Text("进行中", "open"),
        "adopted": Text("决定采用", "decided: adopted"),
        "revise": Text("决定修改后再试", "decided: revise and run again"),
        "rejected": Text("决定不采用", "decided: rejected"),
    },
    ("open",),
    {"open": ("adopted", "revise", "rejected"), "revise": ("open",), "adopted": ("open",), "rejected": ("open",)},
    (
        *_COMMON,
        *_PAPER,
        *_EFFORT,
        Field("question", Text("要回答的问题", "question")),
        Field("data_set", Text("数据集（研究摘要）", "data set (digest of the study)")),
        Field("signed_by", Text("签署人", "signed by"), "list"),
        Field("standard", Text("标准（登记号）", "standard (its id here)")),
    ),
    ("question",),
    dict.fromkeys(("adopted", "revise", "rejected"), ("signed_by", "document", "reason")),
)

DECIDED = ("accepted", "partly", "refused")
_DECISION = ("body", "reason_code", "document")
PILOTS = Kind(
    "pilots",
    Text("试点案例", "pilot cases"),
    {
        "planned": Text("计划中（没有进行）", "planned (not running)"),
        "running": Text("进行中", "running"),
        "accepted": Text("被接受", "accepted"),
        "partly": Text("部分接受", "accepted in part"),
        "refused": Text("被拒绝", "refused"),
        "abandoned": Text("已放弃", "abandoned"),
    },
    ("planned",),
    {
        "planned": ("running", "abandoned"),
        "running": ("running", *DECIDED, "abandoned"),
        **dict.fromkeys(DECIDED, ("running", *DECIDED, "abandoned")),
        "abandoned": (),
    },
    (
        *_COMMON,
        *_PAPER,
        *_EFFORT,
        Field("item", Text("政策条目", "policy item"), "item"),
        Field("pathway", Text("互认路径", "pathway")),
        Field("product", Text("产品", "product")),
        Field("plant", Text("工厂", "plant")),
        Field("market", Text("市场", "market"), "market"),
        Field("purpose", Text("用途", "purpose"), "text", PURPOSES),
        Field("grade", Text("证据等级", "grade of the evidence"), "grade"),
        Field("official", Text("是否官方渠道文本", "from the official channel"), "text", ("yes", "no")),
        Field("body", Text("接受方", "receiving body")),
        Field("reason_code", Text("理由代码", "reason code"), "text", tuple(REASONS)),
        Field("extent", Text("接受了什么", "what was accepted")),
    ),
    ("product", "market", "purpose"),
    {"running": ("document", "grade"), **dict.fromkeys(DECIDED, _DECISION)},
)

_LINE = (
    "reported", "announced", "talks", "draft_published", "agreed", "signed", "pilot_announced", "pilot_running",
    "operating",
)  # fmt: skip
_OFF = ("suspended", "delayed", "withdrawn", "expired")
LEVELS = ("national", "region", "city", "body", "association")
LEVEL_TEXT: Mapping[str, Text] = {
    "national": Text("国家间", "national"),
    "region": Text("省或地区", "province or region"),
    "city": Text("城市", "city"),
    "body": Text("机构间", "between bodies"),
    "association": Text("行业组织", "association"),
}
PATHWAYS = Kind(
    "pathways",
    Text("互认路径", "pathways"),
    {each: STATUS_TEXT[each] for each in (*_LINE, *_OFF)},
    _LINE,
    {
        **{each: (*_LINE[number + 1 :], *_OFF) for number, each in enumerate(_LINE)},
        **{each: (*_LINE, *(off for off in _OFF if off != each)) for each in _OFF},
    },
    (
        *_COMMON,
        *_PAPER,
        Field("counterparty", Text("对方（国家、联盟或机构）", "counterparty")),
        Field("level", Text("级别", "level"), "text", LEVELS),
        Field("own_side", Text("己方", "own side")),
        Field("item", Text("政策条目", "policy item"), "item"),
        Field("products", Text("产品", "products"), "list"),
        Field("grade", Text("证据等级", "grade of the evidence"), "grade"),
        Field("pilot", Text("试点案例（登记号）", "pilot case (its id here)"), "pilot"),
        Field("next", Text("下一步", "next step")),
        Field("owner", Text("负责人", "owner")),
    ),
    ("counterparty", "level", "grade"),
    {"pilot_running": ("pilot", "document"), "operating": ("pilot", "document"), "signed": ("document",)},
)

KINDS: Mapping[str, Kind] = {each.id: each for each in (PRODUCTS, STANDARDS, TRIALS, PILOTS, PATHWAYS)}
RUN_FIELDS: tuple[Field, ...] = (
    Field("label", Text("名称", "label")),
    Field("organisation", Text("机构", "organisation")),
    Field("regime", Text("方案", "regime")),
    Field("regime_version", Text("方案版本", "version of the regime")),
    Field("study", Text("研究", "study")),
    Field("study_sha256", Text("研究摘要", "digest of the study"), "digest"),
    Field("result", Text("结果摘要", "digest of the result"), "digest"),
    Field("figure", Text("数值", "figure"), "number"),
    *_BOUNDS,
    Field("unit", Text("单位", "unit")),
    Field("declared_unit", Text("声明单位", "declared unit")),
    Field("bridge_from", Text("桥接自", "bridged from")),
    Field("bridge", Text("差异各项", "terms of the difference")),
    Field("no_bridge", Text("为何没有桥接", "why there is no bridge")),
)
# A pathway's states stand on the line of policy statuses; both lists are checked against it when this is loaded.
if not (set(_LINE) <= set(STATUSES) and set(_OFF) <= set(SIDE_EXITS)):  # pragma: no cover - a defect of ours
    raise ValueError(_LINE)
