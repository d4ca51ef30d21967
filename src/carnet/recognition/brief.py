"""One page about a memorandum, talks or a report for an officer: what it is, its grade, and what it does not mean.

Everything is taken from the item, its status on the day and the contradictions it is a side of; what is not stated is
said to be not stated. `Page` is the shape of every short paper of this room, in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carnet.errors import Text
from carnet.recognition.gates import allowed_action, reaches
from carnet.recognition.grade import explain
from carnet.recognition.model import Contradiction, Grade, Party, PolicyItem, Scope, Task
from carnet.recognition.status import STATUS_TEXT, StatusOn
from carnet.recognition.tasks import whom

LAW_KINDS = ("law", "delegated_act", "implementing_act")
NO_EVIDENCE = Grade("F", "6")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    head: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A short paper: `banner` is what a reader must see first; `mark` stands across the page when not empty."""

    title: Text
    subtitle: Text
    banner: Text
    sections: tuple[Section, ...]
    footer: Text
    day: str
    mark: str = ""

    def text(self, lang: str) -> str:
        """Return the page as plain text."""
        parts = [self.title.get(lang), self.subtitle.get(lang), "", f"【{self.banner.get(lang)}】", ""]
        if self.mark:
            parts.insert(0, self.mark)
        for section in self.sections:
            parts.append(section.head.get(lang))
            parts += [f"  – {line.get(lang)}" for line in section.lines]
            parts.append("")
        parts.append(self.footer.get(lang))
        return "\n".join(parts)

    def json(self) -> dict[str, object]:
        """Return the page as plain data, both languages."""
        return {
            "title": _json(self.title),
            "subtitle": _json(self.subtitle),
            "banner": _json(self.banner),
            "sections": [
                {"head": _json(each.head), "lines": [_json(line) for line in each.lines]} for each in self.sections
            ],
            "footer": _json(self.footer),
            "day": self.day,
            "mark": self.mark,
        }


KIND_TEXT: Mapping[str, Text] = {
    "law": Text("法律", "law"),
    "delegated_act": Text("授权法案", "delegated act"),
    "implementing_act": Text("实施法案", "implementing act"),
    "proposal": Text("提案（不是法律）", "proposal (not law)"),
    "standard": Text("标准（自愿）", "standard (voluntary)"),
    "certification_rule": Text("认证规则", "certification rule"),
    "programme_rule": Text("项目规则", "programme rule"),
    "government_plan": Text("政府方案（目标，不是义务）", "government plan (aims, no duties)"),
    "guideline": Text("指南", "guideline"),
    "memorandum": Text("备忘录", "memorandum"),
    "arrangement": Text("互认安排", "arrangement"),
    "contract_term": Text("合同条款（不是法律）", "contract term (not law)"),
    "press_report": Text("媒体报道（不是文件本身）", "press report (not the document itself)"),
    "vendor_claim": Text("厂商说法", "vendor's statement"),
}
NATURE_TEXT: Mapping[str, Text] = {
    "binding": Text("有约束力", "binding"),
    "non_binding": Text("无约束力", "not binding"),
    "contractual": Text("合同性质", "contractual"),
    "voluntary": Text("自愿", "voluntary"),
    "political": Text("政治性", "political"),
    "unknown": Text("法律性质未知", "legal nature unknown"),
}
PARTY_TEXT: Mapping[str, Text] = {
    "state": Text("国家", "state"),
    "union": Text("联盟", "union"),
    "authority": Text("主管机关", "authority"),
    "accreditation_body": Text("认可机构", "accreditation body"),
    "conformity_assessment_body": Text("合格评定机构（私营）", "conformity assessment body (private)"),
    "programme_operator": Text("项目运营方", "programme operator"),
    "scheme_owner": Text("体系所有者", "scheme owner"),
    "standards_body": Text("标准机构", "standards body"),
    "association": Text("协会", "association"),
    "company": Text("企业", "company"),
    "media": Text("媒体", "media"),
    "unknown": Text("类别未知", "kind unknown"),
}
ACTION_TEXT: Mapping[str, Text] = {
    "ignore": Text("不理会", "ignore"),
    "note": Text("记录在案", "note it"),
    "prepare": Text("做准备，不据此改变承诺", "prepare; change no commitment because of it"),
    "act": Text("照办", "act on it"),
}
NOT_STATED = Text("来源未说明", "not stated by the source")


def brief(item: PolicyItem, status: StatusOn, contradictions: Sequence[Contradiction], day: str) -> Page:
    """Return the page.

    Args:
        item: the policy item.
        status: its status on `day`.
        contradictions: those it is a side of, its own first.
        day: the day the page speaks of, ISO 8601.
    """
    grade = status.event.grade if status.event is not None else NO_EVIDENCE
    now, said = STATUS_TEXT[status.status], explain(grade)
    kind = KIND_TEXT[item.kind]
    return Page(
        title=item.title,
        subtitle=Text(f"情况简报 · {item.id} · {day}", f"Briefing · {item.id} · {day}"),
        banner=Text(f"状态：{now.zh}。证据：{said.zh}。", f"Status: {now.en}. Evidence: {said.en}."),
        sections=tuple(
            each
            for each in (
                Section(Text("是什么", "What it is"), _what(item, kind)),
                Section(Text("当事方", "Parties"), tuple(_party(each) for each in item.parties) or (NOT_STATED,)),
                Section(Text("范围（按来源措辞）", "Scope (as the source words it)"), _scope(item.scope)),
                Section(
                    Text("来源的说法（未经证实即不采信）", "What the source says (not relied on unless confirmed)"),
                    item.claims,
                ),
                Section(Text("不能由此得出", "What it does not mean"), does_not_mean(item, status)),
                Section(Text("来源未说明", "Not stated by the source"), item.not_stated),
                Section(Text("矛盾", "Contradictions"), tuple(_contradiction(each) for each in contradictions)),
                Section(Text("待办", "Open tasks"), tuple(_task(each, day) for each in _open(item.tasks, day))),
                Section(Text("可以做什么", "What may be done"), _may(item, grade, status.status)),
            )
            if each.lines
        ),
        footer=Text(
            f"{day} 的情况；之后以复核为准{_review(item).zh}。不是法律意见，不构成承认、认证或合规结论。",
            f"As of {day}; later, review first{_review(item).en}. "
            "No legal opinion; neither recognition nor certification nor a finding of compliance.",
        ),
        day=day,
    )


def does_not_mean(item: PolicyItem, status: StatusOn) -> tuple[Text, ...]:
    """Say what must not be read out of an item of this kind, parties and status."""
    found: list[Text] = []
    applies = reaches(status.status, "applicable")
    if not applies:
        found.append(
            Text(
                "不表示任何结果、标签或证书已在任何市场得到承认。",
                "It does not mean that any result, label or certificate is recognised in any market.",
            )
        )
    if item.kind not in LAW_KINDS:
        found.append(Text("它不是法律，不对任何企业设定义务。", "It is not law and puts no duty on any company."))
    elif not applies:
        found.append(Text("已公布或生效不等于已适用。", "Published or in force is not applicable."))
    kinds = {each.kind for each in item.parties if each.role == "signatory"}
    if "conformity_assessment_body" in kinds:
        names_zh = "、".join(each.name.zh for each in item.parties if each.kind == "conformity_assessment_body")
        names_en = " and ".join(each.name.en for each in item.parties if each.kind == "conformity_assessment_body")
        found.append(
            Text(
                f"至多约束{names_zh}自己的服务；即使接受，也只是这些机构接受，不是欧盟法律承认。",
                f"At most it binds the services of {names_en}; "
                "what they may accept is accepted by these bodies, not by EU law.",
            )
        )
    if "EU" in item.scope.markets and item.kind not in LAW_KINDS:
        found.append(
            Text(
                "不改变CBAM：实际值须由欧盟成员国认可机构所认可的核查机构核查。",
                "It changes nothing under the CBAM: actual values have to be verified by a verifier accredited by a "
                "national accreditation body of the Union.",
            )
        )
    if item.related:
        found.append(
            Text(
                "与相关条目互不继承：国家层面的磋商、城市备忘录各自成立（" + "、".join(item.related) + "）。",
                "It inherits nothing from related items, nor they from it; national talks and city memoranda stand "
                "alone (" + ", ".join(item.related) + ").",
            )
        )
    if any("月" in each.zh for each in item.claims):
        found.append(
            Text(
                "所报道的时间节省没有实测依据，不能写进合同或计划。",
                "The reported saving of time is not measured; it must not be written into contracts or plans.",
            )
        )
    if item.scope.disputed:
        found.append(
            Text("范围有争议：不能据此判断某产品在内。", "Its scope is disputed: no product is taken as in it.")
        )
    return tuple(found)


def _what(item: PolicyItem, kind: Text) -> tuple[Text, ...]:
    nature, issuer = NATURE_TEXT[item.legal_nature], PARTY_TEXT[item.issuer_kind]
    lines = [
        Text(
            f"{kind.zh}；{nature.zh}；出具：{item.issuer.zh}（{issuer.zh}）；法域 {item.jurisdiction or '未说明'}",
            f"{kind.en}; {nature.en}; issued by {item.issuer.en} ({issuer.en}); "
            f"jurisdiction {item.jurisdiction or 'not stated'}",
        )
    ]
    if item.note.zh or item.note.en:
        lines.append(item.note)
    lines += item.flags
    copies = [each for each in item.captures if each.digest]
    official = any(each.official for each in item.captures)
    lines.append(
        Text(
            f"留存 {len(copies)} 份副本，{'含官方渠道文本' if official else '没有官方渠道的文本'}。",
            f"{len(copies)} {'copy' if len(copies) == 1 else 'copies'} held, "
            f"{'one from the official channel' if official else 'none from an official channel'}.",
        )
    )
    return tuple(lines)


def _party(party: Party) -> Text:
    kind = PARTY_TEXT[party.kind]
    country = f"，{party.country}" if party.country else ""
    return Text(
        f"{party.name.zh}（{kind.zh}{country}）",
        f"{party.name.en} ({kind.en}{', ' + party.country if party.country else ''})",
    )


def _scope(scope: Scope) -> tuple[Text, ...]:
    products = Text(
        "、".join(each.wording.zh for each in scope.products) or NOT_STATED.zh,
        ", ".join(each.wording.en for each in scope.products) or NOT_STATED.en,
    )
    places = Text(
        "、".join(each.wording.zh for each in scope.production) or NOT_STATED.zh,
        ", ".join(each.wording.en for each in scope.production) or NOT_STATED.en,
    )
    markets, purposes = ", ".join(scope.markets), ", ".join(scope.purposes)
    window = " … ".join(part or "?" for part in (scope.window_from, scope.window_to))
    lines = [
        Text(f"产品：{products.zh}", f"products: {products.en}"),
        Text(f"产地：{places.zh}", f"made in: {places.en}"),
        Text(
            f"市场：{markets or NOT_STATED.zh}；用途：{purposes or NOT_STATED.zh}",
            f"markets: {markets or NOT_STATED.en}; purposes: {purposes or NOT_STATED.en}",
        ),
    ]
    if scope.window_from or scope.window_to:
        lines.append(Text(f"时间：{window}", f"window: {window}"))
    return tuple(lines)


def _contradiction(found: Contradiction) -> Text:
    sides_zh = "；".join(f"“{side.says.zh}”（{side.grade}）" for side in found.sides)
    sides_en = "; ".join(f'"{side.says.en}" ({side.grade})' for side in found.sides)
    state = found.settled if found.settled.en else Text("未决", "open")
    return Text(
        f"{found.id} {found.about.zh}：{sides_zh}。处理：{found.consequence.zh}（{state.zh}）",
        f"{found.id} {found.about.en}: {sides_en}. Handling: {found.consequence.en} ({state.en})",
    )


def _open(tasks: Sequence[Task], day: str) -> list[Task]:
    return sorted(
        (each for each in tasks if not each.done_on or each.done_on > day), key=lambda each: (each.due, each.id)
    )


def _task(task: Task, day: str) -> Text:
    late, asked = task.due and task.due < day, whom(task.ask)
    return Text(
        f"{task.due or '无期限'}{'（逾期）' if late else ''} {task.find.zh}（问：{asked.zh}）",
        f"{task.due or 'no date'}{' (overdue)' if late else ''} {task.find.en} (ask: {asked.en})",
    )


def _may(item: PolicyItem, grade: Grade, status: str) -> tuple[Text, ...]:
    action = ACTION_TEXT[allowed_action(grade, status)]
    return (Text(f"按等级与状态：{action.zh}。", f"By grade and status: {action.en}."), *item.effects)


def _review(item: PolicyItem) -> Text:
    if not item.review_by:
        return Text("", "")
    return Text(f"（应于 {item.review_by} 前复核）", f" (due by {item.review_by})")


def _json(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
