"""The material of the comparison: as many different facts files as wanted, always the same ones."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

TOWNS: Final = ("青山镇", "柳树镇", "石桥镇", "白水镇", "东河镇", "云溪镇", "平湖镇", "南岭镇")
VILLAGES: Final = ("上坪村", "下坪村", "沙河村", "桃园村", "石磨村", "柳湾村", "杨家村", "新店村")

# name: lowest and highest value; the third number is that of the same period last year
LEDGER: Final[Mapping[str, Mapping[str, tuple[int, int, bool]]]] = {
    "经济": {
        "生产总值": (120_000, 260_000, True),
        "工业产值": (80_000, 190_000, True),
        "农业产值": (20_000, 60_000, True),
        "财政收入": (3_000, 12_000, True),
        "固定投资": (20_000, 90_000, False),
        "人均收入": (7_800, 13_600, False),
        "企业": (90, 420, False),
        "规上企业": (4, 26, False),
    },
    "农业": {
        "播种面积": (18_000, 62_000, False),
        "粮食产量": (9_000, 31_000, True),
        "大棚": (120, 900, False),
        "合作社": (20, 90, False),
        "农机": (120, 620, False),
    },
    "城乡": {
        "道路": (6, 48, False),
        "管网": (3, 30, False),
        "绿化": (40, 400, False),
        "危房": (0, 9, False),
    },
    "环保": {
        "巡河": (120, 900, False),
        "植树": (2_000, 30_000, False),
        "优良天数": (128, 174, True),
    },
    "民生": {
        "就业": (120, 900, False),
        "低保户": (180, 800, False),
        "医保率": (93, 99, False),
        "卫生室": (12, 34, False),
        "养老": (20, 110, False),
    },
    "治理": {
        "网格": (60, 180, False),
        "网格员": (60, 180, False),
        "调解": (60, 380, False),
        "信访": (12, 80, True),
        "隐患": (60, 420, False),
    },
    "组织": {"支部": (24, 60, False), "党员人数": (700, 2_400, False), "轮训": (600, 2_800, False)},
}

MEASURES: Final = (
    "建立镇领导联系企业台账，每月到企业现场办公{a}次，收集用工、用电、物流等问题{b}个，已答复{c}个，其余{d}个报县里协调，答复结果由企业签字确认",
    "开展银企对接{a}场，为{b}家企业协调贷款{c}万元，重点投向设备更新和订单备货，贷款用途由镇财政所按季回访",
    "组织{a}家企业参加县外展销会{b}次，签订供货协议{c}份，协议金额{d}万元，首批货款到账情况纳入按月调度",
    "清理闲置厂房{a}处、闲置土地{b}亩，采取出租、入股、收购等办法重新利用{c}处，引进加工项目{d}个",
    "办好镇级电商服务站，培训店主{a}人次，帮助{b}个村开设网店{c}家，线上销售农产品{d}万元",
    "实行项目服务“一口清”，把审批事项从{a}项压减到{b}项，平均办理时间由{c}天缩短到{d}天",
)
TRADES: Final = (
    (
        "苹果",
        "新栽矮化苹果{a}亩，更新老果园{b}亩，建成冷藏库{c}座，按等级分拣后统一销售，果农{d}户签订了收购协议",
    ),
    (
        "中药材",
        "种植黄芪、柴胡{a}亩，建起初加工车间{b}间，吸纳{c}名妇女就近务工，按协议价收购{d}吨",
    ),
    (
        "肉羊养殖",
        "扶持养殖大户{a}户，存栏肉羊{b}只，改造圈舍{c}座，饲草种植与养殖规模相配套，粪污全部还田",
    ),
    ("露地蔬菜", "轮作露地蔬菜{a}亩，铺设滴灌管道{b}米，注册商标{c}个，每天发往县城市场{d}吨"),
    ("乡村旅游", "改造民宿{a}家，整修步道{b}公里，接待游客{c}人次，村集体按股分红{d}万元"),
    ("食用菌", "发展食用菌大棚{a}座，年产菌棒{b}万袋，带动{c}户参与管护，产品与{d}家超市直接对接"),
)
PROMISES: Final = (
    (
        "农村饮水提质",
        "更换老旧管道{a}公里，新打机井{b}眼，水质每月送检1次，{c}户群众用水不稳的问题已解决，余下{d}户列入下季度工程",
    ),
    (
        "村级幸福院建设",
        "选定{a}个村建设幸福院，已投用{b}个，每天供应午餐{c}份，运行经费由村集体和镇财政各承担一部分",
    ),
    ("农贸市场改造", "拆除乱搭乱建{a}处，新划摊位{b}个，摊位费{c}个月未上涨，经营户由抽签确定位置"),
    (
        "路灯亮化",
        "在{a}个自然村安装太阳能路灯{b}盏，优先照亮路口、村部和学校周边，灯杆编号后由网格员报修",
    ),
    (
        "残疾人辅具适配",
        "入户评估{a}人，适配轮椅、助听器等辅具{b}件，改造卫生间和坡道{c}户，用后不合适的可退换{d}次",
    ),
    (
        "校车线路延伸",
        "新增校车线路{a}条，覆盖偏远自然村{b}个，乘车学生{c}人，随车照管员由学校统一聘用",
    ),
)
PROBLEMS: Final = (
    ("工业结构单一，前{a}家企业占了总产值的{b}%，抗风险能力不强", "多年依赖资源加工，上下游配套没有跟上，企业之间少有协作", "围绕现有龙头企业引进配套项目{c}个，年底前拿出{d}份可对外推介的项目书"),
    ("村集体收入不平衡，收入不足5万元的村还有{a}个", "资产家底不清，一些承包合同价格偏低、年限偏长", "用{b}个月清理合同{c}份，对低价合同依法协商调整，每村确定{d}项稳定收入来源"),
    ("外出务工人员多，{a}个村常年在家的青壮年不到{b}人", "本地岗位少、工资低，回乡创业缺场地缺贷款", "建成返乡创业孵化点{c}处，提供小额贷款{d}万元，优先安排本地工程用工"),
    ("环境整治容易反弹，上半年复查发现反复点位{a}处", "管护责任到村没有到人，评比奖惩兑现不及时", "把{b}条街巷分包到户，每月评比{c}次，奖惩资金{d}万元当月兑现"),
    ("基层治理力量分散，{a}项系统要求重复录入", "各线业务标准不一，村干部大量时间用于填报", "由镇综治中心统一采集口径，把表格压减到{b}张以内，腾出人手走访{c}户重点家庭"),
    ("安全监管力量不足，{a}名检查人员要管{b}家经营单位", "专业人员少，发现问题多凭经验", "聘请专家现场教学{c}次，对{d}类高风险场所先查先改"),
)  # fmt: skip
PROJECTS: Final = (
    "农产品加工园", "污水处理站", "冷链物流中心", "中心小学扩建", "光伏电站", "灌区改造", "滨河步道", "养老服务中心",
)  # fmt: skip
OWNERS: Final = ("镇政府", "县交投公司", "县水务局", "青山农业公司", "镇中心小学", "县供销社")
STAGES: Final = ("主体封顶", "基础施工", "设备安装", "竣工验收", "完成招标")
AWARDS: Final = ("全县重点工作考评一等奖", "全市平安建设先进集体", "全县信访工作先进单位")


def facts_of(number: int) -> dict[str, Any]:
    """The facts of one report, by their names in the dictionary; the same for the same number.

    A ledger value is an int, or a mapping with 值 and 上期 where it is compared.
    """
    pick = random.Random(number)
    town = TOWNS[number % len(TOWNS)]
    facts: dict[str, Any] = {
        "单位": {
            "名称": town,
            "全称": f"中共清河县{town}委员会",
            "自称": "我镇",
            "党委称": "镇党委",
            "类别": "镇",
            "县": "清河县",
            "上级": "县委",
            "主送": "县委办公室",
        },
        "文稿": {"期间": "2019年上半年", "日期": "2019-07-08"},
    }
    for group, rows in LEDGER.items():
        facts[group] = {}
        for name, (low, high, compared) in rows.items():
            value = pick.randint(low, high)
            previous = value * pick.randint(90, 110) // 100
            facts[group][name] = {"值": value, "上期": previous} if compared else value
    facts["举措"] = [{"文": _said(text, pick)} for text in pick.sample(MEASURES, 4)]
    facts["项目"] = [
        {
            "名": name,
            "主体": pick.choice(OWNERS),
            "总投资": pick.randint(80, 9_000),
            "进度": pick.randint(5, 100),
            "节点": pick.choice(STAGES),
        }
        for name in pick.sample(PROJECTS, 5)
    ]
    facts["特色村"] = [
        {"村": village, "业": trade, "文": _said(text, pick)}
        for village, (trade, text) in zip(
            pick.sample(VILLAGES, 4), pick.sample(TRADES, 4), strict=True
        )
    ]
    facts["实事"] = [
        {"事": name, "文": _said(text, pick)} for name, text in pick.sample(PROMISES, 4)
    ]
    facts["难题"] = [
        dict(zip(("表现", "原因", "打算"), (_said(text, pick) for text in texts), strict=True))
        for texts in pick.sample(PROBLEMS, 5)
    ]
    if number % 3:
        facts["表彰"] = [{"名": name} for name in pick.sample(AWARDS, number % 3)]
    return facts


def _said(text: str, pick: random.Random) -> str:
    return text.format(**{letter: pick.randint(2, 98) for letter in "abcd"})


def as_yaml(facts: Mapping[str, Any]) -> str:
    """The facts as a writer would type them: groups in blocks, rows in braces."""
    return "\n".join(_lines(facts)) + "\n"


def _lines(facts: Mapping[str, Any]) -> Sequence[str]:
    out: list[str] = []
    for name, value in facts.items():
        out += ["", f"{name}:"]
        if isinstance(value, list):
            out += [f"  - {_row(item)}" for item in value]
        else:
            out += [f"  {key}: {_row(item)}" for key, item in value.items()]
    return out[1:]


def _row(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return "{" + ", ".join(f"{key}: {item}" for key, item in value.items()) + "}"


def write_all(folder: Path, numbers: Sequence[int]) -> list[Path]:
    """One facts file for each number, in the folder."""
    paths = [folder / f"{number:04}.yaml" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_text(as_yaml(facts_of(number)), encoding="utf-8")
    return paths
