"""The library: templates, snippets, dictionary, styles and norms, found by layered search.

A project folder lies over the user's and that over the built-in one: a file of the same name
nearer to the user takes the place of the one below.  Everything is read on first use.
"""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from docgen import source
from docgen.errors import AmbiguousNameError, DocgenError, InputError, LibraryError
from docgen.language.near import nearest
from docgen.library.calibers import Calibers, calibers_from
from docgen.library.codes import Code, codes_from
from docgen.library.deeds import Deeds, deeds_from
from docgen.library.fonts import FontRules, font_rules_from
from docgen.library.forms import Form, forms_from
from docgen.library.formulations import Formulations, formulations_from
from docgen.library.layout import LayoutRules, layout_from
from docgen.library.likeness import LikenessRules, likeness_from
from docgen.library.numbers import Numbers, numbers_from
from docgen.library.plausibility import Plausibility, plausibility_from
from docgen.library.rules import Rule, rules_from
from docgen.library.snippets import Snippet, layered, snippet_from
from docgen.library.stock import StockPhrase, stock_file, stock_phrases
from docgen.library.strangers import StrangerRules, strangers_from
from docgen.library.styles import Fault, Style, StyleError, load_style, placed, unreadable
from docgen.library.templates import Genre, TemplateSource, genre_from, template_from

_OF_A_FILE = ("校验", "主题")
"""What every file of the dictionary may say for itself."""

__all__ = ["Genre", "Library", "TemplateSource", "builtin_root"]


def builtin_root() -> Path:
    """The folder of the library that comes with docgen: in the wheel, or the checkout."""
    packaged = Path(__file__).parent.parent / "_library"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent


@lru_cache(maxsize=256)
def _values(path: str, stamp: tuple[int, int]) -> Any:  # noqa: ARG001  (stamp keys the cache)
    parsed = source.read_file(Path(path))
    if parsed.root is None:
        first = parsed.findings[0]
        raise LibraryError(first.message, where=str(first.place))
    return source.plain(parsed.root)


def read_values(path: Path) -> Any:
    """The plain values of a YAML file; kept while the file does not change."""
    stat = path.stat()
    return _values(str(path), (stat.st_mtime_ns, stat.st_size))


class Library:
    """A stack of library folders, nearest first.

    roots: folders that may hold templates/, snippets/ and data/; the built-in one is added.
    """

    def __init__(self, roots: Iterable[Path] = ()) -> None:
        built_in = builtin_root()
        self.roots = (*(root for root in roots if root.resolve() != built_in), built_in)

    def files(self, folder: str, pattern: str) -> Mapping[str, Path]:
        """Files below a folder of any layer by their name relative to it, nearest wins.

        A link that leads out of the folder is no file of the library.
        """
        found: dict[str, Path] = {}
        for root in self.roots:
            base = root / folder
            if base.is_dir():
                inside = base.resolve()
                for path in base.glob(pattern):
                    if path.is_file() and path.resolve().is_relative_to(inside):
                        found.setdefault(path.relative_to(base).as_posix(), path)
        return dict(sorted(found.items()))

    @cached_property
    def dictionary_values(self) -> Mapping[str, Any]:
        """The plain values of the data dictionary: file → entries.

        A nearer file takes the place of one of its name, and a nearer entry that of one of its
        name in any file, so that names added to the built-in dictionary break no project.
        """
        files = self.files("data/dictionary", "*.yaml")
        values = {path: read_values(path) for path in files.values()}
        layer = {path: self._layer(path) for path in values}
        nearest: dict[str, int] = {}
        for path in sorted(values, key=layer.__getitem__):
            for name in values[path] if isinstance(values[path], dict) else ():
                nearest.setdefault(name, layer[path])
        return {
            str(path): {
                name: entry
                for name, entry in found.items()
                if nearest[name] == layer[path] or name in _OF_A_FILE
            }
            if isinstance(found, dict)
            else found
            for path, found in values.items()
        }

    def _layer(self, path: Path) -> int:
        """Which of the roots a file is from, 0 the nearest."""
        return next(i for i, root in enumerate(self.roots) if path.is_relative_to(root))

    @cached_property
    def formulations(self) -> Formulations:
        """The dated formulations of data/norms/formulations.yaml."""
        return formulations_from(read_values(self._one("data/norms", "formulations.yaml")))

    @cached_property
    def fonts(self) -> FontRules:
        """The stand-ins for fonts of data/norms/fonts.yaml."""
        return font_rules_from(read_values(self._one("data/norms", "fonts.yaml")))

    @cached_property
    def plausibility(self) -> Plausibility:
        """The scales of data/norms/plausibility.yaml."""
        return plausibility_from(read_values(self._one("data/norms", "plausibility.yaml")))

    @cached_property
    def deeds(self) -> Deeds:
        """The words of deeds and results of data/norms/rules/deeds.yaml."""
        return deeds_from(read_values(self._one("data/norms/rules", "deeds.yaml")))

    @cached_property
    def numbers(self) -> Numbers:
        """The numerals that are no figures, of data/norms/rules/numbers.yaml."""
        return numbers_from(read_values(self._one("data/norms/rules", "numbers.yaml")))

    @cached_property
    def likeness(self) -> LikenessRules:
        """How much drafts may say alike, of data/norms/rules/likeness.yaml."""
        return likeness_from(read_values(self._one("data/norms/rules", "likeness.yaml")))

    @cached_property
    def layout(self) -> LayoutRules:
        """How a page is judged, of data/norms/rules/layout.yaml."""
        return layout_from(read_values(self._one("data/norms/rules", "layout.yaml")))

    @cached_property
    def calibers(self) -> Calibers:
        """Which words for a 口径 mean the same, of data/norms/rules/calibers.yaml."""
        return calibers_from(read_values(self._one("data/norms/rules", "calibers.yaml")))

    @cached_property
    def strangers(self) -> StrangerRules:
        """Whose names and figures a draft may say, of data/norms/rules/strangers.yaml."""
        return strangers_from(read_values(self._one("data/norms/rules", "strangers.yaml")))

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that drafts are reviewed by, of data/norms/rules/drafts, by code."""
        files = self.files("data/norms/rules/drafts", "*.yaml")
        return rules_from((str(path), read_values(path)) for path in files.values())

    @cached_property
    def codes(self) -> Mapping[str, Code]:
        """What each code of a finding means: data/norms/codes.yaml, and the rules for drafts."""
        codes = codes_from(read_values(self._one("data/norms", "codes.yaml")))
        return {**codes, **{code: rule.explained for code, rule in self.rules.items()}}

    @cached_property
    def snippets(self) -> Mapping[str, Snippet]:
        """Snippets by topic (their 名称)."""
        files = self.files("snippets", "*.yaml").values()
        return layered(snippet_from(read_values(path), str(path)) for path in files)

    @cached_property
    def stock(self) -> Mapping[str, StockPhrase]:
        """Stock phrases by topic (their 名称)."""
        files = self.files("snippets/stock", "*.yaml").values()
        return stock_phrases(
            stock_file(read_values(path), str(path), self._layer(path), self.deeds)
            for path in files
        )

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """The forms of papers (格式), of data/norms/forms.yaml, by name."""
        path = self._one("data/norms", "forms.yaml")
        return forms_from(read_values(path), str(path))

    def form(self, template: TemplateSource) -> Form:
        """The form of a template's papers.  Raises LibraryError when there is none of its name."""
        known = self.forms.get(template.form)
        if known is None:
            hint = "可用：" + "、".join(self.forms)
            raise LibraryError(f"没有“{template.form}”这种格式", where=template.id, hint=hint)
        return known.going(template.direction)

    @cached_property
    def genres(self) -> Mapping[str, Genre]:
        """Genres by id, the name of their folder."""
        return {
            name.partition("/")[0]: genre_from(name.partition("/")[0], read_values(path), str(path))
            for name, path in self.files("templates", "*/genre.yaml").items()
        }

    @cached_property
    def templates(self) -> Mapping[str, TemplateSource]:
        """Every template by id (`work_report/half_year`)."""
        found: dict[str, TemplateSource] = {}
        for name, path in self.files("templates", "*/*.md.j2").items():
            id = name.removesuffix(".md.j2")
            genre = self.genres.get(id.partition("/")[0])
            if genre is None:
                raise LibraryError("模板所在文件夹没有 genre.yaml", where=str(path))
            text, _ = source.read_text(path)
            found[id] = template_from(id, text, genre, str(path))
        return found

    def template(self, name: str) -> TemplateSource:
        """The template of this id, 名称, or last part of an id when only one has it.

        Raises AmbiguousNameError when several have it, InputError naming the nearest ones.
        """
        wanted = name.removesuffix(".md.j2")
        for template in self.templates.values():
            if wanted in (template.id, template.name):
                return template
        short = [t for t in self.templates.values() if t.id.partition("/")[2] == wanted]
        if len(short) == 1:
            return short[0]
        if short:
            ids = "、".join(t.id for t in short)
            raise AmbiguousNameError(f"“{name}”有{len(short)}个模板：{ids}", hint="写明是哪一个")
        known = [word for t in self.templates.values() for word in (t.id, t.name)]
        near = [word for word in known if wanted and wanted in word][:2]
        near = near or difflib.get_close_matches(wanted, known, n=2, cutoff=0.4)
        hint = (
            "是不是" + "、".join(f"“{n}”" for n in near) if near else "docgen list templates 可查"
        )
        raise InputError(f"没有“{name}”这个模板", hint=hint)

    def template_text(self, id: str) -> str | None:
        """The text of a macro file to import, by its name below templates/; None when absent."""
        return self._macros.get(id)

    @cached_property
    def _macros(self) -> Mapping[str, str]:
        files = self.files("templates", "**/*.macro.j2")
        return {name: source.read_text(path)[0] for name, path in files.items()}

    def style(self, id: str) -> Style:
        """The style of this id.  Raises LibraryError when there is none, StyleError with the
        places of all that is wrong in its file."""
        known = self._styles.get(id)
        if known is None:
            try:
                known = load_style(id, self._style_values, self.style_ids)
            except StyleError as error:
                raise error if error.findings else placed(error.faults, self._style_file) from None
            self._styles[id] = known
        return known

    def style_named(self, name: str) -> Style:
        """The style of this id or 名称.  Raises InputError naming the nearest one."""
        if name in self.style_ids:
            return self.style(name)
        known = {style.name: style.id for style in self.sound_styles}
        if name in known:
            return self.style(known[name])
        words = (*self.style_ids, *known)
        near = next(
            (word for word in words if len(name) > 1 and name in word), nearest(name, words)
        )
        hint = f"是不是“{near}”" if near else "可用的有 " + "、".join(self.style_ids)
        raise InputError(f"没有“{name}”这个样式", hint=hint)

    @property
    def sound_styles(self) -> Iterator[Style]:
        """Every style whose file can be read."""
        for id in self.style_ids:
            with contextlib.suppress(DocgenError):
                yield self.style(id)

    @cached_property
    def _styles(self) -> dict[str, Style]:
        return {}

    @cached_property
    def style_ids(self) -> tuple[str, ...]:
        """Every style's id."""
        return tuple(n.removesuffix(".yaml") for n in self.files("data/norms/styles", "*.yaml"))

    def _style_file(self, id: str) -> Path:
        return self._one("data/norms/styles", f"{id}.yaml")

    def _style_values(self, id: str) -> Mapping[str, object]:
        path = self._style_file(id)
        try:
            values = read_values(path)
        except LibraryError:
            raise unreadable(source.read_file(path)) from None
        if not isinstance(values, Mapping):
            raise StyleError([Fault(id, (), "样式文件应是“名称: 值”的对照表")])
        return values

    def _one(self, folder: str, name: str) -> Path:
        files = self.files(folder, "*.yaml")
        if name not in files:
            near = difflib.get_close_matches(name, files, n=1)
            hint = f"是不是“{near[0].removesuffix('.yaml')}”" if near else ""
            raise LibraryError(f"库里没有 {folder}/{name}", hint=hint)
        return files[name]
