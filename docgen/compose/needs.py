"""What a template needs: the facts its slots, tests and loops may read, found on its syntax tree.

Nothing is run.  Names that a loop, a binding or a macro's parameter gives are followed back to
the entries of the dictionary they may stand for; both branches of a test count.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from jinja2 import TemplateSyntaxError

from docgen.compose import Composer
from docgen.compose.walk import WHOLE, Walk
from docgen.errors import TemplateError
from docgen.facts import Entry, dictionary_of
from docgen.language.near import nearest
from docgen.library import Library, TemplateSource

ALWAYS: Final = ("单位.名称", "文稿.模板", "文稿.期间", "文稿.时点", "文稿.日期")
"""What every paper needs: who speaks, of which time, by which template."""


def needs(template: TemplateSource, library: Library) -> tuple[str, ...]:
    """Paths of the dictionary that the template may read, in the dictionary's order.

    Of the elements round the text only those that its form must have (a briefing's 编发机关).  A
    list stands whole; a member brings the number it stands under; facts named by 可引 come
    with all below them.  Raises TemplateError naming the template's line.
    """
    Composer.of(library).compile(template)  # what is wrong with it is said better there
    walk = _Needs(dictionary_of(library), library)
    walk.paper(template)
    return walk.paths()


def needs_of(templates: Iterable[TemplateSource], library: Library) -> tuple[str, ...]:
    """What several templates need together, in the dictionary's order."""
    found = {path for template in templates for path in needs(template, library)}
    return tuple(entry.path for entry in dictionary_of(library).walk() if entry.path in found)


def read_by(templates: Iterable[TemplateSource], library: Library) -> tuple[str, ...]:
    """What any of several templates may read, in the dictionary's order.

    Of one with a mistake in it what was found before; that it has one is for others to say.  As
    none is made ready to run, this takes a fifth of the time of `needs_of`.
    """
    walk = _Needs(dictionary_of(library), library)
    for template in templates:
        with suppress(TemplateError, TemplateSyntaxError):
            walk.paper(template)
    return walk.paths()


class _Needs(Walk):
    """A walk that also takes the facts that sentences cite, and those every paper needs."""

    def paper(self, template: TemplateSource) -> None:
        """Walk a template and note what it needs beside its slots."""
        always = (*ALWAYS, *(f"文稿.{name}" for name in self.library.form(template).required))
        self.found.update(path for path in always if self.dictionary.find(path) is not None)
        self.template(template)
        for name, line in template.cited:
            self.cite(name, f"{template.id}:{line}")

    def paths(self) -> tuple[str, ...]:
        """What was found, in the dictionary's order."""
        return tuple(entry.path for entry in self.dictionary.walk() if entry.path in self.found)

    def cite(self, name: str, where: str) -> None:
        """Note a fact that sentences usually refer to, and all below it."""
        entry = self.dictionary.find(name)
        if entry is None:
            paths = {known.path: known.path for known in self.dictionary.walk()}
            names = {known.name: known.path for known in self.dictionary.walk()} | paths
            guess = names.get(nearest(name, names), "")
            raise TemplateError(
                f"可引的“{name}”不在数据字典里",
                where=where,
                hint=f"是不是“{guess}”" if guess else "名称见 docgen list facts",
            )
        self._note_below(entry)

    def _note_below(self, entry: Entry) -> None:
        self._note(frozenset((entry.path,)))
        if entry.kind not in WHOLE:
            for below in entry.members.values():
                self._note_below(below)
