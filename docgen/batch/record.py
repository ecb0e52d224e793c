"""What a batch knows of each draft: the records that work hands to state, and state to the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from docgen.document import Gap
from docgen.finding import Finding

Status: TypeAlias = Literal["写成", "没有写", "失败", "未报", "未做"]
"""写成: its drafts lie in the folder.  没有写: --strict and something is owed.  失败: an error
named in `Result.error`.  未报: the unit has no facts of the period asked for.  未做: its
facts have changed since, and this run was to leave it out."""


class Laid(NamedTuple):
    """A draft laid down.

    path: below the output folder, with `/`.  format: docx, md …; of the picture of a further page
    png-2, png-3 …  sha256: of its bytes.  kept: name of the edited draft beside which it was
    laid, "" when there was none.
    """

    path: str
    format: str
    sha256: str
    kept: str = ""


class Held(NamedTuple):
    """An item of the county's outline (提纲) held against a draft.

    how: 单列 (a section of its own), 提到 (only mentioned, `where` the sentence) or 缺.
    """

    item: str
    how: Literal["单列", "提到", "缺"]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one unit with one template.

    source: where the unit's facts lie, as the user named it: a file, or `form.xlsx#青山镇`.
    unit: 单位.名称.  folder: of its drafts, below the output folder with `/`; "" when there is
    none.  template, template_name: id and 名称.  period: as the facts say it.  error: with its
    place and the next step, "" when nothing failed.  findings: of the facts and of the draft's
    parts, places as the user named the files.  length: characters of the draft.  held: the
    county's outline against this draft, () when there is none.  imprint: what comparison with
    other drafts needs, see `batch.imprint`; b"" when there is no draft.  group: the folder in
    which the unit lies with its neighbours.  files: name and hash of each facts file it was made
    of.
    """

    source: str
    unit: str
    folder: str
    template: str
    template_name: str
    period: str
    status: Status
    error: str = ""
    drafts: tuple[Laid, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    length: int = 0
    held: tuple[Held, ...] = ()
    imprint: bytes = b""
    group: str = ""
    files: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What names the result in a batch: source and template."""
        return self.source, self.template

    @property
    def shown(self) -> tuple[Laid, ...]:
        """The drafts that a report leads to: of pictures the first page, and what was edited."""
        return tuple(laid for laid in self.drafts if "-" not in laid.format or laid.kept)
