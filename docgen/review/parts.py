"""Whether a draft has the parts that its 文种 asks for, and as many as it allows."""

from __future__ import annotations

from collections import Counter

from docgen.document import Document, Heading
from docgen.finding import Finding, Level, Place
from docgen.library import Genre


def check_parts(document: Document, genre: Genre, place: Place) -> tuple[Finding, ...]:
    """The parts whose number is out of the bounds that the genre sets (最少, 最多).

    place: what the finding points at, as the draft has no lines of its own yet.  Parts without
    bounds give nothing.
    """
    counts = Counter(b.part for b in document.body if isinstance(b, Heading) and b.part)
    found = []
    for name, part in genre.parts.items():
        number = counts[name]
        few = part.least is not None and number < part.least
        many = part.most is not None and number > part.most
        if few or many:
            bounds = (
                f"{part.least}至{part.most}"
                if part.least is not None and part.most is not None
                else f"不少于{part.least}"
                if few
                else f"不多于{part.most}"
            )
            found.append(
                Finding(
                    "PRT001",
                    Level.HINT,
                    f"{genre.name}的“{name}”一般{bounds}个部分，这里有{number}个",
                    place,
                    hint=_HINT[few],
                )
            )
    return tuple(found)


_HINT = {
    True: "再写几块，或另用一个模板",
    False: "只选要写的几块，在那几块里写 简报: 是",
}
