"""What a side-car records behind a draft: facts, mentions, choices, wordings, gaps.

The records say their fields' types where the program runs, as the side-car is read and written
by them; so they stand apart from what is compiled, which keeps no types.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from docgen.document import Gap, SpanKind
from docgen.drafts.phrases import StockWording, Wording


class Use(NamedTuple):
    """A fact as it was when the draft was made (a named tuple, as a draft has a hundred).

    path: its name, for an earlier value with `.上期`.  text: as typed, for a list how many rows.
    file, line: where it was typed; cell: the sheet and cell in a workbook (台账!D7), else "".
    status: 已核实, 待核实 or 计划.  origin: its 来源, "" if none.
    """

    path: str
    text: str
    file: str
    line: int
    status: str = "已核实"
    origin: str = ""
    cell: str = ""


class Mention(NamedTuple):
    """Words of the draft with what they were made from (a named tuple, as a draft has hundreds).

    sources: as in `document.Span`.  sentence, last: rows of `Evidence.sentences` in which the
    words begin and end.  slot: the template line that printed them (`genre/name:17`), "" when
    unknown.  depth: how many mentions it lies in; those inside follow the one they lie in.
    """

    kind: SpanKind
    text: str
    sources: tuple[str, ...]
    sentence: int
    last: int
    slot: str
    depth: int


class Choice(NamedTuple):
    """What a condition, loop or optional clause came to.

    slot: template line.  kind: if, for or [[ ]].  outcome: 取, 舍, 缺, 未写 or N次.  sources: the
    facts looked at.  times: how often the same came out.  text: the beginning of what it chose,
    "" when it chose nothing or when that cannot be told apart.
    """

    slot: str
    kind: str
    outcome: str
    sources: tuple[str, ...]
    times: int = 1
    text: str = ""


class Loose(NamedTuple):
    """A number in the text that no fact, phrase or count stands behind."""

    text: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that stands behind a draft, in reading order.

    facts: those printed or looked at.  unused: those given and neither printed nor looked at.
    """

    sentences: tuple[str, ...]
    mentions: tuple[Mention, ...]
    facts: tuple[Use, ...]
    choices: tuple[Choice, ...]
    wordings: tuple[Wording, ...]
    stock: tuple[StockWording, ...]
    gaps: tuple[Gap, ...]
    loose: tuple[Loose, ...]
    unused: tuple[Use, ...]
