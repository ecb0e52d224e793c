"""Write docs/guide/rules.md from the rules that drafts are reviewed by (data/norms/rules/drafts)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docgen.library import Library
from docgen.library.rules import Rule

PAGE = Path(__file__).parents[1] / "docs" / "guide" / "rules.md"

HEAD: Final = """\
# 审稿的规则

由 `scripts/rules.py` 从 `data/norms/rules/drafts/*.yaml` 生成，不要手改。每条规则的错例、对例由测试逐条运行：
错例恰好查出这一条，对例什么也查不出。单看一条：`docgen explain FIG001`。怎样用见[审一份文稿](review.md)。

级别：**必错**是改了才对的，**疑似**多半要改，**提示**也许本来就对。“自动”一栏写“是”的，拿得准时 `docgen check --fix` 会改；
数字和引号里的话从来不动。

"""

WRITING: Final = """
## 加一条规则

规则是数据，写在 `data/norms/rules/drafts/` 的一个文件里，一条一个代码：

```yaml
WRD090:
  名: 重复的助词
  组: 字词
  级: 疑似
  意思: “的”“了”连写了两个。
  为什么: 一眼就看得出没有校对。
  依据: 《现代汉语词典》（第7版）
  改法: 删去一个。
  说: “{原文}”多了一个字
  改: 自动
  正则:
    - {找: '([的了])\\1', 换: '\\1'}
  错例:
    - 整顿的的任务已分到人。
  对例:
    - 整顿的任务已分到人。
```

- 怎样查，三种写一种：`词对`（错的词和对的词，`除外` 是使它不算错的上下文）、`正则`（`找` 和 `换`）、`检查`（`docgen/review/` 里的一个函数，
  在 `docgen/review/checks.py` 登记一行，`参数` 交给它）。
- `说` 是一句话，或几句话各有名称；`{原文}` 是查到的字，`{改为}` 是该写的，别的由检查填。
- `改: 自动` 只给改了一定对的。数字、引号里的字不许动，程序看着。
- `文种` 写编号时只查这几种；`起`、`止` 写日期时只查这一段日期的稿。
- `错例`、`对例` 必写，没有就不载入。写一段话，就放进一份没有问题的稿里查；要整篇的写成 `{稿: …, 整篇: 是}`，可带 `日期`、`文种`、`台账`、`县台账`。
  容易误报的写法都收作对例。
- 写完运行 `.venv/bin/python -m pytest tests/review/test_rules.py`，再运行 `scripts/rules.py`。

自己项目的规则放在项目的 `data/norms/rules/drafts/` 下，文件名同自带的一样就取而代之，不一样就加在后面。
"""


def page() -> str:
    """The page's text."""
    groups: dict[str, list[Rule]] = {}
    for rule in Library().rules.values():
        groups.setdefault(rule.group, []).append(rule)
    count = sum(map(len, groups.values()))
    lines = [HEAD.rstrip("\n"), "", f"现有{count}条。"]
    for group, rules in groups.items():
        lines += ["", f"## {group}", "", "| 代码 | 名称 | 级别 | 自动 | 意思 | 依据 |"]
        lines.append("|---|---|---|---|---|---|")
        lines += [_row(rule) for rule in sorted(rules, key=lambda rule: rule.code)]
    return "\n".join(lines) + "\n" + WRITING


def _row(rule: Rule) -> str:
    automatic = "是" if rule.repair == "自动" else ""
    cells = (rule.code, rule.name, rule.level.label, automatic, rule.meaning, rule.basis)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
