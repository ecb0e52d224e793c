"""From YAML text to nodes: the parser's events, composed without recursion."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from docgen.finding import Finding, Level, Place
from docgen.source import doubts, slips
from docgen.source.diagnosis import Trouble, explain, slips_in_lines
from docgen.source.files import MAX_BYTES, read_text
from docgen.source.nodes import MappingNode, Node, Parsed, Scalar, SequenceNode
from docgen.source.slips import Slip

_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)  # without the C extension: slower, same events

MAX_NODES = 200_000
MAX_DEPTH = 40
_MAX_PIECES = 2_000
_MAX_FINDINGS = 200

_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U000f0000-\U0010ffff"
    + "".join(
        chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0x10000, 0xF0000, 0x10000)
    )
    + "]"
)
_UNREADABLE = (yaml.YAMLError, ValueError, OverflowError)
_make: Callable[..., Any] = tuple.__new__  # the records' own constructors take three times as long


def read_yaml(text: str, name: str) -> Parsed:
    """The text composed; name: what findings call it.  Whatever is wrong becomes a finding."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(text.split("\n"))
    found: list[Slip] = []
    printable = "".join(lines).isprintable()  # a quick look that settles nearly every file
    if not printable and _FORBIDDEN.search(text):
        found += slips.forbidden_characters(lines, _FORBIDDEN)
        text = _FORBIDDEN.sub("\ufffd", text)
        lines = tuple(text.split("\n"))
    if 4 * len(text) > MAX_BYTES and len(text.encode()) > MAX_BYTES:
        found.append(slips.too_large(MAX_BYTES))
        return Parsed(None, _findings(found, name), name, lines)
    root: Node | None = None
    known = len(found)
    try:
        root = _Composer(lines, found).compose(text)
    except _UNREADABLE as error:
        del found[known:]
        _diagnose(_trouble(error, lines), lines, found)
    else:
        if " #" in text or "\t#" in text:
            found += doubts.cut_by_comment(lines, lambda: _extents(text))
        if isinstance(root, Scalar):
            found += _complaint(root, lines, len(lines))
            root = None if root.value or root.quoted else MappingNode((), 1, 1)
    return Parsed(root, _findings(found, name), name, lines)


def _complaint(root: Scalar, lines: tuple[str, ...], last: int) -> Iterable[Slip]:
    """What is wrong with a text that stands where a mapping should; nothing at all may stand."""
    return doubts.only_text(root, lines, last) if root.value or root.quoted else ()


def _findings(found: list[Slip], name: str) -> tuple[Finding, ...]:
    """The slips as findings by place, each once."""
    ordered = sorted(set(found), key=lambda slip: (slip.line, slip.column, slip.code, slip.message))
    return tuple(
        Finding(
            slip.code,
            slip.level,
            slip.message,
            Place(name, slip.line, slip.column),
            slip.quote,
            slip.hint,
            related=(Place(name, *slip.other),) if slip.other else (),
        )
        for slip in ordered[:_MAX_FINDINGS]
    )


class _Composer:
    """Makes nodes of the parser's events and collects what they show to be wrong.

    lines: of the whole file.  offset: how many of them lie above the text.  found: grows.
    """

    def __init__(self, lines: tuple[str, ...], found: list[Slip], offset: int = 0) -> None:
        self._lines = lines
        self._found = found
        self._first = offset + 1

    def compose(self, text: str) -> Node | None:
        """The root, None when a limit was met; of several documents the first.

        Raises what the parser raises; what was found until then stays found.
        """
        self._normal = unicodedata.is_normalized("NFC", text)
        self._marked = any(sign in text for sign in "&!*")
        loader = _Loader(text)
        documents: list[Node] = []
        try:
            while True:
                event = loader.get_event()
                kind = type(event)
                if kind is yaml.DocumentStartEvent:
                    self._check_document(event, len(documents))
                    root = self._document(loader.get_event)
                    if root is None:
                        return None
                    documents.append(root)
                elif kind is yaml.StreamEndEvent:
                    return documents[0] if documents else MappingNode((), 1, 1)
        finally:
            loader.dispose()

    def _document(self, next_event: Callable[[], Any]) -> Node | None:
        """The nodes of one document, without recursion: `outer` holds what is still open."""
        first, make, plain_text = self._first, _make, self._normal and not self._marked
        outer: list[tuple[list[Any], Any]] = []
        children: list[Any] = []
        start: Any = None
        count = 0
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                mark = event.start_mark
                style = event.style
                if style or not plain_text:
                    children.append(self._scalar(event))
                else:
                    children.append(
                        make(Scalar, (event.value, mark.line + first, mark.column + 1, False))
                    )
                count += 1
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                mark = start.start_mark
                if kind is yaml.MappingEndEvent:
                    items: Any = self._pairs(children, flow=start.flow_style)
                    record: Any = MappingNode
                else:
                    items, record = tuple(children), SequenceNode
                    self._found += doubts.in_sequence(items, self._lines, flow=start.flow_style)
                children, start = outer.pop()
                children.append(make(record, (items, mark.line + first, mark.column + 1)))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if self._marked:
                    self._check_marks(event)
                outer.append((children, start))
                children, start = [], event
                count += 1
                if len(outer) > MAX_DEPTH:
                    self._found.append(slips.too_deep(MAX_DEPTH, *self._place(event)))
                    return None
            elif kind is yaml.AliasEvent:
                self._found.append(slips.alias(*self._place(event)))
                children.append(Scalar("", *self._place(event), False))
            elif kind is yaml.DocumentEndEvent:
                root: Node = children[0]
                return root
            if count > MAX_NODES:
                self._found.append(slips.too_many(MAX_NODES, self._place(event)[0]))
                return None

    def _place(self, event: Any) -> tuple[int, int]:
        return event.start_mark.line + self._first, event.start_mark.column + 1

    def _scalar(self, event: Any) -> Scalar:
        """A scalar that is quoted, marked, or not in NFC."""
        value = event.value
        self._check_marks(event)
        if event.style == '"' and _FORBIDDEN.search(value):
            self._found.append(slips.forbidden_escape(*self._place(event)))
            value = _FORBIDDEN.sub("\ufffd", value)
        return Scalar(unicodedata.normalize("NFC", value), *self._place(event), bool(event.style))

    def _check_marks(self, event: Any) -> None:
        if event.anchor is not None or event.tag is not None:
            self._found.append(slips.foreign(event.anchor, *self._place(event)))

    def _check_document(self, event: Any, before: int) -> None:
        if before:
            self._found.append(slips.second_document(self._place(event)[0]))
        elif event.version or event.tags:
            self._found.append(slips.directive(self._place(event)[0]))

    def _pairs(self, children: list[Any], *, flow: bool) -> tuple[tuple[Scalar, Node], ...]:
        """The children of a mapping as pairs; pairs whose key is no good are left out."""
        keys = children[::2]
        pairs = tuple(zip(keys, children[1::2], strict=True))
        suspicious = False
        names = set()
        for key, value in pairs:
            if type(key) is not Scalar:
                return self._sound_pairs(pairs, flow=flow)
            names.add(key[0])
            suspicious = suspicious or (
                type(value) is Scalar
                and (
                    value[1] > key[1]
                    or doubts.may_be_wrong(value[0])
                    or (flow and (not value[0] or doubts.may_hold_more(value[0])))
                )
            )
        if len(names) < len(pairs) or not all(map(str.isidentifier, names)):
            if flow:
                pairs, found = doubts.grouped(pairs)
                self._found += found
            pairs = self._sound_pairs(pairs, flow=flow)
        if suspicious:
            self._found += doubts.in_mapping(pairs, self._lines, flow=flow)
        return pairs

    def _sound_pairs(
        self, pairs: tuple[tuple[Any, Any], ...], *, flow: bool
    ) -> tuple[tuple[Scalar, Node], ...]:
        """The pairs with a key of its own, slips in the keys noted."""
        seen: dict[str, Scalar] = {}
        out = []
        for key, value in pairs:
            if type(key) is not Scalar:
                self._found.append(slips.bad_key(key))
            elif key.value in seen:
                self._found.append(slips.duplicate(key, seen[key.value]))
            else:
                seen[key.value] = key
                out.append((key, value))
                self._found += slips.odd_key(key, flow=flow)
        return tuple(out)


def _extents(text: str) -> list[doubts.Extent]:
    """Where the scalars begin and end, in order."""
    loader = _Loader(text)
    out: list[doubts.Extent] = []
    try:
        while loader.check_event():
            event: Any = loader.get_event()
            start, end = event.start_mark, event.end_mark
            if type(event) is yaml.ScalarEvent:
                out.append(((start.line, start.column), (end.line, end.column)))
    finally:
        loader.dispose()
    return out


# --- text the parser stops at ---------------------------------------------------------------------

_ENTRY = re.compile(r"[^ \t#\]}\n]")


def _trouble(error: Exception, lines: tuple[str, ...], offset: int = 0) -> Trouble:
    """The parser's error with its place, in lines of the file."""
    place = _place_of(getattr(error, "problem_mark", None), lines, offset) or (1 + offset, 1)
    since = _place_of(getattr(error, "context_mark", None), lines, offset) or place
    problem, context = (str(getattr(error, name, None) or "") for name in ("problem", "context"))
    return Trouble(*place, problem, context, since)


def _place_of(mark: Any, lines: tuple[str, ...], offset: int) -> tuple[int, int] | None:
    """The place of a mark, kept inside the file; None without a mark."""
    if mark is None:
        return None
    line = mark.line + 1 + offset
    return (line, mark.column + 1) if line <= len(lines) else (len(lines), len(lines[-1]) + 1)


def _diagnose(trouble: Trouble, lines: tuple[str, ...], found: list[Slip]) -> None:
    """All that can be said at once of a text the parser stopped at.

    Each entry of the first level is read by itself, so that one slip does not hide those in
    the others.
    """
    before = len(found)
    starts = [i for i, line in enumerate(lines) if _ENTRY.match(line)] or [0]
    starts[0] = 0
    keys: dict[str, Scalar] = {}
    for start, end in list(zip(starts, [*starts[1:], len(lines)], strict=True))[:_MAX_PIECES]:
        try:
            root = _Composer(lines, found, start).compose("\n".join(lines[start:end]))
        except _UNREADABLE as error:
            _explain_piece(_trouble(error, lines, start), lines, start, end, found)
            continue
        if isinstance(root, Scalar):
            found += _complaint(root, lines, end)
        elif isinstance(root, MappingNode):
            for key, _ in root.items:
                if key.value in keys:
                    found.append(slips.duplicate(key, keys[key.value]))
                keys.setdefault(key.value, key)
        if len(found) > _MAX_FINDINGS:
            break
    if not _accounts_for(trouble, found[before:]):
        found.append(explain(trouble, lines))


def _accounts_for(trouble: Trouble, found: list[Slip]) -> bool:
    """Whether the parser may have stopped because of one of these."""
    return any(slip.level is Level.ERROR and slip.line <= trouble.line for slip in found)


def _explain_piece(
    trouble: Trouble, lines: tuple[str, ...], start: int, end: int, found: list[Slip]
) -> None:
    """The slips in the lines of a piece; the parser's error only when they do not account for it."""
    in_lines = list(slips_in_lines(lines, start + 1, end))
    found += in_lines
    if not _accounts_for(trouble, in_lines):
        found.append(explain(trouble, lines))


# --- files ----------------------------------------------------------------------------------------


_SHORT = 100_000
_read_again = lru_cache(maxsize=16)(read_yaml)
"""`read_yaml`, which knows the last texts again: units share files, and ask for one twice."""


def read_file(path: Path) -> Parsed:
    """The file composed, one in GBK with a note.  Raises InputError as `read_text` does."""
    name = str(path)
    text, in_gbk = read_text(path)
    parsed = (_read_again if len(text) < _SHORT else read_yaml)(text, name)
    if not in_gbk:
        return parsed
    note = Finding(
        "SRC018",
        Level.HINT,
        "文件是GBK编码，已照读",
        Place(name, 1, 1),
        hint="用记事本或编辑器另存为UTF-8",
    )
    return parsed._replace(findings=(note, *parsed.findings))
