"""The life-cycle stages in the order in which results list them."""

from __future__ import annotations

from carnet.errors import Text

STAGE_NAMES = {
    "raw_materials": Text("原材料获取", "raw materials"),
    "upstream_transport": Text("上游运输", "upstream transport"),
    "manufacturing": Text("生产制造", "manufacturing"),
    "distribution": Text("分销", "distribution"),
    "installation": Text("安装", "installation"),
    "use": Text("使用", "use"),
    "end_of_life": Text("生命末期", "end of life"),
}
