"""The printed tree is what a reviewer reads before any page: it is pinned as a whole."""

from docgen.render import render
from tests.render.papers import FULL, ISSUED, STYLE

TREE = """\
document "工作总结"
  template "work_summary/half_year"
  unit "青山镇"
  period "2026-h1"
  on "2026-06-30"
  style "gbt9704"
title "中共青山镇委员会关于2026年上半年基层党建工作情况和下半年工作安排意见的报告"
recipients "中共清河县委组织部："
salutation "各位领导："
paragraph "全镇共有党员⟦fact#0 党员.总数｜1203⟧名，其中女党员⟦gap#1 党员.女党员｜【待填：党员.女党员】⟧名，35岁以下的占⟦fact#2 党员.青年 党员.总数｜21.5%⟦doubt｜【待核实】⟧⟧。"
heading 1 part "做法" "一、" "主要做法"
heading 2 "（一）" "抓学习。"
  run_in "开展“三会一课”——⟦fact#0 学习.次数｜24⟧次……"
paragraph "⟦region#4 工作｜抽调⟦figure#3 工作.驻村｜15⟧名干部组成4个工作组。⟧"
heading 3 "1." "压实责任"
heading 4 "（1）" "A类 & <B>类"
table 3
  header "序号" | "村" | "投入（万元）"
  row "1" | "清河村" | "⟦fact#0 投入｜12.5⟧"
  row "2" | "" | "3|4"
page_break
heading 1 "二、" "下一步打算"
paragraph "⟦phrase#5 提法:主题@2025-10-23｜奋力谱写新篇章⟧。"
organ "中共青山镇委员会"
issued_on "2026年6月30日"
note "（联系电话：0571）"
gap 待填 "党员.女党员"
  sentence "其中女党员若干名"
gap 未写 "荣誉"
  reason "没有这一项"
  sentence "获得荣誉"
slot 0 "work_summary/half_year":12 输出
"""


def test_the_tree_shows_every_block_span_and_origin() -> None:
    assert render(FULL, "native", STYLE).decode() == TREE


ROUND = """\
masthead
  mark "⟦fact#0 文稿.发文机关标志[1]｜清河县人民政府⟧"
  mark "石桥县人民政府"
  suffix "文件"
  document_number "⟦fact#0 文稿.发文字号｜清政发〔2026〕3号⟧"
  signers "×××"
  signers "××"
  copy_number "000012"
  secrecy "机密★1年"
  urgency "特急"
title "样稿"
recipients "市人民政府："
paragraph "具体任务见附件1。"
attendance "出席" "县长，<副县长>"
attendance "列席" "县政府办公室主任"
organ "清河县人民政府"
issued_on "2026年6月30日"
seal "印章"
note "（联系电话：0571）"
attachment "⟦fact#0 文稿.附件[1].题｜任务清单⟧"
heading 1 "一、" "任务"
paragraph "逐村抓。"
table 2
  header "村" | "时限"
  row "河口村" | "6月"
attachment "名册"
attachment "说明"
heading 1 "一、" "口径"
heading 1 "二、" "来源"
imprint
  copy_to "市委办公室，县委办公室"
  printing_organ "清河县人民政府办公室"
  printed_on "⟦fact#0 文稿.印发日期｜2026年7月1日⟧"
gap 未写 "荣誉"
"""


def test_the_tree_shows_what_stands_round_the_text() -> None:
    tree = render(ISSUED, "native", STYLE).decode()
    assert tree.partition("masthead\n")[2].startswith(ROUND.removeprefix("masthead\n"))
