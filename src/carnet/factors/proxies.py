"""Why a chosen factor is only a stand-in: each reason in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carnet.errors import Text

if TYPE_CHECKING:
    from carnet.factors.record import FactorRecord
    from carnet.factors.select import FactorRequest

# Above this age the data are named as old; ISO 14067 leaves the limit to the study.
OLD_YEARS = 10
_OTHER_REGION, _GROUP, _OTHER_COUNTRY = 2, 3, 5
SEPARATOR = " | "


def two_languages(text: str) -> Text:
    """Split a record's ``中文 | English`` text; a text in one language serves both."""
    zh, mark, en = text.partition(SEPARATOR)
    return Text(zh, en) if mark else Text(text, text)


def reasons(record: FactorRecord, request: FactorRequest, level: int) -> tuple[Text, ...]:
    """Return why the record is a proxy for the request: its own words, geography, technology, age."""
    found: list[Text] = []
    if record.proxy:
        found.append(two_languages(record.proxy))
    place = record.region or record.country
    if level == _OTHER_REGION:
        found.append(Text(f"数据属于 {place}，不是所需地区", f"data are for {place}, not for the region asked"))
    elif level >= _GROUP:
        wanted = request.country or "-"
        if level == _OTHER_COUNTRY:
            found.append(Text(f"数据属于 {place}，不是 {wanted}", f"data are for {place}, not for {wanted}"))
        elif wanted != "-":
            found.append(
                Text(f"数据为 {place} 平均，不是 {wanted}", f"data are an average of {place}, not of {wanted}")
            )
    if request.technology and record.technology != request.technology:
        found.append(
            Text(
                f"技术为“{record.technology or '未分'}”，不是“{request.technology}”",
                f"technology is '{record.technology or 'not split'}', not '{request.technology}'",
            )
        )
    found.extend(_age(record, request))
    return tuple(found)


def _age(record: FactorRecord, request: FactorRequest) -> tuple[Text, ...]:
    if not request.period_to[:4].isdigit():
        return ()
    end = int(request.period_to[:4])
    if record.year > end:
        return (Text(f"数据年份 {record.year} 晚于研究期", f"data year {record.year} is after the study period"),)
    if end - record.year > OLD_YEARS:
        years = end - record.year
        return (Text(f"数据早于研究期末 {years} 年", f"data are {years} years older than the end of the period"),)
    return ()
