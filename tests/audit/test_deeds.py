"""No template tells of a deed or a result that no fact carries: what is found, and what is not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.audit.deeds import check_deeds, check_wordings
from docgen.errors import LibraryError
from docgen.finding import Finding, Level, format_finding
from docgen.library import Library, TemplateSource
from docgen.library.deeds import DeedWord, deeds_from, deeds_in
from tests.compose.small import library, template
from tests.samples import LIBRARY

WORDS = {word.word: word for word in LIBRARY.deeds.words}


def said(finding: Finding) -> str:
    """行 词…：分句, as the table writes it; the file only when it is another."""
    words = " ".join(re.findall("“(.*?)”", finding.message.partition("没有事实")[0]))
    place = f"{finding.place.line}"
    if finding.place.path != "report/试.md.j2":
        place = str(finding.place)
    return f"{place} {words}：{finding.quote}"


def found(body: str, title: str = "报告") -> list[str]:
    """The findings of a body whose first line is line 6."""
    findings = check_deeds(template(body, title=title), library())
    assert {finding.level for finding in findings} <= {Level.ERROR}
    return [said(finding) for finding in findings]


# ---- the words -----------------------------------------------------------------------------


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_each_word_is_found_where_it_should_be(word: DeedWord) -> None:
    assert word.word in {deed.word.word for deed in deeds_in(word.wrong, LIBRARY.deeds)}
    for right in word.right:
        assert [deed.word.word for deed in deeds_in(right, LIBRARY.deeds)] == []


SENTENCES = {
    "任务管到句末": ("要抓好整改，党员素质得到提高。", ""),
    "过了句号就不管": ("要抓好整改。党员素质得到提高。", "得到 提高"),
    "了只看本分句": ("要抓好整改，办成了大事。", "了"),
    "将不是把": ("将换届作为重点，选举按期完成。", "完成"),
    "将作把用的也不是打算": ("将整改纳入目标管理后完成。", "完成"),
    "主要不是要": ("主要做法得到推广。", "得到"),
    "要看到不是任务": ("要看到，基层党建得到加强。", "得到"),
    "不断不是否定": ("党员素质不断提高。", "提高"),
    "没有做成": ("三个村尚未完成换届。", ""),
    "结果说得不好也是结果": ("成效不明显。", "明显"),
    "不得": ("不得以任何理由召开聚餐会。", ""),
    "限期": ("各村须在6月底前完成。", ""),
    "期限以外的“前”": ("汛期到来前全部完成了。", "完成 了"),
    "设问": ("台账是否建立？", ""),
    "假设": ("如果整改取得进展，就及时通报。", ""),
    "为了做什么": ("为实现目标，要逐村调度。", ""),
    "作为不是为": ("作为建立制度的村。", "建立"),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_what_makes_a_task_of_it(name: str) -> None:
    text, words = SENTENCES[name]
    deeds = sorted(deeds_in(text, LIBRARY.deeds), key=lambda deed: deed.start)
    assert " ".join(deed.word.word for deed in deeds) == words


# ---- templates -----------------------------------------------------------------------------

FOUND = {
    "无条件的一句": ("甲。\n\n党建取得明显成效。", ["8 取得 明显：党建取得明显成效"]),
    "填空旁边的": ("完成{{ 投资 | 万元 }}。", ["6 完成：完成□"]),
    "填空里的字": ('{{ "已完成" }}。', ["6 已 完成：已完成"]),
    "字同事实相连，缺了就不印": ('{{ "已有" ~ 党员 }}', []),
    "事实的条件": ("{% if 荣誉 %}取得荣誉。{% endif %}", []),
    "另一边没有事实": (
        "{% if 党员 > 9 %}甲{% elif 党员 > 5 %}已有{% else %}已少{% endif %}",
        ["6 已：已少"],
    ),
    "没有的另一边是有": ("{% if 党员 == 0 %}甲{% else %}已有{% endif %}", []),
    "没有才说": ("{% if not 荣誉 %}已办完。{% endif %}", ["6 已：已办完"]),
    "等于零才说": ("{% if 党员 == 0 %}全部完成。{% endif %}", ["6 完成：全部完成"]),
    "等于空才说": ('{% if 村[0].状态 == "" %}全部完成。{% endif %}', ["6 完成：全部完成"]),
    "没有一条才说": ("{% if 村 | 个数 == 0 %}全部转化完成。{% endif %}", ["6 完成：全部转化完成"]),
    "缺了就印的字": ('{{ 单位.简介 or "已完成" }}', ["6 已 完成：已完成"]),
    "有了才印的字": ('{{ 荣誉 and "已完成" }}', []),
    "先设名称再看没有": (
        "{% set 无 = not 荣誉 %}{% if 无 %}全部完成。{% endif %}",
        ["6 完成：全部完成"],
    ),
    "单位的条件不算": (
        '{% if 单位.名称 == "甲" %}\n换届已完成。\n{% endif %}',
        ["7 已 完成：换届已完成"],
    ),
    "文稿的条件不算": ("{% if 文稿.期间 %}换届完成。{% endif %}", ["6 完成：换届完成"]),
    "里外有一个算就算": ("{% if 党员 %}{% if 单位.名称 %}已有{% endif %}{% endif %}", []),
    "提法的条件不算": (
        '{% if 提法("指导思想") %}换届完成。{% endif %}',
        ["6 完成：换届完成"],
    ),
    "逐条的循环": ("{% for 项 in 村 %}{{ 项.名 }}已转化，{% endfor %}", []),
    "循环没有一条": (
        "{% for 项 in 村 %}甲{% else %}后进村已全部转化。{% endfor %}",
        ["6 已：后进村已全部转化"],
    ),
    "字的循环": ('{% for 项 in ["换届完成"] %}{{ 项 }}{% endfor %}', ["6 完成：换届完成"]),
    "可选的一句": ("甲[[，已发展{{ 党员 | 量 }}]]。", []),
    "可选的一句没有填空": ("甲[[，已发展]]。", ["6 已：已发展"]),
    "可选的一句里的条件不保证外面": (
        "甲[[，已发展{% if 党员 %}{{ 投资 }}{% endif %}]]。",
        ["6 已：已发展"],
    ),
    "可选套可选": ("甲[[（已办[[{{ 党员 }}]]）]]。", []),
    "可选的只有单位的事": ("甲[[，{{ 单位.简介 }}已办]]。", ["6 已：□已办"]),
    "设的名称": ('{% set 话 = "成效明显" %}{{ 话 }}', ["6 明显：成效明显"]),
    "跟着名称回到事实": ("{% set 甲 = 荣誉 %}{% if 甲 %}荣获先进。{% endif %}", []),
    "跟着名称回到单位": (
        "{% set 甲 = 单位 %}{% if 甲.简介 %}荣获先进。{% endif %}",
        ["6 荣获：荣获先进"],
    ),
    "宏随着调用": (
        "{% macro 说() %}换届完成。{% endmacro %}\n{% if 党员 %}{{ 说() }}{% endif %}",
        [],
    ),
    "宏没有条件地调用": (
        "{% macro 说() %}\n换届完成。\n{% endmacro %}\n{% if 党员 %}{{ 说() }}{% endif %}{{ 说() }}",
        ["7 完成：换届完成"],
    ),
    "宏的参数": (
        "{% macro 说(话) %}{{ 话 }}{% endmacro %}{{ 说('换届完成') }}",
        ["6 完成：换届完成"],
    ),
    "宏的缺省": (
        "{% macro 说(话='换届完成') %}{{ 话 }}{% endmacro %}{{ 说() }}",
        ["6 完成：换届完成"],
    ),
    "宏里的条件看参数": (
        "{% macro 说(数) %}{% if 数 %}已有{{ 数 }}{% endif %}{% endmacro %}{{ 说(党员) }}",
        [],
    ),
    "给宏的一段": (
        "{% macro 框() %}{{ caller() }}{% endmacro %}{% call 框() %}成效显著{% endcall %}",
        ["6 显著：成效显著"],
    ),
    "没有用的宏": ("{% macro 说() %}换届完成。{% endmacro %}甲", []),
    "比较的字不印": ('{% if 村[0].状态 == "已转化" %}甲{% endif %}', []),
    "筛选的字不印": ('{{ 村 | 满足("状态", "已转化") | 个数 }}个', []),
    "提法的名称不印": ('{{ 提法("集中教育", "已开展") }}', []),
    "打算": ("下一步，要提高素质，{{ 单位.名称 }}将建立制度。", []),
    "打算在条件里不管外面": (
        "{% if 党员 %}要{% endif %}建立制度。",
        ["6 建立：建立制度"],
    ),
    "打算在外面管到里面": ("要{% if 单位.简介 %}建立制度{% endif %}。", []),
    "条件里断了句": (
        "要抓好{% if 党员 %}。{% else %}；{% endif %}建立制度。",
        ["6 建立：建立制度"],
    ),
    "填空断了句": ("要{{ 单位.简介 | 句 }}建立制度。", ["6 建立：建立制度"]),
    "标签之间的字连着看": ("完{% if 单位.简介 %}成了{% endif %}", ["6 完成 了：完成了"]),
    "一个分句说一次": (
        "取得明显成效，成效明显。",
        ["6 取得 明显：取得明显成效", "6 明显：成效明显"],
    ),
    "批注不印": ("{# 已完成 #}甲", []),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_found_in_a_template(name: str) -> None:
    body, expected = FOUND[name]
    assert sorted(found(body)) == sorted(expected)


def test_the_front_matter_is_read_too() -> None:
    assert found("甲", title="换届工作按期完成") == ["4 完成：换届工作按期完成"]


def test_a_macro_of_another_file_is_found_there(tmp_path: Path) -> None:
    path = tmp_path / "templates/话.macro.j2"
    path.parent.mkdir(parents=True)
    path.write_text("{% macro 说() %}\n整顿成效显著。\n{% endmacro %}\n", encoding="utf-8")
    shelf = Library((tmp_path, *library().roots))
    body = '{% import "话.macro.j2" as 话 %}\n{{ 话.说() }}'
    assert list(map(said, check_deeds(template(body), shelf))) == [
        "话.macro.j2:2 显著：整顿成效显著"
    ]


def test_a_finding_says_where_what_and_how() -> None:
    [finding] = check_deeds(template("{% if 单位.简介 %}换届已完成。{% endif %}"), library())
    assert format_finding(finding).split("\n") == [
        "report/试.md.j2:6: 必错 TPL001 “已”“完成”没有事实作凭据（条件只看了 单位.简介）：换届已完成",
        "       改法：放进填空，或写成以事实为条件的句子：{% if 事实 %}……{% endif %}、[[ ]]；是打算的，写“要……”",
        f"       依据：{LIBRARY.deeds.basis}",
    ]


# ---- the library ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIBRARY.templates)
def test_no_template_of_the_library_claims_anything(name: str) -> None:
    made = LIBRARY.templates[name]
    assert [format_finding(finding) for finding in check_deeds(made, LIBRARY)] == []


def test_no_wording_of_the_library_claims_anything() -> None:
    assert [format_finding(finding) for finding in check_wordings(LIBRARY)] == []
    assert set(LIBRARY.deeds.phrases) <= set(LIBRARY.snippets)


def test_wordings_with_a_deed_are_found() -> None:
    """The 提法 that are excused hold such words: without the excuse they are found."""
    bare = replace(LIBRARY.deeds, phrases={})
    shelf = Library()
    shelf.__dict__["deeds"] = bare
    quotes = {finding.quote for finding in check_wordings(shelf)}
    assert "增强“四个意识”" in quotes
    assert all(finding.place.line for finding in check_wordings(shelf))


_TOKEN = re.compile(
    r"\{%-?\s*(end)?(if|for|macro|call|with)\b.*?%\}|\{[%#{].*?[%#}]\}|\[\[|\]\]|。", re.DOTALL
)


def sentence_ends(body: str) -> list[int]:
    """Offsets right after each 。 that no tag encloses, and the end of the body."""
    depth, ends = 0, []
    for token in _TOKEN.finditer(body):
        if token[2]:
            depth += -1 if token[1] else 1
        elif token[0] in ("[[", "]]"):
            depth += 1 if token[0] == "[[" else -1
        elif token[0] == "。" and depth == 0:
            ends.append(token.end())
    return [*ends, len(body.rstrip())]


def seeded(made: TemplateSource, at: int, text: str) -> tuple[TemplateSource, int]:
    """The template with a text put in, and the line it stands on."""
    body = made.body[:at] + text + made.body[at:]
    return replace(made, body=body), made.line + made.body.count("\n", 0, at)


EVERY_DEED = "".join(("。", *(word.wrong for word in WORDS.values())))
GUARDS = {
    "没有条件": ("", "", True),
    "单位的条件": ('{% if 单位.类别 == "乡" %}', "{% endif %}", True),
    "文稿的条件": ("{% if 文稿.期间 %}", "{% endif %}", True),
    "事实的另一边": ("{% if 党员 > 9 %}甲{% else %}", "{% endif %}", True),
    "没有事实": ("{% if not 荣誉 %}", "{% endif %}", True),
    "事实是零": ("{% if 党员 == 0 %}", "{% endif %}", True),
    "一条也没有": ("{% if 荣誉 | 个数 == 0 %}", "{% endif %}", True),
    "单位的另一边": ("{% if 单位.区位 %}甲{% else %}", "{% endif %}", True),
    "会议是事": ("{% if 文稿.会议 %}", "{% endif %}", False),
    "事实的条件": ("{% if 党员 > 9 %}", "{% endif %}", False),
    "事实的循环": ("{% for 某 in 荣誉 %}", "{% endfor %}", False),
    "可选的一句": ("[[{{ 党员 }}", "]]", False),
    "只有单位的可选句": ("[[{{ 单位.区位 }}", "]]", True),
}


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("name", LIBRARY.templates)
def test_every_word_put_at_any_sentence_end_is_found_unless_a_fact_guards_it(
    name: str, guard: str
) -> None:
    made = LIBRARY.templates[name]
    opened, closed, expected = GUARDS[guard]
    for at in sentence_ends(made.body):
        changed, line = seeded(made, at, opened + EVERY_DEED + closed)
        findings = check_deeds(changed, LIBRARY)
        words = {word for f in findings for word in re.findall("“(.*?)”", f.message)}
        assert {finding.place.line for finding in findings} == ({line} if expected else set())
        assert (set(WORDS) <= words) is expected, set(WORDS) - words


@pytest.mark.parametrize("name", LIBRARY.templates)
def test_right_sentences_put_in_are_not_found(name: str) -> None:
    made = LIBRARY.templates[name]
    right = "".join(("。", *(text for word in WORDS.values() for text in word.right)))
    for at in sentence_ends(made.body):
        assert check_deeds(seeded(made, at, right)[0], LIBRARY) == ()


# ---- the file of words ---------------------------------------------------------------------

RULES = {"依据": "甲", "凭据": {"不算": ["单位"]}, "打算": {}}
WORD = {"词": "了", "类": "动作", "错例": "甲了。"}
BROKEN = {
    "没有词": (RULES, "缺少“词”列表"),
    "不认识的类": ({**RULES, "词": [{**WORD, "类": "事"}]}, "类“事”不在可用的值中"),
    "没有错例": ({**RULES, "词": [{"词": "了", "类": "动作"}]}, "缺少“错例”"),
    "坏的写法": ({**RULES, "词": [{**WORD, "例外": ["("]}]}, "例外“(”不是正则式"),
    "没有凭据": ({"依据": "甲", "打算": {}, "词": [WORD]}, "应是“键: 值”的表"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_of_words_names_the_entry(name: str) -> None:
    values, message = BROKEN[name]
    with pytest.raises(LibraryError) as caught:
        deeds_from(values)
    assert caught.value.message == message
