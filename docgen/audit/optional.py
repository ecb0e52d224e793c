"""What a template prints when a fact that may be left out (可缺) was: half a sentence (TPL006), or
the branch that was meant for another case (TPL007)."""

from __future__ import annotations

from typing import Final

from docgen.audit.places import place_of
from docgen.compose.exposed import Exposed, exposed
from docgen.finding import Finding, Level
from docgen.library import Library, TemplateSource

BARE: Final = "TPL006"
OTHER: Final = "TPL007"


def check_optional(template: TemplateSource, library: Library) -> tuple[Finding, ...]:
    """Where the template counts on facts that may be left out, in the order of the source.

    Places name the file below templates/.  Raises TemplateError when it cannot be compiled.
    """
    found = exposed(template, library)
    own = template.id
    ordered = sorted(found, key=lambda place: (place.file != own, place.file, place.line))
    return tuple(dict.fromkeys(_finding(place, template) for place in ordered))


def _asked_first(fact: str, test: str) -> str:
    """How to ask for the fact itself: the branch that an absent one falls into gets a test."""
    if " != " in test:
        return f"改成 {{% if {fact} %}}：没填时什么也不印"
    sure = f"{{% elif {fact} %}}" if test.endswith(" == 0") else f"{{% elif {fact} == 0 %}}"
    return f"先看 {{% if {fact} %}}，或把 {{% else %}} 改成 {sure}：没填时什么也不印"


def _finding(found: Exposed, template: TemplateSource) -> Finding:
    named = "、".join(found.paths)
    first = found.paths[0]
    if found.kind == "填空":
        code, message = BARE, f"“{named}”可以不填，没填时这句话缺一块：{found.text}"
        hint = f"连同前后的字括进 [[ ]]，或写成 {{% if {first} %}}……{{% endif %}}"
    else:
        code, message = OTHER, f"“{named}”可以不填，没填时 {found.text} 不成立，印的是另一边"
        hint = _asked_first(first, found.text)
    place = place_of(found.file, found.line, template)
    return Finding(code, Level.DOUBT, message, place, found.text, hint)
