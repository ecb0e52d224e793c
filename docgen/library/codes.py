"""What each code of a finding means: data/norms/codes.yaml, from which `docgen explain` reads."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, cast, get_args

from docgen.errors import InputError
from docgen.library.fields import Fields

Example: TypeAlias = Literal["台账", "模板", "文字"]
_KEYS: Final = "名 组 意思 为什么 例法 错例 对例 改法".split()


@dataclass(frozen=True, slots=True)
class Code:
    """One code, or with letters alone (WML) all codes that begin so.

    name: what is wrong, in a few words.  group: what it is about.  meaning, why, fix: sentences.
    wrong, right: an example; of the form 台账 they are YAML, of the form 模板
    the body of a template, and the wrong one gives the code.
    """

    code: str
    name: str
    group: str
    meaning: str
    why: str
    fix: str
    wrong: str = ""
    right: str = ""
    form: Example = "台账"


def codes_from(values: object, where: str = "codes.yaml") -> Mapping[str, Code]:
    """The codes in the order of the file.  Raises LibraryError naming the entry at fault."""
    out: dict[str, Code] = {}
    table = Fields(values, where)
    for code, entry in table.values.items():
        row = Fields(entry, f"{where} {code}", _KEYS)
        out[code] = Code(
            code,
            row.required("名"),
            row.required("组"),
            row.required("意思"),
            row.required("为什么"),
            row.required("改法"),
            row.text("错例").rstrip("\n"),
            row.text("对例").rstrip("\n"),
            cast(Example, row.choice("例法", get_args(Example), "台账")),
        )
    return out


def code_named(word: str, codes: Mapping[str, Code]) -> Code:
    """The code a person typed, in any case and width.  Raises InputError naming near ones."""
    wanted = unicodedata.normalize("NFKC", word).strip().upper()
    found = codes.get(wanted)
    if found is None and wanted[3:].isdigit():
        found = codes.get(wanted[:3])  # a family explained as one
    if found is not None:
        return found
    named = [code.code for code in codes.values() if wanted and wanted in code.name.upper()]
    near = named or difflib.get_close_matches(wanted, codes, n=3, cutoff=0.6)
    raise InputError(
        f"没有“{word}”这个代码",
        hint="是不是 " + "、".join(near) if near else "docgen explain 列出全部代码",
    )
