"""`docgen trace`: where every figure and sentence of a draft comes from, and where a fact went."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from docgen.cli.console import cut, say, say_json, table
from docgen.cli.project import day, facts_of, is_facts, library, template_of
from docgen.cli.usage import ChineseHelp
from docgen.document import Gap
from docgen.drafts.evidence import evidence_of, use_of
from docgen.drafts.records import Choice, Evidence, Use
from docgen.drafts.sidecar import SideCar, path_of, read_side_car
from docgen.drafts.trace import Origin, Standing, Trace, is_within, standing, trace
from docgen.drafts.writing import edited
from docgen.errors import InputError
from docgen.language.near import nearest
from docgen.library import Library

_WIDTH = 76
_OUTCOMES = {
    "取": "取",
    "舍": "舍",
    "缺": "缺事实，两支都没有写",
    "未写": "缺事实，没有写",
    "删": "为压缩篇幅删去",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is traced: its heading line, the evidence, remarks, and facts that changed since."""

    heading: str
    evidence: Evidence
    remarks: tuple[str, ...] = ()
    changed: tuple[tuple[Use, Use | None], ...] = ()


@click.command("trace", cls=ChineseHelp)
@click.argument("what", metavar="文稿|模板|台账")
@click.argument("facts_path", metavar="[台账]", required=False)
@click.option("--fact", "path", metavar="名称", help="只查这一个事实，如 党员.女党员")
@click.option("--unit", metavar="名称", default="", help="填报表里有多个单位时，查哪一个")
@click.option("--date", "on", callback=day, metavar="日期", help="按模板查时的成文日期")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(
    what: str,
    facts_path: str | None,
    path: str | None,
    unit: str,
    on: date | None,
    as_data: bool,
) -> int:
    """查出处：每个数字来自台账哪一行，每个事实用在哪几句，哪些条件取舍了文字。

    文稿：docgen 写出的文稿（凭旁边 .docgen 里的档案）；再给台账时，列出成稿后改动的事实。
    模板：模板编号或名称，须同时给台账；只给台账，就按台账里的 文稿.模板。
    """
    draft = Path(what)
    if facts_path is None and is_facts(what):
        subject = _of_template("", what, unit, on)
    elif draft.is_file():
        subject = _of_draft(draft, facts_path, unit)
    elif facts_path is not None:
        subject = _of_template(what, facts_path, unit, on)
    else:
        raise InputError(
            f"“{what}”不是已有的文稿",
            hint="文稿写到具体文件；按模板查要再给台账：docgen trace 模板 台账.yaml",
        )
    found = trace(subject.evidence)
    if path is not None:
        return _one_fact(subject, found, path, as_data)
    if as_data:
        changed = [{"then": a._asdict(), "now": b and b._asdict()} for a, b in subject.changed]
        head = {"title": subject.heading, "remarks": subject.remarks, "changed": changed}
        say_json("trace", {**head, **_plain(found)})
    else:
        _say(subject, found)
    return 0


def _of_draft(draft: Path, facts_path: str | None, unit: str) -> Subject:
    car = read_side_car(draft)
    if car is None:
        raise InputError(
            "这份文稿旁边没有出处档案",
            where=str(draft),
            hint=f"档案应是 {path_of(draft)}；不是 docgen 写出的文稿查不了出处",
        )
    remarks = []
    if edited(draft, car):
        remarks.append("文稿写出后改动过，下面是写出时的出处。")
    changed: list[tuple[Use, Use | None]] = []
    if facts_path is not None:
        facts, _ = facts_of(Path(facts_path), library(), unit)
        for use in car.evidence.facts:
            now = use_of(facts, use.path)
            if use.line and use.file in car.files and (now is None or now.text != use.text):
                changed.append((use, now))
        if not changed:
            remarks.append("台账里用到的事实，成稿后没有改动。")
    heading = f"{draft.name}（{car.title}，模板 {car.template}，{car.on}）"
    return Subject(heading, _from_here(car, draft.parent), tuple(remarks), tuple(changed))


def _of_template(name: str, facts_path: str, unit: str, on: date | None) -> Subject:
    from docgen.compose import compose  # a draft is traced without it
    from docgen.document import plain

    shelf: Library = library()
    facts, _ = facts_of(Path(facts_path), shelf, unit)
    template = template_of(name, facts, shelf)
    document = compose(template, facts, shelf, on=on)
    heading = f"{plain(document.title)}（模板 {template.id}，{document.meta.on}）"
    return Subject(heading, evidence_of(document, facts, shelf))


def _from_here(car: SideCar, folder: Path) -> Evidence:
    """The evidence with its files named as seen from the current folder."""

    def named(uses: Iterable[Use]) -> tuple[Use, ...]:
        return tuple(
            use._replace(file=Path(os.path.normpath(folder / use.file)).as_posix())
            if use.file in car.files
            else use
            for use in uses
        )

    evidence = car.evidence
    return replace(evidence, facts=named(evidence.facts), unused=named(evidence.unused))


def _plain(value: Any) -> Any:
    """The records in a value as mappings, by the names of their fields."""
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple):
        names = getattr(value, "_fields", None)
        return dict(zip(names, value, strict=True)) if names else [*map(_plain, value)]
    return value


def _one_fact(subject: Subject, found: Trace, path: str, as_data: bool) -> int:
    facts = standing(found, path)
    spare = tuple(use for use in found.unused if is_within(use.path, path))
    if not facts and not spare:
        known = [fact.use.path for fact in found.facts] + [use.path for use in found.unused]
        guess = next((k for k in known if k.endswith("." + path)), "") or nearest(path, known)
        raise InputError(
            f"文稿和台账里没有“{path}”",
            hint=f"是不是“{guess}”" if guess else "不加 --fact 看全部事实",
        )
    if as_data:
        say_json("trace", {"facts": _plain(facts), "unused": _plain(spare)})
        return 0
    changed = {then.path: now for then, now in subject.changed}
    for fact in facts:
        _say_fact(fact, found.gaps)
        if fact.use.path in changed:
            now = changed[fact.use.path]
            say("  成稿后改动，" + (f"现在 {_typed(now)}" if now else "现在没有了"))
    for use in spare:
        say(f"{use.path}  {_typed(use)}", bold=True)
        say("  没有用到")
    return 0


def _say_fact(fact: Standing, gaps: Iterable[Gap]) -> None:
    say(f"{fact.use.path}  {_typed(fact.use)}", bold=True)
    if fact.use.origin:
        say(f"  来源：{fact.use.origin}")
    for sentence in fact.sentences:
        say(f"  {sentence}")
    owed = [gap for gap in gaps if gap.path == fact.use.path]
    for gap in owed:
        say(f"  {gap.kind}：{gap.sentence}")
    if not fact.sentences and not owed:
        say("  没有印出，只用来决定取舍")


def _typed(use: Use) -> str:
    """The fact as typed and where: 62（facts.yaml:12）."""
    status = "" if use.status == "已核实" else f"，{use.status}"
    return f"{cut(use.text, 40) or '待填'}（{_at(use)}{status}）"


def _at(use: Use) -> str:
    if use.cell:
        return f"{use.file}!{use.cell}"
    return f"{use.file}:{use.line}" if use.line else use.file


def _say(subject: Subject, found: Trace) -> None:
    say(subject.heading, bold=True)
    for remark in subject.remarks:
        say(remark)
    if subject.changed:
        _head("成稿后改动的事实")
        _rows(
            (
                use.path,
                f"当时 {use.text}",
                f"现在 {now.text}（{_at(now)}）" if now else "现在没有了",
            )
            for use, now in subject.changed
        )
    _head("出处")
    for sentence in found.sentences:
        say(f"  {sentence.text}")
        _rows(_origin_row(origin) for origin in sentence.origins)
    if found.phrases:
        _head("提法")
        _rows(
            (phrase.topic, f"{phrase.start}起", "、".join(phrase.basis), phrase.text)
            for phrase in found.phrases
        )
    if found.stock:
        _head("套话")
        _rows((said.topic, _choice_of(said.equivalents), said.text) for said in found.stock)
    if found.choices:
        _head("条件和循环")
        _rows(_choice_row(choice) for choice in found.choices)
    if found.unowned:
        _head("没有出处的数")
        _rows((number.text, number.sentence) for number in found.unowned)
    if found.gaps:
        _head("还缺")
        _rows((gap.kind, gap.path, gap.sentence) for gap in found.gaps)
    if found.unused:
        _head("没有用到的事实")
        _rows((use.path, _typed(use)) for use in found.unused)


def _head(text: str) -> None:
    say()
    say(text, bold=True)


def _rows(rows: Iterable[Sequence[str]]) -> None:
    text = table(rows, indent="    ")
    if text:
        for line in text.split("\n"):
            say(line)


def _origin_row(origin: Origin) -> tuple[str, str]:
    words = cut("、".join(origin.words), _WIDTH // 2)
    if not origin.uses:
        path = origin.paths[0] if origin.paths else ""
        counted = path.startswith("节:")
        return words, f"← 数出来的：{path.removeprefix('节:')}" if counted else f"← {path}"
    return words, "← " + "、".join(f"{use.path}（{_at(use)}）" for use in origin.uses)


def _choice_of(equivalents: int) -> str:
    """How free a stock phrase was: 7种写法之一."""
    if equivalents > 1:
        return f"{equivalents}种写法之一"
    return "固定的写法" if equivalents else "库里已没有"


def _choice_row(choice: Choice) -> tuple[str, str, str, str]:
    outcome = _OUTCOMES.get(choice.outcome, choice.outcome)
    times = f"×{choice.times}" if choice.times > 1 else ""
    facts = "、".join(choice.sources) or "—"
    return f"{choice.slot} {choice.kind}", outcome + times, facts, choice.text
