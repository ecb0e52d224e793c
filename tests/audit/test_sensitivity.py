"""What each fact does to a draft."""

from __future__ import annotations

import pytest

from docgen.audit.sensitivity import sensitivity
from docgen.facts import Fact
from tests.audit.trial import TODAY
from tests.compose.small import facts, library, template

TEXT = "党员: 26\n党支部: 2\n单位: {名称: 青山镇}\n村: [{名: 东, 户: 8, 状态: 整顿中}]\n条: [天天向上]\n"

CHANGES = {
    # a body and a fact → what its changes do
    "印出的数": ("党员{{ 党员 | 量 }}。村好。", "党员", "多1：1句；为0：1句"),
    "决定取舍的数": (
        "{% if 党员 > 0 %}有。{% else %}无。{% endif %}党员{{ 党员 }}名。",
        "党员",
        "多1：1句；为0：2句",
    ),
    "没有用到的": ("党员{{ 党员 | 量 }}。", "党支部", "多1：0句；为0：0句"),
    "名称": ("{{ 单位.名称 }}好。{{ 单位.名称 }}强。", "单位.名称", "换几个字：2句"),
    "一条里的": ("{% for 项 in 村 %}{{ 项.名 }}村{{ 项.户 }}户。{% endfor %}", "村[1].户", "多1：1句；为0：1句"),
    "选项": (
        '{% for 项 in 村 %}{% if 项.状态 == "已转化" %}好了。{% endif %}{% endfor %}',
        "村[1].状态",
        "换成已转化：1句",
    ),
    "一句话": ("{{ 条 | 并列 }}。", "条[1]", "换几个字：1句"),
    "写不成的": ("占{{ 党支部 / 党员 }}。", "党员", "多1：1句；为0：2/0 算不出来"),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_a_fact_changes(case: str) -> None:
    body, path, expected = CHANGES[case]
    found = {e.path: e for e in sensitivity(template(body), facts(TEXT), library(), TODAY)}
    changes = found[path].changes
    assert "；".join(f"{c.how}：{c.error or f'{c.sentences}句'}" for c in changes) == expected


def test_every_fact_is_changed_and_the_facts_stay_as_they_are() -> None:
    given = facts(TEXT)
    before = [(fact.path, fact.text) for fact in given.leaves()]
    found = sensitivity(template("好。"), given, library(), TODAY)
    assert [(e.path, e.text) for e in found] == before
    assert [(fact.path, fact.text) for fact in given.leaves()] == before
    assert isinstance(given.get("党员"), Fact)
