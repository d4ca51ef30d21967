"""The words ``carnet db`` uses for people where a document has keys, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

STEPS: Mapping[str, tuple[str, str]] = {
    "read": ("读取文件", "reading the file"),
    "link": ("链接输入与供应过程", "linking inputs to suppliers"),
    "write": ("保存数据库", "writing the database"),
    "prepare": ("排列方程组", "ordering the equations"),
    "solve": ("求解并给出误差界", "solving, with error bounds"),
    "draw": ("重新抽样", "drawing every exchange"),
}

INFO: Mapping[str, tuple[str, str]] = {
    "name": ("名称", "name"),
    "title": ("标题", "title"),
    "version": ("版本", "version"),
    "format": ("格式", "format"),
    "digest": ("摘要", "digest"),
    "licence": ("许可", "licence"),
    "redistribution": ("再分发", "passing on"),
    "source_digest": ("原始文件摘要", "digest of the source"),
    "processes": ("过程", "processes"),
    "flows": ("基本流", "elementary flows"),
    "exchanges": ("矩阵中的交换", "exchanges in the matrices"),
    "bytes": ("文件大小", "size of the file"),
}

FORMATS: Mapping[str, str] = {
    "openlca": "openLCA JSON-LD", "ecospold1": "EcoSpold 1", "brightway": "Brightway", "arrays": "npz",
}  # fmt: skip

PASSING_ON: Mapping[str, tuple[str, str]] = {
    "allowed": ("允许", "allowed"),
    "share_alike": ("相同方式共享", "share alike"),
    "forbidden": ("禁止", "forbidden"),
    "unknown": ("未说明（按禁止处理）", "not stated (treated as forbidden)"),
}

# What a reader counted; keys that are not here are for --json.
FACTS: Mapping[str, tuple[str, str]] = {
    "exchanges": ("文件中的交换", "exchanges in the file"),
    "rows_exchanges": ("文件中的交换", "exchanges in the file"),
    "files_processes": ("文件中的过程", "processes in the file"),
    "rows_processes": ("文件中的过程", "processes in the file"),
    "files_flows": ("文件中的流", "flows in the file"),
    "rows_flows": ("文件中的流", "flows in the file"),
    "schema": ("JSON-LD 版式", "JSON-LD schema"),
    "allocation_factors": ("分配系数", "allocation factors"),
    "parameters_of_processes": ("过程参数", "parameters of processes"),
    "formulas_exchanges": ("由公式给出的数量", "amounts given by formulas"),
    "processes_copyright": ("标有版权的过程", "processes marked as copyrighted"),
    "providers_outside": ("文件外的供应过程", "suppliers outside the file"),
}

SPREADS: Mapping[str, tuple[str, str]] = {
    "spreads_lognormal": ("对数正态", "lognormal"),
    "spreads_pedigree": ("谱系", "pedigree"),
    "spreads_normal": ("正态", "normal"),
    "spreads_triangular": ("三角", "triangular"),
    "spreads_uniform": ("均匀", "uniform"),
    "spreads_zero": ("宽度为零", "of zero width"),
    "spreads_unusable": ("不可用", "unusable"),
}

GROUPS: Mapping[str, tuple[str, str]] = {
    "linked": ("已链接", "linked"),
    "cut_by_intention": ("有意截断", "cut off by intention"),
    "unlinked": ("未链接", "not linked"),
    "ambiguous": ("歧义", "ambiguous"),
    "duplicate_producers": ("重复的生产者", "several producers"),
    "only_co_product": ("仅作联产品", "made as a co-product only"),
    "provider_in_quarantine": ("供应过程被隔离", "supplier in quarantine"),
    "wrong_direction": ("方向不符", "wrong direction"),
    "broken_flow": ("流缺失", "broken flow"),
    "broken_provider": ("供应过程缺失", "broken supplier"),
    "unit_mismatch": ("单位不符", "units do not fit"),
    "unit_contradiction": ("单位矛盾", "units contradict"),
    "untreated_waste": ("未处理的废物", "untreated waste"),
    "credit_without_provider": ("无供应过程的抵扣", "credit without a supplier"),
    "no_allocation_factors": ("无分配系数", "no allocation factors"),
    "factors_do_not_add_up": ("分配系数之和不为一", "factors do not add up"),
    "zero_rows": ("数量为零", "zero amounts"),
    "no_amount": ("没有数量", "no amount"),
    "merged_entries": ("合并的条目", "merged entries"),
}

METHODS: Mapping[str, tuple[str, str]] = {
    "sweeps": ("逐遍代入", "sweeps"),
    "cut": ("切断循环", "loops cut"),
    "krylov": ("Krylov迭代", "Krylov iteration"),
    "direct": ("直接分解", "direct factorisation"),
}

ANSWERS: Mapping[str, tuple[str, str]] = {
    "elements": ("各产品背后的气体质量", "kg of gases behind every product"),
}

KINDS: Mapping[str, tuple[str, str]] = {"input": ("输入", "input"), "elementary": ("基本流", "elementary")}


def said(words: Mapping[str, tuple[str, str]], key: str, lang: str) -> str:
    """A key in words; one that has none stands for itself."""
    return words[key][lang != "zh"] if key in words else key


def step(name: str, lang: str) -> str:
    """A step of long work: its name, and what comes behind it (``draw 40/200``) as it is."""
    word, blank, rest = name.partition(" ")
    return f"{said(STEPS, word, lang)}{blank}{rest}"


def number(text: Any) -> str:  # noqa: ANN401 - a count as JSON holds it
    """A whole number with its thousands set apart."""
    digits = str(text)
    return f"{int(digits):,}" if digits.lstrip("-").isdigit() else digits


def per_cent(share: Any) -> str:  # noqa: ANN401 - a share as JSON holds it
    """A share between 0 and 1 as per cent."""
    return f"{100 * float(share):.1f} %"


def figures(found: Mapping[str, Any], lang: str) -> list[str]:
    """What linking made of a file: one fact a line."""
    zh = lang == "zh"

    def n(key: str) -> str:
        return number(found[key])

    if "demands" not in found:  # it came linked
        return [f"过程 {n('columns')}，基本流 {n('flows')}" if zh else
                f"{n('columns')} processes, {n('flows')} elementary flows"]  # fmt: skip
    lines = [
        f"文件中有 {n('processes')} 个过程、{n('exchanges')} 条交换" if zh
        else f"the file has {n('processes')} processes with {n('exchanges')} exchanges",
        f"可用于计算的产品：{n('columns')}" if zh else f"products that can be calculated: {n('columns')}",
        f"需要供应过程的输入：{n('demands')}，其中已链接 {n('linked')}（{per_cent(found['coverage'])}）" if zh
        else f"inputs that need a supplier: {n('demands')}, linked: {n('linked')} ({per_cent(found['coverage'])})",
        f"输入全部链接的产品：{n('complete')}" if zh else f"products with every input linked: {n('complete')}",
        f"基本流：{n('flows')}" if zh else f"elementary flows: {n('flows')}",
    ]  # fmt: skip
    if int(found["converted"]):
        lines.append(
            f"换算了单位的输入：{n('converted')}" if zh else f"inputs converted to another unit: {n('converted')}"
        )
    if int(found["co_products"]):
        lines.append(f"联产品：{n('co_products')}" if zh else f"co-products: {n('co_products')}")
    if int(found["largest_loop"]) > 1:
        lines.append(
            f"最大的循环：{n('largest_loop')} 个过程" if zh else f"largest loop: {n('largest_loop')} processes"
        )
    return lines


__all__ = [
    "ANSWERS", "FACTS", "FORMATS", "GROUPS", "INFO", "KINDS", "METHODS", "PASSING_ON", "SPREADS", "STEPS", "figures",
    "number", "per_cent", "said", "step",
]  # fmt: skip
