"""Our drafts saved again by LibreOffice: what it writes anew, styles renamed and lengths in its own
units, is read as the same layout."""

from __future__ import annotations

from pathlib import Path

from docgen.render import render
from tests.gate.office import saved_again
from tests.layout.clean import clean, told
from tests.layout.test_our_drafts import HEADED, SIGNED, dressed
from tests.layout.test_seeded_ends import UPWARD
from tests.render.papers import FULL
from tests.samples import LIBRARY, PAPERS, paper


def test_our_drafts_saved_by_libreoffice_give_nothing(tmp_path: Path) -> None:
    style = LIBRARY.style("gbt9704")
    drafts = [clean()]
    one_each = dict(reversed(PAPERS))
    papers = [paper(*item) for item in one_each.items()]
    forms = [dressed(papers[0], form) for form in LIBRARY.forms.values()]
    by_hand = (FULL, UPWARD, *SIGNED, *HEADED)
    drafts += [render(one, "docx", style) for one in (*papers, *forms, *by_hand)]
    files = [tmp_path / f"{number}.docx" for number in range(len(drafts))]
    for file, data in zip(files, drafts, strict=True):
        file.write_bytes(data)
    found = {file.name: told(file.read_bytes()) for file in saved_again(files, tmp_path / "存")}
    assert {name: lines for name, lines in found.items() if lines} == {}
