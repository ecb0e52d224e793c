"""Template files: what their front matter becomes, and how a wrong one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import InputError, LibraryError
from docgen.library import Library
from docgen.library.templates import genre_from, template_from

GENRE = genre_from(
    "report", {"名称": "汇报", "部分": [{"名": "工作", "必备": "是"}], "列法": "一是"}, "genre.yaml"
)
FRONT = "---\n名称: 试\n标题: 题\n---\n"


def test_front_matter_and_body() -> None:
    text = '---\n名称: 试\n标题: "{{ 单位.名称 }}汇报"\n外发: 否\n可引: [党员, 培训.人次]\n---\n## 甲 {工作}\n'
    template = template_from("report/try", text, GENRE, "try.md.j2")
    assert template.fields["标题"] == ("{{ 单位.名称 }}汇报", 3)
    assert (template.name, template.line, template.body) == ("试", 7, "## 甲 {工作}\n")
    assert template.cited == (("党员", 5), ("培训.人次", 5))
    assert (template.outward, template.list_style, template.style) == (False, "一是", "gbt9704")


REFUSED = {
    "没有文首": ("甲\n", "t:1：模板要以 --- 开头的一段说明起头，再以 --- 收尾"),
    "文首没有标题": ("---\n名称: 试\n---\n", "t:1：模板文首要有 名称 和 标题"),
    "文首不认识的一项": (
        "---\n名称: 试\n标題: 题\n---\n",
        "t:3：模板文首不认识“标題”（可用：名称、说明、列法、样式、格式、行文方向、外发、可引、标题、主送、称谓、署名、日期、附注）",
    ),
    "可引不是列表": (
        "---\n名称: 试\n标题: 题\n可引: 发展党员\n---\n",
        "t:4：“可引”应是事实名称的列表（如 可引: [发展党员, 培训.人次]）",
    ),
    "没有登记的部分": (
        FRONT + "甲\n\n## 乙 {打算}\n",
        "t:7：文种“汇报”没有“打算”这一部分（可用：工作）",
    ),
    "手打的一级序号": (
        FRONT + "## 一、主要工作\n",
        "t:5：标题的序号“一、”不用手打（删去它，序号由程序排）",
    ),
    "手打的三级序号": (
        FRONT + "\n#### 1.甲\n",
        "t:6：标题的序号“1.”不用手打（删去它，序号由程序排）",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    text, message = REFUSED[name]
    with pytest.raises(LibraryError) as error:
        template_from("report/try", text, GENRE, "t")
    assert str(error.value) == message


def test_a_template_in_gbk_is_read_and_one_that_is_no_text_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "work_report"
    folder.mkdir(parents=True)
    file = folder / "short.md.j2"
    file.write_bytes((FRONT + "正文。\n").encode("gbk"))
    assert Library([tmp_path]).template("short").body == "正文。\n"
    file.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(InputError, match="这不是文本文件"):
        Library([tmp_path]).template("short")


@pytest.mark.parametrize(
    "name",
    ["work_report/half_year", "half_year", "半年基层党建工作汇报", "work_report/half_year.md.j2"],
)
def test_a_template_is_found_by_id_name_or_short_id(name: str) -> None:
    assert Library().template(name).id == "work_report/half_year"


@pytest.mark.parametrize("name", ["半年", "半年基层党建工作汇抱", "half_yaer"])
def test_near_misses_are_suggested(name: str) -> None:
    with pytest.raises(InputError, match="是不是"):
        Library().template(name)


BAD_GENRES: dict[str, tuple[dict[str, object], str]] = {
    "序号是一个值": ({"序号": "一、（一）1."}, "序号 写四级，不编号的写空"),
    "序号是四个字": ({"序号": "一二三四"}, "序号 写四级，不编号的写空"),
    "序号少一级": ({"序号": ["一、", "（一）", "1."]}, "序号 写四级，不编号的写空"),
    "最少多于最多": (
        {"部分": [{"名": "工作", "最少": "6", "最多": "2"}]},
        "部分“工作”最少6个，多于最多2个",
    ),
    "最少不是数": ({"部分": [{"名": "工作", "最少": "两"}]}, "部分的最少、最多写整数，不是“两”"),
}


@pytest.mark.parametrize("name", BAD_GENRES)
def test_a_malformed_genre_names_its_file(name: str) -> None:
    said, message = BAD_GENRES[name]
    with pytest.raises(LibraryError) as error:
        genre_from("briefing", {"名称": "简报", **said}, "templates/briefing/genre.yaml")
    assert error.value.message == message
    assert error.value.where == "templates/briefing/genre.yaml"


@pytest.mark.parametrize(
    ("said", "spoken"), [({}, False), ({"口头": "是"}, True), ({"口头": "否"}, False)]
)
def test_a_genre_is_spoken_when_it_says_so(said: dict[str, str], spoken: bool) -> None:
    assert genre_from("speech", {"名称": "讲话稿", **said}, "genre.yaml").spoken is spoken
