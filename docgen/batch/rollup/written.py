"""The county's facts as a file: laid out as a person would, and known to be ours next time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docgen.batch.rollup.sources import MARK, Gathered
from docgen.drafts import store
from docgen.facts.dictionary import Entry
from docgen.facts.values import Group
from docgen.facts.writing import OPEN, Tree, tree, yaml_text

_DIGITS: Final = 16


def laid_out(root: Group, gathered: Gathered) -> str:
    """The text of the file.  Its first line holds a hash of the rest, by which `is_unedited` knows
    whether somebody edited it since."""
    values = _without_blanks(tree(root), root.entry)
    period = f"，{gathered.period.text}" if gathered.period is not None else ""
    head = [
        f"# {len(gathered.units)}个单位{period}。各单位的台账改了，重新汇总一遍；县里自己的数写在县的台账里。"
    ]
    if gathered.absent:
        head.append(f"# 没有报这一期的：{'、'.join(gathered.absent)}")
    if gathered.broken:
        head.append(f"# 读不出来的：{'、'.join(trouble.name for trouble in gathered.broken)}")
    rest = "\n".join((*head, "", yaml_text(values)))
    return f"{MARK}，校验 {_hash(rest)}；改动过的，再汇总时不覆盖\n{rest}"


def is_unedited(_path: Path, data: bytes) -> bool:
    """Whether the file is one we rolled up and nobody edited."""
    first, _, rest = data.decode("utf-8", "replace").partition("\n")
    return first.startswith(f"{MARK}，校验 {_hash(rest)}；")


def _hash(text: str) -> str:
    return store.sha256(text)[:_DIGITS]


def _without_blanks(value: Tree, entry: Entry) -> Tree:
    """The values without the blank of a number that may be missing and only holds others."""
    if not isinstance(value, dict):
        return value
    out: dict[str, Tree] = {}
    for name, below in value.items():
        if name == "值" and below == OPEN and entry.optional and len(value) > 1:
            continue
        inner = entry.members.get(name)
        if name in ("分为", "其中"):
            out[name] = _without_blanks(below, entry) if isinstance(below, dict) else below
        else:
            out[name] = _without_blanks(below, inner) if inner is not None else below
    return out
