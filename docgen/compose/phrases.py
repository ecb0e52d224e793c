"""The dated phrase a template asks for: `提法("指导思想")`."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date

from docgen.errors import TemplateError
from docgen.library.formulations import Formulations
from docgen.library.snippets import Layer, Phrase, Snippet, resolve


def formulation(
    snippets: Mapping[str, Snippet],
    formulations: Formulations,
    topic: str,
    on: date,
    period: tuple[date, date] | None = None,
    *,
    level: Layer = "单位",
    audience: str = "",
) -> Phrase:
    """The wording of the topic for a paper of that day, its meetings filled in.

    period: first and last day of what the paper reports on.  level: the most local layer that
    takes part.  audience: the sort of unit (乡镇, 县), "" for any.  A phrase with an empty text
    means that nothing is to be said.  Raises TemplateError for an unknown topic, and for a day
    that no version covers: a guessed wording would be worse than none.
    """
    snippet = snippets.get(topic)
    if snippet is None:
        near = difflib.get_close_matches(topic, snippets, n=3, cutoff=0.4)
        hint = f"是不是“{'”“'.join(near)}”？" if near else "可用：" + " ".join(sorted(snippets))
        raise TemplateError(f"没有名为“{topic}”的提法", hint=hint)
    phrase = snippet.pick(on, period=period, level=level, audience=audience)
    if phrase is None:
        first = min(version.start for version in snippet.versions)
        raise TemplateError(
            f"提法“{topic}”没有适用于 {on} 的版本（最早 {first}）",
            hint="核对成文日期，或在 snippets 中给这一提法补一版",
        )
    return resolve(phrase, formulations, on)
