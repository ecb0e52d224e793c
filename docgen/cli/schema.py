"""`docgen schema`: the dictionary as a JSON Schema, for editors that help to fill in facts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from docgen.cli.console import say
from docgen.cli.project import library
from docgen.cli.usage import ChineseHelp


@click.command("schema", cls=ChineseHelp)
@click.argument("templates", metavar="[模板]…", nargs=-1)
@click.option("-o", "--out", metavar="文件", help="写到哪个文件（默认印在屏幕上）")
def command(templates: tuple[str, ...], out: str | None) -> int:
    """数据字典写成 JSON Schema：编辑器（如 VS Code 加 YAML 插件）据此提示名称、说明，标出打错的名称。

    不写模板是全部事实；写模板就只有这些模板要用的。docgen new 写台账时会在旁边放一份。
    """
    from docgen.compose.needs import needs_of
    from docgen.facts import dictionary_of
    from docgen.facts.schema import schema

    shelf = library()
    wanted = [shelf.template(name) for name in templates]
    paths = needs_of(wanted, shelf) if wanted else None
    values = schema(dictionary_of(shelf), paths)
    if out is None:
        encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
        say(json.dumps(values, ensure_ascii=encoding != "utf8", indent=2))
        return 0
    from docgen.cli.output import write_new
    from docgen.drafts import store

    target = Path(out)
    if is_ours(target):
        store.write(target, as_bytes(values))
    else:
        write_new(target, as_bytes(values))
    say(f"已写 {target}", color="green")
    return 0


def as_bytes(values: object) -> bytes:
    """The schema as it stands in a file."""
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def is_ours(path: Path) -> bool:
    """Whether the file is a schema that docgen wrote, which may be written anew."""
    from docgen.facts.schema import MADE_BY

    try:
        return not path.is_symlink() and json.loads(path.read_bytes()).get("$comment") == MADE_BY
    except (OSError, ValueError, AttributeError):
        return False
