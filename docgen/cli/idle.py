"""What was filled in and is not in the draft: which of it is worth a word, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from docgen.cli.console import say
from docgen.cli.project import template_of
from docgen.compose.needs import needs, read_by
from docgen.drafts.evidence import earlier_left_out, left_out
from docgen.drafts.fitting import forms_with, without_room
from docgen.drafts.records import Evidence
from docgen.facts import Fact, Facts
from docgen.library import Library, TemplateSource

_WRITTEN = ("工作", "环节", "部署")
"""The lists that hold a writer's sentences, as templates read them."""
_SHOWN = 8
"""So many facts are named in a list that only reminds."""


class Idle(NamedTuple):
    """Names of facts that a draft does not use.

    current: given for this period.  earlier: those whose 上期 alone is used nowhere.
    """

    current: tuple[str, ...]
    earlier: tuple[str, ...]


def idle_of(evidence: Evidence, facts: Facts, template: TemplateSource, shelf: Library) -> Idle:
    """The facts that a draft of this evidence should use and does not."""
    current = _of_this_paper(left_out(evidence), facts, template, shelf)
    if not _is_named(facts, template, shelf):
        return Idle(current, ())
    current += without_room(template, facts, shelf, {use.path for use in evidence.facts})
    return Idle(current, earlier_left_out(evidence, facts))


def _of_this_paper(
    idle: Sequence[str], facts: Facts, template: TemplateSource, shelf: Library
) -> tuple[str, ...]:
    """Of the facts that the draft does not use, those that are not meant for another paper.

    One file serves every paper: what only another template uses is not worth a word, and of a
    paper beside the one that the file names (文稿.模板) only what its own slots read.
    """
    if not idle:
        return ()
    if not _is_named(facts, template, shelf):
        own = needs(replace(template, cited=()), shelf)
        return tuple(name for name in idle if _among(own, name))
    own = needs(template, shelf)
    others = read_by((t for t in shelf.templates.values() if t.id != template.id), shelf)
    return tuple(name for name in idle if _among(own, name) or not _among(others, name))


def _is_named(facts: Facts, template: TemplateSource, shelf: Library) -> bool:
    """Whether the template is the one the file names, or the file names none."""
    named = facts.get("文稿.模板")
    if not isinstance(named, Fact) or not named.text:
        return True
    return template_of("", facts, shelf).id == template.id


def _among(paths: Sequence[str], name: str) -> bool:
    """Whether the fact or anything below it is one of these."""
    return any(path == name or path.startswith(f"{name}.") for path in paths)


def say_idle(idle: Idle, facts: Facts, template: TemplateSource, shelf: Library) -> None:
    """Print what was filled in and is not in the draft, and how it gets there."""
    _say_current(idle.current, facts, template, shelf)
    if idle.earlier:
        say()
        say("上期没有用到（填了上期，稿里没有比）", bold=True)
        say(_first(idle.earlier))
        said, name = _in_whose_words(template), idle.earlier[0]
        say(f"  要比，{said}写【{name}|增减】或【{name}|较上期】")


def _say_current(
    idle: Sequence[str], facts: Facts, template: TemplateSource, shelf: Library
) -> None:
    if not idle:
        return
    say()
    say("没有用到（台账里填了，稿里没有写）", bold=True)
    say(_first(idle))
    elements = [name for name in idle if name.startswith("文稿.")]
    single = [name for name in idle if name not in elements and isinstance(facts.get(name), Fact)]
    if single:
        say(f"  要写进稿，{_in_whose_words(template)}写【{single[0]}】")
    if "后进村" in idle:
        say("  后进村在要讲整顿的那一条“引”里选")
    for name in elements:
        forms = "、".join(forms_with(name, shelf))
        say(f"  {name} 是{forms}的要素，这一篇是{template.form}；要印，用格式是{forms}的模板")


def _first(names: Sequence[str]) -> str:
    """The first few of the names, and how many there are."""
    return "  " + "、".join(names[:_SHOWN]) + (f" 等{len(names)}项" if len(names) > _SHOWN else "")


def _in_whose_words(template: TemplateSource) -> str:
    """Where a writer can bring a fact in."""
    words = next((name for name in _WRITTEN if name in template.body), "")
    return f"在“{words}”的话里" if words else "在写稿人的话里"
