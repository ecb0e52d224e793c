"""Same input, same bytes: in any process, hash seed, time zone and folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from docgen.render import RENDERERS, render
from tests.samples import LIBRARY, NAMES, ROOT, draft

PRINT = """
import hashlib, sys
from pathlib import Path
from docgen.compose import compose
from docgen.facts import dictionary_of, read_facts
from docgen.library import Library
from docgen.render import RENDERERS, render
library = Library()
for name in sys.argv[2:]:
    facts, _ = read_facts(Path(sys.argv[1]) / "data" / name, dictionary_of(library))
    template = library.template(facts.get("文稿.模板").text)
    document = compose(template, facts, library)
    for format in RENDERERS:
        data = render(document, format, library.style(document.meta.style))
        print(name, format, hashlib.sha256(data).hexdigest())
"""


def test_bytes_do_not_depend_on_where_and_when(tmp_path: Path) -> None:
    expected = [
        f"{name} {format} {hashlib.sha256(data).hexdigest()}"
        for name in NAMES
        for format in RENDERERS
        for data in [render(draft(name), format, LIBRARY.style(draft(name).meta.style))]
    ]
    for seed, zone, locale, folder in (
        ("0", "Asia/Shanghai", "C.UTF-8", ROOT),
        ("4711", "America/New_York", "POSIX", tmp_path),
    ):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        environment["PYTHONUTF8"] = "1"
        environment["PYTHONPATH"] = str(ROOT)
        done = subprocess.run(
            [sys.executable, "-c", PRINT, str(ROOT), *NAMES],
            check=True,
            capture_output=True,
            cwd=folder,
            env=environment,
            encoding="utf-8",
        )
        assert done.stdout.splitlines() == expected
