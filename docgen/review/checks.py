"""The checks that rules name: a new one is one function in the module of its group, one row here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docgen.review import (
    amounts,
    changes,
    claims,
    completeness,
    dating,
    days,
    elements,
    formulations,
    guiding,
    marks,
    numerals,
    ordinals,
    restated,
    sums,
)
from docgen.review.engine import Check

CHECKS: Final[Mapping[str, Check]] = {
    "序号重复": ordinals.repeated,
    "序号缺失": ordinals.skipped,
    "序次语标点": ordinals.ordinal_marks,
    "层级": ordinals.level_order,
    "序号混用": ordinals.mixed_forms,
    "标题末尾": ordinals.heading_marks,
    "分项断裂": ordinals.broken_runs,
    "孤项空标题": ordinals.alone_or_empty,
    "分项之和": sums.wrong_sum,
    "部分与整体": sums.more_than_whole,
    "占比": changes.wrong_share,
    "增幅": changes.wrong_growth,
    "倍数": changes.wrong_times,
    "百分点": changes.wrong_points,
    "前后不一": restated.told_otherwise,
    "万亿": restated.mixed_scales,
    "期间": restated.wrong_periods,
    "缺单位": amounts.without_unit,
    "概数": amounts.twice_rough,
    "数与单位": amounts.scrambled,
    "提法超前": formulations.early,
    "提法过期": formulations.expired,
    "会议非最新": formulations.stale,
    "指导思想序列": guiding.sequence,
    "机构地名与年代": formulations.names,
    "成文日期写法": days.issued,
    "数字空格全角": numerals.spaced,
    "半角标点": marks.half_width,
    "标点配对": marks.unpaired,
    "没有写完": completeness.broken_off,
    "总括数": claims.stated_counts,
    "数字概括语": claims.numeral_slogans,
    "引号计数": claims.quoted_lists,
    "年代指纹": dating.contradictions,
    "字号年份": elements.number_year,
    "标题要素": elements.title,
    "主送称谓": elements.addressee,
    "署名": elements.signature,
    "成文日期": elements.dated,
    "附件": elements.attachments,
    "结语": elements.closing,
}
