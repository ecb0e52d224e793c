"""The stock phrase a template asks for: `套话("汇报过渡")`."""

from __future__ import annotations

import difflib
from functools import cached_property, lru_cache
from typing import Any, Final

from docgen.compose.carried import Part, Txt, txt
from docgen.compose.filters import spoken_period
from docgen.compose.reading import gap_part, read, text_of
from docgen.compose.slots import ACTIVE, Missing, Recorder
from docgen.errors import TemplateError
from docgen.facts.values import Fact, Facts
from docgen.language import Period
from docgen.library import Library
from docgen.library.stock import PLACEHOLDERS, StockPhrase, Wording

FUNCTION: Final = "套话"
"""What the function is called in templates."""
_DECIDE: Final = ("单位.名称", "文稿.期间")
"""The facts that, with the place, decide which wording stands."""


class Stock:
    """The stock phrases of one library, as templates call them."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def phrase(self, topic: str, place: str = "") -> Txt:
        """套话("汇报过渡")：几种写法里按单位、期间选定的一种；同一模板里再用时给个处所名：套话("打算引入", "结尾")。

        例： ⟶ {{ 套话("打算引入") }}要逐村走访。 ⟶ 在今后的工作中，要逐村走访。
        """
        recorder = ACTIVE.get()
        used, source = self._wording(
            str(topic), *_who(recorder.facts), recorder.template, str(place)
        )
        recorder.paths.append(source)
        recorder.paths.extend(_DECIDE)
        parts: list[Part] = list(used.pieces)
        for index in range(1, len(parts), 2):
            parts[index] = _filled(used.pieces[index], recorder)
        sources = (source, *_DECIDE)
        if len(parts) == 1:
            return txt(used.text, sources, kind="phrase")
        said = tuple(part for part in parts if part)
        return txt("".join(map(str, said)), sources, said, kind="phrase")

    @cached_property
    def _wording(self) -> Any:
        """The wording for a topic, unit, period, template and place, with its source; kept."""
        return lru_cache(maxsize=4096)(self._picked)

    def _picked(
        self, topic: str, unit: str, period: str, template: str, place: str
    ) -> tuple[Wording, str]:
        found = self._topic(topic, template.partition("/")[0])
        used = found.pick(unit, period, f"{template}#{place}")
        return used, found.source(used)

    def _topic(self, topic: str, genre: str) -> StockPhrase:
        known = self.library.stock
        found = known.get(topic)
        if found is None:
            near = difflib.get_close_matches(topic, known, n=3, cutoff=0.4)
            hint = f"是不是“{'”“'.join(near)}”？" if near else "可用：" + " ".join(sorted(known))
            raise TemplateError(f"没有名为“{topic}”的套话", hint=hint)
        name = self.library.genres[genre].name if genre in self.library.genres else genre
        if found.genres and name not in found.genres:
            raise TemplateError(
                f"套话“{topic}”只用于{'、'.join(found.genres)}，不用于{name}",
                hint="换一种，或在 snippets/stock 里给它加上这一文种",
            )
        return found


def _who(facts: Facts) -> tuple[str, str]:
    """The unit's name and the period's days, "" for what is not known."""
    name, period = facts.get("单位.名称"), facts.period
    return (
        name.text if isinstance(name, Fact) else "",
        f"{period.start}/{period.end}" if period else "",
    )


def _filled(name: str, recorder: Recorder) -> Txt:
    """What stands in a wording for a placeholder, a gap when the fact is not there."""
    path = PLACEHOLDERS[name]
    node = recorder.facts.get(path)
    if not isinstance(node, Fact):
        return gap_part(Missing(path))
    value: Any = read(node)
    if isinstance(node.value, Period) and type(value) is not Missing:
        value = spoken_period(value)
    if type(value) is Missing:
        return gap_part(value)
    text = text_of(value)
    return text if type(text) is Txt else txt(text, (path,))
