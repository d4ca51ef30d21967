"""The unit table: one unit, one row.

Columns: symbol · kinds · exact ratio to the base unit of the dimension (kg, MJ, t·km, m3, piece, km, a, m2, m2·a, kW,
1, CNY, EUR) · Chinese name · English name · UN/ECE Recommendation 20 code, empty where there is none · key of
`SOURCES` · synonyms separated by ``|``.

Names and symbols are looked up by `units.find_unit`, which also folds width, spaces, dots and harmless case; a synonym
need not repeat those. A spelling with two meanings stands in `AMBIGUOUS` and never in a row.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = tuple[str, tuple[str, ...], str, str, str, str, str, str]

# Where a ratio is from, with its status: whether the text was read for this table.
SOURCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rec20": ("UN/ECE Recommendation 20 rev. 17e (2021), conversion factor of the code", "read"),
        "si": ("BIPM, SI Brochure, 9th edition: prefixes and units accepted for use with the SI", "recalled"),
        "yard_pound": (
            "International yard and pound agreement, 1959: 1 yd = 0.9144 m, 1 lb = 0.45359237 kg",
            "recalled",
        ),
        "gallon": ("US gallon 231 in3, imperial gallon 4.54609 L, oil barrel 42 US gallons (NIST SP 811)", "recalled"),
        "steam_table": ("International Steam Table calorie, 4.1868 J; Btu(IT) follows with lb and °F", "recalled"),
        "iea": ("IEA, Energy Statistics Manual: 1 toe = 10^7 kcal(IT) = 41.868 GJ", "recalled"),
        "coal": (
            "GB/T 2589: 1 kgce is 7000 kcal(IT) lower heating value, 29.3076 MJ; remembered as printed there: 29 307 kJ",
            "recalled",
        ),
        "market_mass": ("Chinese market units: 1 jin = 0.5 kg, 15 mu = 1 ha", "recalled"),
        "count": ("by counting: the ratio is the meaning of the word", "read"),
        "conditions": ("UN/ECE Recommendation 20 rev. 17e, conditions in the description of NM3 and SM3", "read"),
        "conditions_20c": ("GB/T 19205: 20 °C and 101.325 kPa as reference conditions of natural gas", "recalled"),
    }
)

_MASS = ("product_mass", "gas_mass", "co2_mass", "co2e")
_CO2E = ("co2e",)
_CO2 = ("co2_mass",)
_GOODS = ("product_mass",)
_HEAT = ("heat_lhv", "heat_hhv")
_LHV = ("heat_lhv",)
_WORK = ("electricity", "heat_lhv", "heat_hhv")
_TRANSPORT = ("transport",)
_GAS = ("gas_volume",)
_GAS_15 = ("gas_volume_15c",)
_GAS_20 = ("gas_volume_20c",)
_LIQUID = ("liquid_volume",)
_PIECES = ("pieces",)
_CNY = ("currency_CNY",)
_EUR = ("currency_EUR",)
_DISTANCE = ("distance",)
_TIME = ("time",)
_AREA = ("area",)
_POWER = ("power",)
_PEAK = ("power_peak",)
_RATIO = ("ratio",)

# fmt: off
ROWS: tuple[Row, ...] = (
    # mass
    ("kg", _MASS, "1", "千克", "kilogram", "KGM", "rec20", "公斤|kgs|kilo|kilos|kilograms|kilogramme|kilogrammes"),
    ("t", _MASS, "1000", "吨", "tonne", "TNE", "rec20", "T|公吨|tonnes|metric ton|metric tons|metric tonne|metric tonnes"),
    ("g", _MASS, "1/1000", "克", "gram", "GRM", "rec20", "grams|gramme|grammes"),
    ("mg", _MASS, "1e-6", "毫克", "milligram", "MGM", "rec20", "milligrams"),
    ("ug", _MASS, "1e-9", "微克", "microgram", "MC", "rec20", "µg|mcg|micrograms"),
    ("Mg", _MASS, "1000", "兆克", "megagram", "2U", "rec20", "megagrams"),
    ("kt", _MASS, "1e6", "千吨", "kilotonne", "KTN", "rec20", "kilotonnes"),
    ("Mt", _MASS, "1e9", "百万吨", "megatonne", "", "si", "megatonnes|million tonnes"),
    ("万吨", _MASS, "1e7", "万吨", "ten thousand tonnes", "", "count", "万 t|10⁴ 吨"),
    ("dt", _GOODS, "100", "公担", "decitonne", "DTN", "rec20", "dtn|quintal"),
    ("jin", _GOODS, "1/2", "市斤", "jin", "", "market_mass", "斤"),
    ("lb", _GOODS, "0.45359237", "磅", "pound", "LBR", "rec20", "lbs|pounds|avoirdupois pound"),
    ("oz", _GOODS, "0.028349523125", "盎司", "ounce", "ONZ", "yard_pound", "ounces|avoirdupois ounce"),
    ("short_ton", _GOODS, "907.18474", "短吨", "short ton", "STN", "yard_pound", "short tons|US ton|US tons|net ton|ton (US)|美吨"),
    ("long_ton", _GOODS, "1016.0469088", "长吨", "long ton", "LTN", "yard_pound", "long tons|UK ton|UK tons|gross ton|ton (UK)|英吨"),
    # carbon dioxide and its equivalent: spelled out, so that no other kind can slip in
    ("kg CO2e", _CO2E, "1", "千克二氧化碳当量", "kilogram CO2 equivalent", "", "si", "kg CO2 eq|kg CO2-eq|kg CO2 eq.|kg CO2 equivalent|千克 CO2e|千克 CO2 当量|公斤二氧化碳当量|kg CO2 当量"),
    ("t CO2e", _CO2E, "1000", "吨二氧化碳当量", "tonne CO2 equivalent", "", "si", "t CO2 eq|t CO2-eq|t CO2 equivalent|吨 CO2e|吨 CO2 当量|t CO2 当量"),
    ("g CO2e", _CO2E, "1/1000", "克二氧化碳当量", "gram CO2 equivalent", "", "si", "g CO2 eq|g CO2-eq|g CO2 equivalent|克 CO2e|克 CO2 当量|g CO2 当量"),
    ("Mt CO2e", _CO2E, "1e9", "百万吨二氧化碳当量", "megatonne CO2 equivalent", "", "si", "Mt CO2 eq|Mt CO2-eq"),
    ("万t CO2e", _CO2E, "1e7", "万吨二氧化碳当量", "ten thousand tonnes CO2 equivalent", "", "count", "万 t CO2e|万吨 CO2e|万吨 CO2 当量"),
    ("kg CO2", _CO2, "1", "千克二氧化碳", "kilogram CO2", "", "si", "千克 CO2|公斤二氧化碳"),
    ("t CO2", _CO2, "1000", "吨二氧化碳", "tonne CO2", "", "si", "吨 CO2"),
    ("g CO2", _CO2, "1/1000", "克二氧化碳", "gram CO2", "", "si", "克 CO2"),
    # energy: watt hours may be electricity or heat, joules here are heat only
    ("Wh", _WORK, "0.0036", "瓦时", "watt hour", "WHR", "rec20", "W·h|瓦·时|瓦小时|watt hours|watt-hour"),
    ("kWh", _WORK, "3.6", "千瓦时", "kilowatt hour", "KWH", "rec20", "kW·h|度|度电|千瓦·时|千瓦小时|kilowatt hours|kilowatt-hour|kilowatt-hours"),
    ("MWh", _WORK, "3600", "兆瓦时", "megawatt hour", "MWH", "rec20", "MW·h|兆瓦·时|兆瓦小时|megawatt hours|megawatt-hour"),
    ("GWh", _WORK, "3.6e6", "吉瓦时", "gigawatt hour", "GWH", "rec20", "GW·h|吉瓦·时|百万千瓦时|百万度|gigawatt hours"),
    ("TWh", _WORK, "3.6e9", "太瓦时", "terawatt hour", "D32", "rec20", "TW·h|太瓦·时|十亿千瓦时|terawatt hours"),
    ("万kWh", _WORK, "36000", "万千瓦时", "ten thousand kilowatt hours", "", "count", "万 kWh|万 kW·h|万千瓦·时|万度|万千瓦小时"),
    ("亿kWh", _WORK, "3.6e8", "亿千瓦时", "hundred million kilowatt hours", "", "count", "亿 kWh|亿 kW·h|亿千瓦·时|亿度"),
    ("J", _HEAT, "1e-6", "焦耳", "joule", "JOU", "rec20", "焦|joules"),
    ("kJ", _HEAT, "1/1000", "千焦", "kilojoule", "KJO", "rec20", "千焦耳|kilojoules"),
    ("MJ", _HEAT, "1", "兆焦", "megajoule", "3B", "rec20", "兆焦耳|megajoules"),
    ("GJ", _HEAT, "1000", "吉焦", "gigajoule", "GV", "rec20", "吉焦耳|百万千焦|gigajoules"),
    ("TJ", _HEAT, "1e6", "太焦", "terajoule", "D30", "rec20", "太焦耳|terajoules"),
    ("PJ", _HEAT, "1e9", "拍焦", "petajoule", "C68", "rec20", "拍焦耳|petajoules"),
    ("EJ", _HEAT, "1e12", "艾焦", "exajoule", "A68", "rec20", "艾焦耳|exajoules"),
    ("kcal_IT", _HEAT, "0.0041868", "千卡（国际蒸汽表）", "kilocalorie (international table)", "E14", "rec20", "kcalIT|kcal (IT)"),
    ("kcal_th", _HEAT, "0.004184", "千卡（热化学）", "kilocalorie (thermochemical)", "K53", "rec20", "kcalth|kcal (th)"),
    ("Gcal_IT", _HEAT, "4186.8", "吉卡（国际蒸汽表）", "gigacalorie (international table)", "", "steam_table", "GcalIT|Gcal (IT)"),
    ("Btu_IT", _HEAT, "0.00105505585262", "英热单位（国际蒸汽表）", "British thermal unit (international table)", "BTU", "steam_table", "Btu|BtuIT|Btu (IT)|英热单位"),
    ("MMBtu", _HEAT, "1055.05585262", "百万英热单位", "million British thermal units (international table)", "", "steam_table", "mmBtu|mmbtu|MMBTU|million Btu|百万英热"),
    ("therm_US", _HEAT, "105.4804", "撒姆（美国）", "therm (US)", "N72", "rec20", "therm (U.S.)|thm (US)"),
    ("kgce", _LHV, "29.3076", "千克标准煤", "kilogram of coal equivalent", "", "coal", "千克标煤|公斤标准煤|公斤标煤"),
    ("tce", _LHV, "29307.6", "吨标准煤", "tonne of coal equivalent", "", "coal", "吨标煤"),
    ("万tce", _LHV, "293076000", "万吨标准煤", "ten thousand tonnes of coal equivalent", "", "coal", "万 tce|万吨标煤"),
    ("toe", _LHV, "41868", "吨油当量", "tonne of oil equivalent", "", "iea", "吨标准油|吨标油"),
    # transport
    ("t·km", _TRANSPORT, "1", "吨公里", "tonne kilometre", "TKM", "rec20", "吨千米|吨·公里|吨·千米|tonne kilometres|tonne-kilometre|tonne-kilometres|tonne kilometer|tonne kilometers|metric ton kilometer|ton kilometer|ton-kilometer|ton kilometers|ton kilometre|ton-km|tonne-km"),
    ("kg·km", _TRANSPORT, "1/1000", "千克公里", "kilogram kilometre", "", "si", "千克千米|千克·公里|千克·千米|公斤公里|kilogram kilometer"),
    ("万t·km", _TRANSPORT, "10000", "万吨公里", "ten thousand tonne kilometres", "", "count", "万 t·km|万吨·千米|万吨·公里|万吨千米"),
    # volume: of a gas only at stated conditions
    ("Nm3", _GAS, "1", "标准立方米", "normal cubic metre", "NM3", "conditions", "标立方米|标立方|标方|标况立方米|标米3|m3N|Nm^3|normal m3|normal cubic meter|normalised cubic metre|normalized cubic meter"),
    ("千Nm3", _GAS, "1000", "千标准立方米", "thousand normal cubic metres", "", "count", "千 Nm3|kNm3|千标立方米|千标方"),
    ("万Nm3", _GAS, "10000", "万标准立方米", "ten thousand normal cubic metres", "", "count", "万 Nm3|万标立方米|万标方"),
    ("Sm3", _GAS_15, "1", "立方米（15 °C）", "standard cubic metre (15 °C)", "SM3", "conditions", "Sm^3|standard cubic metre|standard cubic meter|standard m3"),
    ("m3(20°C)", _GAS_20, "1", "立方米（20 °C）", "cubic metre (20 °C)", "", "conditions_20c", "m3 (20 °C)|标准参比条件立方米"),
    ("m3", _LIQUID, "1", "立方米", "cubic metre", "MTQ", "rec20", "M3|m^3|cbm|立方|方|cubic meter|cubic metres|cubic meters"),
    ("万m3", _LIQUID, "10000", "万立方米", "ten thousand cubic metres", "", "count", "万 m3|万立方|万方"),
    ("L", _LIQUID, "1/1000", "升", "litre", "LTR", "rec20", "l|liter|litres|liters|公升"),
    ("mL", _LIQUID, "1e-6", "毫升", "millilitre", "MLT", "rec20", "ml|milliliter|millilitres|milliliters"),
    ("hL", _LIQUID, "1/10", "百升", "hectolitre", "HLT", "rec20", "hectoliter"),
    ("kL", _LIQUID, "1", "千升", "kilolitre", "K6", "rec20", "kiloliter|kilolitres|kiloliters"),
    ("dm3", _LIQUID, "1/1000", "立方分米", "cubic decimetre", "DMQ", "rec20", "dm^3|cubic decimeter"),
    ("cm3", _LIQUID, "1e-6", "立方厘米", "cubic centimetre", "CMQ", "rec20", "cm^3|cc|cubic centimeter"),
    ("ft3", _LIQUID, "0.028316846592", "立方英尺", "cubic foot", "FTQ", "yard_pound", "ft^3|cubic feet|cu ft"),
    ("gal_US", _LIQUID, "0.003785411784", "加仑（美）", "gallon (US)", "GLL", "gallon", "US gallon|US gallons|US gal|gal (US)|美加仑"),
    ("gal_UK", _LIQUID, "0.00454609", "加仑（英）", "gallon (UK)", "GLI", "gallon", "UK gallon|imperial gallon|gal (UK)|英加仑"),
    ("bbl", _LIQUID, "0.158987294928", "桶（石油）", "barrel (US petroleum)", "BLL", "gallon", "barrel of oil|oil barrel|barrel (US)|石油桶"),
    # counting
    ("piece", _PIECES, "1", "件", "piece", "H87", "rec20", "pieces|pc|pcs|PC|PCS|Pcs|item|items|个|台|套|只|块|片|根|张|辆"),
    ("pair", _PIECES, "2", "双", "pair", "PR", "rec20", "pairs|对"),
    ("dozen", _PIECES, "12", "打", "dozen", "DZN", "rec20", "dozens|doz"),
    ("hundred", _PIECES, "100", "百件", "hundred", "CEN", "rec20", "百个"),
    ("thousand", _PIECES, "1000", "千件", "thousand", "MIL", "rec20", "千个|千只|千块"),
    ("万件", _PIECES, "10000", "万件", "ten thousand pieces", "", "count", "万个|万只|万块|万片"),
    # money: ISO 4217 codes; the yuan sign is also the yen sign and is left out
    ("CNY", _CNY, "1", "人民币元", "Chinese yuan", "", "count", "RMB|元|人民币|yuan|元人民币"),
    ("千元", _CNY, "1000", "千元", "thousand yuan", "", "count", "千元人民币"),
    ("万元", _CNY, "10000", "万元", "ten thousand yuan", "", "count", "万元人民币|万CNY"),
    ("EUR", _EUR, "1", "欧元", "euro", "", "count", "€|euros"),
    ("万欧元", _EUR, "10000", "万欧元", "ten thousand euro", "", "count", ""),
    # distance
    ("km", _DISTANCE, "1", "千米", "kilometre", "KMT", "rec20", "公里|kilometer|kilometres|kilometers|kms"),
    ("m", _DISTANCE, "1/1000", "米", "metre", "MTR", "rec20", "公尺|meter|metres|meters"),
    ("cm", _DISTANCE, "1e-5", "厘米", "centimetre", "CMT", "rec20", "公分|centimeter|centimetres|centimeters"),
    ("mm", _DISTANCE, "1e-6", "毫米", "millimetre", "MMT", "rec20", "millimeter|millimetres|millimeters"),
    ("mile", _DISTANCE, "1.609344", "英里", "mile", "SMI", "rec20", "mi|miles|statute mile"),
    ("nmi", _DISTANCE, "1.852", "海里", "nautical mile", "NMI", "rec20", "n mile|nautical miles|浬"),
    ("ft", _DISTANCE, "0.0003048", "英尺", "foot", "FOT", "rec20", "feet"),
    ("in", _DISTANCE, "0.0000254", "英寸", "inch", "INH", "rec20", "inches"),
    ("yd", _DISTANCE, "0.0009144", "码", "yard", "YRD", "rec20", "yards"),
    # time: the year of 365.25 days, as Recommendation 20 defines code ANN
    ("a", _TIME, "1", "年", "year", "ANN", "rec20", "y|yr|yrs|years|annum"),
    ("mo", _TIME, "1/12", "月", "month", "MON", "rec20", "months|个月"),
    ("wk", _TIME, "28/1461", "周", "week", "WEE", "rec20", "weeks|星期"),
    ("d", _TIME, "4/1461", "天", "day", "DAY", "rec20", "days|日"),
    ("h", _TIME, "1/8766", "小时", "hour", "HUR", "rec20", "hr|hrs|hours|时"),
    ("min", _TIME, "1/525960", "分钟", "minute", "MIN", "rec20", "MIN|Min|mins|minutes|分"),
    ("s", _TIME, "1/31557600", "秒", "second", "SEC", "rec20", "sec|secs|seconds"),
    # area
    ("m2", _AREA, "1", "平方米", "square metre", "MTK", "rec20", "M2|m^2|sqm|平米|平方|square meter|square metres|square meters"),
    ("cm2", _AREA, "1e-4", "平方厘米", "square centimetre", "CMK", "rec20", "cm^2|square centimeter"),
    ("km2", _AREA, "1e6", "平方千米", "square kilometre", "KMK", "rec20", "km^2|平方公里|square kilometer"),
    ("ha", _AREA, "10000", "公顷", "hectare", "H18", "rec20", "hm2|hectares|square hectometre"),
    ("ft2", _AREA, "0.09290304", "平方英尺", "square foot", "FTK", "rec20", "ft^2|square feet|sq ft"),
    ("mu", _AREA, "2000/3", "亩", "mu", "", "market_mass", "市亩"),
    ("m2·a", ("area_time",), "1", "平方米年", "square metre year", "", "si", "m2*year|m2·yr|m2 year|square meter-year|square metre-year"),
    # power; the peak watt is rated under test conditions and is a kind of its own
    ("W", _POWER, "1/1000", "瓦", "watt", "WTT", "rec20", "瓦特|watts"),
    ("mW", _POWER, "1e-6", "毫瓦", "milliwatt", "C31", "rec20", "milliwatts"),
    ("kW", _POWER, "1", "千瓦", "kilowatt", "KWT", "rec20", "kilowatts"),
    ("MW", _POWER, "1000", "兆瓦", "megawatt", "MAW", "rec20", "megawatts"),
    ("GW", _POWER, "1e6", "吉瓦", "gigawatt", "A90", "rec20", "百万千瓦|gigawatts"),
    ("Wp", _PEAK, "1/1000", "峰瓦", "watt peak", "", "si", "瓦峰|W_p|peak watt"),
    ("kWp", _PEAK, "1", "千峰瓦", "kilowatt peak", "", "si", "千瓦峰|kW_p|peak kilowatt"),
    ("MWp", _PEAK, "1000", "兆峰瓦", "megawatt peak", "", "si", "兆瓦峰|MW_p|peak megawatt"),
    # ratio
    ("1", _RATIO, "1", "一", "one", "C62", "rec20", "unity|dimensionless|无量纲"),
    ("%", _RATIO, "1/100", "百分之", "percent", "P1", "rec20", "pct|per cent"),
    ("‰", _RATIO, "1/1000", "千分之", "per mille", "", "count", "permille|per mil"),
    ("ppm", _RATIO, "1e-6", "百万分之", "part per million", "59", "rec20", "parts per million"),
)
# fmt: on

# Spellings people use for more than one thing, with what they may have meant; refused, with these offered.
AMBIGUOUS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ton": ("t", "short_ton", "long_ton"),
        "tons": ("t", "short_ton", "long_ton"),
        # In trade "MT" is a metric ton, in statistics a megatonne: a factor of a million.
        "MT": ("t", "Mt"),
        "mt": ("t", "Mt"),
        "MT CO2e": ("t CO2e", "Mt CO2e"),
        "mt CO2e": ("t CO2e", "Mt CO2e"),
        "ton CO2e": ("t CO2e",),
        "tons CO2e": ("t CO2e",),
        "MG": ("mg", "Mg"),
        "mw": ("MW", "mW"),
        "mwh": ("MWh",),
        "mWh": ("MWh",),
        "mj": ("MJ",),
        "mJ": ("MJ",),
        "mwp": ("MWp",),
        "mWp": ("MWp",),
        "pj": ("PJ",),
        "MM": ("mm",),
        "ML": ("mL", "kL"),
        "cal": ("kcal_IT", "kcal_th"),
        "kcal": ("kcal_IT", "kcal_th"),
        "大卡": ("kcal_IT", "kcal_th"),
        "千卡": ("kcal_IT", "kcal_th"),
        "卡": ("kcal_IT", "kcal_th"),
        "Gcal": ("Gcal_IT",),
        "吉卡": ("Gcal_IT",),
        "百万大卡": ("Gcal_IT",),
        "therm": ("therm_US", "Btu_IT"),
        "gal": ("gal_US", "gal_UK"),
        "gallon": ("gal_US", "gal_UK"),
        "gallons": ("gal_US", "gal_UK"),
        "加仑": ("gal_US", "gal_UK"),
        "barrel": ("bbl",),
        "桶": ("bbl", "piece"),
        "unit": ("piece", "1"),
        "units": ("piece", "1"),
        "单位": ("piece", "1"),
        "两": ("g", "jin"),
        "¥": ("CNY",),
        "$": ("CNY", "EUR"),
        "USD": ("CNY", "EUR"),
        "美元": ("CNY", "EUR"),
        "scm": ("Sm3", "Nm3"),
        "万方气": ("万Nm3",),
        "G": ("g",),
        "M": ("m", "mo"),
        "A": ("a",),
        "H": ("h",),
        "?": (),
    }
)
