"""Write docs/guide/facts.md from the data dictionary: what may be filled in, and how."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docgen.facts import dictionary_of
from docgen.facts.dictionary import Check, Dictionary, Entry
from docgen.library import Library

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "facts.md"

LEAD = """\
# 台账里能填的事实

由 `scripts/dictionary.py` 从数据字典 `data/dictionary/*.yaml` 生成，不要手改。

一个数只登记一次，各种文稿共用。标“必填”的没填，稿子里会留【待填】；其余没有就不填，稿子里也不出现。
名称里的点是层次：`党员.女党员` 在 YAML 里写作 `党员: {值: 1126, 女党员: 237}`，在 Excel 里是“女党员”一列。

怎么填：

- 数照着说的写：`62`、`2.2万`、`3000多`、`近600万元`、`98%以上`、`2至3`。单位不写就按“单位”一栏。
- 日期写 `2026-06-30`，期间写 `2026年上半年`；是否写 `是` 或 `否`。
- 列表一行一条，条数由程序数；真的没有，写 `无`。句子里的台账数写作【党员.女党员】，不重打。
- 还没有定的数写 `待填`；拿不准的写 `{值: 62, 待核实: 缺3个支部的数}`；只是计划的写 `{值: 2, 状态: 计划}`。
- 一个数还可以带：上期、增幅、比、目标、名次、来源、时点、口径、公开。`公开: 否` 的不写进外发文稿。

套红头、出简报、带附件：

- 写了 `文稿.发文字号` 或 `文稿.发文机关标志` 的，稿子上套红头、写版记；都没有的是一般的稿子，什么也不加，也不用填下面这些。套了红头没有发文机关标志的，上行文（工作汇报）没有签发人的，留【待填】。
- 发文机关标志、抄送、印发机关、用印这些各篇一样的，写在 `单位` 下（`unit.yaml`），套了头就用；这一篇不同的，写在 `文稿` 下；这一篇没有的，写 `无`。
- 简报写了 `文稿.编发机关`、`编发日期` 或 `总期号` 的，套报头、报尾；这时刊名、期号没有填的留【待填】。
- 一份台账做几种文稿时，`文稿` 下的发文字号、附件等只用在 `文稿.模板` 写的那一种上；密级都用。
- 附件一行一件：只写名称的另成一个文件，稿里只列名称；写了正文、要点、表的印在稿子后面。表一行一条，格与格用“|”隔开，如 `表: [村|时限, 河口村|6月]`。
- 各种格式有哪些要素，见 `data/norms/forms.yaml`。

各栏的意思：

- 关系：“分为”是几项之和等于上面的数；“其中”是不大于上面的数。
- 汇总：县里怎样从各乡镇得出这个数；“—”是不汇总。
- 填否：列表里的“必填”，是有这一行时必填。
- 下期：用 `docgen new --from` 滚到下一期时怎样处理。
"""
NONE = "—"
CARRY = {
    "上期": "转为上期，重填",
    "标记": "带过去，标未更新",
    "照抄": "照抄",
    "顺延": "顺延",
    "清空": "清空",
}
ROLLUP = {
    "和": "相加",
    "最大": "取最大",
    "加权平均": "加权平均",
    "个数": "数单位",
    "列举": "逐条列出",
    "不汇总": NONE,
    "": NONE,
}
COLUMNS = ("名称", "类型", "单位", "说明", "填否", "关系", "汇总", "下期")


def page() -> str:
    """The page's text."""
    dictionary = dictionary_of(Library())
    parts = [LEAD]
    for theme in dictionary.themes:
        parts.append(f"## {theme.title}\n\n{theme.note}。\n")
        parts += [section(dictionary.roots[name]) for name in theme.names]
        checks = [said(check) for check in checks_of(dictionary, theme.names)]
        if checks:
            parts.append("程序核对：\n\n" + "\n".join(checks) + "\n")
    return "\n".join(parts)


def section(root: Entry) -> str:
    """One fact, group or list with what stands under it."""
    _, kind, unit, note, wanted, _, rollup, carry = cells(root)
    about = [kind + (f"，按“{unit}”" if unit else ""), wanted]
    if root.kind == "组":
        about = [] if wanted == "必填" else ["整组可不填"]
    else:
        about += [f"县里{rollup}"] if rollup != NONE else []
        about += [f"下期{carry}"]
    lines = [f"### {root.name}", "", f"{note}。" + (f"（{'；'.join(about)}）" if about else "")]
    rows = [cells(entry) for entry in root.walk() if entry is not root]
    if rows:
        bare = ("汇总", "下期") if root.kind == "列表" else ()
        kept = [
            i
            for i, head in enumerate(COLUMNS)
            if head not in bare and any(row[i] not in ("", NONE) for row in rows)
        ]
        table = [COLUMNS, ("---",) * len(COLUMNS), *rows]
        lines += ["", *(f"| {' | '.join(row[i] for i in kept)} |" for row in table)]
    return "\n".join(lines) + "\n"


def cells(entry: Entry) -> tuple[str, ...]:
    """What there is to say of one entry, in the order of COLUMNS."""
    group = entry.kind in ("组", "构成")
    return (
        entry.path,
        f"列表（{entry.item}）" if entry.item else entry.kind,
        entry.unit or entry.measure,
        "；".join(filter(None, (entry.note, options(entry)))),
        "可不填" if entry.optional else "必填",
        entry.relation,
        "" if group else rolled(entry),
        "" if group else CARRY[entry.carry],
    )


def rolled(entry: Entry) -> str:
    """How the county gets it."""
    said = ROLLUP[entry.rollup]
    if entry.weights:
        said += f"，按{'，没有的按'.join(entry.weights)}"
    return f"{said}（县里填了用县里的）" if entry.own and said != NONE else said


def options(entry: Entry) -> str:
    """The words that a 选项 allows."""
    return "可填：" + "、".join(entry.options) if entry.options else ""


def checks_of(dictionary: Dictionary, names: tuple[str, ...]) -> Iterator[Check]:
    """The relations whose first fact is one of these."""
    for check in dictionary.checks:
        if check.expression.split()[0].split(".")[0] in names:
            yield check


def said(check: Check) -> str:
    """A relation as a point of a list."""
    return f"- `{check.expression}`：{check.note}"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
