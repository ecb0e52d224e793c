"""Measure words, units and set phrases with numerals: the tables `quantity` and `figures` read.

The order inside a table carries no meaning; the longest entry that fits is taken.
"""

from __future__ import annotations

from typing import Final

SCALES: Final = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
"""Scale words behind digits: 2.2万, 3千."""

PREFIXES: Final = frozenset(
    "近 将近 接近 约 大约 超 超过 逾 突破 不足 不到 不少于 不低于 不超过 不多于 不高于 "
    "至少 最少 最低 至多 最多 最高 上".split()
)
"""Qualifiers before a number; 上 only before a bare 百, 千 or 万 (上百名)."""

PREFIX_ENDS_WORD: Final = {
    "近": "附最邻靠亲临贴远",
    "约": "节签预合制违契公誓条隐简特邀",
    "超": "赶反高",
    "上": "网线以向",
}
"""Behind these characters the qualifier belongs to another word: 节|约, 最|近."""

SUFFIXES: Final = frozenset("左右 上下 以上 以下 及以上 及以下 以内 之内 以外 之多 内外".split())
"""Qualifiers behind the measure word."""

MIDDLES: Final = frozenset("多余来几")
"""Qualifiers between number and measure word: 3000多棵, 十几个."""

TIME_UNITS: Final = frozenset("年 周年 个月 月 天 日 周 个星期 个季度 季度 小时 届".split())
"""With these 近 means “the last”, not “nearly”: 近3年."""

_COUNTED = """
名 个 位 人 人次 人天 户 户次 家 家次 项 项次 件 件次 条 条次 次 场 场次 期 届 批 批次 处 所 座 栋 幢 间
套 台 台套 台次 辆 艘 架 份 册 本 篇 篇次 幅 张 块 面 枚 支 只 头 匹 羽 尾 棵 株 丛 片 段 道 口 眼 孔 盏 根 把
颗 粒 桶 箱 袋 瓶 盒 包 顿 组 队 班 层 级 类 种 门 节 课时 学时 讲 集 首 部 车 车次 宗 起 例 案 笔 轮 遍 趟 步
点 款 章 卷 页 字 版 席 床 张床位 标段 方面 环节 阶段 层次 领域 村 社区 乡镇 镇 乡 街道 县 区 市 省
"""
_UNITS = """
% ‰ 个百分点 百分点 倍 成 折 岁 周岁 周年 年 个月 季度 个季度 周 个星期 天 日 个工作日 工作日 小时 个小时 分钟 秒
元 角 美元 欧元 港元 日元 亩 公顷 平方公里 平方千米 平方米 平米 平方 公里 千米 华里 里 米 厘米 毫米 延米 延长米
立方米 立方 方 升 毫升 吨 公斤 千克 克 斤 两 度 千瓦 千瓦时 兆瓦 瓦 分 摄氏度 ℃
元/亩 元/人 元/吨 元/平方米 吨/日 km km² km2 m m² m2 m³ ㎡ ㎥ kg t GB TB MB
"""
MEASURES: Final = frozenset((_COUNTED + _UNITS).split())
"""What may stand behind a number."""

HAN_MEASURES: Final = MEASURES - frozenset(
    "村 社区 乡镇 镇 乡 街道 县 区 市 省 级 类 层 组 队 班 部 面 门 点 段 片 口 把 道 节 块 只 头 包 讲 集 首 案 步 "
    "字 成 折 方 平方 里 两 度 分 角 日 例 起 款 章 卷 页 版 席 床 周 领域 季度 m t km kg".split()
)
"""What makes a figure of a number in 汉字: what is left out stands in too many set phrases."""

FOLLOWERS: Final = {
    "人": "民员才大口均社事选物士身家心",
    "个": "性体别",
    "名": "单额列称字牌义录",
    "位": "于置列",
    "次": "序要性",
    "条": "件例款",
    "项": "目",
    "家": "庭园属乡长具访人",
    "户": "籍外主口",
    "期": "间限刊望待",
    "年": "级轻龄老鉴",
    "天": "然安气下",
    "点": "名评赞",
    "分": "之类别组为工管布析散",
    "场": "所地镇面景合",
    "面": "临向积对貌上前",
    "所": "有以在需谓得",
    "张": "贴家",
    "台": "账阶",
    "支": "部出持委书付撑援教",
    "本": "地级人着镇市县村年月职科",
    "组": "织长建成干级",
    "队": "伍员长",
    "片": "区面长",
    "处": "理分置级室长于",
    "套": "话用取",
    "班": "子",
    "级": "别联",
    "日": "常记报益前子",
    "周": "边围期",
    "份": "额",
    "元": "旦素宵",
    "轮": "训换流岗",
    "批": "评准示发复",
    "只": "有要能是",
    "口": "号径头",
    "幅": "度",
    "门": "前户",
    "部": "门分队署长",
    "头": "号",
    "车": "站间",
    "步": "伐入",
    "节": "约日目",
    "道": "路德理",
    "起": "来到草步初",
    "把": "关手握",
    "成": "立为果员效功",
    "段": "落",
    "方": "式法案向便针",
    "字": "样",
    "类": "型似",
    "市": "场民直",
    "县": "委区级直",
    "镇": "街级",
    "乡": "土级",
    "村": "民委干级支居",
    "区": "域级直",
    "省": "级直",
    "包": "括联",
    "案": "件",
    "讲": "话",
    "首": "先",
    "集": "中体",
    "种": "植",
    "度": "过",
    "里": "面程",
    "顿": "时",
    "两": "委级手不边",
    "角": "度",
    "例": "如会",
    "笔": "者记",
}
"""Behind the measure word these characters make another word of it: 3支|部, 5组|织."""

ARTICLES: Final = frozenset("个 项 条 种 支 套 批 块 股 方面 年 天 倍 轮 遍 次".split())
"""With these 一 is mostly an article (形成一个好班子): a figure only at the end of a clause."""

SET_PHRASES: Final = frozenset(
    """
    三会一课 四议两公开 一把手 一线 一方面 一体化 一些 一定 一起 一样 一般 一直 一贯 一律 一旦 一切 一致 一批 一系列
    一大批 一部分 一次性 一时 一度 一心 一流 一点 一站式 一条龙 一条心 一盘棋 一票否决 一个样 一家人 一班人 一支笔
    一个个 一件件 一项项 一条条 一次次 一户户 一家家 一卡通 一对一 一岗双责 一事一议 一心一意 一分为二 一把钥匙
    进一步 又一次 再一次 每一个 每一名 每一位 每一户 每一项 任何一个 任何一名 哪一个 同一个 另一个 某一个 最后一公里
    人手一本 人手一册 人手一份 第一书记 第一责任人 第一时间 第一线 第一要务 第一位的 第一议题 第一资源 第一生产力 第一道
    三个代表 两个维护 两个确立 两个务必 三个务必 四个意识 四个自信 四个全面 五位一体 三位一体 三严三实 两学一做
    八项规定 六项纪律 三个必须 四个服从 三个一 四个一 五个一 六个一 十个一 三个好 四个好 五个好 六个好 三个带头 四个带头
    五个带头 两个责任 三重一大 三级联创 两个文明 三个文明 两手抓 两不误 两促进 三支一扶 四大班子 四套班子 两套班子 两个百年
    四面八方 五花八门 千家万户 千方百计 万众一心 三番五次 七上八下 百年大计 万元户 两个年 双百双千 三个离不开 四个不摘
    """.split()
)
"""Words with a numeral that count nothing."""
