"""Lines of a draft as one text, so that a pattern runs once over all of them.

Most rules look for what few lines hold.  To run a pattern line by line costs more for the lines
than for the pattern; run once over the text, it says which lines are worth a look.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from docgen.manuscript import Manuscript, Spot


class Joined:
    """Texts with an end of line between them, and where each begins.

    text: as one.  indexes: the line that each is, in their order.
    """

    def __init__(self, texts: Sequence[str], indexes: Sequence[int]) -> None:
        self.text = "\n".join(texts)
        self.indexes = indexes
        self.starts: list[int] = []
        self._lengths = [len(text) for text in texts]
        at = 0
        for length in self._lengths:
            self.starts.append(at)
            at += length + 1

    def spot(self, start: int, end: int) -> Spot | None:
        """The stretch as characters of one line, None when it goes over several."""
        which = bisect_right(self.starts, start) - 1
        begin = self.starts[which]
        if end - begin > self._lengths[which]:
            return None
        return Spot(self.indexes[which], start - begin, end - begin)

    def holding(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """The lines that may hold the pattern, each once: no other does.

        The pattern must be one that the end of a line cannot keep from matching: none with
        ^ or $.
        """
        at = 0
        while found := pattern.search(self.text, at):
            which = bisect_right(self.starts, found.start()) - 1
            yield self.indexes[which]
            if which + 1 == len(self.starts):
                return
            at = self.starts[which + 1]


def running(paper: Manuscript) -> Joined:
    """The running text, headings and body, marks made full-width; made once for a draft."""
    return paper.once(_running)


def everything(paper: Manuscript) -> Joined:
    """Every line as typed; made once for a draft."""
    return paper.once(_everything)


def _running(paper: Manuscript) -> Joined:
    return Joined([paper.folded[index] for index in paper.prose], paper.prose)


def _everything(paper: Manuscript) -> Joined:
    return Joined([line.text for line in paper.lines], range(len(paper.lines)))
