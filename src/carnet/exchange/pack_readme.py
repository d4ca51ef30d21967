"""README.txt of a pack: what it is and how to check it, in Chinese and English, also without our software."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DRAFT_ZH = """草稿（DRAFT）
  本包至少有一个方案的数值不可签发或不存在。原因见各 headline.json 的 blocked_by 与 missing。
  不得把草稿中的数值作为声明、申报或合同依据。
"""
_DRAFT_EN = """DRAFT
  At least one regime in this pack has no figure or one that cannot be issued. blocked_by and missing in each
  headline.json say why. Do not use figures of a draft as a claim, in a filing or in a contract.
"""
_DEMO_ZH = """演示密钥（DEMO）
  签名使用当场生成的演示密钥。它证明包在签名后未被改动，不证明由谁出具。
"""
_DEMO_EN = """DEMO key
  The signature was made with a key generated on the spot. It proves that nothing was changed since it was signed;
  it does not prove who issued the pack.
"""
_ZH = """Carnet 证据包

研究：{id}，版本 {version}
数据期间：{period_from} 至 {period_to}；适用日期 {legal_date}，获知日期 {known_date}

这是什么
  一项产品碳足迹评估：按一个或多个方案计算的数值、逐步推导，以及离线重新计算所需的一切。
{states}
内容（本视图未必含有全部文件；manifest.json 列出全部文件及其 SHA-256）
  report.zh.pdf、report.en.pdf    报告
  study.json                      活动数据，每个数值带工作簿单元格
  results/<方案>/headline.json     数值、单位、日期、可否签发及原因
  results/<方案>/stages.json       按生命周期阶段与气体
  results/<方案>/processes.json    按过程与逐行，精确分数
  results/<方案>/derivation.json   推导图，直至单元格、因子、参数与条款
  bridges/                        两个方案之间的差异，逐项
  recipe/                         规则、因子、GWP、物流清单：重新计算所需
  evidence/index.json             被引用的凭证与来源（不含文件本身）
  manifest.json、manifest.sig      清单与签名

如何核对（离线）
  carnet check 本文件.zip
  它核对 zip、清单、签名与每个文件，并用包内的研究与配方重新计算每个已披露的数值，逐字节比较。
  没有 Carnet 时：解压，用任意工具计算每个文件的 SHA-256，与 manifest.json 比较；签名的验证方法见
  格式说明 docs/reference/pack.md（Ed25519，RFC 8032）。
  未披露的文件在 manifest.json 中有摘要而包中没有内容；这类文件内含 128 位随机盐值，无法由摘要猜出数值。
"""
_EN = """Carnet evidence pack

Study: {id}, version {version}
Period of the data: {period_from} to {period_to}; legal date {legal_date}, known date {known_date}

What this is
  One assessment of a product's carbon footprint: the figure under one or more regimes, how each was derived, and all
  that is needed to calculate it again offline.
{states}
Content (this view may leave files out; manifest.json lists all of them with their SHA-256)
  report.zh.pdf, report.en.pdf     the report
  study.json                       activity data, each value with its cell in the workbook
  results/<regime>/headline.json   the figure, its unit and dates, whether it can be issued and why not
  results/<regime>/stages.json     by life-cycle stage and by gas
  results/<regime>/processes.json  by process and line, exact fractions
  results/<regime>/derivation.json the derivation, down to cells, factors, parameters and clauses
  bridges/                         the difference between two regimes, term by term
  recipe/                          rules, factors, GWP sets, flows: what recalculation needs
  evidence/index.json              documents and sources referred to (not the documents themselves)
  manifest.json, manifest.sig      the list of all files, and its signature

How to check it, offline
  carnet check THIS-FILE.zip
  verifies the zip, the manifest, the signature and every file, calculates every disclosed figure anew from the study
  and the recipe in the pack, and compares byte for byte.
  Without Carnet: unpack it, compute the SHA-256 of each file with any tool and compare with manifest.json. How to
  verify the signature stands in docs/reference/pack.md (Ed25519, RFC 8032).
  A withheld file has its digest in manifest.json and no content in the pack. Such files hold a random salt of 128
  bits, so that no number can be guessed from a digest.
"""


def readme(study: Mapping[str, str], *, draft: bool, demo: bool) -> bytes:
    """Return README.txt: UTF-8, LF, the same for every view of a pack.

    Args:
        study: ``id``, ``version``, ``period_from``, ``period_to``, ``legal_date``, ``known_date``.
        draft: whether any figure cannot be issued.
        demo: whether the key was made on the spot.
    """
    texts = []
    for frame, draft_text, demo_text in ((_ZH, _DRAFT_ZH, _DEMO_ZH), (_EN, _DRAFT_EN, _DEMO_EN)):
        states = "".join(["\n" + draft_text] * draft + ["\n" + demo_text] * demo)
        texts.append(frame.format(**study, states=states))
    return ("\n" + "─" * 80 + "\n\n").join(texts).encode("utf-8")
