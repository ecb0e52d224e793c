"""Our drafts opened and saved again by an office, which lays every paragraph down its own way."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from docgen.read import read_draft
from docgen.read.tree import tree_of
from docgen.render import docx
from tests.read.test_tree import bare
from tests.render.papers import PAPERS as HAND_MADE
from tests.render.papers import STYLE
from tests.samples import NAMES, ROLLED, draft

PAPERS = {
    "roll": draft(ROLLED),
    "seed": draft("seeds/000.yaml"),
    "town": draft(NAMES[1]),
    "hand": HAND_MADE["完整"],
}


def test_a_draft_saved_by_writer_comes_back(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program, "缺少 LibreOffice（soffice）：请先运行 make setup"
    files = [tmp_path / f"{name}.docx" for name in PAPERS]
    for file, document in zip(files, PAPERS.values(), strict=True):
        file.write_bytes(docx.render(document, STYLE))
    saved = tmp_path / "saved"
    subprocess.run(
        [
            program,
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--convert-to", "docx", "--outdir", saved, *files),
        ],
        capture_output=True,
        timeout=150,
        check=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    for file, document in zip(files, PAPERS.values(), strict=True):
        assert bare(tree_of(read_draft(saved / file.name))) == bare(document), file.name
