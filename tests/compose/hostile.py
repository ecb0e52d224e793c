"""Templates that must not get their way, each with the line and words of its refusal.

Run as a program it composes every one of them under limits of memory and processor time and
prints a line of JSON for each, so that one that hangs or bursts cannot take the tests along.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import NamedTuple

from docgen.errors import DocgenError, TemplateError
from tests.compose import small

FACTS = """
单位: {名称: 青山镇}
概况: {行政村: 3, 户数: 900}
党员: {值: 644, 女党员: 62}
工作:
  - {题: 甲, 正文: 一句话。}
  - {题: 乙, 正文: 两句话。}
"""


class Hostile(NamedTuple):
    """A template's body, where it must be stopped (line of the body, from 1), and the message.

    file: the template that the message names.
    """

    name: str
    body: str
    line: int
    says: str
    file: str = "report/试"

    @property
    def where(self) -> str:
        """The place as the message gives it; a body begins on line 6 of its file."""
        return f"{self.file}:{self.line + 5 * (self.file == 'report/试')}"


def nested(opening: str, inner: str, closing: str, times: int) -> str:
    return opening * times + inner + closing * times


def doubling(times: int) -> str:
    """Macros of which each calls the next twice: 2 to the power of `times` in the end."""
    last = f"{{% macro 倍{times}() %}}一二三四五六七八九十{{% endmacro %}}"
    steps = (
        f"{{% macro 倍{n}() %}}{{{{ 倍{n + 1}() }}}}{{{{ 倍{n + 1}() }}}}{{% endmacro %}}"
        for n in range(times)
    )
    return "\n".join([last, *steps, "{{ 倍0() }}"])


def silent_doubling(times: int) -> str:
    """The same without a character printed: only time is spent."""
    steps = (
        f"{{% macro 倍{n}() %}}{{% set 左 = 倍{n + 1}() %}}{{% set 右 = 倍{n + 1}() %}}{{% endmacro %}}"
        for n in range(times)
    )
    last = f"{{% macro 倍{times}() %}}{{% endmacro %}}"
    return "\n".join([last, *steps, "{{ 倍0() }}"])


LONG_LIST = "[" + "1," * 1_900 + "]"

TABLE = [
    # -- out of the facts into Python ----------------------------------------------------
    Hostile("类", "{{ 党员.__class__ }}", 1, "没有登记“__class__”"),
    Hostile("字符串的类", "甲\n{{ ''.__class__.__mro__[1].__subclasses__() }}", 2, "只能调用"),
    Hostile("字符串的类，不调用", "{{ ''.__class__.__mro__ }}", 1, "不能取“.__class__”"),
    Hostile("列表的方法", "{{ [1].append }}", 1, "不能取“.append”"),
    Hostile("文字的方法", "{{ 单位.名称.format }}", 1, "没有登记“format”"),
    Hostile("文字的方法，绕一道", "{% set 名 = 单位.名称 %}{{ 名.format }}", 1, "没有“format”"),
    Hostile("下标取属性", "{{ 党员['__class__'] }}", 1, "没有“__class__”"),
    Hostile("下标取属性，拼出来", "{{ 党员['__cl' ~ 'ass__'] }}", 1, "没有“__class__”"),
    Hostile("下标是数", "{{ 党员[0] }}", 1, "不能这样取值"),
    Hostile("下标是列表", "{{ 工作[[0]] }}", 1, "不能这样取值"),
    Hostile("下标是对照表", "{{ 工作[{}] }}", 1, "对照表"),
    Hostile("attr 过滤器", "{{ 党员 | attr('__class__') }}", 1, "没有“attr”这个过滤器"),
    Hostile("map 过滤器", "{{ 工作 | map(attribute='__class__') }}", 1, "没有“map”"),
    Hostile("format 过滤器", "{{ '%s' | format(党员) }}", 1, "没有“format”"),
    Hostile("百分号", "{{ '%1000000000d' % 1 }}", 1, "不许用 %"),
    Hostile("str.format", "{{ '{0.__class__}'.format(党员) }}", 1, "只能调用宏和给定的函数"),
    Hostile("间接的 format", "{% set f = ''.format %}{{ f(党员) }}", 1, "只能调用"),
    Hostile("内部的过滤器", "{{ 党员 | _close_output }}", 1, "没有“_close_output”"),
    Hostile("内部的过滤器二", "{{ 0 | _open }}", 1, "没有“_open”"),
    Hostile("下划线的名称", "{{ _t1 }}", 1, "不许用“_t1”"),
    Hostile("设下划线的名称", "{% set _t1 = 1 %}", 1, "不能作模板里设的名称"),
    Hostile("下划线的宏", "{% macro _close_output(x) %}{% endmacro %}", 1, "不能作"),
    Hostile("顶替事实", "{% set 党员 = 1 %}{{ 党员 }}", 1, "“党员”不能作"),
    Hostile("顶替函数", "{% macro 提法(x) %}编的{% endmacro %}", 1, "“提法”不能作"),
    Hostile("cycler", "{{ cycler(1, 2).next() }}", 1, "数据字典里没有“cycler”"),
    Hostile("lipsum", "{{ lipsum(n=100000) }}", 1, "数据字典里没有“lipsum”"),
    Hostile("lipsum 的全局", "{{ lipsum.__globals__ }}", 1, "数据字典里没有“lipsum”"),
    Hostile("joiner", "{{ joiner(',') }}", 1, "数据字典里没有“joiner”"),
    Hostile("namespace", "{% set n = namespace(x=1) %}", 1, "数据字典里没有“namespace”"),
    Hostile("namespace 累加", "{% set n.x = 1 %}", 1, "不许用 namespace"),
    Hostile("range", "{% for 数 in range(10**9) %}{% endfor %}", 1, "乘方"),
    Hostile("range 不带乘方", "{% for 数 in range(999) %}{% endfor %}", 1, "没有“range”"),
    Hostile("dict", "{{ dict(a=1) }}", 1, "没有“dict”"),
    Hostile("self", "{{ self.__init__ }}", 1, "没有“self”"),
    Hostile("context", "{{ context }}", 1, "没有“context”"),
    Hostile(
        "varargs", "{% macro 甲() %}{{ varargs }}{% endmacro %}{{ 甲(1) }}", 1, "没有“varargs”"
    ),
    Hostile("kwargs", "{% macro 甲() %}{{ kwargs }}{% endmacro %}{{ 甲(b=1) }}", 1, "没有“kwargs”"),
    Hostile("调用事实", "甲\n\n{{ 党员() }}", 3, "只能调用宏和给定的函数"),
    Hostile("调用记录", "{% for 项 in 工作 %}\n{{ 项() }}{% endfor %}", 2, "只能调用"),
    Hostile("调用过滤器的结果", "{{ (党员 | 量)() }}", 1, "只能调用"),
    Hostile(
        "循环的内部", "{% for 项 in 工作 %}{{ loop.__init__ }}{% endfor %}", 1, "不能取“.__init__”"
    ),
    Hostile("循环的前一项", "{% for 项 in 工作 %}{{ loop.previtem }}{% endfor %}", 1, "不能取"),
    Hostile(
        "递归循环", "{% for 项 in 工作 recursive %}{{ loop(项.要点) }}{% endfor %}", 1, "递归循环"
    ),
    Hostile("循环当函数", "{% for 项 in 工作 %}{{ loop(工作) }}{% endfor %}", 1, "只能调用"),
    Hostile("宏的内部", "{% macro 甲() %}{% endmacro %}{{ 甲._func }}", 1, "不能取“._func”"),
    Hostile("caller 不在宏里", "{{ caller() }}", 1, "没有定义的名称"),
    Hostile(
        "caller 的内部",
        "{% macro 甲() %}{{ caller.__globals__ }}{% endmacro %}{% call 甲() %}{% endcall %}",
        1,
        "不能取“.__globals__”",
    ),
    Hostile("call 提法", '{% call 提法("指导思想") %}{% endcall %}', 1, "只能调用宏"),
    Hostile("星号参数", "{% macro 甲() %}{% endmacro %}{{ 甲(*工作) }}", 1, "一个一个写"),
    Hostile("双星号参数", "{% macro 甲() %}{% endmacro %}{{ 甲(**工作) }}", 1, "一个一个写"),
    Hostile("多给参数", "{% macro 甲(一) %}{% endmacro %}\n{{ 甲(1, 2, 3) }}", 2, "算不出结果"),
    Hostile("不认识的参数名", "{% macro 甲(一) %}{% endmacro %}\n{{ 甲(二=2) }}", 2, "算不出结果"),
    Hostile("过滤器多给参数", "{{ 党员 | 量(1, 2) }}", 1, "算不出结果"),
    # -- tags the language has not ---------------------------------------------------------
    Hostile("include", "{% include '../../etc/passwd' %}", 1, "不用 {% include %}"),
    Hostile("include 绝对路径", "{% include '/etc/passwd' %}", 1, "不用 {% include %}"),
    Hostile("extends", "{% extends '/etc/passwd' %}", 1, "不用 {% extends %}"),
    Hostile("block", "{% block 甲 %}{% endblock %}", 1, "不用 {% block %}"),
    Hostile(
        "import 上层", "甲\n{% import '../../etc/passwd' as 甲 %}", 2, "库里没有“../../etc/passwd”"
    ),
    Hostile("import 绝对路径", "{% import '/etc/passwd' as 甲 %}", 1, "库里没有“/etc/passwd”"),
    Hostile("import 编码的路径", "{% import '%2e%2e/etc/passwd' as 甲 %}", 1, "库里没有"),
    Hostile(
        "import 链到库外的文件",
        "{% import '外.macro.j2' as 甲 %}{{ 甲 }}",
        1,
        "库里没有“外.macro.j2”",
    ),
    Hostile("import 算出来的名字", "{% import 单位.名称 as 甲 %}", 1, "直接写明"),
    Hostile("import 几个里挑", "{% import ['甲', '乙'] as 甲 %}", 1, "直接写明"),
    Hostile("from 库外", "{% from '/etc/passwd' import root %}", 1, "库里没有"),
    Hostile("from 下划线", "{% from '常用.macro.j2' import 全体 as _t1 %}", 1, "不能作"),
    Hostile(
        "引入的宏里没有",
        "{% import '常用.macro.j2' as 用 %}\n{{ 用.没有() }}",
        2,
        "没有“没有”这个宏",
    ),
    Hostile(
        "引入的文件的内部",
        "{% import '常用.macro.j2' as 用 %}{{ 用.__name__ }}",
        1,
        "不能取“.__name__”",
    ),
    Hostile("打印引入的文件", "{% import '常用.macro.j2' as 用 %}{{ 用 }}", 1, "不是文字或数"),
    Hostile("set 块", "甲\n{% set 甲 %}乙{% endset %}", 2, "不用 {% set %}…{% endset %}"),
    Hostile("filter 块", "{% filter 句 %}乙{% endfilter %}", 1, "不用 {% filter %}"),
    Hostile("行内 if", "{{ 党员 if 党员 else 0 }}", 1, "不用行内 if"),
    Hostile("is defined", "{% if 党员 is defined %}{% endif %}", 1, "不用 is"),
    Hostile("default", "{{ 党员 | default(0) }}", 1, "没有“default”"),
    Hostile("do", "{% do 党员 %}", 1, "不认识的、或多出来的 {% do %}"),
    Hostile("debug", "{% debug %}", 1, "{% debug %}"),
    Hostile("break", "{% for 项 in 工作 %}{% break %}{% endfor %}", 1, "{% break %}"),
    Hostile("trans", "{% trans %}甲{% endtrans %}", 1, "{% trans %}"),
    Hostile("autoescape", "{% autoescape true %}{% endautoescape %}", 1, "autoescape"),
    Hostile("raw", "甲\n{% raw %}{{ 党员 }}{% endraw %}", 2, "不用 {% raw %}"),
    Hostile("raw 去空白", "{%- raw -%}{{{% endraw %}", 1, "不用 {% raw %}"),
    Hostile("循环头上的 if", "{% for 项 in 工作 if 项.题 %}{% endfor %}", 1, "不写 if"),
    Hostile("拆开赋值", "{% set 一, 二 = 1, 2 %}", 1, "一次只设一个"),
    Hostile("循环里拆开", "{% for 一, 二 in 工作 %}{% endfor %}", 1, "一次只设一个"),
    Hostile("切片", "{{ 工作[0:2] }}", 1, "不取一段"),
    Hostile("正号", "{{ +党员 }}", 1, "不写正号"),
    # -- what does not parse ----------------------------------------------------------------
    Hostile("没收尾的 if", "甲\n\n{% if 党员 %}乙", 3, "没有收尾的 {% if %}"),
    Hostile("没收尾的填空", "甲\n{{ 党员", 2, "没有收尾"),
    Hostile("没收尾的注释", "甲\n{# 乙", 2, "{# 没有收尾"),
    Hostile("没收尾的 [[", "甲[[乙{{ 党员 }}", 1, "没有收尾的 [["),
    Hostile("多出的 ]]", "甲\n乙]]", 2, "多出来的 ]]"),
    Hostile("交叉的 [[", "{% if 党员 %}[[{% endif %}]]", 1, "同前面的 [[ 不配对"),
    Hostile("不配对", "{% if 党员 %}{% endfor %}", 1, "同前面的 {% if %} 不配对"),
    Hostile("空的填空", "{{ }}", 1, "缺名称或算式"),
    Hostile("怪字符", "{{ 党员 ? }}", 1, "不该有 ?"),
    Hostile("引号不配对", "{{ '党员 }}", 1, "不该有 '"),
    Hostile("一级井号开头，前面没有正文", "\n# 乙", 2, "行首有1个 #"),
    Hostile("六级井号", "###### 乙", 1, "行首有6个 #"),
    Hostile("六级井号，在标记后", "{% if 党员 %}###### 乙{% endif %}", 1, "层级不对"),
    Hostile("格数不一", "| 甲 | 乙 |\n| {{ 党员 }} |", 2, "格数不一样"),
    Hostile("我们的记号", "甲\n\ufdd0\U000f0000乙\ufdd1", 2, "非法字符"),
    Hostile("块的记号", "\ufdd2a", 1, "非法字符"),
    Hostile("空字符", "甲\n\n\x00", 3, "非法字符"),
    Hostile("转义出来的记号", "甲\n{{ '\\ufdd0\\U000f0000' }}", 2, "换行或不可见"),
    Hostile("转义出来的换行", "{{ '\\n## 标题' }}", 1, "换行或不可见"),
    Hostile("真换行的字符串", "{{ '甲\n## 标题' }}", 1, "换行或不可见"),
    Hostile("没登记的事实", "甲\n{{ 党圆 }}", 2, "没有“党圆”"),
    Hostile("没登记的下级", "{{ 党员.女党圆 }}", 1, "是不是“女党员”"),
    Hostile("列表取下级", "{{ 工作.题 }}", 1, "“工作”是列表"),
    Hostile("打印一组", "{{ 概况 }}", 1, "不能直接打印"),
    Hostile("打印列表", "甲\n\n{{ 工作 }}", 3, "不能直接打印"),
    Hostile("打印真假", "{{ 党员 > 1 }}", 1, "不是文字或数"),
    Hostile("循环一个数", "{% for 数 in 党员 %}{% endfor %}", 1, "不是列表"),
    Hostile("循环外用循环变量", "{% for 项 in 工作 %}{% endfor %}\n{{ 项.题 }}", 2, "没有定义"),
    Hostile("大小比列表", "{% if 工作 > 工作 %}{% endif %}", 1, "算不出结果"),
    Hostile("数比文字", "甲\n{% if 党员 > '多' %}{% endif %}", 2, "算不出结果"),
    Hostile("没有的提法", '甲\n乙{{ 提法("没有的") }}', 2, "没有名为“没有的”的提法"),
    Hostile("列述接过滤器", "{{ 工作 | 列述 | 句 }}", 1, "列述 后面不接过滤器"),
    Hostile("列述连文字", "{{ (工作 | 列述) ~ '尾' }}", 1, "不同别的文字相连"),
    Hostile(
        "带列述的宏接过滤器",
        "{% macro 列() %}{{ 工作 | 列述 }}{% endmacro %}\n{{ 列() | 句 }}",
        2,
        "单独成行",
    ),
    Hostile("没有的列法", '{{ 列式("二是") }}', 1, "没有“二是”这种列法"),
    # -- too much ---------------------------------------------------------------------------
    Hostile("乘方", "{{ 9 ** 9 ** 9 }}", 1, "乘方"),
    Hostile("整除", "{{ 9 // 2 }}", 1, "//"),
    Hostile("除以零", "甲\n{{ 党员 / 0 }}", 2, "算不出来"),
    Hostile("连乘", "{{ " + " * ".join(["999999999"] * 20) + " }}", 1, "太大"),
    Hostile("连乘几千", "{{ " + " * ".join(["9"] * 900) + " }}", 1, "嵌套太深"),
    Hostile("大常数", "{{ 1" + "0" * 30 + " }}", 1, "数太大"),
    Hostile("四千多位的常数", "甲\n{{ " + "9" * 3_990 + "}}", 2, "数太大"),
    Hostile("大小数", "{{ 1e400 }}", 1, "数太大"),
    Hostile("文字乘数", "{{ '甲' * 1000000000 }}", 1, "只用于数"),
    Hostile("列表乘数", "{{ [1] * 1000000000 }}", 1, "只用于数"),
    Hostile(
        "宏的默认值里乘",
        "{% macro 甲(一='甲' * 1000000000) %}{{ 一 }}{% endmacro %}{{ 甲() }}",
        1,
        "只用于数",
    ),
    Hostile("文字加文字", "{{ '甲' + '乙' }}", 1, "文字相连用 ~"),
    Hostile("长字符串", "{{ '" + "甲" * 3_000 + "' }}", 1, "字符串太长"),
    Hostile(
        "连上再连",
        "{% set 一 = '"
        + "甲" * 2_000
        + "' %}\n"
        + "".join(
            f"{{% set {b} = {' ~ '.join([a] * 8)} %}}\n"
            for a, b in zip("一二三四", "二三四五", strict=True)
        )
        + "{{ 五 }}",
        3,
        "太长",
    ),
    Hostile(
        "连了又连的宏",
        "{% macro 倍(文, 次) %}{% if 次 > 0 %}{{ 倍(文 ~ 文, 次 - 1) }}{% else %}{{ 文 }}{% endif %}{% endmacro %}\n{{ 倍('甲乙丙丁', 99) }}",
        1,
        "太长",
    ),
    Hostile("翻倍的宏", doubling(40), 40, "超限"),
    Hostile("不出字的翻倍", silent_doubling(40), 40, "超限"),
    Hostile("递归的宏", "{% macro 甲() %}甲{{ 甲() }}{% endmacro %}\n{{ 甲() }}", 1, "没有尽头"),
    Hostile(
        "互相调用的宏",
        "{% macro 甲() %}{{ 乙() }}{% endmacro %}{% macro 乙() %}{{ 甲() }}{% endmacro %}\n{{ 甲() }}",
        1,
        "没有尽头",
    ),
    Hostile(
        "自己引入自己",
        "{% import '圈.macro.j2' as 圈 %}{{ 圈.甲() }}",
        1,
        "没有尽头",
        "圈.macro.j2",
    ),
    Hostile(
        "循环套循环",
        f"{{% for 一 in {LONG_LIST} %}}{{% for 二 in {LONG_LIST} %}}{{% endfor %}}{{% endfor %}}",
        1,
        "超限",
    ),
    Hostile(
        "循环里重算",
        f"{{% for 一 in {LONG_LIST} %}}\n{{{{ '{'甲' * 1_900}' | 句 | 无句号 | 句 }}}}{{% endfor %}}",
        2,
        "超限",
    ),
    Hostile("循环出长文", f"{{% for 一 in {LONG_LIST} %}}{'甲' * 2_000}{{% endfor %}}", 1, "超限"),
    Hostile("长列表", "{{ [" + "1," * 3_000 + "] | 个数 }}", 1, "超过4000字"),
    Hostile("一万个填空", "甲\n" + "{{ 党员 }}\n" * 10_000, 5_002, "超过5000个"),
    Hostile("九层循环", nested("{% for 项 in 工作 %}", "甲", "{% endfor %}", 9), 1, "太深"),
    Hostile("千层括号", "{{ " + nested("(", "1", ")", 1_900) + " }}", 1, "太深"),
    Hostile("千层列表", "{{ " + nested("[ ", "1", " ]", 900) + " }}", 1, "太深"),
    Hostile("千层 not", "{% if " + "not " * 900 + "党员 %}甲{% endif %}", 1, "太深"),
    Hostile("千层负号", "{{ " + "-" * 3_900 + "党员 }}", 1, "太深"),
    Hostile("四十层负号", "{{ " + "- " * 80 + "党员 }}", 1, "太深"),
    Hostile("千层过滤器", "{{ 党员" + " | 句" * 900 + " }}", 1, "太深"),
    Hostile("千层下级", "{{ 党员" + ".女党员" * 900 + " }}", 1, "太深"),
    Hostile("千层 if", nested("{% if 党员 %}", "甲", "{% endif %}", 2_000), 1, "太深"),
    Hostile("四十层 if", nested("{% if 党员 %}\n", "甲", "{% endif %}", 40), 32, "太深"),
    Hostile("千层 [[", nested("[[", "甲", "]]", 2_000), 1, "太深"),
    Hostile(
        "千个 elif", "{% if 党员 > 1 %}" + "{% elif 党员 > 2 %}" * 3_000 + "{% endif %}", 1, "太深"
    ),
    Hostile("千层 with", nested("{% with 甲 = 1 %}", "甲", "{% endwith %}", 2_000), 1, "太深"),
    Hostile("二十万字", "甲" * 200_001, 1, "超过20万字"),
    Hostile("十万个没收尾的括号", "{{" * 90_000, 1, "太深"),
    Hostile("十万个没收尾的引号", "{{ '" + "\\'" * 90_000, 1, "不该有"),
    Hostile("十万个没收尾的注释", "{#" * 90_000, 1, "{# 没有收尾"),
    Hostile("十万个 [[", "[[" * 90_000, 1, "超过5000个"),
]


def compose_all() -> None:
    """Compose each and print what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
    outside = small.root() / "templates" / "外.macro.j2"
    outside.symlink_to("/etc/passwd")
    ring = "{% import '圈.macro.j2' as 圈 %}{% macro 甲() %}{% endmacro %}"
    outside.with_name("圈.macro.j2").write_text(ring, encoding="utf-8")
    for case in TABLE:
        begun = time.perf_counter()
        outcome = {"name": case.name, "kind": "", "where": "", "message": ""}
        try:
            small.compose_body(case.body, FACTS)
        except DocgenError as error:
            outcome["where"] = error.where
            outcome["message"] = f"{error.message}（{error.hint}）"
            outcome["kind"] = "TemplateError" if isinstance(error, TemplateError) else "other"
        except BaseException as error:
            outcome["kind"] = repr(error)[:300]
        seconds = time.perf_counter() - begun
        sys.stdout.write(json.dumps({**outcome, "seconds": seconds}, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    compose_all()
