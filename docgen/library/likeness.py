"""How much two drafts may say alike: data/norms/rules/likeness.yaml, whose head says what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.library.fields import Fields


@dataclass(frozen=True, slots=True)
class LikenessRules:
    """From how much on something is said; shares in percent of the characters that count.

    basis: the rule.  least: characters below which a draft is not judged.  alike: share of a
    draft that another one has, wording of most drafts left out, and alike_least: characters of
    it; listed: share from which two drafts are shown beside each other.  own: share that no other draft has.  taken, taken_hint: share that stood in the unit's
    last draft, for 疑似 and 提示; taken_error: for 必错.  most: percent of the drafts by which wording is everybody's,
    when there are at least most_of drafts.
    """

    basis: str
    least: int
    alike: int
    alike_least: int
    listed: int
    own: int
    taken: int
    taken_hint: int
    taken_error: int
    most: int
    most_of: int


def likeness_from(values: object, where: str = "likeness.yaml") -> LikenessRules:
    """The rules of a file's plain values.  Raises LibraryError naming the entry at fault."""
    top = Fields(values, where, ("依据", "字数", "相像", "自己的话", "上期", "多数"))

    def part(name: str, *keys: str) -> Fields:
        row = Fields(top.values.get(name), f"{where} {name}", (*keys, "缘由"))
        row.required("缘由")
        return row

    alike, taken = part("相像", "疑似", "字数", "列出"), part("上期", "必错", "疑似", "提示")
    most = part("多数", "比例", "家数")
    return LikenessRules(
        basis=top.required("依据"),
        least=part("字数", "至少").count("至少"),
        alike=alike.count("疑似"),
        alike_least=alike.count("字数"),
        listed=alike.count("列出"),
        own=part("自己的话", "疑似").count("疑似"),
        taken=taken.count("疑似"),
        taken_hint=taken.count("提示"),
        taken_error=taken.count("必错"),
        most=most.count("比例"),
        most_of=most.count("家数"),
    )
