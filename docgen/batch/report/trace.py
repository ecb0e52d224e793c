"""OUT/<unit>/.docgen/<draft>.html: sentence by sentence, where the figures of a draft come from."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from docgen.batch.report.page import head, tail, to_bytes, to_json
from docgen.drafts.records import Evidence
from docgen.drafts.sidecar import FOLDER
from docgen.webpage import escape

_TOLD: Final = frozenset(("fact", "figure", "claim"))
_row: Final = attrgetter("path", "text", "file", "line", "cell", "status", "origin")


def trace_path(draft: str) -> str:
    """Where the page of a draft lies: beside its side-car.  draft: its path, with `/`."""
    folder, _, name = draft.rpartition("/")
    return f"{folder}/{FOLDER}/{name}.html" if folder else f"{FOLDER}/{name}.html"


def trace_page(title: str, evidence: Evidence) -> bytes:
    """The page of a draft.  title: unit and template.

    It is made for every draft of a batch, so the evidence goes in as data and the browser sets
    it in tables.
    """
    told = [m[1:4] for m in evidence.mentions if m[0] in _TOLD]  # words, sources, sentence
    data = {"uses": list(map(_row, evidence.facts)), "draft": (evidence.sentences, told)}
    name = escape(title)
    return to_bytes(
        f"{head('trace.js')}<title>{name}出处</title>\n</head>\n<body>\n<header>\n<h1>{name}出处</h1>\n"
        '<p class="headline">逐句看每个数来自台账哪一行、填的是什么。</p>\n</header>\n'
        '<main><section id="main"><noscript><p>看出处要用浏览器的脚本；也可以用 docgen trace。</p>'
        "</noscript></section></main>\n"
        f'<script type="application/json" id="data">{to_json(data)}</script>\n{tail("trace.js")}'
    )
