"""Groups of countries a factor may stand for, by the continents of UN M49.

RER Europe, RAS Asia, RNA Northern America, RLA Latin America and the Caribbean, RAF Africa, OCE Oceania;
EU the member states. Source: UN M49 region codes and ISO 3166-1 alpha-2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

GLOBAL = "GLO"


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


GROUPS: Mapping[str, frozenset[str]] = {
    "EU": _codes("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"),
    "RER": _codes(
        "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC "
        "MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA"
    ),
    "RAS": _codes(
        "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY "
        "NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE"
    ),
    "RNA": _codes("BM CA GL PM US"),
    "RLA": _codes(
        "AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC "
        "MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
    "RAF": _codes(
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR "
        "MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW"
    ),
    "OCE": _codes("AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS"),
}
COUNTRIES: frozenset[str] = frozenset({"AQ"}).union(*GROUPS.values())


def group_of(country: str) -> tuple[str, ...]:
    """Return the groups a country belongs to, the narrowest first."""
    return tuple(name for name, members in GROUPS.items() if country in members)


def is_place(code: str) -> bool:
    """Say whether a code is a country, a group, or the whole world."""
    return code == GLOBAL or code in COUNTRIES or code in GROUPS
