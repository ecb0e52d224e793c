"""Where the commands find things: the library's layers, a facts file, a day on the command line."""

from __future__ import annotations

import calendar
import os
import re
from datetime import date
from pathlib import Path

import click

from docgen.errors import InputError
from docgen.facts import FORM_ENDINGS, YAML_ENDINGS, Fact, Facts, Reading
from docgen.language import parse_date
from docgen.library import Library, TemplateSource

PROJECT_FILE = "docgen.toml"
_LIBRARY_FOLDERS = ("templates", "snippets", "data")
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2})|年(\d{1,2})月)")


def library() -> Library:
    """The built-in library under the user's and the project's."""
    try:
        here = Path.cwd()
    except OSError:
        raise InputError("现在所在的文件夹已经不在了", hint="换到别的文件夹再运行") from None
    return Library(roots(here))


def roots(here: Path) -> list[Path]:
    """The folders that lie over the built-in library, nearest first.

    The project is the nearest folder from here upwards with a docgen.toml and one of
    templates/, snippets/, data/ in it; the user's folder is in the place the system keeps for it.
    """
    project = [
        folder
        for folder in (here, *here.parents)
        if os.path.isfile(folder / PROJECT_FILE)  # noqa: PTH113  (False where reading is denied)
        and any(os.path.isdir(folder / name) for name in _LIBRARY_FOLDERS)  # noqa: PTH112
    ][:1]
    own = user_folder()
    return project + ([own] if own is not None and os.path.isdir(own) else [])  # noqa: PTH112


def layers(here: Path, shelf: Library) -> list[tuple[str, Path]]:
    """The folders of the library, nearest first, each with where it comes from."""
    own = user_folder()
    project = [root for root in roots(here) if root != own]
    return [
        ("项目" if root in project else "用户" if root == own else "自带", root)
        for root in shelf.roots
    ]


def project_root(here: Path) -> Path | None:
    """The nearest folder from here upwards with a docgen.toml in it, None when there is none."""
    folders = (here, *here.parents)
    return next((f for f in folders if os.path.isfile(f / PROJECT_FILE)), None)  # noqa: PTH113


def user_folder() -> Path | None:
    """%APPDATA%\\docgen, or docgen below $XDG_CONFIG_HOME or ~/.config; None when there is no home."""
    if os.name == "nt":
        data = os.environ.get("APPDATA")
        return Path(data) / "docgen" if data else None
    config = os.environ.get("XDG_CONFIG_HOME")
    if config:
        return Path(config) / "docgen"
    home = os.environ.get("HOME")
    return Path(home) / ".config" / "docgen" if home else None


def is_facts(name: str) -> bool:
    """Whether a word on the command line names a facts file."""
    return name.lower().endswith(YAML_ENDINGS + FORM_ENDINGS)


def units_of(path: Path, library: Library, only: str = "") -> tuple[Reading, ...]:
    """The facts of each unit in a file and all found in them: what is misspelt or contradicts.

    only: the 名称 of the one unit that is wanted.  Raises InputError when the file cannot be
    read or holds no such unit.
    """
    from docgen.drafts.checked import checked_units  # a draft is checked without it

    found = checked_units(path, library)
    if only:
        kept = tuple(reading for reading in found if reading.facts.unit == only)
        if not kept:
            names = "、".join(reading.facts.unit for reading in found)
            raise InputError(f"里面没有“{only}”", where=str(path), hint=f"有：{names}")
        found = kept
    elif not found:
        raise InputError("表里一个单位也没有填", where=str(path), hint="一行填一个单位")
    return found


def facts_of(path: Path, library: Library, only: str = "") -> Reading:
    """The facts of the one unit in a file, and all found in them.

    Raises InputError as `units_of`, and when the file holds several units.
    """
    found = units_of(path, library, only)
    if len(found) > 1:
        names = "、".join(reading.facts.unit for reading in found)
        raise InputError(
            f"里面有{len(found)}个单位，要说明是哪一个", where=str(path), hint=f"加 --unit：{names}"
        )
    return found[0]


def template_of(name: str, facts: Facts, library: Library) -> TemplateSource:
    """The template of this name, or with none the one that 文稿.模板 asks for."""
    if not name:
        node = facts.get("文稿.模板")
        name = node.text if isinstance(node, Fact) else ""
    if not name:
        raise InputError(
            "台账里没有写用哪个模板",
            where=facts.files[-1],
            hint="在 文稿 下写 模板，或用 docgen render 模板 台账；有哪些模板见 docgen list templates",
        )
    return library.template(name)


def day(_: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A day on the command line: 2026-06-30, 2026年6月30日; of a month alone its last day."""
    found = parse_day(value) if value is not None else None
    if value is not None and found is None:
        raise click.BadParameter(
            f"“{value}”不是日期，写成 2026-06-30、2026-06 或 2026年6月30日", param=param
        )
    return found


def parse_day(text: str) -> date | None:
    """The day this text names, None when it names none."""
    if match := _MONTH.fullmatch(text.strip()):
        year, month = int(match[1]), int(match[2] or match[3])
        if year and 1 <= month <= 12:
            return date(year, month, calendar.monthrange(year, month)[1])
        return None
    return parse_date(text)
