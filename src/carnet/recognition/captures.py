"""Captures: how good a copy can be by where it comes from, and what never is evidence of a registration."""

from __future__ import annotations

import re
from collections.abc import Iterable

from carnet.errors import Text
from carnet.recognition.model import Capture, Grade

# Ends of hosts on which bodies publish themselves. A page there may still be a mere news item.
OFFICIAL_HOSTS = (
    "gov.cn",
    "europa.eu",
    "gov.sg",
    "gov.uk",
    "go.kr",
    "go.jp",
    "gov.au",
    "gov",
    "iso.org",
    "wto.org",
    "gouv.fr",
    "bund.de",
)
_MOCK = re.compile(
    r"\b(?:mock|simulat\w+|sandbox|demo|test)\s+(?:mode|registration|registry|number)|模拟(?:模式|"
    r"登记|号)|测试登记|沙箱",
    re.IGNORECASE,
)


def host_of(url: str) -> str:
    """Return the host of an address, in lower case; nothing where there is none."""
    found = re.match(r"\s*(?:https?://)?([^/\s:?#]+)", url, re.IGNORECASE)
    return found[1].casefold() if found and "." in found[1] else ""


def is_official(url: str) -> bool:
    """Tell whether an address lies on a host on which a body publishes itself."""
    host = host_of(url)
    return any(host == end or host.endswith("." + end) for end in OFFICIAL_HOSTS)


def proposed_grade(source_kind: str, *, generated: bool, inconsistent: bool) -> Grade:
    """Return the grade a new copy starts with: never better than unconfirmed, whatever it says of itself."""
    letter = {"official": "B", "municipal_media": "B", "media": "C"}.get(source_kind, "D")
    if generated or inconsistent:
        letter = max(letter, "E")
    return Grade(letter, "5" if generated and inconsistent else "4")


def no_registration_evidence(capture: Capture, grade: Grade, said: Iterable[str]) -> Text | None:
    """Say why a number in a capture is no evidence of a registration, or None where it may be looked at.

    Args:
        capture: the copy the number stands in.
        grade: how well that copy is known.
        said: what it says of the number.
    """
    if any(_MOCK.search(each) for each in said):
        return Text(
            "模拟模式给出的号码从来不是登记的证据", "a number from a mock mode is never evidence of a registration"
        )
    if capture.source_kind in {"vendor", "unnamed", "company", "trade", "generated", "anonymous"}:
        return Text(
            "登记只由登记处自己的记录证明，不由供应商或企业网页证明",
            "a registration is shown by the register's own record, not by a page of a vendor or company",
        )
    if not capture.official or grade.letter != "A":
        return Text("没有登记处自己的记录", "there is no record of the register itself")
    return None


def speaks_of_mock(text: str) -> bool:
    """Tell whether a text speaks of a mock or simulated registration."""
    return bool(_MOCK.search(text))
