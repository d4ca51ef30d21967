"""Why a row was taken, and why none was: code words of `carnet.cbam.lookup` in both languages."""

from __future__ import annotations

from carnet.errors import Text

WHY: dict[str, Text] = {
    "exact": Text("该8位编码有自己的行", "the code of 8 digits has a row of its own"),
    "variant": Text("按所说明的品种取行", "the row of the variant named"),
    "taric": Text("按TARIC 10位编码取行", "the row of the TARIC code of 10 digits"),
    "heading_6": Text("6位编码的行适用于其下所有编码", "a row of 6 digits applies to all codes below it"),
    "heading_4": Text("4位品目的行适用于其下所有编码", "a row of 4 digits applies to all codes below it"),
    "other_countries": Text(
        "原产国没有该行，取“其他国家和地区”",
        "the country has no such row: other countries and territories",
    ),
    "annex_iv": Text("原产国未知，取附件四的最高值", "the origin is unknown: the highest value, Annex IV"),
    "exempt_origin": Text("原产地不在机制之内，按零计", "the origin is outside the mechanism and counts zero"),
    "ambiguous": Text("编码对应几行，未选", "the code fits several rows; none was chosen"),
    "taric_without_row": Text(
        "该TARIC编码没有行，同一8位编码的其他部分有",
        "this TARIC code has no row, other parts of its 8 digits have",
    ),
    "part_not_a_good": Text("该TARIC编码不属于附件一", "this TARIC code is no good of Annex I"),
    "no_row": Text("表中没有该编码的行", "the table has no row for the code"),
    "no_figure": Text("该行没有数值", "the row holds no figure"),
    "bad_code": Text("编码不完整", "the code is not complete"),
    "bad_country": Text("国家代码不是ISO代码，未选", "the country is no ISO code; no row was chosen"),
    "code_split": Text("编码已拆分为新编码", "the code was split into newer ones"),
    "route_free": Text("该编码的基准值不分路线", "the benchmark of the code has no route"),
    "route_free_ignored": Text(
        "该编码的基准值不分路线，默认值行的路线不计",
        "the benchmark has no route, so the route of the default row is left aside",
    ),
    "route": Text("按路线字母取值", "the benchmark of the route named"),
    "highest_of_grades": Text(
        "列出几种合金等级，默认排放取最高者",
        "of the alloy grades named, the highest, as defaults take it",
    ),
    "grades_apart": Text(
        "另有更高的合金等级，两种读法并列",
        "another alloy grade is higher; both readings are told",
    ),
    "route_needed": Text("需要路线字母，未选", "the letter of the route is needed; none was chosen"),
    "route_not_there": Text("没有该路线的基准值", "there is no benchmark of that route"),
    "electricity": Text("电力没有免费分配", "electricity gets no free allocation"),
    "markup_exact": Text(
        "取精确乘积：IR (EU) 2025/2547附件二A.1(7)不允许中间修约，且对中国各行与乘出的四位小数相同",
        "the exact product: IR (EU) 2025/2547 Annex II A.1(7) bars rounding in between, and for every row of China it "
        "equals the four decimals of the multiplied table",
    ),
}
