"""Templates and their genres as records: front matter and body of a `.md.j2` file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from docgen.errors import LibraryError
from docgen.library.demands import Demand, Order, demands_from, order_from
from docgen.library.forms import DEFAULT, DIRECTIONS
from docgen.source import MappingNode, Node, Scalar, SequenceNode, plain, read_yaml

FIELDS: Final = ("标题", "主送", "称谓", "署名", "日期", "附注")
"""The one-line slots of a template's front matter, in the order a paper is read."""

_OPTIONS: Final = ("名称", "说明", "列法", "样式", "格式", "行文方向", "外发")
_CITED: Final = "可引"
_LEVELS: Final = 4
_NUMBERED: Final = re.compile(
    r"^#{2,5}\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．])",
    re.MULTILINE,
)
_PART: Final = re.compile(r"^#{2,5} .*\{(\w+)\}\s*$", re.MULTILINE)


class Part(NamedTuple):
    """A part of the papers of a 文种: whether every paper must have it (必备), and how many
    sections of that name there may be (最少, 最多; None for no bound)."""

    required: bool
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Genre:
    """A 文种: the parts its papers have, in order, and the defaults of its templates.

    parts: by name.  numbering: patterns of the heading levels (序号) in the place of the
    style's, () for those; an empty pattern leaves a level without number.  spoken: its papers
    are read aloud, so that their length is counted in minutes (口头).  demands: the parts that
    a draft of anybody must have (完稿).  order: in which its parts stand (次序).  form: which
    elements stand round the text (格式).  direction: whom its papers go to (行文方向).
    """

    id: str
    name: str
    note: str
    parts: Mapping[str, Part]
    style: str
    list_style: str
    spoken: bool = False
    numbering: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()
    order: Order = field(default_factory=Order)
    form: str = DEFAULT
    direction: str = ""


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template as text.

    id: genre/name.  name: the Chinese 名称.  fields: the one-line slots 标题, 主送 … with the
    line each stands on.  body starts on `line` of the file.  list_style: how lists are set
    unless they say otherwise.  outward: the paper leaves the unit, so facts that are not
    public stay out.  form: which elements stand round the text (格式).  direction: whom its papers
    go to (行文方向).  cited: facts that no slot prints but a writer's sentences usually refer to
    (可引), each with its line.
    """

    id: str
    name: str
    note: str
    genre: str
    fields: Mapping[str, tuple[str, int]]
    body: str
    line: int
    style: str
    list_style: str
    outward: bool
    cited: tuple[tuple[str, int], ...] = ()
    numbering: tuple[str, ...] = ()
    form: str = DEFAULT
    direction: str = ""


def genre_from(id: str, values: Any, where: str) -> Genre:
    """The genre of a genre.yaml.  Raises LibraryError naming the file."""
    if not isinstance(values, Mapping) or not values.get("名称"):
        raise LibraryError("文种说明里要有 名称", where=where)
    parts: dict[str, Part] = {}
    for item in values.get("部分", ()):
        if not isinstance(item, Mapping) or not item.get("名"):
            raise LibraryError("部分 每条写成 {名: 工作, 必备: 是}", where=where)
        least, most = (_bound(item.get(key), where) for key in ("最少", "最多"))
        if least is not None and most is not None and least > most:
            raise LibraryError(f"部分“{item['名']}”最少{least}个，多于最多{most}个", where=where)
        parts[item["名"]] = Part(item.get("必备") == "是", least, most)
    listed = values.get("序号") or ()
    numbering = tuple(map(str, listed)) if isinstance(listed, list | tuple) else ("",)
    if len(numbering) not in (0, _LEVELS):
        raise LibraryError(
            "序号 写四级，不编号的写空", where=where, hint='如 ["", "（一）", "1.", "（1）"]'
        )
    return Genre(
        id=id,
        name=str(values["名称"]),
        note=str(values.get("说明", "")),
        parts=MappingProxyType(parts),
        style=str(values.get("样式", "gbt9704")),
        list_style=str(values.get("列法", "一是")),
        spoken=values.get("口头") == "是",
        numbering=numbering,
        demands=demands_from(values, where),
        order=order_from(values, where),
        form=str(values.get("格式", DEFAULT)),
        direction=_direction(str(values.get("行文方向", "")), where),
    )


def _direction(word: str, where: str) -> str:
    if word not in DIRECTIONS:
        raise LibraryError(
            f"行文方向“{word}”不认识",
            where=where,
            hint="可用：" + "、".join(filter(None, DIRECTIONS)),
        )
    return word


def _bound(value: Any, where: str) -> int | None:
    if value in (None, ""):
        return None
    if not str(value).isdecimal():
        raise LibraryError(f"部分的最少、最多写整数，不是“{value}”", where=where)
    return int(value)


def template_from(id: str, text: str, genre: Genre, where: str) -> TemplateSource:
    """The template of a file's text.  Raises LibraryError naming file and line."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not end:
        raise LibraryError("模板要以 --- 开头的一段说明起头，再以 --- 收尾", where=f"{where}:1")
    front = read_yaml("\n".join(lines[1:end]) + "\n", where)
    if front.root is None or not isinstance(front.root, MappingNode):
        message = front.findings[0].message if front.findings else "读不出"
        line = front.findings[0].place.line + 1 if front.findings else 1
        raise LibraryError(f"模板文首的说明有误：{message}", where=f"{where}:{line}")
    fields: dict[str, tuple[str, int]] = {}
    options: dict[str, str] = {}
    cited: tuple[tuple[str, int], ...] = ()
    for key, value in front.root.items:
        if key.value == _CITED:
            cited = _names(value, where)
            continue
        if not isinstance(value, Scalar):
            raise LibraryError(f"“{key.value}”只写一个值", where=f"{where}:{key.line + 1}")
        if key.value in FIELDS:
            fields[key.value] = (value.value, value.line + 1)
        elif key.value in _OPTIONS:
            options[key.value] = value.value
        else:
            raise LibraryError(
                f"模板文首不认识“{key.value}”",
                where=f"{where}:{key.line + 1}",
                hint="可用：" + "、".join((*_OPTIONS, _CITED, *FIELDS)),
            )
    if "名称" not in options or "标题" not in fields:
        raise LibraryError("模板文首要有 名称 和 标题", where=f"{where}:1")
    body = "\n".join(lines[end + 1 :])
    if typed := _NUMBERED.search(body):
        raise LibraryError(
            f"标题的序号“{typed[0].lstrip('# ')}”不用手打",
            where=f"{where}:{end + 2 + body.count(chr(10), 0, typed.start())}",
            hint="删去它，序号由程序排",
        )
    for found in _PART.finditer(body):
        if found[1] not in genre.parts:
            line = end + 2 + body.count("\n", 0, found.start())
            raise LibraryError(
                f"文种“{genre.name}”没有“{found[1]}”这一部分",
                where=f"{where}:{line}",
                hint="可用：" + "、".join(genre.parts),
            )
    return TemplateSource(
        id=id,
        name=options["名称"],
        note=options.get("说明", ""),
        genre=genre.id,
        fields=MappingProxyType(fields),
        body=body,
        line=end + 2,
        style=options.get("样式", genre.style),
        list_style=options.get("列法", genre.list_style),
        outward=options.get("外发", "是") == "是",
        cited=cited,
        numbering=genre.numbering,
        form=options.get("格式", genre.form),
        direction=_direction(options.get("行文方向", genre.direction), f"{where}:1"),
    )


def _names(node: Node, where: str) -> tuple[tuple[str, int], ...]:
    """The names of a list in the front matter, each with its line in the file."""
    items = node.items if isinstance(node, SequenceNode) else ()
    names = [(item.value, item.line + 1) for item in items if isinstance(item, Scalar)]
    if not names or len(names) < len(items) or not all(name for name, _ in names):
        raise LibraryError(
            f"“{_CITED}”应是事实名称的列表",
            where=f"{where}:{node.line + 1}",
            hint=f"如 {_CITED}: [发展党员, 培训.人次]",
        )
    return tuple(names)


def values_of(text: str, where: str, fail: Callable[[str, str], LibraryError]) -> Any:
    """The plain values of a YAML text; `fail(message, where)` makes the error."""
    parsed = read_yaml(text, where)
    if parsed.root is None:
        first = parsed.findings[0]
        raise fail(first.message, str(first.place))
    return plain(parsed.root)
