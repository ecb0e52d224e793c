"""`docgen init`: a project folder that lies over the built-in library."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from docgen.cli.console import say, table
from docgen.cli.project import PROJECT_FILE, library
from docgen.cli.usage import ChineseHelp
from docgen.errors import InputError, OutputError
from docgen.facts import dictionary_of

FACTS_FILE: Final = "台账.yaml"
_DEFAULT: Final = "work_report/half_year"

_WELCOME: Final = {"out", ".git"}
"""What may stand in the folder already: what docgen writes there, and what git does."""

_TEXTS: Final = {
    PROJECT_FILE: """\
# 有这个文件，这个文件夹就是一个 docgen 项目：
# 在它里面（和下面各层文件夹里）运行 docgen，templates、snippets、data 压在自带的库上面。
# 现在没有要设的，留空就行。
""",
    "templates/README.md": """\
# 模板放这里

一个模板一个文件：`<文种>/<名>.md.j2`，如 `work_report/members.md.j2`。
文种用自带的（`work_report` 等）就不用另建；新文种在它的文件夹里放一个 `genre.yaml`。

- 和自带的模板同一个路径，就用这里的。
- 几个模板合用的宏放在 `.macro.j2` 文件里。
- 写好以后 `docgen list templates` 应看得到，`docgen new 模板` 会列出它要哪些事实；`docgen check 模板` 检查写得对不对。
- 台账里“工作”的 层次、要点的 分条（分层）和 引，模板里不印就丢了：`列式(项.层次)`、`点.分条 | 列述(点.分层)`。
- 登记了“可缺”的事实没填时印空，比大小都不成立，走 else 那一边：括进 `[[ ]]`，或先写 `{% if 事实 %}`。
""",
    "snippets/README.md": """\
# 提法和套话放这里

一个题目一个 `.yaml`：名称、说明、各个版本的起止日期、文本和依据。
县里、本单位的提法写在这里；文件名和自带的不同，是增加版本；相同，是整个换掉。

套话（过渡、引入、表态的几种写法）放在 `stock/` 里，文件名和自带的不同，写 `名称` 和 `固定` 就是指定一种写法，
写 `名称` 和 `文本` 是增加写法：

    名称: 汇报过渡
    固定: 现将有关情况汇报如下：

`docgen list snippets` 可查有哪些题目。
""",
    "data/README.md": """\
# 数据放这里

- `dictionary/*.yaml`：要登记的新事实。另起一个文件名（如 `本县.yaml`）；和自带的同名，是整个换掉。
- 登记列表的，`主项` 写能代表一条的那一栏，`列表 | 并列` 印的就是它；`列表 | 分组("栏")` 把这一栏相同的归到一起。
- 一组数登记成有 `下级` 的，`组 | 指标("甲", "乙")` 把填了的连着说。
- `norms/styles/*.yaml`：样式，第一行写 `继承: gbt9704`，再写要改的。

`docgen list facts`、`docgen list styles` 可查现有的。台账不必放这里，放哪里都行。
""",
    ".gitignore": """\
# 成稿写在 out 里，不入库
out/
""",
}


@click.command("init", cls=ChineseHelp)
@click.argument("folder", metavar="文件夹")
@click.argument("templates", metavar="[模板]…", nargs=-1)
def command(folder: str, templates: tuple[str, ...]) -> int:
    """建一个项目文件夹：放自己的模板、提法、数据，压在自带的库上面；并放一份待填的台账。

    不写模板时，台账按半年基层党建工作汇报列。文件夹里已有别的东西就不动；
    只缺其中几样时补上缺的，已有的不改。
    """
    from docgen.cli.new import blank
    from docgen.cli.output import write_new
    from docgen.cli.schema import as_bytes
    from docgen.facts.schema import schema
    from docgen.facts.skeleton import SCHEMA_FILE

    shelf = library()
    root = Path(folder)
    made = {
        **{name: text.encode() for name, text in _TEXTS.items()},
        FACTS_FILE: blank(templates or (_DEFAULT,), None, None, shelf).encode(),
        SCHEMA_FILE: as_bytes(schema(dictionary_of(shelf))),
    }
    missing = [name for name in made if not _is_there(root / name)]
    _check(root, {name.partition("/")[0] for name in made})
    for name in missing:
        write_new(root / name, made[name])
        say(f"已写 {root / name}", color="green")
    if not missing:
        say(f"{root} 里一样也不缺，没有动")
    say()
    say("接下来：", bold=True)
    steps = (
        (f"cd {root}", f"打开 {FACTS_FILE} 填好，再"),
        (f"docgen check {FACTS_FILE}", "看看填得对不对"),
        (f"docgen {FACTS_FILE} -o out", "成文，列出还缺什么"),
    )
    for line in table(steps, indent="  ").split("\n"):
        say(line)
    return 0


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _check(root: Path, own: set[str]) -> None:
    """Refuse a folder that holds anything else."""
    try:
        if not root.exists():
            return
        names = sorted(path.name for path in root.iterdir())
    except NotADirectoryError:
        raise OutputError("这是文件，不是文件夹", where=str(root), hint="换一个文件夹名") from None
    except (OSError, ValueError) as error:
        raise InputError("文件夹打不开", where=str(root), hint="检查文件夹名和权限") from error
    other = [name for name in names if name not in own | _WELCOME]
    if other:
        raise InputError(
            f"文件夹里已有别的东西：{'、'.join(other[:5])}{'等' if len(other) > 5 else ''}",
            where=str(root),
            hint="换一个新文件夹；要把它当项目，自己放一个空的 docgen.toml 就行",
        )
