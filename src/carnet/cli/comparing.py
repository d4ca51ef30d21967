"""Two regimes side by side on the screen."""

from __future__ import annotations

from typing import Any

from carnet.cli.frame import echo
from carnet.regime.compare import VERDICT_NAMES


def show_comparison(found: dict[str, Any], lang: str) -> None:
    """Print each topic, every parameter on which the two are not the same, and what would have to be added.

    Args:
        found: what `carnet.regime.compare.comparison_json` returned.
        lang: ``zh`` or ``en``.
    """
    one, other = found["one"], found["other"]
    for side in (one, other):
        echo(f"{side['id']}@{side['version']}  {side['title'][lang]}")
    echo({"zh": f"法定日期 {found['legal_date']}", "en": f"legal date {found['legal_date']}"}[lang])
    for topic in found["topics"]:
        echo(f"\n{topic['name'][lang]}  [{_verdict(topic['verdict'], lang)}]")
        for item in topic["items"]:
            if item["verdict"] == "same":
                continue
            echo(f"  {item['parameter']}  {item['name'][lang]}  [{_verdict(item['verdict'], lang)}]")
            for side, label in ((item["one"], one["id"]), (item["other"], other["id"])):
                cite = f"  ({side['source']}, {side['clause']}; {side['status']})" if side["source"] else ""
                echo(f"    {label}: {side['text'][lang]}{cite}")
    _missing(found, "for_other", other["id"], lang)
    _missing(found, "for_one", one["id"], lang)
    counts = "，" if lang == "zh" else ", "
    echo("\n" + counts.join(f"{_verdict(v, lang)} {n}" for v, n in found["counts"].items()))


def _missing(found: dict[str, Any], key: str, regime: str, lang: str) -> None:
    texts = [text[lang] for topic in found["topics"] for text in topic[key]]
    if not texts:
        return
    echo({"zh": f"\n满足 {regime} 还须：", "en": f"\nto satisfy {regime}:"}[lang])
    for text in texts:
        echo(f"  - {text}")


def _verdict(verdict: str, lang: str) -> str:
    name = VERDICT_NAMES[verdict]
    return name.zh if lang == "zh" else name.en
