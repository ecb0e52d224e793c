"""Which templates somebody has approved, and whether they are still what was approved.

`approved.yaml` stands beside docgen.toml and goes into git: a block for each template, with the day
and the hashes of what was looked at.  模板 is the template and the macros it imports, 提法 the
dated and stock phrases it calls, 字典 the entries of the facts it uses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final, NamedTuple

from docgen.compose.asked import asked
from docgen.compose.needs import needs
from docgen.errors import InputError
from docgen.library import Library, TemplateSource, read_values

FILE: Final = "approved.yaml"
HASHED: Final = ("模板", "提法", "字典")
"""What is hashed, each on its own, so that a change can be named."""

_HEAD: Final = "# 审核过的模板，docgen review 模板 --approve 记下；内容变了，docgen batch 会提醒"
_KEYS: Final = ("名称", "日期", *HASHED, "理由")
_BLOCK: Final = re.compile(r"([\w./-]+):")
_LINE: Final = re.compile(rf"  ({'|'.join(_KEYS)}): (\S.*)")
_IMPORT: Final = re.compile(r"\{%-?\s*(?:import|from)\s*[\"']([^\"']+)[\"']")
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Approval:
    """A template that was approved: its id and 名称, the day (ISO), the hashes by name, and why
    it was in spite of findings, "" when there were none."""

    template: str
    name: str
    day: str
    hashes: Mapping[str, str]
    reason: str = ""

    def lines(self) -> Iterator[str]:
        """Its block."""
        yield f"{self.template}:"
        yield f"  名称: {json.dumps(self.name, ensure_ascii=False)}"
        yield f"  日期: {self.day}"
        for name in HASHED:
            yield f"  {name}: {self.hashes[name]}"
        if self.reason:
            yield f"  理由: {json.dumps(self.reason, ensure_ascii=False)}"


def approval_of(
    template: TemplateSource, library: Library, day: date, reason: str = ""
) -> Approval:
    """The template as approved on that day, as it is now."""
    return Approval(
        template.id, template.name, day.isoformat(), hashes_of(template, library), reason
    )


# -- what is approved ------------------------------------------------------------------------------


def hashes_of(template: TemplateSource, library: Library) -> Mapping[str, str]:
    """The hashes of the template as it is now.  Raises TemplateError when it cannot be compiled."""
    return {
        "模板": _hash(_texts(template, library)),
        "提法": _hash(_phrases(template, library)),
        "字典": _hash(_entries(template, library)),
    }


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:_DIGITS]


def _texts(template: TemplateSource, library: Library) -> object:
    """All that the template says, with the files of macros it imports, and those import."""
    macros: dict[str, str] = {}
    wanted = list(_IMPORT.findall(template.body))
    while wanted:
        name = wanted.pop()
        text = library.template_text(name)
        if name not in macros and text is not None:
            macros[name] = text
            wanted += _IMPORT.findall(text)
    fields = {name: text for name, (text, _) in template.fields.items()}
    look = (
        template.style,
        template.list_style,
        template.outward,
        template.numbering,
        template.form,
    )
    return fields, template.body, look, sorted(name for name, _ in template.cited), macros


def _phrases(template: TemplateSource, library: Library) -> object:
    """The files of the phrases it calls, as values; of all where a call does not say which."""
    found = []
    for name, folder in (("提法", "snippets"), ("套话", "snippets/stock")):
        calls = [call for call in asked(template, library) if call.name == name]
        topics = {call.arguments[0] if call.arguments else None for call in calls}
        for path in library.files(folder, "*.yaml").values() if topics else ():
            values = read_values(path)
            topic = values.get("名称") if isinstance(values, Mapping) else None
            if topic in topics or None in topics:
                found.append((name, topic, values))
    return sorted(found, key=lambda row: json.dumps(row, ensure_ascii=False, sort_keys=True))


def _entries(template: TemplateSource, library: Library) -> object:
    """The dictionary's entries that it uses, whole from their first name."""
    roots = {path.partition(".")[0] for path in needs(template, library)}
    return {
        name: entry
        for values in library.dictionary_values.values()
        if isinstance(values, Mapping)
        for name, entry in values.items()
        if name in roots
    }


# -- the file --------------------------------------------------------------------------------------


class _Block(NamedTuple):
    """A block of the file: the comments before it, its template's id, its lines."""

    comments: tuple[str, ...]
    id: str
    lines: tuple[str, ...]


def approvals(text: str, where: str) -> dict[str, Approval]:
    """The approvals in the file's text, by template.  Raises InputError naming a line that is not
    as `docgen review` writes them."""
    return {block.id: _approval(block) for block in _blocks(text, where)[0]}


def _approval(block: _Block) -> Approval:
    said = {m[1]: _value(m[2]) for line in block.lines if (m := _LINE.fullmatch(line))}
    hashes = {name: said.get(name, "") for name in HASHED}
    day, reason = said.get("日期", ""), said.get("理由", "")
    return Approval(block.id, said.get("名称", ""), day, hashes, reason)


def _value(typed: str) -> str:
    return str(json.loads(typed)) if typed.startswith('"') else typed


def with_approval(text: str, approval: Approval, where: str) -> str:
    """The file's text with this approval in the place of the template's last; the others stay as
    they are, character by character.  Raises InputError as `approvals`."""
    blocks, rest = _blocks(text, where)
    before = next((b.comments for b in blocks if b.id == approval.template), ())
    made = _Block(before, approval.template, tuple(approval.lines())[1:])
    others = [block for block in blocks if block.id != approval.template]
    ordered = sorted([*others, made], key=lambda block: block.id)
    lines = [line for b in ordered for line in (*b.comments, f"{b.id}:", *b.lines)]
    lines += rest
    if _HEAD in lines or not text.strip():  # stays above whatever comes first now
        lines = [_HEAD, *(line for line in lines if line != _HEAD)]
    return "".join(line + "\n" for line in lines)


def _blocks(text: str, where: str) -> tuple[list[_Block], list[str]]:
    """The blocks of the file, and the comments at its end."""
    blocks: list[_Block] = []
    comments: list[str] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        begun = _BLOCK.fullmatch(line)
        if begun and all(block.id != begun[1] for block in blocks):
            blocks.append(_Block(tuple(comments), begun[1], ()))
            comments = []
        elif _LINE.fullmatch(line) and blocks and not comments and _is_sound(line):
            last = blocks.pop()
            blocks.append(last._replace(lines=(*last.lines, line)))
        elif not line.strip() or line.startswith("#"):
            comments.append(line)
        else:
            raise InputError(
                f"看不懂这一行：{line.strip()[:40]}",
                where=f"{where}:{number}",
                hint="这个文件由 docgen review 模板 --approve 写；改回去，或把它移走重新签",
            )
    return blocks, comments


def _is_sound(line: str) -> bool:
    typed = line.partition(": ")[2]
    if not typed.startswith('"'):
        return True
    try:
        return isinstance(json.loads(typed), str)
    except ValueError:
        return False


# -- what still stands -----------------------------------------------------------------------------


def unsigned(
    templates: Iterable[TemplateSource], signed: Mapping[str, Approval], library: Library
) -> tuple[str, ...]:
    """A sentence for each template that nobody approved, or that is not what was approved."""
    return tuple(said for template in templates if (said := _standing(template, signed, library)))


def _standing(template: TemplateSource, signed: Mapping[str, Approval], library: Library) -> str:
    known = signed.get(template.id)
    if known is None:
        return f"模板“{template.name}”还没有审核签字"
    now = hashes_of(template, library)
    changed = "、".join(name for name in HASHED if now[name] != known.hashes[name])
    return f"模板“{template.name}”{known.day}签字以后改过：{changed}" if changed else ""
