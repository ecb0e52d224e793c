"""Facts as wild as a ledger can be: any seed makes a file over the whole dictionary, always the same.

Nothing is asked of them but that a clerk might have typed them: a whole and its parts agree, a
share stays below its whole, a sentence is one; else every number, length and hole occurs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from docgen.facts.dictionary import Dictionary, Entry
from docgen.library.forms import ELEMENTS

_APPROXIMATE: Final = ("3000多", "近300", "约40", "2.2万", "30余", "2至3", "100以上", "1万多")
_NEVER_NONE: Final = ("党支部", "党员", "支部调整.原", "概况.行政村", "概况.户数", "概况.人口")
ALWAYS: Final = ("单位", "文稿")
"""Groups without which there is no paper; what stands in them may be missing like anything."""
_PLAIN: Final = re.compile(r"[\u4e00-\u9fff0-9][\u4e00-\u9fff0-9.%，。；、（）“”《》]*")
_RELATIONS: Final = ("分为", "其中")

_CLAUSES: Final = (
    "走访群众{n}户",
    "投资{m}改建活动场所",
    "按时办结率{p}",
    "修订《村规民约》",
    "落实“三会一课”制度",
    "请县委党校教员讲课{n}场（含夜校{s}场）",
    "清理资金、资产、资源合同{n}份",
    "{y}年{d}月前改完",
    "每月{d}日公开收支",
    "把矛盾解决在村里",
    "由“单打一”变“一起干”",
    "发展党员【发展党员|量】",
    "【发展党员|增减】",
    "村集体经济收入【村集体经济.收入】，【村集体经济.收入|较上期】",
    "流动党员【党员.流动党员】",
    "举办培训班【培训.期数|量】、培训【培训.人次|量】",
    "覆盖率【党员积分管理覆盖率】",
    "获【荣誉】",
    "会同派出所、司法所等{s}个单位逐人审查",
    "茶园由{n}亩增到{h}亩",
    "收入5万元以上的村占{p}",
    "{n}户、{h}人次参加",
)
_TOPICS: Final = (
    "摸清底数",
    "从严发展党员",
    "把“双培”落到村",
    "晒账本",
    "村财乡管（试行）",
    "办好{s}件实事",
)
_NAMES: Final = (
    "石桥村",
    "上河社区",
    "“四议两公开”工作法",
    "《整顿工作方案》",
    "强领导",
    "重宣传、讲方法",
    "镇党建工作办公室",
    "县委组织部和县民政局",
    "每月{d}日前",
    "{d}月底",
    "村务公开不及时",
    "补选支部委员{s}名",
    "1+{s}联动机制",
    "全县先进集体（{y}年度）",
    "{y}年{d}月",
    "推动各项任务按月调度、按季评比、按年考核，做到事事有人管、件件有着落",
)
_PERIODS: Final = (
    "{y}年上半年",
    "{y}年下半年",
    "{y}年",
    "{y}年一季度",
    "{y}年前三季度",
    "{y}年1至6月",
    "{y}年5月",
    "{b}年1月至{y}年6月",
)
_CALIBERS: Final = (
    "户籍人口",
    "上年全年",
    "{y}年",
    "{b}年全年",
    "{b}年以来",
    "2025年",
    "2025年全年",
)
_DAYS: Final = ("{y}-07-03", "{y}年12月31日", "{y}.1.5", "{y}-06-30")


class Wild:
    """One file in the making.

    fill: how likely something that may be missing is there.  long: how likely a list is long.
    """

    def __init__(self, seed: int, dictionary: Dictionary) -> None:
        self.seed = seed
        self.random = Random(seed)
        self.dictionary = dictionary
        self.fill = self.random.choice((0.1, 0.1, 0.3, 0.3, 0.5, 0.9))
        self.open = self.random.choice((0.0, 0.02, 0.15))
        self.long = self.random.choice((0.0, 0.0, 0.02, 0.1))
        self.year = self.random.randint(2004, 2026)

    def file(self) -> dict[str, str]:
        """The top-level keys, each with its lines of YAML."""
        made = {}
        for name, whole in self.dictionary.roots.items():
            entry, elements = _parted(whole) if name in ALWAYS else (whole, {})
            if name in ALWAYS or self.chance(self.fill if entry.optional else 0.93):
                value = self.unit(entry) if name == "单位" else self.value(entry)
                if name == "文稿" and isinstance(value, dict):
                    value |= self.paper(value)
                if isinstance(value, dict):
                    value |= self.issued(elements)
                made[name] = f"{name}:{_yaml(value, 1)}\n"
        return made

    def issued(self, elements: Mapping[str, Entry]) -> dict[str, object]:
        """What some papers have round their text; by other dice, so that the rest is the same
        with it and without."""
        dice, self.random = self.random, Random(f"{self.seed} 要素")
        said = self.members(elements) if self.chance(0.3) else {}
        self.random = dice
        return said

    # -- dice ----------------------------------------------------------------------------

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def pick(self, words: Sequence[str]) -> str:
        """One of the words, its places filled."""
        word = self.random.choice(words)
        return self.filled(word) if "{" in word else word

    def filled(self, word: str) -> str:
        r = self.random
        return word.format(
            n=r.choice((1, 2, 12, 307, "3000多", "近300", "8至10")),
            h=r.choice((20, 1214, "2.2万", "1万余")),
            s=r.randint(2, 9),
            m=r.choice(("86万元", "近600万元", "1.2亿元", "8000元", "3万多元")),
            p=r.choice(("96.2%", "98%以上", "100%", "0.5%")),
            d=r.randint(1, 12),
            y=self.year,
            b=self.year - 1,
        )

    # -- values --------------------------------------------------------------------------

    def value(self, entry: Entry) -> object:
        """Anything that may stand behind the entry's name."""
        if entry.kind == "列表":
            return self.items(entry)
        if entry.kind in ("组", "构成"):
            return self.members(entry.members) or "待填"
        if self.chance(self.open):
            return self.random.choice(("待填", "", "{待核实}"))
        return self.number(entry) if entry.is_number else self.word(entry)

    def members(self, entries: Mapping[str, Entry]) -> dict[str, object]:
        return {
            name: self.value(below)
            for name, below in entries.items()
            if self.chance(self.fill if below.optional else 0.95)
        }

    def size(self) -> int:
        r = self.random
        return (
            r.randint(15, 40) if self.chance(self.long) else r.choice((0, 1, 1, 2, 2, 2, 3, 4, 7))
        )

    def items(self, entry: Entry) -> object:
        """A list: of none (said or not), one, two, many."""
        if self.chance(self.open):
            return "待填"
        size = self.size()
        if not size:
            return self.random.choice(("无", []))
        if "." in entry.path:  # a list in every record of a list
            size = min(size, 8)
        if entry.item:
            kind = Entry(entry.name, entry.path, entry.item)
            return [self.word(kind) for _ in range(size)]
        return [self.record(entry) for _ in range(size)]

    def record(self, entry: Entry) -> object:
        if "文" in entry.members and self.chance(0.5):
            return self.word(entry.members["文"])
        fields = self.members(entry.members)
        if fields.get("文"):  # a whole sentence, or its parts
            fields = {k: v for k, v in fields.items() if k not in ("主题", "做法", "事实", "要求")}
        if "主题" in entry.members and not set(fields) & {"文", "主题", "做法", "事实"}:
            fields["主题"] = self.word(entry.members["主题"])
        return fields or self.word(entry)

    def word(self, entry: Entry) -> str:
        """A value of a kind that is no number."""
        r = self.random
        match entry.kind:
            case "选项":
                return r.choice(entry.options)
            case "是否":
                return r.choice(("是", "否"))
            case "期间":
                return self.pick(_PERIODS)
            case "日期":
                return self.pick(_DAYS)
            case "文本" if entry.name not in ("量", "原", "现", "区位"):
                return self.sentence(entry.name)
            case _:
                return self.pick(_NAMES)

    def sentence(self, name: str) -> str:
        """One or several sentences, with and without a stop at the end."""
        said = "，".join(self.pick(_CLAUSES) for _ in range(self.random.choice((1, 1, 2, 3, 9))))
        if name in ("文", "成效", "正文") and self.chance(0.7):
            said = f"{self.pick(_TOPICS)}。{said}"
        if name in ("正文", "做法") and self.chance(0.3):
            said += "。" + "；".join(self.pick(_CLAUSES) for _ in range(4))
        if self.chance(0.1):
            return said + "，老党员说：“路灯亮了，晚上也敢出门。”"
        return said + self.random.choice(("", "", "。", "；"))

    # -- numbers -------------------------------------------------------------------------

    def number(self, entry: Entry) -> object:
        """A number alone or with what may be said of it, and the numbers under it."""
        text = self.digits(entry)
        more: dict[str, object] = {}
        if self.chance(0.35):
            more |= self.about(entry)
        below = self.below(entry, text)
        if not more and not below:
            return text
        if "待核实" in more and self.chance(0.2):
            return {"待核实": more["待核实"]}
        if self.chance(0.05):
            return {**more, **below} if below else {"值": "待填", **more}
        return {"值": text, **more, **below}

    def digits(self, entry: Entry) -> str:
        r = self.random
        match entry.kind:
            case "百分比":
                return r.choice(("96.2%", "98%以上", "100%", "0", "0.5%", "近90%", "7%"))
            case "金额":
                return r.choice(
                    (
                        "186.5",
                        "近600万元",
                        "8000元",
                        "1.2亿元",
                        "0",
                        "5万余元",
                        "0.3",
                        "1865000元",
                        "64",
                    )
                )
            case "小数":
                return r.choice(("126.4", "0.5", "0", "3.6万", "近200", "1", "43.5"))
        never_none = entry.path in _NEVER_NONE
        small = (1, 1, 2) if never_none else (0, 1, 2)
        return str(
            r.choice(
                (
                    *small,
                    2,
                    r.randint(3, 99),
                    r.randint(100, 9999),
                    987654321,
                    *_APPROXIMATE,
                    f"{r.randint(3, 60)}{entry.measure}",
                )
            )
        )

    def about(self, entry: Entry) -> dict[str, object]:
        """What is said of a number beside its value."""
        r = self.random
        choices: dict[str, Callable[[], str]] = {
            "上期": lambda: self.digits(entry),
            "增幅": lambda: r.choice(("12.1%", "-3%", "0", "约20%")),
            "比": lambda: r.choice(("上年同期", "年初", "换届前")),
            "目标": lambda: self.digits(entry),
            "名次": lambda: "第3",
            "来源": lambda: "统计年报",
            "口径": lambda: self.pick(_CALIBERS),
            "状态": lambda: r.choice(("已核实", "待核实", "计划")),
            "待核实": lambda: "两个支部的数还没有报来",
            "公开": lambda: r.choice(("是", "否")),
        }
        return {name: choices[name]() for name in r.sample(sorted(choices), r.choice((1, 1, 2, 4)))}

    def below(self, entry: Entry, text: str) -> dict[str, object]:
        """The members of a number: those that make it up add up to it, the others stay below."""
        kept = {
            n: e for n, e in entry.members.items() if self.chance(self.fill if e.optional else 0.9)
        }
        total = int(text) if text.isdecimal() else 60
        made: dict[str, object] = {}
        for relation in _RELATIONS:
            names = [name for name, below in kept.items() if below.relation == relation]
            sizes = (
                self.split(total, len(names))
                if relation == "分为"
                else [self.random.randint(0, total) for _ in names]
            )
            said = {name: str(size) for name, size in zip(names, sizes, strict=True)}
            if said and self.chance(0.5):
                made[relation] = said
            else:
                made |= said
        for name, below in kept.items():
            if below.kind == "构成" and below.members:
                sizes = self.split(total, len(below.members))
                made[name] = dict(zip(below.members, map(str, sizes), strict=True))
            elif not below.relation:
                made[name] = self.value(below)
        return made

    def split(self, total: int, parts: int) -> list[int]:
        if not parts:
            return []
        cuts = sorted(self.random.randint(0, total) for _ in range(parts - 1))
        return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]

    # -- the paper -----------------------------------------------------------------------

    def unit(self, entry: Entry) -> dict[str, object]:
        """Who speaks; one thing of it may be missing."""
        kind = self.random.choice(("乡", "镇", "街道", "县"))
        committee = "街道党工委" if kind == "街道" else f"{kind}党委" if kind != "县" else "县委"
        said: dict[str, object] = {
            "名称": f"青山{kind}",
            "全称": f"中共清河县青山{kind}委员会",
            "自称": f"我{kind}",
            "党委称": committee,
            "类别": kind,
            "县": "清河县",
            "上级": "县委",
            "主送": "县委组织部",
            "区位": "县城以北{s}公里，清河上游",
            "语速": self.random.choice(("150", "200", "220")),
        }
        said["区位"] = self.filled(str(said["区位"]))
        if self.chance(0.5):
            del said["区位"], said["语速"]
        if self.chance(0.2):
            del said[self.random.choice(sorted(said))]
        assert set(said) <= set(entry.members)
        return said

    def paper(self, said: Mapping[str, object]) -> dict[str, object]:
        """What a paper must have: a period or a day."""
        kept: dict[str, object] = {"模板": "半年基层党建工作汇报", "样式": "gbt9704"}
        day = said.get("日期")
        if not isinstance(day, str) or day[:2] != "20" or self.chance(0.8):
            kept |= {"期间": self.pick(_PERIODS[:5]), "日期": f"{self.year + 1}-01-06"}
        return kept


def _parted(entry: Entry) -> tuple[Entry, dict[str, Entry]]:
    """An entry without the elements of a paper, and those."""
    known = ("文稿.刊名", "文稿.期号")  # among the rest since before there were elements
    elements = {
        name: member
        for name, member in entry.members.items()
        if name in ELEMENTS and member.path not in known
    }
    # 样式 names a file of the library: no words of a writer stand there.
    rest = {name: m for name, m in entry.members.items() if name not in (*elements, "样式")}
    return replace(entry, members=rest), elements


def wild(seed: int, dictionary: Dictionary) -> dict[str, str]:
    """The facts of this seed: top-level keys with the YAML of each."""
    return Wild(seed, dictionary).file()


def _yaml(value: object, depth: int) -> str:
    """What stands behind a colon: a scalar on the same line, anything else indented below."""
    indent = "  " * depth
    if isinstance(value, dict) and value:
        return "".join(f"\n{indent}{key}:{_yaml(below, depth + 1)}" for key, below in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{indent}- {_yaml(item, depth + 1).lstrip()}" for item in value)
    if value in ({}, []):
        return f" {value}"
    text = str(value)
    if text == "{待核实}":
        return " {待核实: 数还没有报来}"
    return f" {text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)}"
