"""Kill a batch at random moments, many times over, and tell what was found each time.

    python -m tests.batch.killing FOLDER KILLS SEED

Each life is a child of a process in which everything is imported, so that a life begins at once;
every sixteenth is the command itself with two worker processes, killed as a group.  A line of JSON
at the end: how many kills, chains finished, torn files, drafts rebuilt, trees that differ.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Final

from docgen.library import Library
from tests.batch.county import TEMPLATE, county, project, run, tree

UNITS: Final = 500
WHOLE_COMMAND: Final = 16
"""Every so many lives are the command itself."""


def main() -> None:
    """See the module."""
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    pick = random.Random(seed)
    ground = Ground(folder)
    found: Counter[str] = Counter()
    while found["kills"] < kills:
        ground.life(pick, found, kills)
    print(json.dumps(found))


class Ground:
    """The facts, the project, what an uninterrupted run makes, and where lives are lived."""

    def __init__(self, folder: Path) -> None:
        self.facts = county(folder / "facts", UNITS)
        self.project = project(folder / "project")
        self.out = folder / "out"
        begun = time.perf_counter()
        self.batch(folder / "whole")
        self.seconds = time.perf_counter() - begun
        self.whole = tree(folder / "whole")
        self.finished: dict[Path, tuple[int, int]] = {}
        self.pid = 0
        self.lives = 0

    def batch(self, out: Path) -> None:
        """The batch in this process."""
        run(self.facts, out, Library([self.project]))

    def life(self, pick: random.Random, found: Counter[str], kills: int) -> None:
        """One run, killed at a random moment unless it ends before."""
        self.lives += 1
        command = self.lives % WHOLE_COMMAND == 0
        pid = self._command() if command else self._child()
        # So short that a chain takes many lives, so long that it comes to its end at times.
        least = 0.5 if command else 0.0
        time.sleep(least + pick.random() * self.seconds / 6)
        ended = os.waitpid(pid, os.WNOHANG)[0] == pid
        if not ended:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            found["kills"] += 1
            found["of the command"] += command
        self._look(found)
        if ended or found["kills"] >= kills:
            self.batch(self.out)
            found["rebuilt"] += self._rebuilt()
            found["chains"] += 1
            found["trees that differ"] += tree(self.out) != self.whole
            shutil.rmtree(self.out)
            self.finished = {}

    def _child(self) -> int:
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            try:
                self.batch(self.out)
            finally:
                os._exit(0)
        os.setpgid(pid, pid)
        return pid

    def _command(self) -> int:
        words = [sys.executable, "-m", "docgen.cli", "batch", TEMPLATE, "--jobs", "2"]
        words += ["--facts", str(self.facts), "-o", str(self.out)]
        done = subprocess.DEVNULL
        path = str(Path(__file__).resolve().parents[2])
        return subprocess.Popen(
            words, stdout=done, stderr=done, cwd=self.project, start_new_session=True,
            env={**os.environ, "PYTHONPATH": path},
        ).pid  # fmt: skip

    def _look(self, found: Counter[str]) -> None:
        """What a kill left: no file that bears a draft's name is torn, none finished is rebuilt."""
        found["rebuilt"] += self._rebuilt()
        for path in self.out.rglob("*.docx"):
            stat = path.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns)
            if self.finished.get(path) == stamp:
                continue
            car = path.parent / ".docgen" / f"{path.name}.json"
            found["torn"] += _is_torn(path) + (car.exists() and _is_torn(car))
            if car.exists():
                self.finished[path] = stamp

    def _rebuilt(self) -> int:
        """How many drafts that were finished have been written again."""
        return sum(
            not path.exists() or (path.stat().st_ino, path.stat().st_mtime_ns) != stamp
            for path, stamp in self.finished.items()
        )


def _is_torn(path: Path) -> bool:
    try:
        if path.suffix == ".json":
            json.loads(path.read_bytes())
            return False
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is not None
    except (ValueError, zipfile.BadZipFile):
        return True


if __name__ == "__main__":
    main()
