"""Which sentences set a deadline or say who answers for it; a cut for length takes none of them."""

from __future__ import annotations

import pytest

from docgen.compose.duties import is_duty

DUTIES = """
要在8月底前换届到位 | 8月15日前报 | 8月15日之前报 | 三季度前见底 | 2026年前建好 | 今年国庆前完工 | 月底交账 | 下月中旬再看
本周五前报名单 | 周五下班前报 | 下周三报 | 一周内回话 | 10天之内办 | 24小时内回应 | 三个工作日内答复 | 两个月以内见效 | 年内全部转化
任期内不得再提 | 春节前兑现 | 汛期到来前修好 | “七一”前走访一遍 | 节前发到户 | 换届前要谈话 | 年前办好 | 入冬前必须完工
三季度完成 | 8月15日上报 | 当天办结 | 下半年启动 | 今年完成 | 6月验收 | 即日起执行 | 明年再评
不迟于8月15日 | 不得晚于月中 | 最迟星期三 | 截止8月15日 | 限期改好 | 按时限办 | 逾期通报 | 限3天改
由镇党委副书记负责 | 由党建办牵头 | 责任人是村党组织书记
"""
NONE = """
5个月没有开会 | 3年没有公开账目 | 3年前就有 | 两年前建的 | 几天前来过 | 目前没有 | 以前如此 | 提前打招呼 | 之前说过 | 前年换届
去年6月底不在名单上 | 去年年底前转化的 | 换届前后查出来的 | 8月15日，群众来反映 | 5月过了验收 | 6月完成了整改 | 今年4月来过
要逐户上门 | 村内道路 | 年内部署过 | 上半年到村31次 | 有的事没人牵头 | 水渠堵在田头没有人管
"""


def texts(listed: str) -> list[str]:
    return [text.strip() for line in listed.strip().split("\n") for text in line.split("|")]


@pytest.mark.parametrize("text", texts(DUTIES))
def test_a_deadline_or_who_answers_is_a_duty(text: str) -> None:
    assert is_duty(text)
    assert is_duty(f"各村要抓紧，{text}，不能再拖。")


@pytest.mark.parametrize("text", texts(NONE))
def test_anything_else_is_none(text: str) -> None:
    assert not is_duty(text)
