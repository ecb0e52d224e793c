"""Measure words, units and set phrases with numerals: the tables `quantity` and `figure` read.

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
元 美元 欧元 港元 日元 亩 公顷 平方公里 平方千米 平方米 平米 平方 公里 千米 华里 里 米 厘米 毫米 延米 延长米
立方米 立方 方 升 毫升 吨 公斤 千克 克 斤 度 千瓦 千瓦时 兆瓦 瓦 分 摄氏度 ℃
元/亩 元/人 元/吨 元/平方米 吨/日 km km² km2 m m² m2 m³ ㎡ ㎥ kg t GB TB MB
"""
MEASURES: Final = frozenset((_COUNTED + _UNITS).split())
"""What may stand behind a number."""

HAN_MEASURES: Final = MEASURES - frozenset(
    "村 社区 乡镇 镇 乡 街道 县 区 市 省 级 类 层 组 队 班 部 面 门 点 段 片 口 把 道 节 块 只 头 包 讲 集 首 案 步 "
    "字 成 折 方 平方 里 度 分 日 例 起 款 章 卷 页 版 席 床 周 领域 季度 m t km kg".split()
)
"""What makes a figure of a number in 汉字: what is left out stands in too many set phrases."""

FOLLOWERS: Final = {
    "人": "民员才口",
    "位": "于",
    "次": "性",
    "条": "件例",
    "项": "目",
    "家": "庭属",
    "年": "级轻",
    "场": "所地馆",
    "面": "积",
    "所": "有属",
    "台": "账阶",
    "支": "部出委书",
    "组": "织",
    "队": "伍员",
    "片": "区",
    "处": "室级",
    "班": "子",
    "元": "旦",
    "部": "门队",
    "车": "间站辆",
    "步": "骤",
    "节": "目约",
    "道": "路",
    "把": "手",
    "成": "员立",
    "方": "式法案向便",
    "类": "型",
    "市": "场直民",
    "县": "直级",
    "村": "民委干级支",
    "区": "域直级",
    "省": "直级",
    "案": "件例",
    "集": "体中团市",
}
"""Behind the measure word these characters make another word of it: 3支|部, 5组|织."""

ARTICLES: Final = frozenset("个 项 条 种 支 套 批 块 股 方面 年 天 倍 轮 遍".split())
"""With these 一 is mostly an article (形成一个好班子): a figure only at the end of a clause."""

NAME_WORDS: Final = frozenset(
    "计划 工程 行动 模式 机制 战略 政策 热线 平台 体系 专线 工作法".split()
)
"""Behind a bare number these make a name of it: 321计划, 12345热线."""

SET_PHRASES: Final = frozenset(
    """
    一批 一方面 一次成功 一次选成 一次通过 最后一公里 第一位的 第一道
    三个代表 两个维护 两个确立 四个意识 四个自信 四个全面 四个服从 五个好 三个文明 两个文明 两个责任 两个百年
    五位一体 三位一体 三支一扶 三番五次 八项规定 六项纪律 四套班子 两套班子
    """.split()
)
"""Words in which a numeral and a measure word stand together and count nothing."""
