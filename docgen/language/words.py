"""Words: where a line of Chinese may end."""

from __future__ import annotations

import re
from typing import Final

_TERMS: Final = """
安全生产 八项规定精神 保密工作 城乡建设 城乡居民 处置突发事件 大气污染防治 党风廉政建设 党内法规 党务公开
党员干部 党员教育管理 道路交通安全 地质灾害 电子政务 法治政府 反腐败 防汛抗旱 防灾减灾 扶贫项目资产 干部人事档案
高标准农田 高质量发展 公务员 巩固拓展脱贫攻坚成果 国民经济和社会发展 国土空间 国有资产 耕地保护 河湖长制 基本公共服务
基层党建 基层党组织 基层治理 基层医疗卫生机构 集体经济 经济责任审计 精神文明建设 军民融合 教育整顿 扩大内需 粮食安全
林长制 领导班子 领导干部 领导小组 垃圾分类 劳动关系 老旧小区改造 民族团结进步 民主评议党员 民主生活会 农村人居环境
农村公路 农村集体产权 农产品质量安全 农民工工资 全面从严治党 全面深化改革 人才工作 软弱涣散基层党组织 森林防灭火
社会保障 社会救助 社会治安综合治理 社会主义核心价值观 社会主义现代化 生态环境保护督察 生态文明建设 食品安全 食品药品
述职评议考核 数字政府 数字经济 双拥工作 突发公共卫生事件 土地征收 退役军人 网络安全 危险化学品 为民服务 文物保护
污染防治 乡村建设 乡村振兴 消防安全 新时代文明实践 新型城镇化 信访工作 信息化建设 行政审批 行政执法 行政复议
宣传思想文化 移风易俗 意识形态 疫情防控 以案促改 义务教育 营商环境 应急预案 以工代赈 优化营商环境 政府采购 政府信息公开
政务公开 政务服务 知识产权 主体责任 主题党日 主题教育 专项整治 专业技术人员 招商引资 重大项目 重点项目 组织生活会
自然灾害 最低生活保障 作风建设
"""
"""Terms of official papers that a dictionary of common words takes apart."""

_TERM: Final = re.compile("|".join(sorted(_TERMS.split(), key=len, reverse=True)))


def words(text: str) -> list[str]:
    """The words that the text is made of, in order; joined they are the text.

    Words come from the dictionary of rjieba, which takes a tenth of a second to load: who has no
    need of words does not load it.
    """
    import rjieba  # noqa: PLC0415

    return list(rjieba.cut(text))


def terms(text: str) -> list[tuple[int, int]]:
    """Where the terms of official papers stand in the text: begin and end of each."""
    return [found.span() for found in _TERM.finditer(text)]
