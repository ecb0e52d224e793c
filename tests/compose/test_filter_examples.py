"""The examples that stand beside the filters and functions print what they say."""

from __future__ import annotations

from typing import Any, Final

import pytest

from docgen.compose import compose
from docgen.compose.filters import FILTERS
from docgen.document import Document, Heading, Paragraph, plain
from docgen.facts import facts_from
from docgen.library.templates import template_from
from docgen.source import read_yaml
from tests.samples import DICTIONARY, LIBRARY
from tests.scripts import script

UNFIT: Final = {"FCT008", "FCT002"}
"""What is not to stand in an example: values that are none, names nobody knows."""


GUIDE: Final = script("filters")
CALLS: Final[dict[str, Any]] = {
    name: call for group in GUIDE.calls().values() for name, call in group.items()
}
EXAMPLES: Final = [(name, *one) for name, call in CALLS.items() for one in GUIDE.examples(call)]


def made(body: str, facts: str) -> Document:
    """The document of a body over the whole dictionary and the facts under every example."""
    text = f'---\n名称: 试\n标题: "试"\n---\n{body}\n'
    template = template_from("work_report/试", text, LIBRARY.genres["work_report"], "试.md.j2")
    sources = [read_yaml(f"{GUIDE.UNIT}\n{GUIDE.UNDER}\n", "青山镇.yaml")]
    sources += [read_yaml(f"{facts}\n", "例.yaml")] if facts else []
    read, findings = facts_from(sources, DICTIONARY)
    assert [str(one) for one in findings if one.code in UNFIT] == []
    return compose(template, read, LIBRARY)


def said(document: Document) -> str:
    """The lines of the body."""
    lines = []
    for block in document.body:
        assert isinstance(block, Heading | Paragraph)
        number = block.number if isinstance(block, Heading) else ""
        lines.append(number + plain(block.text))
    return "\n".join(lines)


@pytest.mark.parametrize(("name", "facts", "body", "text"), EXAMPLES)
def test_it_prints_what_the_example_says(name: str, facts: str, body: str, text: str) -> None:
    assert said(made(body, facts)) == text


def test_each_filter_and_function_has_one_to_four_examples() -> None:
    assert set(FILTERS) < set(CALLS)
    examples = {name: GUIDE.examples(call) for name, call in CALLS.items()}
    assert [name for name, found in examples.items() if not 1 <= len(found) <= 4] == []
    assert [name for name, found in examples.items() if name not in found[0].body] == []
