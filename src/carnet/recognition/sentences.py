"""Text to sentences a guard can read: one spelling of letters and quotes, no markup, offsets into the original kept.

Folded: full-width forms (NFKC), case, traditional characters that our rules use, hyphens and quotes, HTML tags and
entities, Markdown marks, soft hyphens, line breaks inside a paragraph. Kept: every character's place in the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from dataclasses import dataclass

LONGEST = 900  # characters of a sentence; a longer one is cut at a space or comma, so that work stays linear

# Traditional → simplified, one for one: official and trade language and names of places. Characters that are also
# simplified ones of another meaning (乾, 著, 藉) are left as they are.
_TRADITIONAL = {
    ord(pair[0]): pair[1]
    for line in (
        "慶庆 證证 書书 歐欧 認认 機机 構构 獲获 標标 籤签 號号 碼码 註注 冊册 錄录 過过 調调",
        "邊边 稅税 關关 開开 產产 業业 質质 環环 節节 綠绿 淨净 護护 規规 據据 達达 滿满 應应",
        "並并 實实 現现 終终 將将 與与 為为 無无 須须 處处 從从 後后 來来 對对 國国 際际 車车",
        "電电 動动 聯联 簽签 諒谅 備备 檢检 測测 驗验 審审 準准 權权 經经 營营 銷销 購购 買买",
        "賣卖 優优 於于 較较 減减 價价 費费 縮缩 週周 時时 間间 個个 萬万 億亿 顆颗 種种 類类",
        "領领 軟软 體体 資资 訊讯 網网 頁页 報报 導导 稱称 聲声 絕绝 許许 嗎吗 誰谁 還还 沒没",
        "離离 條条 約约 險险 進进 結结 氣气 負负 擔担 補补 償偿 損损 傷伤 潔洁 級级 極极 頂顶",
        "樂乐 務务 發发 頒颁 給给 會会 員员 數数 庫库 擬拟 議议 協协 談谈 參参 觀观 點点 強强",
        "製制 義义 當当 該该 紙纸 張张 東东 兩两 內内 鋼钢 鐵铁 鋁铝 鏈链 們们 這这 說说 寫写",
        "讀读 請请 轉转 試试 僅仅 單单 獨独 雙双 園园 區区 場场 適适 門门 檻槛 額额 續续 繳缴",
        "徵征 課课 訂订 貨货 歡欢 籲吁 臺台 術术 歷历 屬属 變变 態态 緻致 陽阳 勢势 戰战 爭争",
        "總总 顯显 題题 願愿 顧顾 筆笔 腦脑 跡迹 雜杂 蓋盖 範范 圍围 輸输 廠厂 係系 歸归 視视",
        "復复 複复 衝冲 紀纪 誤误 錯错 虛虚 遲迟 閉闭 啟启 揮挥 確确 樣样 換换 風风 儲储 組组",
        "鑒鉴 鑑鉴 鋰锂 煉炼 熱热 軋轧 捲卷 燈灯 線线 傳传 統统 訪访 語语 詞词 燒烧 鑄铸 廢废",
        "汙污 壓压 盡尽 責责 釋释 擇择 麼么 問问 廣广 創创 驚惊 鬆松 亞亚 灣湾 紅红 黃黄 藍蓝",
        "飛飞 龍龙 馬马 魚鱼 鳥鸟 齊齐 齡龄 礦矿 隊队 陸陆 隨随 隱隐 雖虽 難难 靜静 韓韩 頻频",
        "飾饰 館馆 馳驰 騰腾 驅驱 僑侨 偽伪 傑杰 側侧 儘尽 兌兑 剛刚 劑剂 勵励 勞劳 勝胜 匯汇",
        "廚厨 吳吴 啞哑 喪丧 嘗尝 圓圆 執执 堅坚 墊垫 塊块 墳坟 壞坏 奪夺 奮奋 婦妇 孫孙 學学",
        "寧宁 寬宽 寶宝 尋寻 層层 島岛 幣币 幫帮 幾几 彈弹 徑径 徹彻 恆恒 惡恶 懷怀 憑凭 戲戏",
        "採采 揚扬 搶抢 摯挚 撐撑 擁拥 擋挡 擴扩 攝摄 敗败 敵敌 斷断 晉晋 曆历 曉晓 棄弃 楊杨",
        "榮荣 樹树 橋桥 檔档 歲岁 殘残 殺杀 氫氢 漢汉 漸渐 潤润 灑洒 災灾 煙烟 爾尔 牽牵 獎奖",
        "療疗 監监 盤盘 眾众 睏困 礎础 禮礼 穩稳 競竞 築筑 簡简 糧粮 純纯 細细 紹绍 綜综 維维",
        "緊紧 編编 緣缘 織织 罰罚 羅罗 習习 聞闻 職职 聽听 肅肃 脫脱 腳脚 膠胶 臨临 舊旧 艙舱",
        "艱艰 莊庄 葉叶 蒼苍 蘇苏 蘭兰 裝装 裡里 裏里 見见 覺觉 計计 記记 討讨 訓训 託托 設设",
        "訴诉 評评 詢询 話话 誠诚 諮咨 謀谋 謂谓 識识 譜谱 讓让 貝贝 財财 貢贡 貫贯 貸贷 貿贸",
        "賴赖 贈赠 贊赞 趙赵 趨趋 躍跃 軌轨 載载 輕轻 輔辅 輛辆 輯辑 辦办 農农 連连 運运 違违",
        "遙遥 遠远 選选 遺遗 鄧邓 鄭郑 釐厘 針针 鈕钮 銀银 銅铜 錢钱 鍵键 鎖锁 鏡镜 長长 陣阵",
        "階阶 雲云 靈灵 順顺 預预 頭头 顏颜 飯饭 養养 馮冯 駐驻 騙骗 鬥斗 黨党",
        "遼辽 瀋沈 撫抚 滬沪 閩闽 粵粤 贛赣 濟济 滄沧 濰潍 淵渊 漣涟 漵溆 瀏浏 瀘泸 滎荥 衛卫 緬缅 紐纽 嶺岭",
        "崗岗 峽峡 嶼屿 廬庐 塗涂 壇坛 墻墙 牆墙",
        "壽寿 夢梦 夾夹 奐奂 妝妆 婁娄 媽妈 嬰婴 孿孪 宮宫 屆届 屜屉 岡冈 峯峰 嵐岚 帥帅 師师 帳帐 帶带 幟帜",
        "廂厢 廟庙 廳厅 弒弑 彎弯 彙汇 彥彦 徠徕",
        "悅悦 悶闷 惱恼 愛爱 慘惨 慣惯 慮虑 憂忧 憐怜 憲宪 憶忆 懇恳 懸悬 戶户 掃扫 掄抡 掛挂 揀拣 搖摇 撥拨",
        "撲扑 擊击 擠挤 攔拦 攜携 攤摊 攪搅 敘叙",
        "斂敛 斃毙 斬斩 昇升 暢畅 暫暂 曬晒 朧胧 朮术 柵栅 桿杆 梱捆 棟栋 棧栈 棲栖 椏桠 楓枫 槍枪 槳桨 樁桩",
        "樓楼 樞枢 樺桦 橫横 檯台 櫃柜 櫥橱 欄栏",
        "欽钦 歎叹 毀毁 毆殴 毿毵 氈毡 汎泛 決决 沖冲 況况 洩泄 涼凉 淚泪 淪沦 淺浅 渦涡 湊凑 湯汤 溝沟 滅灭",
        "滌涤 滯滞 滲渗 滾滚 漁渔 漿浆 潑泼 潛潜",
        "潰溃 澀涩 澆浇 澤泽 濁浊 濃浓 濕湿 濾滤 瀝沥 瀾澜 烏乌 煩烦 煬炀 熒荧 燉炖 燙烫 燦灿 燭烛 爍烁 爐炉",
        "爛烂 爺爷 牘牍 犧牺 狀状 狹狭 猶犹 獄狱",
        "獵猎 獸兽 獻献 瑣琐 瑪玛 瓊琼 甌瓯 畝亩 畢毕 畫画 異异 疊叠 瘋疯 瘡疮 癥症 皺皱 盜盗 盞盏 盧卢 睜睁",
        "瞞瞒 瞭了 矚瞩 矯矫 砲炮 硤硖 碩硕 磚砖",
        "禍祸 禦御 稈秆 稜棱 穌稣 穀谷 積积 穎颖 窩窝 窪洼 窮穷 窯窑 竄窜 竅窍 竊窃 筍笋 箋笺 箏筝 簾帘 籃篮",
        "籌筹 籠笼 粧妆 糞粪 糾纠 紋纹 納纳 紗纱",
        "紛纷 紡纺 紮扎 紳绅 絃弦 絆绊 絡络 絨绒 絲丝 綁绑 綏绥 綑捆 綢绸 綱纲 綴缀 綻绽 綿绵 緒绪 緩缓 締缔",
        "緝缉 緞缎 緯纬 練练 縣县 縫缝 縱纵 績绩",
        "繃绷 繞绕 繡绣 繩绳 繪绘 繫系 繭茧 繼继 纏缠 纖纤 纜缆 罌罂 罷罢 羥羟 羨羡 翹翘 聖圣 聰聪 聳耸 聾聋",
        "脅胁 脈脉 脹胀 腎肾 腫肿 腸肠 膚肤 膽胆",
        "膾脍 臉脸 艦舰 艷艳 芻刍 茲兹 荊荆 莖茎 華华 萊莱 蔔卜 蔣蒋 蔥葱 蕩荡 蕪芜 薊蓟 薑姜 薦荐 薩萨 藝艺",
        "藥药 蘊蕴 蘋苹 蘿萝 虧亏 蝕蚀 蝦虾 螞蚂",
        "蟲虫 蠟蜡 蠶蚕 蠻蛮 衆众 衊蔑 襯衬 襪袜 襲袭 覓觅 覽览 觸触 訝讶 訟讼 診诊 証证 詐诈 詔诏 詩诗 詳详",
        "誇夸 誌志 誕诞 誘诱 誼谊 諧谐 諸诸 諾诺",
        "謊谎 謙谦 講讲 謝谢 謹谨 譏讥 譯译 譽誉 譴谴 豎竖 豐丰 豬猪 販贩 貧贫 貪贪 貯贮 貴贵 貶贬 貼贴 賀贺",
        "賃赁 賄贿 賈贾 賓宾 賜赐 賞赏 賠赔 賢贤",
        "賦赋 賬账 賭赌 賺赚 贏赢 贓赃 贖赎 踐践 踴踊 蹟迹 軍军 軒轩 軸轴 輒辄 輝辉 輩辈 輪轮 輻辐 輾辗 轄辖",
        "轅辕 轎轿 轟轰 辭辞 辯辩 迴回 逕径 遊游",
        "遞递 遷迁 邁迈 郵邮 鄉乡 鄒邹 鄰邻 醃腌 醞酝 醬酱 釀酿 釁衅 釘钉 釣钓 釩钒 鈉钠 鈍钝 鈔钞 鈞钧 鈣钙",
        "鈦钛 鈷钴 鈾铀 鉀钾 鉅巨 鉑铂 鉛铅 鉤钩",
        "鉬钼 鉻铬 銘铭 銳锐 鋅锌 鋒锋 鋪铺 鋸锯 錠锭 錦锦 錨锚 錫锡 錳锰 鍊链 鍋锅 鍍镀 鍛锻 鎂镁 鎢钨 鎮镇",
        "鎳镍 鏟铲 鏢镖 鏽锈 鐘钟 鐮镰 鑰钥 鑲镶",
        "鑽钻 鑾銮 鍾钟 鎵镓 鍺锗 銦铟 鉍铋 銻锑 釹钕 鋯锆 鈮铌 鈹铍 鋇钡 鎘镉 閃闪 閏闰 閒闲 閘闸 閣阁 閥阀",
        "閱阅 闆板 闊阔 闖闯 闡阐 陝陕 陰阴 陳陈",
        "隕陨 隻只 雋隽 雛雏 雞鸡 霧雾 靂雳 靄霭 鞏巩 韋韦 韌韧 響响 頃顷 項项 頌颂 頑顽 頓顿 頗颇 頤颐 頸颈",
        "頹颓 顛颠 顫颤 顱颅 颱台 颳刮 飄飘 飢饥",
        "飲饮 飼饲 飽饱 餅饼 餘余 餓饿 饅馒 饋馈 饒饶 饑饥 馭驭 馴驯 駁驳 駕驾 駛驶 駿骏 騎骑 騫骞 騷骚 驕骄",
        "驛驿 驟骤 髒脏 鬧闹 魯鲁 鮑鲍 鮮鲜 鯉鲤",
        "鯨鲸 鰻鳗 鱗鳞 鳳凤 鳴鸣 鴨鸭 鴻鸿 鵝鹅 鵬鹏 鶴鹤 鷹鹰 鹹咸 鹼碱 鹽盐 麗丽 麥麦 麩麸 黴霉 黷黩 齋斋",
        "龐庞 龔龚 龜龟 亙亘 亂乱 佈布 佔占 併并",
        "侶侣 俁俣 倉仓 倖幸 倫伦 偉伟 偵侦 傘伞 債债 傾倾 僕仆 僞伪 僱雇 儀仪 儉俭 儷俪 兇凶 兒儿 冪幂 凍冻",
        "凱凯 別别 刪删 則则 剎刹 剝剥 劃划 劇剧",
        "劉刘 劊刽 勁劲 勗勖 勛勋 勳勋 勸劝 匱匮 卻却 厭厌 厲厉 叢丛 吶呐 呂吕 咼呙 唄呗 喚唤 喬乔 嘆叹 嘩哗",
        "嘯啸 噴喷 噸吨 嚇吓 嚐尝 嚴严 囑嘱 囪囱",
        "圖图 團团 堯尧 塵尘 塢坞 塚冢 壟垄 壘垒 壩坝 壯壮 壺壶 奧奥 妳你 姍姗 姦奸 娛娱 嬌娇 尷尴 屍尸 屢屡",
        "巒峦 巖岩 巔巅 廩廪 弔吊 彌弥 徬彷 恥耻",
        "悽凄 惻恻 慚惭 慟恸 憤愤 懲惩 懶懒 戀恋 戔戋 拋抛 挾挟 捨舍 掙挣 搗捣 摟搂 撈捞 撓挠 撚捻 撣掸 撻挞",
        "撿捡 擄掳 擺摆 擻擞 擾扰 攏拢 攙搀 攢攒",
        "斕斓 旂旗 曠旷 曡叠 枴拐 梔栀 棗枣 榪杩 槓杠 樑梁 樸朴 橢椭 檉柽 檜桧 檸柠 櫚榈 櫻樱 殤殇 殯殡 湧涌",
        "溈沩 溫温 漚沤 潯浔 澱淀 濘泞 濤涛 瀕濒",
        "灘滩 灤滦 熾炽 燁烨 燜焖 牀床 璣玑 瑋玮 瑩莹 瑯琅 璽玺 甦苏 産产 疇畴 痠酸 癢痒 癮瘾 皚皑 盃杯 眞真",
        "睞睐 瞇眯 礫砾 礬矾 祕秘 禎祯 穫获 窰窑",
        "竪竖 竈灶 箇个 簍篓 簫箫 籟籁 絶绝 綵彩 纍累 纔才 羣群 脣唇 臘腊 臟脏 茍苟 荳豆 莢荚 萵莴 葷荤 蔭荫",
        "薔蔷 蘆芦 裊袅 褲裤 襖袄 覦觎 觴觞 詎讵",
        "誣诬 論论 諷讽 謬谬 豔艳 蹤踪 躊踌 軀躯 軼轶 輟辍 轍辙 酈郦 鈴铃 鈺钰 鉗钳 銓铨 銖铢 鋌铤 鋭锐 錚铮",
        "鎧铠 鏗铿 鐳镭 鑼锣 閔闵 閡阂 閻阎 闕阙",
        "頜颌 顎颚 飆飙 駱骆 駝驼 騁骋 驊骅 驢驴 鬍胡 鰲鳌 鷗鸥 麪面 麵面 黌黉 齣出 剷铲 叄叁 啓启 喫吃 囯国",
        "峴岘 嶽岳 悞误 摑掴 昰是 縂总 脩修 臥卧",
        "衹只 覈核 訣诀 詮诠 誡诫 諦谛 諜谍 謎谜 謠谣 譚谭 贅赘 辮辫 鄲郸 鈎钩 銜衔 鋤锄 鍼针 雰氛 餚肴 馱驮",
        "麯曲 滙汇 綫线 羶膻 爲为 衞卫 勻匀 呎尺",
        "埡垭 堿碱 塩盐 墶垯 堖垴 崳嵛 崢峥 嶧峄 漊溇 瀧泷 灃沣 潿涠 澠渑 灕漓 瀟潇 滸浒 濱滨 潁颍 渾浑 溮浉",
        "鄖郧 鄺邝 酇酂 閬阆 隴陇 騮骝 鞦秋 韆千",
    )
    for pair in line.split()
}
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63", "-"))
_QUOTES = {
    "“": "“",
    "”": "”",
    "„": "“",
    "«": "“",
    "»": "”",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "‹": "“",
    "›": "”",
}
_DROPPED = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]{0,400})?/?>|<!--.{0,2000}?-->", re.DOTALL)
_BLOCK = frozenset(["p", "div", "li", "ul", "ol", "br", "td", "th", "tr", "table", "title", "section", "dd", "dt"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "blockquote", "option", "figcaption"])
_ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">", "&shy;": ""}
_LINK = re.compile(r"\]\([^()\s]{0,300}\)")
_NEW_BLOCK = re.compile(r"[ \t]{0,12}(?:[-*+•·–]\s|#{1,6}\s|>|\||\d{1,3}[.)、]\s|```|~~~|[-=*_]{3,})")
_FENCE = re.compile(r"^[ \t]{0,12}(?:```|~~~)", re.MULTILINE)
_MARKS = frozenset("*_`#|")
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ENDS = frozenset("。!?\n")
_SHORT = frozenset(
    {
        "e.g", "i.e", "vs", "art", "arts", "reg", "regs", "fig", "figs", "sec", "dr", "mr", "mrs", "ms", "prof",
        "approx", "cf", "ca", "inc", "ltd", "co", "corp", "st", "eq", "pp", "ed", "eds", "al", "dept", "u.s", "e.u",
        "u.k", "p.r", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    }
)  # fmt: skip
_CLOSING = frozenset("\"”')]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the folded spelling, with the place of each of its characters in the original text."""

    text: str
    places: tuple[int, ...]

    @property
    def question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.text.rstrip(" \"”')]").endswith("?")

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of it stands in the original text."""
        return self.places[start], self.places[end - 1] + 1


def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text, plain or with Markdown or HTML marks, into folded sentences.

    A table cell, a list item and a heading are sentences of their own; a semicolon does not end one.
    """
    folded = _folded(_without_markup(text))
    made: list[Sentence] = []
    begun = 0
    for position in range(len(folded)):
        length = position - begun
        full = (length >= LONGEST and folded[position][0] in " ,，、") or length >= 2 * LONGEST
        if full or _ends(folded, position):
            made.append(_sentence(folded[begun : position + 1]))
            begun = position + 1
    made.append(_sentence(folded[begun:]))
    return tuple(one for one in made if one.text)


def simplified(text: str) -> str:
    """Return a text with traditional characters in simplified form, one for one, so that every place stays."""
    return text.translate(_TRADITIONAL)


def fold(text: str) -> str:
    """Fold a word or name in the same way as a text."""
    return "".join(char for char, _ in _folded([(char, 0) for char in text]))


def _without_markup(text: str) -> list[tuple[str, int]]:  # noqa: C901 - a branch a mark
    """Characters with their places; a block ends in a line feed, a line break inside it is a space or nothing."""
    out: list[tuple[str, int]] = []
    position = 0
    fences = [mark.start() for mark in _FENCE.finditer(text)]
    while position < len(text):
        char = text[position]
        if char in "\r\n" and bisect(fences, position) % 2:
            out.append(("\n", position))
            position += 1
        elif char == "<" and (tag := _TAG.match(text, position)):
            name = (tag[2] or "").lower()
            if name in _BLOCK or name in _HEADINGS:
                out.append(("\n", position))
            position = tag.end()
        elif char == "&" and (entity := next((e for e in _ENTITIES if text.startswith(e, position)), "")):
            out += [(each, position) for each in _ENTITIES[entity]]
            position += len(entity)
        elif char == "]" and (link := _LINK.match(text, position)):
            position = link.end()
        elif char == "\\" and text.startswith("\\n", position):
            out.append((" ", position))
            position += 2
        elif char in "\r\n":
            position = _line_break(text, position, out)
        elif char == "|" or (char in _MARKS and not _inside_word(text, position)):
            if char == "|":
                out.append(("\n", position))
            position += 1
        else:
            out.append((char, position))
            position += 1
    return out


def _line_break(text: str, position: int, out: list[tuple[str, int]]) -> int:
    after = position + 2 if text.startswith("\r\n", position) else position + 1
    if _NEW_BLOCK.match(text, after) or (blank := re.compile(r"[ \t]{0,40}\r?\n").match(text, after)):
        out.append(("\n", position))
        if _NEW_BLOCK.match(text, after):
            mark = re.compile(r"[ \t]{0,12}(?:[-*+•·–]\s|#{1,6}\s|>|\d{1,3}[.)、]\s)").match(text, after)
            return mark.end() if mark else after
        return blank.end() if blank else after
    rest = re.compile(r"[ \t]{0,40}").match(text, after)
    end = rest.end() if rest else after
    wide = out and end < len(text) and CJK.match(out[-1][0]) is not None and CJK.match(text[end]) is not None
    if not wide:
        out.append((" ", position))
    return end


def _inside_word(text: str, position: int) -> bool:
    """Tell a mark between two letters or digits (``kg_CO2``, ``2*3``) from one that opens or closes emphasis."""
    if text[position] != "_":
        return False
    before = text[position - 1 : position]
    after = text[position + 1 : position + 2]
    return before.isalnum() and after.isalnum()


def _folded(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:  # noqa: C901 - a branch a sign
    out: list[tuple[str, int]] = []
    straight = False
    for char, place in pieces:
        if char in _DROPPED:
            continue
        if char == '"':
            straight = not straight
            out.append(("“" if straight else "”", place))
            continue
        if char in _QUOTES:
            out.append((_QUOTES[char], place))
            continue
        if char in "’‘`´":
            out.append(("'", place))
            continue
        if char in "–—―":
            inside = bool(out) and out[-1][0].isdigit()
            out.append(("-" if inside else "—", place))
            continue
        if char == "\n":
            straight = False
            out.append((char, place))
            continue
        for each in unicodedata.normalize("NFKC", char).translate(_HYPHENS).translate(_TRADITIONAL).lower():
            if each.isspace():
                if out and out[-1][0] not in " \n":
                    out.append((" ", place))
            else:
                out.append((each, place))
    return out


def _ends(folded: list[tuple[str, int]], position: int) -> bool:
    char = folded[position][0]
    if char in _CLOSING:
        return position > 0 and _stops(folded, position - 1)
    following = folded[position + 1][0] if position + 1 < len(folded) else "\n"
    return _stops(folded, position) and following not in _CLOSING


def _stops(folded: list[tuple[str, int]], position: int) -> bool:
    char = folded[position][0]
    if char in _ENDS:
        return True
    if char != ".":
        return False
    after = [each for each, _ in folded[position + 1 : position + 4]]
    if after and after[0] not in " \n" and after[0] not in _CLOSING and not CJK.match(after[0]):
        return False
    word = ""
    for each, _ in reversed(folded[max(0, position - 8) : position]):
        if not (each.isalnum() or each == "."):
            break
        word = each + word
    if word == "no":
        following = "".join(each for each, _ in folded[position + 1 : position + 24]).split(" ")
        token = next((each for each in following if each), "")
        return not any(each.isdigit() or each == ":" for each in token)
    return word not in _SHORT


def _sentence(pieces: list[tuple[str, int]]) -> Sentence:
    begin, end = 0, len(pieces)
    while begin < end and pieces[begin][0] in " \n":
        begin += 1
    while end > begin and pieces[end - 1][0] in " \n":
        end -= 1
    kept = pieces[begin:end]
    return Sentence("".join(char for char, _ in kept), tuple(place for _, place in kept))
