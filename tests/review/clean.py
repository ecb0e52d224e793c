"""A clean draft into which the examples of rules are put: by itself no rule finds anything in it."""

from __future__ import annotations

from datetime import date

from docgen.facts import Facts, dictionary_of, facts_from
from docgen.library import Library
from docgen.library.rules import Example
from docgen.manuscript import Manuscript
from docgen.read import read_text
from docgen.review.engine import Asked, Remark, reviewer
from docgen.source import read_yaml

HERE = "【例】"
CLEAN = """\
中共清河县青山镇委员会2026年上半年党建工作情况汇报

县委组织部：

今年以来，青山镇党委按照县委组织部的安排，围绕整顿软弱涣散村党组织做了几件事。现将有关情况汇报如下。

一、基本情况

全镇辖14个行政村，有党支部16个、党员1126名。

二、主要做法

对排查出的2个软弱涣散村党组织，镇党委逐村制定方案，由班子成员包村。

【例】

三、存在的问题和下一步打算

石桥村党支部书记年龄偏大，后备人选不足。下半年要在年轻党员中物色3名后备人选，9月底前报镇党委研究。

中共清河县青山镇委员会
2026年6月30日
"""
FACTS = """\
单位: {名称: 青山镇, 县: 清河县}
文稿: {期间: 2026年上半年, 日期: 2026-06-30}
概况: {行政村: 14}
党支部: 16
党员: 1126
软弱涣散党组织: 2
"""
"""The facts that the clean draft agrees with; those of an example lie over them."""
LIBRARY = Library()


def paper_of(example: Example) -> Manuscript:
    """The draft that an example is, or stands in."""
    text = example.text.rstrip("\n")
    whole = text + "\n" if example.whole else CLEAN.replace(HERE, text)
    return read_text(whole, f"稿.{example.format}")


def facts_of(*layers: str) -> Facts:
    """The facts that these YAML texts give, a later one over the earlier."""
    parsed = [read_yaml(text, f"{number}.yaml") for number, text in enumerate(layers)]
    return facts_from(parsed, dictionary_of(LIBRARY))[0]


def remarks_on(example: Example) -> tuple[Remark, ...]:
    """What all rules find in the draft of an example."""
    paper = paper_of(example)
    on = example.on or paper.on or date(2026, 6, 30)
    facts = facts_of(FACTS, example.facts) if example.facts else None
    ledger = facts_of(example.ledger) if example.ledger else None
    asked = Asked(LIBRARY, on, example.genre or "work_report", facts, ledger)
    return reviewer(LIBRARY).review(paper, asked)
