"""The claim guard: what it reads around a claim, what opens a gate, and that no text makes it slow."""

from __future__ import annotations

import time

import pytest

from carnet.recognition.claims import Context, Evidence, lint
from carnet.recognition.model import Grade
from carnet.recognition.phrases import CLASSES, parse_phrases, unbounded
from carnet.recognition.sentences import LONGEST, fold, sentences
from carnet.service.wording import lint_text, phrases
from carnet.store.package_data import read_folder

pytestmark = pytest.mark.slow

OVER = [
    "Our coil is certified.",
    "Our coil is not only cheap but certified.",
    "There is no doubt that our coil is certified.",
    "Nobody doubts that the EU recognises our label.",
    "It is no longer only talks: the label is recognised in Europe.",
    "The box is not tested, it is CBAM certified.",
    "If you buy our steel, you are CBAM compliant.",
    "Did you know that our label is recognised in Europe?",
    'Our coil is "CBAM certified".',
    'Our "certified" coil leaves the mill on Monday.',
    "A footprint issued in Chengdu carries full weight with German customs.",
    "Nobody at customs can refuse our footprint any more.",
    "We did the sums in Chengdu; Stuttgart copied our number into its own ledger.",
    "<p>Our label is <b>recog</b>nised in the EU</p>",
    "Our la­bel is recognised in the EU.",
    "本产品不仅低碳，而且已认证。",
    "毫无疑问，欧盟已承认本结果。",
    "不锈钢卷板碳足迹已获欧盟互认。",
    "我们并非不合规，而是全面合规。",
    "未来产品碳足迹已认证。",
    "這份證書已獲歐盟互認。",
    "本证书\n已获欧盟\n互认。",
    "经过磋商，欧盟现已认可我们的方法。",
    "我厂的“认证”卷板下周一发货。",
    "一纸报告，中欧两头都算数。",
    "没有哪个欧盟成员国不认可我们出具的碳足迹报告。",
    "两江出的碳报告，已经摆进了德国买家的柜子。",
]
TRUE = [
    "Our coil is not certified.",
    "Our coil isn't CBAM certified.",
    "No method, database or label is recognised by the EU.",
    "It is not verified, certified or recognised by the EU.",
    "Whether our label is recognised in Europe is unknown.",
    "If both sides sign, the label may be recognised in Europe.",
    'Do not write "CBAM certified".',
    'Strike the word "certified" from the brochure.',
    "We sent our report to the buyer in Hamburg on 4 May and have had no reply.",
    "The CBAM Regulation requires that actual emissions be verified by an accredited verifier.",
    "The page says the label is recognised in Europe; unconfirmed.",
    "Is our label recognised in Europe?",
    "Recognition by the EU has not been granted.",
    "本产品尚未认证。",
    "如果双方签署，该标签可能获欧盟承认。",
    "不得把本结果表述为已互认。",
    "据报道，该标签已获欧盟互认，未经证实。",
    "欧盟是否承认该标签？",
    "“已互认”的说法没有依据。",
    "报告已于5月4日寄给汉堡的买方，至今没有答复。",
    "企业不会因为落户试点园区而免去任何一项核查。",
]


@pytest.mark.parametrize("text", OVER)
def test_an_over_claim_is_told(text):
    assert lint_text(text)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_passes(text):
    assert lint_text(text) == ()


def test_a_finding_stands_where_it_stands_in_the_text():
    text = "First line.\n\n产品ＯＫ。 我们的**碳足迹已认证**，欢迎。\n"
    (found,) = lint_text(text)
    assert (found.line, text[found.start : found.end]) == (3, found.quote)
    assert "认证" in found.quote
    assert found.column == text.splitlines()[2].index(found.quote) + 1


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Our coil is not certified.", "not "),
        ("Nobody says that the EU recognises the label.", "Nobody says that "),
        ("Whether the EU recognises the label matters.", "Whether "),
        ("本产品尚未认证。", "尚未"),
        ("如果欧盟已承认该标签，再写入合同。", "如果"),
    ],
)
def test_it_is_the_cue_that_excuses(text, without):
    bare = text.replace(without, "已" if without == "尚未" else "")
    assert lint_text(text) == ()
    assert lint_text(bare), bare


EU = Evidence(
    names=("EU", "欧盟"), opens=("recognition",), grade=Grade("A", "2"), status="applicable", document="OJ L 1"
)
SAID = "The EU recognises Chinese carbon footprint methods."


def opened(evidence, text=SAID, day="2026-11-22"):
    return lint(text, phrases(), Context(day, (evidence,))) == ()


def test_evidence_opens_the_words_for_what_it_names():
    from dataclasses import replace

    assert not opened(replace(EU, document=""))
    assert opened(EU)
    assert opened(EU, "欧盟承认中国的碳足迹核算方法。")
    assert not opened(EU, "Singapore recognises Chinese carbon footprint methods.")
    assert not opened(EU, "The EU recognises our method and our coil is certified.")
    assert not opened(replace(EU, grade=Grade("B", "1")))
    assert not opened(replace(EU, status="signed"))
    assert not opened(replace(EU, status="in_force"))
    assert not opened(replace(EU, valid_to="2026-11-21"))
    assert opened(replace(EU, valid_to="2026-11-22"))
    assert not opened(replace(EU, valid_to="2026-11-22"), day="")
    assert opened(replace(EU, status="talks", grade=Grade("D", "4"), signed_case=True))


def test_what_no_evidence_opens():
    everything = Evidence(("battery", "steel"), CLASSES, Grade("A", "1"), "operating", signed_case=True, document="x")
    for text in ("Carbon neutral battery packs through offsets.", "The lowest-carbon steel in the world."):
        assert not opened(everything, text)


def test_a_comparison_needs_a_document_of_comparability():
    text = "Our coil emits 30% less than competitors."
    paper = Evidence(("coil",), ("comparison",), Grade("B", "2"), "reported", document="comparability-1.pdf")
    assert opened(paper, text)
    assert not opened(Evidence(("coil",), ("comparison",), Grade("D", "4"), "operating", document="ad.pdf"), text)


HOSTILE = [
    "a" * 200_000,
    "not " * 50_000,
    "已获" * 50_000,
    "欧盟 承认 " * 20_000,
    "the eu is recognised in " * 10_000,
    '"' * 50_000,
    "<" * 50_000,
    "<!--" * 30_000,
    "<a " * 30_000,
    "| " * 50_000,
    "```\n" * 20_000,
    "\n" * 100_000,
    "](" * 40_000,
    "saves " + "very " * 40_000 + "50 %",
    "'" * 60_000,
    "no. " * 40_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_makes_the_guard_slow(text):
    begun = time.perf_counter()
    lint_text(text)
    assert time.perf_counter() - begun < 20  # linear: about 2 s for the largest on one core


def test_a_long_sentence_is_cut():
    assert max(len(each.text) for each in sentences("word " * 10_000)) <= 2 * LONGEST + 2


@pytest.mark.parametrize("pattern", ["a*", "a+", "(a|b)+", "a{2,}", "[ab]*c", r"\w+"])
def test_an_unbounded_repetition_is_seen(pattern):
    assert unbounded(pattern)


@pytest.mark.parametrize("pattern", [r"a\*", "[*+]", "a{0,3}?", r"\+ b", "a?"])
def test_a_bounded_one_is_not(pattern):
    assert not unbounded(pattern)


def test_wrong_rule_files_are_told():
    files = dict(read_folder("words"))
    assert parse_phrases(list(files.items()))[1] == ()
    wrong = {
        "syntax": ("recognition.toml", lambda text: text + "\n[[rule"),
        "unbounded": ("recognition.toml", lambda text: text.replace(r"'''\brecogni[sz]ed everywhere\b''',", "'a+',")),
        "fragment": ("recognition.toml", lambda text: text.replace("<close>", "<nosuch>")),
        "class": ("recognition.toml", lambda text: text.replace('class = "approval"', 'class = "x"')),
        "twice": ("consumer.toml", lambda text: text.replace('"neutral.said"', '"green.said"')),
        "concept": ("recognition.toml", lambda text: text.replace('"accepts paper abroad"', '"accepts nosuch"')),
        "words": ("concepts.toml", lambda text: text.replace("[abroad]", "[abroad]\nfr = ['x']\n[Abroad2]", 1)),
        "key": ("consumer.toml", lambda text: text.replace('gate = "label"', 'gate = "label"\nwhom = 1')),
        "cue": ("cues.toml", lambda text: text + "\n[other]\nen = ['a']\nzh = ['b']\n"),
        "expression": ("consumer.toml", lambda text: text.replace("'(?:选择|", "'(?:选择|(")),
    }
    for name, (file, change) in wrong.items():
        changed = {**files, file: change(files[file])}
        assert changed[file] != files[file], name
        made, problems = parse_phrases(list(changed.items()))
        assert made is None, name
        assert problems, name


def test_every_rule_has_its_words_in_both_languages():
    for rule in phrases().rules:
        assert rule.why.zh
        assert rule.why.en
        assert set(rule.patterns) == {"zh", "en"}
    assert {rule.cls for rule in phrases().rules} == set(CLASSES)
    assert {rule.cls for rule in phrases().rules if rule.together} == set(CLASSES)


def test_a_rule_may_consist_of_concepts_alone():
    files = {
        "fragments.toml": "",
        "cues.toml": dict(read_folder("words"))["cues.toml"],
        "concepts.toml": "[aa]\nen = ['alpha']\nzh = ['甲']\n[bb]\nen = ['beta']\nzh = ['乙']\n"
        "[cc]\nen = ['gamma']\nzh = ['丙']\n",
        "x.toml": "[[rule]]\nid = 'x'\nclass = 'law'\ngate = 'words'\ntogether = ['aa bb~20 !cc']\n"
        "why = { zh = '一', en = 'one' }\nsuggest = { zh = '二', en = 'two' }\n",
    }
    made, problems = parse_phrases(list(files.items()))
    assert problems == ()
    assert made is not None
    assert [each.quote for each in lint("Some alpha with beta.", made)] == ["alpha with beta"]
    assert lint("Some alpha with gamma beta.", made) == ()
    assert lint("Some alpha; beta.", made) == ()
    assert lint("Some alpha and very much else before beta.", made) == ()
    assert lint("No alpha with beta.", made) == ()
    assert [each.quote for each in lint("乙同甲。", made)] == ["乙同甲"]


def test_folding():
    assert fold("ＥＵ 歐盟") == "eu 欧盟"
    assert [each.text for each in sentences("See No. 1 of e.g. A. It is 1.83 t. 好。坏！")] == [
        "see no. 1 of e.g. a.", "it is 1.83 t.", "好。", "坏!",
    ]  # fmt: skip
