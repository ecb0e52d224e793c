"""The elements of a paper as typed: what is wrong with them, and what becomes of them next period."""

from __future__ import annotations

import pytest

from docgen import source
from docgen.facts import check_facts, dictionary_of, facts_from
from docgen.facts.rollforward import roll_forward
from docgen.facts.writing import facts_yaml
from docgen.library import Library

LIBRARY = Library()
DICTIONARY = dictionary_of(LIBRARY)
NUMBER = "不合写法：年份要四位，用六角括号；序号前不写“第”、不补0"

CASES = {
    "发文字号写得对": ("发文字号: 青党发〔2026〕3号", []),
    "用方括号": (
        '发文字号: "青党发[2026]3号"',
        [f"必错 FCT148 “文稿.发文字号”的“青党发[2026]3号”{NUMBER}（写成 青党发〔2026〕3号）"],
    ),
    "用圆括号": (
        "发文字号: 青党发(2026)3号",
        [f"必错 FCT148 “文稿.发文字号”的“青党发(2026)3号”{NUMBER}（写成 青党发〔2026〕3号）"],
    ),
    "写了第、补了0": (
        "发文字号: 青党发〔2026〕第03号",
        [f"必错 FCT148 “文稿.发文字号”的“青党发〔2026〕第03号”{NUMBER}（写成 青党发〔2026〕3号）"],
    ),
    "没有机关代字": (
        "发文字号: 〔2026〕5号",
        [
            "疑似 FCT148 “文稿.发文字号”的“〔2026〕5号”不合写法：前面没有机关代字"
            "（写成 青党发〔2026〕3号 这样）"
        ],
    ),
    "看不出是什么": (
        "发文字号: 3号文",
        [f"疑似 FCT148 “文稿.发文字号”的“3号文”{NUMBER}（写成 青党发〔2026〕3号 这样）"],
    ),
    "字号还不知道": ("发文字号: 待填", []),
    "份号、密级写得对": ("份号: 000012, 密级: 机密★1年", []),
    "密级没有期限": ("密级: 秘密", []),
    "这一篇都没有": (
        "份号: 无, 密级: 无, 紧急程度: 无, 发文字号: 无, 印发机关: 无, 印发日期: 无, 抄送: 无, 用印: 无",
        [],
    ),
    "没有的写成长的一种": ("密级: {值: 无, 说明: 不涉密}, 紧急程度: {值: —}", []),
    "份号太长": (
        "份号: 1234567",
        [
            "必错 FCT148 “文稿.份号”的“1234567”不合写法：份号是1至6位数字（只写数字，如 12，印出来是 000012）"
        ],
    ),
    "不是密级": (
        "密级: 内部",
        [
            "疑似 FCT148 “文稿.密级”的“内部”不合写法：看不出密级和保密期限"
            "（写 绝密、机密、秘密；有保密期限的写成 机密★1年）"
        ],
    ),
    "标志带了文件": (
        "发文机关标志: [中共青山镇委员会文件]",
        [
            "必错 FCT148 “文稿.发文机关标志[1]”的“中共青山镇委员会文件”不合写法：“文件”二字由程序加"
            "（写成 中共青山镇委员会）"
        ],
    ),
    "紧急程度不在可填的词里": (
        "紧急程度: 急",
        ["必错 FCT008 “文稿.紧急程度”的“急”不在可填的词里（可填：特急、加急）"],
    ),
    "主送又抄送": (
        "抄送: [县委办公室, 县委组织部]",
        [
            "疑似 FCT149 “县委组织部”主送里已有，抄送里又有（留一处：主送的不再抄送，一个机关只送一次）"
        ],
    ),
    "抄送两次": (
        "抄送: [县委办公室, 县委办公室]",
        ["疑似 FCT149 “县委办公室”抄送里写了两次（留一处：主送的不再抄送，一个机关只送一次）"],
    ),
    "报了又送": (
        "报: [市委组织部], 送: [市委组织部]",
        ["疑似 FCT149 “市委组织部”报里已有，送里又有（留一处：主送的不再抄送，一个机关只送一次）"],
    ),
    "抄送别的机关": ("抄送: [县委办公室, 县政府办公室]", []),
    "印发早于成文": (
        "印发机关: 青山镇党政办公室, 印发日期: 2026-07-02",
        [
            "必错 FCT150 印发日期2026-07-02早于成文日期2026-07-03（先成文、后印发；核对 文稿.印发日期 和 文稿.日期）"
        ],
    ),
    "当天印发": ("印发机关: 青山镇党政办公室, 印发日期: 2026-07-03", []),
    "有印发日期，没有印发机关": (
        "印发日期: 2026-07-06",
        [
            "提示 FCT151 有印发日期，没有印发机关（填 单位.印发机关 或 文稿.印发机关；这一篇不印的写 无）"
        ],
    ),
    "不印机关": ("印发机关: 无, 印发日期: 2026-07-06", []),
    "都不印": ("印发日期: 无", []),
    "附件的表各行不一样多": (
        "附件: [{题: 清单, 表: [村|户, 甲村]}]",
        [
            "必错 FCT148 “文稿.附件[1].表[2]”有1格，表头有2格（格与格用“|”隔开，每行一样多；空着的格也要隔开）"
        ],
    ),
    "附件的表，空格也隔开": ("附件: [{题: 清单, 表: [村|户|备注, 甲村|3|无]}, 名册]", []),
}


def read(paper: str):
    text = f"单位: {{主送: 县委组织部}}\n文稿: {{期间: 2026年上半年, 日期: 2026-07-03, {paper}}}\n"
    return facts_from([source.read_yaml(text, "稿.yaml")], DICTIONARY)


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong(name: str) -> None:
    paper, expected = CASES[name]
    facts, found = read(paper)
    findings = (*found, *check_facts(facts, DICTIONARY))
    assert [f"{f.level.label} {f.code} {f.message}（{f.hint}）" for f in findings] == expected


def test_none_is_written_as_none_and_read_again() -> None:
    facts, _ = read("密级: 无, 紧急程度: 无, 印发机关: 无, 印发日期: 无")
    text = facts_yaml(facts)
    for name in ("密级", "紧急程度", "印发机关", "印发日期"):
        assert f"{name}: 无" in text
    again, found = facts_from([source.read_yaml(text, "稿.yaml")], DICTIONARY)
    assert not found
    assert facts_yaml(again) == text


def test_the_next_period_has_none_of_the_numbers_of_the_last() -> None:
    """What counts one paper goes; to whom and by whom it is sent stays."""
    facts, _ = read(
        "刊名: 组工, 期号: 第3期, 总期号: 总第15期, 编发机关: 县委组织部, 编发日期: 2026-07-06,"
        " 份号: 12, 密级: 秘密, 紧急程度: 特急, 发文机关标志: [县委], 发文字号: 青党发〔2026〕3号,"
        " 签发人: [×××], 抄送: [县委办], 印发机关: 党政办, 印发日期: 2026-07-06, 份数: 120, 附件: [名册]"
    )
    rolled = roll_forward(facts)
    assert set(rolled.dropped) == {
        f"文稿.{name}"
        for name in (
            "期号",
            "总期号",
            "编发日期",
            "份号",
            "密级",
            "紧急程度",
            "发文字号",
            "印发日期",
            "附件",
        )
    }
    kept = facts_yaml(rolled.facts)
    for text in ("刊名: 组工", "编发机关: 县委组织部", "县委办", "印发机关: 党政办", "×××"):
        assert text in kept, kept
    assert "未更新" not in kept


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("〔2026〕5号", []),
        ("第5号", []),
        ("2026年第5期", []),
        ("青党纪〔2026〕5号", []),
        (
            '"[2026]05号"',
            [f"“文稿.发文字号”的“[2026]05号”{NUMBER}（写成 〔2026〕5号）"],
        ),
    ],
)
def test_minutes_are_numbered_as_their_unit_does(number: str, expected: list[str]) -> None:
    """10.3 prescribes nothing of the number; brackets are brackets."""
    facts, _ = read(f"发文字号: {number}")
    found = check_facts(facts, DICTIONARY, freely=True)
    assert [f"{f.message}（{f.hint}）" for f in found] == expected
