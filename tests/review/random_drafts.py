"""Random drafts that are right, and the same with one defect put in.

An outline of two or three levels, headings alone on their line or with text behind them, runs of
一是…二是, stated counts, and figures whose parts, shares and growth agree.  Every indicator is
said once, so that nothing contradicts by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Final

from docgen.language import chinese_number, count_word, ordinal

HEADS: Final = (
    "抓班子，强队伍",
    "理清发展思路",
    "建好村级阵地",
    "管好党员队伍",
    "办好民生实事",
    "规范议事决策",
    "壮大集体经济",
    "整治环境卫生",
    "化解矛盾纠纷",
    "落实工作责任",
    "加强教育培训",
    "推进移风易俗",
)
PLAIN: Final = (
    "镇党委把这项工作列入议事日程，逐村研究办法。",
    "包村干部每周到村里住两天，同村干部一起走访群众。",
    "各村按照清单逐条对照，缺什么补什么。",
    "对群众反映的问题，能当场解决的当场解决，不能解决的说明原因。",
    "村务公开栏按月更新，重要开支由村民代表审核。",
    "党员按照本人意愿认领岗位，年底向党员大会述职。",
)
RUNS: Final = (
    "逐村摸清底数",
    "逐户听取意见",
    "逐条制定措施",
    "逐项明确责任",
    "逐月通报进度",
    "年底逐村验收",
)
WHOLES: Final = (
    ("党支部", "个", ("农村党支部", "机关党支部")),
    ("入党积极分子", "名", ("青年积极分子", "其他积极分子")),
    ("培训班", "期", ("集中培训班", "网络培训班")),
    ("活动场所", "处", ("新建场所", "改建场所")),
    ("调解员", "名", ("专职调解员", "兼职调解员")),
    ("合作社", "家", ("种植合作社", "养殖合作社")),
)
SHARES: Final = (
    ("党员", "名", "女党员"),
    ("村干部", "名", "大专以上学历的村干部"),
    ("护林员", "名", "脱贫户中的护林员"),
    ("村民小组长", "名", "党员小组长"),
)
GROWTHS: Final = (
    ("村均集体收入", "万元"),
    ("茶园面积", "亩"),
    ("外出务工人员", "人"),
    ("水稻产量", "吨"),
)


@dataclass
class Paper:
    """A draft as its lines, and where something may be spoilt: kind → indexes of lines."""

    lines: list[str] = field(default_factory=list)
    spots: dict[str, list[int]] = field(default_factory=dict)

    def add(self, line: str, *kinds: str) -> None:
        """A line, and what kinds of defect it can take."""
        for kind in kinds:
            self.spots.setdefault(kind, []).append(len(self.lines))
        self.lines.append(line)

    @property
    def text(self) -> str:
        """The draft as plain text, a line between paragraphs."""
        return "\n\n".join(self.lines) + "\n"


def random_paper(random: Random) -> Paper:
    """A draft without a defect."""
    paper = Paper()
    heads = iter(random.sample(HEADS, len(HEADS)))
    figures = _figures(random)
    paper.add("中共清河县青山镇委员会2026年上半年党建工作情况汇报")
    paper.add("县委组织部：")
    paper.add("今年以来，青山镇党委按照县委组织部的安排抓党建工作。现将有关情况汇报如下。")
    paper.add("一、基本情况")
    paper.add(_body(random, figures), "body")
    paper.add("二、主要做法")
    parts = random.randint(2, 5)
    if random.random() < 0.5:
        said = f"上半年主要抓了{count_word(parts)}项工作。"
        paper.add(said, "stated")
    for part in range(1, parts + 1):
        head = ordinal("（一）", part) + next(heads)
        last = ("last heading",) if part == parts else ()
        if random.random() < 0.5:
            paper.add(head, *last)
            paper.add(_body(random, figures), "body")
        else:
            paper.add(head + "。" + _body(random, figures), "body", *last)
        if random.random() < 0.3:
            paper.add(_run(random), "run")
    paper.add("三、存在的问题")
    paper.add("部分村的后备人选不足，有的村集体收入来源单一。")
    paper.add("四、下半年打算", "last heading")
    paper.add("下半年要物色好后备人选，9月底前报镇党委研究；要帮助各村拓宽增收的路子。")
    paper.add("中共清河县青山镇委员会")
    paper.add("2026年6月30日")
    return paper


def _body(random: Random, figures: Iterator[tuple[str, str]]) -> str:
    said = random.choice(PLAIN)
    found = next(figures, None)
    return said if found is None or random.random() < 0.3 else said + found[1]


def _run(random: Random) -> str:
    count = random.randint(2, 5)
    items = random.sample(RUNS, count)
    return "；".join(f"{chinese_number(i)}是{item}" for i, item in enumerate(items, 1)) + "。"


def _figures(random: Random) -> Iterator[tuple[str, str]]:
    """Sentences whose figures agree, each of its kind: whole, share, growth."""
    made: list[tuple[str, str]] = []
    for noun, unit, (one, other) in WHOLES:
        a, b = random.randint(2, 60), random.randint(2, 60)
        made.append(("whole", f"全镇有{noun}{a + b}{unit}，其中{one}{a}{unit}、{other}{b}{unit}。"))
    for noun, unit, part in SHARES:
        whole = random.randint(40, 900)
        some = random.randint(1, whole - 1)
        made.append(
            (
                "share",
                f"现有{noun}{whole}{unit}，其中{part}{some}{unit}，占{_percent(some, whole)}%。",
            )
        )
    for noun, unit in GROWTHS:
        before = random.randint(50, 900)
        now = before + random.randint(1, before)
        grown = _percent(now - before, before)
        made.append(("growth", f"{noun}由{before}{unit}增加到{now}{unit}，增长{grown}%。"))
    random.shuffle(made)
    yield from made


def _percent(part: int, whole: int) -> Decimal:
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize() + 0


Spoil = Callable[[str, Random], str | None]
"""A line with the defect in it, None where it cannot be put."""


def _inserted(words: str) -> Spoil:
    return lambda line, _: line + words


def _renumbered(by: int) -> Spoil:
    def spoil(line: str, random: Random) -> str | None:
        for index in range(2, 9):
            for pattern in ("一、", "（一）"):
                mark = ordinal(pattern, index)
                if line.startswith(mark):
                    return ordinal(pattern, index + by) + line[len(mark) :]
        return None

    return spoil


def _restated(line: str, random: Random) -> str | None:
    for count in range(2, 6):
        word = f"抓了{count_word(count)}项"
        if word in line:
            return line.replace(word, f"抓了{count_word(count + random.randint(1, 3))}项")
    return None


def _broken_run(line: str, random: Random) -> str | None:
    return (
        line.replace("二是", "三是", 1) if "三是" not in line else line.replace("三是", "二是", 1)
    )


DEFECTS: Final[dict[str, tuple[str, str, Spoil]]] = {
    "序号重复": ("OUT001", "last heading", _renumbered(-1)),
    "序号跳号": ("OUT002", "last heading", _renumbered(1)),
    "总括数不符": ("OUT007", "stated", _restated),
    "一是串断裂": ("OUT009", "run", _broken_run),
    "合计不符": (
        "FIG001",
        "body",
        _inserted("共制定制度12项，其中学习制度5项、议事制度3项、考核制度6项。"),
    ),
    "部分大于整体": ("FIG002", "body", _inserted("选派干部15名，其中女干部27名。")),
    "占比不符": ("FIG003", "body", _inserted("走访农户200户，其中脱贫户62户，占35%。")),
    "前后不一": (
        "FIG005",
        "body",
        _inserted("全镇有社区6个。各社区按月公开账目。全镇共有社区8个。"),
    ),
    "下降用倍": ("FIG010", "body", _inserted("信访量下降2倍。")),
    "百分点": ("FIG011", "body", _inserted("参保率由72%提高到80%，提高8%。")),
    "占位符": ("CMP001", "body", _inserted("XX村建了文化广场。")),
    "空缺": ("CMP002", "body", _inserted("到月日止，整治任务都做完。")),
    "半角标点": ("PUN001", "body", _inserted("按照要求,各村已经报送。")),
    "标点叠用": ("PUN002", "body", _inserted("各村已经报送。。")),
    "数字旁空格": ("NUM008", "body", _inserted("共走访 35 户。")),
    "错别字": ("WRD001", "body", _inserted("镇党委作了全面布署。")),
    "提法过期": ("FRM002", "body", _inserted("以基层组织建设年活动为契机，各村都要补上短板。")),
}


def spoilt(paper: Paper, defect: str, random: Random) -> str | None:
    """The text of the draft with the defect in it, None where it has no place for it."""
    _, kind, spoil = DEFECTS[defect]
    spots = [*paper.spots.get(kind, ())]
    random.shuffle(spots)
    for spot in spots:
        line = spoil(paper.lines[spot], random)
        if line is not None:
            return "\n\n".join([*paper.lines[:spot], line, *paper.lines[spot + 1 :]]) + "\n"
    return None
