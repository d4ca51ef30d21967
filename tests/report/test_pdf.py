"""The report as PDF: every number has an origin, every page says draft, every letter has its font."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pypdf
import pytest

from carnet.errors import Text
from carnet.report import ReportInputs, build_report, page_images, sankey_chart
from carnet.report.pdf import STANDARDS
from carnet.report.texts import OPTIONAL_SECTIONS, SECTIONS
from carnet.report.typst_doc import document_data
from tests.report import samples, shipped

pytestmark = pytest.mark.slow

BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
# A digit that follows a letter belongs to a name (CO2, D4, AR6), not to a number.
NUMBER = re.compile(r"(?<![A-Za-z0-9_.,/])[-−+]?\d+(?:\.\d+)*")
# The only numbers in our own words: none. Standards are named by regimes, dates by the study.
OWN_WORDS: frozenset[str] = frozenset()
FOOTER = re.compile(r"^\S+@\S+ \d+ / \d+$", re.MULTILINE)


@cache
def report(lang: str) -> bytes:
    return build_report(samples.inputs(), lang)


def pages(data: bytes) -> list[str]:
    return [page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def numbers(text: str) -> set[str]:
    return {token.lstrip("-−+") for token in NUMBER.findall(FOOTER.sub("", text))}


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [s for key, item in value.items() if not str(key).endswith("exact") for s in strings(item)]
    if isinstance(value, tuple | list):
        return [s for item in value for s in strings(item)]
    if is_dataclass(value) and not isinstance(value, type):
        return strings(asdict(value))
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else []


def derived(inputs: ReportInputs) -> set[str]:
    """Exact sums and shares of results, worked out here anew: what pictures may show beside the results."""
    main = inputs.main()
    lines = sorted(main["by_line"], key=lambda e: (-Fraction(e["exact"]), e["id"]))
    positive = [e for e in lines if Fraction(e["exact"]) > 0]
    credited = [e for e in lines if Fraction(e["exact"]) < 0]
    total = sum(Fraction(e["exact"]) for e in lines)
    found = set()
    running = Fraction(0)
    steps = [[e] for e in positive[:10]] + ([positive[10:]] if positive[10:] else []) + [[e] for e in credited]
    for step in steps:
        running += sum(Fraction(e["exact"]) for e in step)
        found.add(f"{Decimal(round(running / total * 1000)) / 10:.1f}")
    found.add(str(sum(Decimal(e["value"]) for e in positive[10:])))
    found.add(str(abs(sum(Decimal(e["value"]) for e in credited))))
    # The Sankey: lines beyond the eight largest, by process and together.
    rest = positive[8:]
    found.add(str(sum(Decimal(e["value"]) for e in rest)))
    for process in {e["process"] for e in rest}:
        found.add(str(sum(Decimal(e["value"]) for e in rest if e["process"] == process)))
    # Shares of one, shown in per cent.
    for part in [*main["by_stage"], *(g for r in inputs.results for g in r["gaps"])]:
        share = Decimal(part.get("share") or part.get("mass_share") or "0") * 100
        found.add(f"{share.normalize():f}")
    # Negative lines beyond the six largest; factors and proxies counted; a proxy's lines added up.
    found.add(str(abs(sum(Decimal(e["value"]) for e in credited[:-6]))))
    running -= sum(Fraction(e["exact"]) for e in credited)
    for step in [credited[:-6], *([e] for e in credited[-6:])]:
        running += sum(Fraction(e["exact"]) for e in step)
        found.add(f"{Decimal(round(running / total * 1000)) / 10:.1f}")
    used = {f["id"]: bool(f["proxy"]) for r in inputs.results for f in r.get("factors") or ()}
    found |= {str(len(used)), str(sum(used.values()))}
    for name in used:
        found.add(str(abs(sum(Decimal(e["value"]) for e in main["by_line"] if e["factor"].endswith(name)))))
    return found


def allowed(inputs: ReportInputs) -> set[str]:
    given = " \n ".join(
        s
        for part in (
            inputs.study, inputs.results, inputs.bridges, inputs.plan_rows, inputs.factors,
            inputs.balances, inputs.published, inputs.warnings,
        )
        for s in strings(part)
    )  # fmt: skip
    return numbers(given) | derived(inputs) | OWN_WORDS


@BOTH
def test_every_number_printed_has_an_origin(lang):
    known = allowed(samples.inputs())
    strange = {
        i: sorted(numbers(text) - known) for i, text in enumerate(pages(report(lang)), 1) if numbers(text) - known
    }
    assert strange == {}


@BOTH
def test_every_figure_is_printed(lang):
    printed = set().union(*(numbers(text) for text in pages(report(lang))))
    wanted = set()
    for result in samples.results():
        wanted |= {result["figure"][k] for k in ("value", "lower", "upper") if result["figure"][k] and k == "value"}
        wanted |= {result["direct"]["value"], result["indirect"]["value"]} if result["direct"] else set()
    for bridge in samples.bridges():
        wanted |= {t["value"].lstrip("-") for t in bridge["terms"]}
    wanted |= {samples.result("gbt24067")["figure"]["lower"], samples.result("gbt24067")["figure"]["upper"]}
    assert wanted <= printed


def test_the_search_for_numbers_finds_a_strange_one():
    """The proof that the test above can fail: a number from nowhere is found."""
    inputs = samples.inputs()
    edited = replace(inputs, study=replace(inputs.study, purpose="about 987.65 of them"))
    strange = set().union(*(numbers(text) for text in pages(build_report(edited, "en")))) - allowed(inputs)
    assert strange == {"987.65"}


@BOTH
def test_a_draft_says_so_on_every_page(lang):
    texts = pages(report(lang))
    assert len(texts) > 8
    for text in texts:
        assert re.search(r"DRAFT\s*·\s*草稿", text)


@BOTH
def test_an_issuable_report_has_no_watermark(lang):
    only = replace(samples.inputs(), results=(samples.result("iso14067"),), bridges=(), plan_rows=(), demo_key=False)
    texts = pages(build_report(only, lang))
    assert not any("DRAFT" in text for text in texts)
    assert not any("DEMO" in text for text in texts)


def test_illustrative_data_is_marked_on_every_page():
    inputs = samples.inputs()
    texts = pages(build_report(replace(inputs, study=replace(inputs.study, status="illustrative")), "en"))
    assert all("ILLUSTRATIVE" in text for text in texts)


@BOTH
def test_no_result_with_a_figure_still_makes_a_report(lang):
    none = replace(samples.inputs(), results=(samples.result("pact"),), bridges=(), plan_rows=())
    text = "".join(pages(build_report(none, lang)))
    assert ("没有任何方案给出数值" if lang == "zh" else "No regime gives a figure") in text.replace("\n", " ")


@BOTH
def test_the_same_inputs_give_the_same_bytes(lang):
    assert build_report(samples.inputs(), lang) == report(lang)


def test_the_date_is_that_of_the_study():
    assert pypdf.PdfReader(io.BytesIO(report("zh"))).metadata["/CreationDate"].startswith("D:20261001")


@BOTH
def test_language_title_and_tags_are_there_for_a_screen_reader(lang):
    root = pypdf.PdfReader(io.BytesIO(report(lang))).trailer["/Root"]
    assert root["/Lang"] == ("zh-CN" if lang == "zh" else "en-GB")
    assert root["/MarkInfo"]["/Marked"]
    assert "ua-1" in STANDARDS


@BOTH
def test_all_fonts_are_embedded(lang):
    reader = pypdf.PdfReader(io.BytesIO(report(lang)))
    names = set()
    for page in reader.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            for inner in font.get_object().get("/DescendantFonts", [font]):
                descriptor = inner.get_object()["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
                names.add(str(descriptor["/FontName"]).partition("+")[2])
    assert {name.partition("-")[0] for name in names} <= {
        "NotoSansSC", "NotoSerifSC", "DejaVuSansMono", "LibertinusSerif",
    }  # fmt: skip


EVIL = '#panic("x") $x$ *b* _i_ `c` \\ "q" @ref <l> [z] = = // c /* d */ #let a = 1'


@BOTH
def test_markup_in_a_text_of_the_user_is_printed_not_run(lang):
    inputs = samples.inputs()
    edited = replace(inputs, study=replace(inputs.study, purpose=EVIL, title=Text(EVIL, EVIL)))
    flat = "".join(pages(build_report(edited, lang))).replace("\n", " ")
    assert '#panic("x")' in flat
    assert "/* d */" in flat


def test_a_character_without_glyph_becomes_the_mark():
    inputs = samples.inputs()
    text = pages(build_report(replace(inputs, study=replace(inputs.study, producer="钢😀厂")), "zh"))[0]
    assert "钢〓厂" in text


def test_a_very_long_text_does_not_break_the_report():
    inputs = samples.inputs()
    data = build_report(replace(inputs, study=replace(inputs.study, purpose="x" * 3000, producer="钢" * 2000)), "zh")
    assert len(pages(data)) < 40


@BOTH
def test_sections_come_in_the_order_promised(lang):
    marks = [block["s"] for block in document_data(samples.inputs(), lang)["blocks"] if block["t"] == "h1"]
    assert marks == [title.get(lang) for key, title in SECTIONS.items() if key not in OPTIONAL_SECTIONS]


@BOTH
@pytest.mark.parametrize("study", shipped.STUDIES)
def test_the_summary_is_one_page_after_the_cover(lang, study):
    texts = pages(build_report(shipped.inputs(study), lang))
    assert SECTIONS["summary"].get(lang) in texts[1]
    body = texts[2].splitlines()[:5]
    assert any(line.startswith(SECTIONS["figures"].get(lang)) for line in body), body


def test_the_english_report_has_no_chinese_of_ours():
    """Chinese stands only where the user wrote it, in the watermark and in the column of Chinese terms."""
    user = "".join(strings(samples.study())) + "".join(s for r in samples.results() for s in strings(r["accepted"]))
    body = pages(report("en"))
    last = next(i for i, text in enumerate(body) if "\nTerms\n" in text)
    for text in body[:last]:
        chinese = set(re.findall(r"[一-鿿]", text)) - set("草稿")
        assert chinese <= set(user)


def test_copied_commands_contain_no_invisible_character():
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(report("en"))).pages]
    commands = [line for text in texts for line in text.splitlines() if "carnet " in line]
    assert commands
    assert not any("\u200b" in line for line in commands)


def test_pages_can_be_looked_at():
    images = page_images(samples.inputs(), "zh", 0.3)
    assert len(images) == len(pages(report("zh")))
    assert all(image.startswith(b"\x89PNG") for image in images)


def test_the_picture_follows_the_main_regime():
    inputs = samples.inputs()
    assert inputs.main()["regime"]["id"] == "iso14067"
    assert replace(inputs, main_regime="eu_cbam").main()["regime"]["id"] == "eu_cbam"
    assert replace(inputs, main_regime="pact").main()["regime"]["id"] == "iso14067"
    assert sankey_chart(inputs.main()).rows
