"""Stock phrases (套话): sentences that say the same in several wordings, so that towns differ.

A file under `snippets/stock/` is one topic: 名称, 说明 (how it stands in the sentence), 语体 (书面 or
口头), 文种 (the only genres that may use it; absent: any), 文本 (the wordings), 固定 (the one wording
to be used, whatever 文本 holds).  A wording may hold {单位} {自称} {党委称} {上级} {期间}, filled from
the facts.

A file of the same name in a nearer layer takes its place, as everywhere in the library.  A file of
another name with the same 名称 joins it: its 文本 add wordings (one that is there already changes
nothing), its 文种 admit more genres, its 固定 pins, and the nearest 固定 counts.

Which wording a paper takes is decided by a rendezvous hash: of all wordings the one with the
highest hash of unit, period, place and wording.  So each paper keeps its wording while others come
and go: one more among n takes about 1/(n+1) of the papers, one less moves only its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, cast, get_args

from docgen.errors import LibraryError
from docgen.library.deeds import Deeds, deeds_in
from docgen.library.fields import Fields

Register: TypeAlias = Literal["书面", "口头"]
_REGISTERS: Final[tuple[Register, ...]] = get_args(Register)

PLACEHOLDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "单位": "单位.名称",
        "自称": "单位.自称",
        "党委称": "单位.党委称",
        "上级": "单位.上级",
        "期间": "文稿.期间",
    }
)
"""What a wording may hold in braces → the fact that fills it; 期间 as it is spoken of on the day."""

_PLACEHOLDER: Final = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
_BRACES: Final = re.compile(r"\{[^{}]*\}|[{}]")
_FIGURE: Final = re.compile(r"[0-9０-９]+")
_STOPS: Final = "，：；。！"
_UNIT: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say it.

    text: as written.  id: a short name that stays while the text stays.  pieces: plain text and
    names of placeholders in turn, beginning and ending with text.
    """

    text: str
    id: str
    pieces: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts its placeholders read."""
        return tuple(PLACEHOLDERS[name] for name in self.pieces[1::2])


def wording(text: str) -> Wording:
    """The wording of this text."""
    return Wording(text, sha256(text.encode()).hexdigest()[:8], tuple(_PLACEHOLDER.split(text)))


@dataclass(frozen=True, slots=True)
class StockPhrase:
    """A topic.

    usage: how it stands in a sentence.  genres: names of the genres that may use it, none for
    any.  wordings: what it may say.  pinned: what it must say, None when it is free.
    """

    topic: str
    usage: str
    register: Register
    genres: tuple[str, ...]
    wordings: tuple[Wording, ...]
    pinned: Wording | None = None

    @property
    def choices(self) -> tuple[Wording, ...]:
        """The wordings a paper may get: the pinned one alone, or all."""
        return (self.pinned,) if self.pinned is not None else self.wordings

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that any of its choices reads."""
        return tuple(dict.fromkeys(path for choice in self.choices for path in choice.facts))

    def pick(self, unit: str, period: str, place: str) -> Wording:
        """The wording for a unit, period and place; the same on every machine and day."""
        if self.pinned is not None:
            return self.pinned
        key = _UNIT.join((unit, period, place, "")).encode()
        return max(self.wordings, key=lambda w: (sha256(key + w.text.encode()).digest(), w.text))

    def source(self, used: Wording) -> str:
        """A wording as a span names its origin: 套话:汇报过渡@1a2b3c4d."""
        return f"套话:{self.topic}@{used.id}"


# -- reading ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StockFile:
    """What one file says of a topic.

    where: what messages call it.  layer: 0 the nearest.  usage, register: "" in a file that only
    joins a topic.
    """

    topic: str
    where: str
    layer: int
    usage: str
    register: str
    genres: tuple[str, ...]
    wordings: tuple[Wording, ...]
    pinned: Wording | None


def stock_file(values: object, where: str, layer: int = 0, deeds: Deeds | None = None) -> StockFile:
    """What a file says, from its plain values; `deeds`: the words it must not hold, None for any.

    Raises LibraryError naming file and entry: unknown or missing key, empty list, a wording that
    comes twice, unknown placeholder, digits, words of deeds and results, unlike last stops.
    """
    top = Fields(values, where, ("名称", "说明", "语体", "文种", "文本", "固定"))
    topic = top.required("名称")
    register = top.choice("语体", _REGISTERS) if "语体" in top else ""
    pinned = _wording(top.text("固定"), f"{where} 固定", deeds) if "固定" in top else None
    texts: list[Wording] = []
    for index, text in enumerate(_texts(top) if "文本" in top or pinned is None else (), 1):
        entry = f"{where} 第{index}条"
        found = _wording(text, entry, deeds)
        if found in texts:
            raise LibraryError(f"“{text}”与第{texts.index(found) + 1}条相同", where=entry)
        texts.append(found)
    return StockFile(
        topic,
        where,
        layer,
        top.required("说明") if "说明" in top else "",
        register,
        top.texts("文种"),
        tuple(texts),
        pinned,
    )


def _texts(top: Fields) -> tuple[object, ...]:
    return tuple(top.entries("文本"))


def _wording(text: object, where: str, deeds: Deeds | None) -> Wording:
    if not isinstance(text, str) or not text or text != text.strip() or not text.isprintable():
        raise LibraryError("应是一行文字，前后不留空", where=where)
    for mark in _BRACES.findall(_PLACEHOLDER.sub("", text)):
        hint = "可用：" + " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise LibraryError(f"不认识“{mark}”", where=where, hint=hint)
    plain = _PLACEHOLDER.sub("□", text)
    for deed in deeds_in(plain, deeds) if deeds is not None else ():
        raise LibraryError(
            f"套话里不说做成的事和结果：“{deed.word.word}”",
            where=where,
            hint="做成的事写进台账，由填空印出；打算用“要”“将”",
        )
    if figure := _FIGURE.search(plain):
        raise LibraryError(f"套话里不写数：“{figure[0]}”", where=where, hint="期间写 {期间}")
    return wording(text)


def stock_phrases(files: Iterable[StockFile]) -> Mapping[str, StockPhrase]:
    """The topics by name, each made of every file that speaks of it.

    Raises LibraryError naming the file: a topic that no file describes, one of another register,
    a wording with another last stop than the rest, two pins in one layer.
    """
    topics: dict[str, list[StockFile]] = {}
    for file in files:
        topics.setdefault(file.topic, []).append(file)
    return {topic: _joined(topic, found) for topic, found in topics.items()}


def _joined(topic: str, files: Sequence[StockFile]) -> StockPhrase:
    """The topic; described by the nearest file that describes it, others join."""
    files = sorted(files, key=lambda file: (-file.layer, file.where))
    whole = next((file for file in reversed(files) if file.usage), None)
    if whole is None:
        raise LibraryError(
            f"缺少“说明”，别的文件里也没有“{topic}”这一套话",
            where=files[-1].where,
            hint="新的套话要写 说明、语体、文本；是现有的，核对名称",
        )
    if not whole.register:
        raise LibraryError("缺少“语体”", where=whole.where, hint="写 书面 或 口头")
    texts = {found.text: found for file in files for found in file.wordings}
    if not texts:
        raise LibraryError("缺少“文本”列表", where=whole.where)
    stop = _stop(next(iter(texts)))
    for file in files:
        if file.register not in ("", whole.register):
            raise LibraryError(f"“{topic}”的语体是{whole.register}", where=file.where)
        for found in (*file.wordings, *((file.pinned,) if file.pinned else ())):
            if _stop(found.text) != stop:
                said = f"以“{stop}”结尾" if stop else "末尾不带标点"
                raise LibraryError(
                    f"“{found.text}”的末尾与别的写法不同", where=file.where, hint=f"别的{said}"
                )
    genres = {genre for file in files for genre in file.genres}
    return StockPhrase(
        topic,
        whole.usage,
        cast("Register", whole.register),
        tuple(sorted(genres)) if whole.genres else (),
        tuple(texts.values()),
        _pin(files),
    )


def _stop(text: str) -> str:
    return text[-1] if text[-1] in _STOPS else ""


def _pin(files: Sequence[StockFile]) -> Wording | None:
    """The nearest 固定."""
    pins = [file for file in files if file.pinned is not None]
    if not pins:
        return None
    last = pins[-1]
    for other in pins[:-1]:
        if other.layer == last.layer and other.pinned != last.pinned:
            raise LibraryError(
                f"“{last.topic}”固定了两种写法", where=last.where, hint=f"另一处是 {other.where}"
            )
    return last.pinned
