"""Write docs/guide/styles.md: how a unit writes its own style, and every parameter (data/norms/styles)."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Final

from docgen.library import Library
from docgen.library.styles import Setting

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "styles.md"

HEAD: Final = """\
# 样式：版面怎样，由数据说

由 `scripts/styles.py` 生成，不要手改。文稿说有哪些要素（版头、附件、版记……），样式说每个要素怎样排。任何一份稿都可以换样式：

```
docgen 青山镇.yaml --style letter          # 这一次；也可写名称：--style 信函格式
docgen list styles                         # 有哪些样式，各继承谁，偏离国家标准规定几处
docgen explain style unit-example          # 逐项：值、条款、强度；与上一级不同的；偏离规定的
```

一篇稿子固定用一种，写在台账里：`文稿` 下 `样式: letter`。都不写就用模板所属文种的样式。

| 样式 | 名称 | 用在 |
|---|---|---|
"""

WRITING: Final = """
## 单位自己的样式

在项目的 `data/norms/styles/` 下放一个文件，文件名就是样式的编号。写明继承谁，只列要改的参数，参数可以只写值：

```yaml
继承: gbt9704
名称: 清河县委办公室
版心:
  行距: 28磅
二级标题:
  加粗: 是
```

- 单位写 毫米、磅、字、行、倍、%，不写也行；字号写 三号 或 16磅；颜色写 红、黑 或六位色号；线粗 `0毫米` 就是不画；线长写 `版心` 就随版心。
- 值后面可以写 `{值: 28磅, 条款: "某办法第3条", 强度: 规定}`。强度四种：**规定**（写死）、**一般**（标准说“一般”）、**推荐**（标准推荐，或“可以”）、**实践**（通行做法）。只写值的，强度是实践。
- 改了上一级的**规定**，不算错：`render` 说有几处，`explain style` 说离开了哪一条，`list styles` 数着。简报、讲话稿不是公文，它们的文件里写着 `依据: 惯例`，改了不算偏离。
- 参数名写错、值不认识、行数字数在版心里排不下，都说明是哪一项、该怎样写。
- 每面行数 × 行距不能超过版心的高，每行字数 ×（字号＋字距）不能超过版心的宽：三号字 28 个是 448 磅，版心宽 442 磅，所以字距是 −0.25 磅。

## 量什么，从哪里量到哪里

- **一字**是正文一个字加字距（15.75 磅），**一行**是正文的行距。
- 标志的上距量到字的上边缘，不是文本框的上边：正式印发量的是墨迹。分隔线的距离从上一行字的下边缘量起。
- 字多的标志先按 `最小字宽` 压扁，再缩小字号，总在一行之内；几个机关联合行文时各占一行、拉到一样宽，“文件”在右边居中。
- 信函的标志比版心高：首页从标志起排，其余各页由空页眉让到版心上边。
- 版记是一个贴着版心下边缘的浮动表格（WPS、Word 里：表格属性—环绕—垂直位置“底端”相对“页边距”）；放不下就整个到下一面。

## 全部参数

值是 gbt9704 的；别的样式改了的，写在后面。“—”是标准没有说。

"""


def page() -> str:
    """The page as text."""
    library = Library()
    styles = [library.style(id) for id in library.style_ids]
    about = {id: str(library._style_values(id).get("说明", "")) for id in library.style_ids}
    out = [HEAD]
    out += [f"| `{style.id}` | {style.name} | {about[style.id]} |\n" for style in styles]
    out.append(WRITING)
    base = library.style("gbt9704")
    for section, settings in groupby(base.settings, key=lambda one: one.key.partition(".")[0]):
        out.append(
            f"### {section}\n\n| 参数 | 值 | 条款 | 强度 | 别的样式 |\n|---|---|---|---|---|\n"
        )
        for setting in settings:
            others = "；".join(
                f"{style.id} {_text(own)}"
                for style in styles
                for own in style.settings
                if own.key == setting.key and own.value != setting.value
            )
            name = setting.key.partition(".")[2]
            clause = setting.clause or "—"
            out.append(
                f"| {name} | {_text(setting)} | {clause} | {setting.strength} | {others} |\n"
            )
        out.append("\n")
    return "".join(out).rstrip("\n") + "\n"


def _text(setting: Setting) -> str:
    return setting.value if isinstance(setting.value, str) else " ".join(setting.value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
