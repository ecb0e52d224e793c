"""What docgen makes of facts files, as one hash of each thing made: for two builds to be compared.

Run by another Python, it reads the papers from its standard input and knows docgen only as that
Python has it installed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import docgen.document
from docgen.batch.imprint import imprint, read_imprint
from docgen.compose import compose
from docgen.drafts.evidence import evidence_of
from docgen.drafts.sidecar import side_car, to_json
from docgen.errors import DocgenError
from docgen.facts import check_facts, dictionary_of, read_facts
from docgen.library import Library
from docgen.ooxml.lint import lint_package
from docgen.render import RENDERERS, render

BUDGET = 1200
"""Characters to which each paper is also shortened."""


def made(papers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The hash, or the message, of every draft, side-car, imprint and list of findings.

    papers: a template's id and the path of a facts file, the files in the order of their use.
    """
    library = Library()
    dictionary = dictionary_of(library)
    out: dict[str, str] = {}
    for template_id, path in papers:
        try:
            facts, findings = read_facts(Path(path), dictionary)
            findings += check_facts(facts, dictionary, library.formulations)
        except DocgenError as error:
            out[f"{path} 台账"] = str(error)
            continue
        out[f"{path} 台账"] = _hash(repr(findings))
        template = library.template(template_id)
        style = library.style(template.style)
        for budget in (None, BUDGET):
            name = f"{path} {template_id} {budget or '全文'}"
            try:
                document = compose(template, facts, library, budget=budget)
                drafts = {kind: render(document, kind, style) for kind in RENDERERS}
                evidence = evidence_of(document, facts, library)
                draft = Path(path).with_suffix(".docx")
                car = side_car(
                    draft, drafts["docx"], "docx", document, template, facts, library, evidence
                )
            except DocgenError as error:
                out[name] = str(error)
                continue
            out |= {f"{name} {kind}": _hash(data) for kind, data in drafts.items()}
            out[f"{name} 旁注"] = _hash(to_json(car))
            print_of = imprint(document, facts, evidence, library.strangers)
            out[f"{name} 印记"] = _hash(print_of)
            out[f"{name} 印记，读回"] = _hash(repr(read_imprint(print_of)))
            out[f"{name} 自检"] = _hash(repr(lint_package(drafts["docx"])))
    return out


def drawn(documents: Mapping[str, str]) -> dict[str, str]:
    """The hash of each document in every style and kind; a document is given as its repr."""
    library = Library()
    out = {}
    for name, said in documents.items():
        known = {**vars(docgen.document), "Decimal": Decimal}
        document = eval(said, known)
        for style_id in library.style_ids:
            style = library.style(style_id)
            for kind in RENDERERS:
                out[f"{name} {style_id} {kind}"] = _hash(render(document, kind, style))
    return out


def _hash(data: str | bytes) -> str:
    return sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def main() -> None:
    """Of {"modules", "papers", "documents"} prints {"files": where each module is from, "made"}."""
    asked = json.load(sys.stdin)
    all_made = made(map(tuple, asked["papers"])) | drawn(asked["documents"])
    files = {name: import_module(name).__file__ for name in asked["modules"]}
    json.dump({"files": files, "made": all_made}, sys.stdout)


if __name__ == "__main__":
    main()
