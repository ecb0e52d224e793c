"""A library whose stock phrases are pinned, so that a test can print the sentences it expects."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from docgen.library import Library


def pinned(wordings: Mapping[str, str]) -> Library:
    """The built-in library under a layer that pins these wordings, by topic."""
    root = Path(tempfile.mkdtemp(prefix="docgen-pinned-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    folder = root / "snippets" / "stock"
    folder.mkdir(parents=True)
    for number, (topic, wording) in enumerate(wordings.items(), 1):
        text = f'名称: {topic}\n固定: "{wording}"\n'
        (folder / f"pin-{number}.yaml").write_text(text, encoding="utf-8")
    return Library((root,))
