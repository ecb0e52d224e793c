"""The fonts of this machine by their exact family names, what they can print, and the
configuration that makes LibreOffice use the stand-ins.

The font files are read themselves, on every system alike: what a font service answers when it
lacks a font is some other font, and it does not say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont, TTLibError

from docgen.library.fonts import FontRules, alternatives_of, fonts_of
from docgen.library.styles import Style

_SINGLE: Final = frozenset((".ttf", ".otf"))
_COLLECTION: Final = frozenset((".ttc", ".otc"))
_MOST_FACES: Final = 64
"""Faces of a collection that are looked at."""
_FAMILY_NAMES: Final = (1, 16)
"""Ids in a font's table of names: family, and family without the weight."""
_STYLE_NAMES: Final = (2, 17)
_REGULAR: Final = frozenset(("regular", "r", "book", "normal", "roman", "medium", "常规", "標準"))
_UNREADABLE: Final = (TTLibError, OSError, ValueError, KeyError, IndexError, AssertionError)


class Face(NamedTuple):
    """A face in a font file.  number: in a collection, -1 in a file of one."""

    path: str
    number: int


class Use(NamedTuple):
    """A font that a style asks for and the one that will print it, "" for none.

    alike: whether that is of its kind.
    """

    font: str
    used: str
    alike: bool


class Lack(NamedTuple):
    """A character that the font meant for it has not.

    font: the one that would print it.  instead: the one that will, "" when none can.
    """

    character: str
    font: str
    instead: str


class Fonts:
    """The fonts that lie in these folders, each by every name that it gives itself.

    folders: the system's, the user's and the project's; one that is not there is empty.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(dict.fromkeys(folders))
        self._faces = _scan(self.folders)

    def __contains__(self, family: str) -> bool:
        return family in self._faces

    @property
    def families(self) -> tuple[str, ...]:
        """Every name of a font that is there, in order."""
        return tuple(sorted(self._faces))

    def file_of(self, family: str) -> Path | None:
        """The file of a font, None when it is not there."""
        face = self._faces.get(family)
        return Path(face.path) if face else None

    def installed(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the names that are there."""
        return tuple(name for name in names if name in self._faces)

    def characters(self, family: str) -> frozenset[int]:
        """What the font can print; nothing when it is not there or cannot be read."""
        face = self._faces.get(family)
        return _characters(face) if face else frozenset()

    def used_for(self, style: Style, rules: FontRules) -> tuple[Use, ...]:
        """Which font will print each one that the style asks for."""
        out = []
        for font in fonts_of(style):
            there = self.installed(rules.chain(font, style))
            used = there[0] if there else ""
            out.append(Use(font, used, used in rules.kin(font, style)))
        return tuple(out)

    def lacking(self, text: Iterable[str], names: Sequence[str]) -> tuple[Lack, ...]:
        """The characters of the text that the first of these fonts has not, each once.

        names: fonts that are there, best first; with none every character is lacking.
        """
        first = names[0] if names else ""
        own = self.characters(first)
        found = []
        for character in dict.fromkeys("".join(text)):
            if ord(character) in own or character.isspace():
                continue
            others = (n for n in names[1:] if ord(character) in self.characters(n))
            found.append(Lack(character, first, next(others, "")))
        return tuple(found)


@lru_cache(maxsize=8)
def _scan(folders: tuple[Path, ...]) -> Mapping[str, Face]:
    """The face of each family; of several the regular one."""
    found: dict[str, Face] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            for face in _faces_in(path):
                for name, regular in _names(face):
                    if regular or name not in found:
                        found[name] = face
    return found


def _faces_in(path: Path) -> Iterator[Face]:
    kind = path.suffix.lower()
    if kind in _SINGLE:
        yield Face(str(path), -1)
    elif kind in _COLLECTION:
        try:
            with path.open("rb") as file:
                head = file.read(12)
        except OSError:
            return
        if head.startswith(b"ttcf"):
            count = min(int.from_bytes(head[8:], "big"), _MOST_FACES)
            yield from (Face(str(path), number) for number in range(count))


def _names(face: Face) -> list[tuple[str, bool]]:
    """The names of a face, each with whether the face is the regular one of it."""
    try:
        with open(face.path, "rb") as file:  # noqa: PTH123  (closed also where it is no font)
            font = TTFont(file, fontNumber=face.number, lazy=True)
            records = [(record.nameID, str(record)) for record in font["name"].names]
    except _UNREADABLE:
        return []  # no font that anything could be printed in
    styles = {name.casefold() for id, name in records if id in _STYLE_NAMES}
    regular = not styles.isdisjoint(_REGULAR)
    return [(name, regular) for id, name in records if id in _FAMILY_NAMES]


@cache
def _characters(face: Face) -> frozenset[int]:
    try:
        with open(face.path, "rb") as file:  # noqa: PTH123
            font = TTFont(file, fontNumber=face.number, lazy=True)
            return frozenset(font.getBestCmap() or ())
    except _UNREADABLE:
        return frozenset()


# --- fontconfig -----------------------------------------------------------------------------------


def folders_of(config: Path, home: Path | None) -> tuple[Path, ...]:
    """The font folders that a fontconfig file names; none when it cannot be read."""
    try:
        root = ElementTree.parse(config).getroot()
    except (OSError, ElementTree.ParseError):
        return ()
    found = []
    for item in root.iter("dir"):
        name = (item.text or "").strip()
        if item.get("prefix") == "xdg":
            name = f"~/.local/share/{name}"
        if not name.startswith("~"):
            found.append(Path(name))
        elif home is not None:
            found.append(home / name.lstrip("~/"))
    return tuple(found)


def fonts_conf(
    fonts: Fonts, rules: FontRules, style: Style, config: Path, cache_folder: Path
) -> str:
    """The fontconfig file under which every font of 公文 comes out as one that is there.

    config: the system's own, which stays in force.  cache_folder: where fontconfig may keep what
    it has read.
    """
    wanted = dict.fromkeys(
        (
            *fonts_of(style),
            *alternatives_of(style),
            *(name for kind in rules.kinds for name in kind.fonts),
        )
    )
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(name)}</string></test>'
        '<edit name="family" mode="assign" binding="same">'
        + "".join(f"<string>{escape(font)}</string>" for font in there)
        + "</edit></match>\n"
        for name in wanted
        if name and (there := fonts.installed(rules.chain(name, style)))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f'<include ignore_missing="yes">{escape(str(config))}</include>\n'
        + "".join(f"<dir>{escape(str(folder))}</dir>\n" for folder in fonts.folders)
        + f"<cachedir>{escape(str(cache_folder))}</cachedir>\n{matches}</fontconfig>\n"
    )
