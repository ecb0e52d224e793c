"""What a paper links to is never asked for, and no file of the machine gets into a PDF."""

from __future__ import annotations

import http.server
import io
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx

from docgen.office import Office, find_program
from docgen.office.pages import page_texts
from docgen.office.program import environment_in, furnish, options
from tests.office.ground import LIBRARY, PRINTING, STYLE

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00"
    b"\x00\x00IEND\xaeB`\x82"
)
"""One red dot."""


def linked(target: str) -> bytes:
    """A .docx with a picture that lies elsewhere."""
    document = docx.Document()
    document.add_paragraph("样稿")
    document.add_picture(io.BytesIO(PICTURE))
    plain, out = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"r:embed=", b"r:link=")
            if name == "word/_rels/document.xml.rels":
                data = data.replace(
                    b'Target="media/image1.png"',
                    f'Target="{target}" TargetMode="External"'.encode(),
                )
            new.writestr(name, data)
    return out.getvalue()


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PICTURE)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}/picture.png", asked
        served.shutdown()


def carelessly(paper: bytes, folder: Path) -> bytes:
    """The PDF that LibreOffice makes with a profile of its own making."""
    furnish(folder, "<fontconfig/>")
    (folder / "profile/user/registrymodifications.xcu").unlink()
    (folder / "fonts.conf").unlink()
    (folder / "paper.docx").write_bytes(paper)
    subprocess.run(
        [find_program(), *options(folder), "--convert-to", "pdf", "--outdir", folder,
         folder / "paper.docx"],
        env=environment_in(folder), capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    return (folder / "paper.pdf").read_bytes()


def test_a_picture_elsewhere_is_not_asked_for(tmp_path: Path) -> None:
    with server() as (address, asked):
        with Office(PRINTING, LIBRARY) as office:
            pdf = office.pdf(linked(address), STYLE)
        assert asked == []
        assert "样稿" in page_texts(pdf)[0]
        carelessly(linked(address), tmp_path / "careless")
        assert asked  # so that the first half could have failed


def test_a_picture_of_this_machine_is_not_taken_in(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(PICTURE)
    paper = linked((tmp_path / "picture.png").as_uri())
    with Office(PRINTING, LIBRARY) as office:
        assert b"/Subtype/Image" not in office.pdf(paper, STYLE)
    assert b"/Subtype/Image" in carelessly(paper, tmp_path / "careless")
