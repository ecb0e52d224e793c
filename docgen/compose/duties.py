"""Which sentences set a deadline or say who answers: those that no cut for length may take.

Read generously: a sentence kept for nothing costs some characters, a deadline lost costs the task.
"""

from __future__ import annotations

import re
from typing import Final

_DAY: Final = "(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
_COUNT: Final = "[0-9０-９一二两三四五六七八九十半百几数]"
_FEAST: Final = (
    "春节|元旦|元宵|清明|五一|“五一”|端午|七一|“七一”|中秋|国庆|双节|两节|节|年关|年终|"
    "入汛|主汛期|汛期|汛|雨季|春耕|春播|秋收|秋播|入冬|供暖|开学"
)
_DO: Final = (
    "完成|办结|办完|改完|改好|建好|建成|建起|建立|配齐|配强|选齐|选好|补齐|摸清|查清|理清|清零|"
    "到位|到岗|上报|报送|报到|报[县镇乡区市党组]|交[账卷办]|移交|整改|销号|见底|见效|转化|"
    "启动|开始|开工|动工|完工|竣工|收官|结束|验收|公示|公开|召开|兑现|落实|拿出"
)
_TASK: Final = rf"(?:要|须|必须|应|务必|一律|全面|全部|全|基本|如期|按时|{_DO})"

_BEFORE: Final = "前(?![后夕期述两些几年三半来往列])"
_PAST: Final = re.compile("(?:去年|上年|前年)[^，。；！？]{0,6}(?:[底末]|[上中下]旬|前)")
"""A day that has passed sets no deadline."""

_DEADLINE: Final = re.compile(
    "|".join(
        (
            # 8月底前 8月15日之前 三季度前 本周五前 2026年前 月底 季末
            rf"{_COUNT}+(?:月份?|[日号]|季度)[^，。；！？]{{0,4}}{_BEFORE}",
            rf"(?:[0-9]{{4}}|[今明后当]|本)年[^，。；！？]{{0,4}}{_BEFORE}",
            rf"(?:周|星期|礼拜)[一二三四五六日天末]?[^，。；！？]{{0,3}}{_BEFORE}",
            "[年月季周旬]度?[底末]|月初|[上中下]旬",
            # 春节前 汛期到来前 换届前完成
            rf"(?:{_FEAST})(?:到来|来临|开始)?(?:之|以)?{_BEFORE}",
            rf"(?<![以之目当提此先从眼空面跟日])前{_TASK}",
            r"(?<![0-9０-９一二两三四五六七八九十几数多])年前(?!后)",
            # 一周内 10天之内 24小时内 年内 本月内
            rf"{_COUNT}+个?(?:小时|天|日|周|星期|礼拜|月|季度|年|工作日)(?:之|以)?内(?![部容设外地])",
            "(?:年|季度|月|周|旬|当[天日晚]|期限|任期)(?:之|以)?内(?![部容设外地])",
            # 下月 下周三 下季度 明年
            "下个?(?:月|周|星期|礼拜|季度)|明年|次[日月年]|即日起|隔[天日]",
            # 三季度完成 8月15日上报 当天办结 下半年启动
            rf"(?:季度|月份?|(?:{_DAY}|当)[日号]|当[天晚周月]|半年|[今本]年)[^，。；！？了过]{{0,6}}"
            rf"(?:{_DO})(?![了过])",
            # 不迟于 最晚 截止 限期
            r"不得?[迟晚]于|最[迟晚]|截止(?!目前)|限期|时限|期限|限时|逾期|到期|限[0-9在于]",
        )
    )
)
_ANSWERS: Final = re.compile(
    "由[^，。；！？]{1,24}(?:负责|牵头)|责任(?:人|单位|领导|部门)[是为：由]|(?:负责|牵头)(?:人|单位|部门)[是为：由]"
)


def is_duty(text: str) -> bool:
    """Whether the text sets a deadline (8月底前, 一周内, 三季度完成) or says who answers for it
    (由组织办负责)."""
    return _DEADLINE.search(_PAST.sub("", text)) is not None or _ANSWERS.search(text) is not None
