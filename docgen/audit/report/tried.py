"""The sections of a report on what trying the template with given facts came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import mean
from typing import Final

from docgen.audit.coverage import OUTCOMES, Coverage, Covered, Dead
from docgen.audit.drafts import Drafts, Made
from docgen.audit.report.blocks import Beside, Block, Items, Paper, Section, Table, Under, Words
from docgen.audit.report.wording import (
    joined,
    level_counts,
    minutes_of,
    named,
    part_at,
    percent,
)
from docgen.audit.sensitivity import Change, Effect
from docgen.audit.survey import Survey, Tried
from docgen.review.passages import Pair, pieces

_KINDS: Final = {"if": "条件", "for": "循环", "[[ ]]": "可省的句子", "{{ }}": "填空"}
_HEADS: Final = {
    "if": ("成立", "不成立", "缺事实"),
    "for": ("没有", "一条", "多条", "缺事实"),
    "[[ ]]": ("写了", "没写"),
    "{{ }}": ("填了", "待填"),
}
_LONG: Final = 60
_DIGITS: Final = frozenset("0123456789.")
_RARE: Final = 3
"""An outcome of so few units is told with their names."""
_STRETCHES: Final = 3
"""So many of what two drafts share are shown."""
_MOVED: Final = 2
"""So many changed sentences of a fact are shown."""


def tried_summary(survey: Survey) -> Iterator[tuple[str, str]]:
    """What trying came to, a line each."""
    tried = survey.tried
    if tried is None:
        yield "没有做的", "没有给台账：覆盖、敏感、文稿的问题、篇幅和样稿都没有；加 --facts 文件夹"
        return
    made = tried.drafts.made
    units = f"{len(made)}个单位成稿"
    if tried.drafts.failed:
        units += f"，{len(tried.drafts.failed)}个没有写成"
    yield "试写", units
    if not made:
        return
    cover = tried.coverage.cover
    yield (
        "覆盖",
        f"没有印出过的{len(tried.coverage.dead)}处；能走到的{cover.outcomes}种情形，"
        f"看{len(cover.units)}个单位的稿就走遍了：{named(cover.units)}",
    )
    still = [effect for effect in tried.effects if not effect.moves]
    yield (
        "敏感",
        f"{tried.representative}的{len(tried.effects)}项事实逐项改过，{len(still)}项改了文稿不变",
    )
    yield "文稿的问题", level_counts(row.finding for row in tried.findings) or "没有"
    lengths = [draft.length for draft in made]
    yield (
        "篇幅",
        f"{_span(lengths)}字，约{_span([d.pages for d in made])}页，读完约{_minutes(made)}分钟",
    )
    yield (
        "成分",
        f"事实{percent(mean(d.shares.facts for d in made))}，提法套话"
        f"{percent(mean(d.shares.phrases for d in made))}，模板自己的话{percent(mean(d.shares.prose for d in made))}",
    )
    if tried.drafts.alike:
        own = min(tried.drafts.alike.items(), key=lambda item: item[1].own)
        yield "雷同", f"自己的话最少的是{own[0]}：{percent(own[1].own)}"


def _span(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}至{high}"


def _minutes(made: Sequence[Made]) -> str:
    low, high = (minutes_of(pick(d.minutes for d in made)) for pick in (min, max))
    return low if low == high else f"{low}至{high}"


def tried_sections(survey: Survey) -> list[Section]:
    """The sections; one that says what is missing when no facts were given."""
    tried = survey.tried
    if tried is None:
        text = (
            "没有给台账，这份报告只有模板本身的部分。给出台账（--facts 文件夹）再做一遍，"
            "会有：哪些条件、循环、填空走到了，哪些从来没有印出；每项事实改了动哪几句；"
            "写死的数和名称；各单位文稿的问题、雷同、篇幅；样稿。"
        )
        return [Section("missing", "还没有的部分", (Words(text),))]
    if not tried.drafts.made:
        return [Section("drafts", "试写", tuple(_failed(tried.drafts)))]
    return [
        _coverage(tried.coverage, len(tried.drafts.made), survey.template.id),
        _sensitivity(tried, frozenset(survey.needed)),
        _draft_findings(tried),
        _drafts(tried.drafts),
        _alike(tried.drafts),
        _samples(tried.drafts),
    ]


# -- coverage --------------------------------------------------------------------------------------


def _coverage(found: Coverage, count: int, own: str) -> Section:
    cover = found.cover
    how = "没有更少的了" if cover.smallest else "逐个挑出来的，也许还能更少"
    blocks: list[Block] = [
        Words(
            f"{count}个单位合起来走到{cover.outcomes}种情形。最少用{len(cover.units)}个单位就走得遍"
            f"（{how}）：{joined(cover.units)}。"
        ),
        Under("从来没有印出的"),
    ]
    if found.dead:
        dead = tuple((_KINDS[d.part.site.kind], _dead(d), part_at(d.part, own)) for d in found.dead)
        blocks.append(Table(("种类", "哪一边", "在哪一行"), dead))
    else:
        blocks.append(Words("没有：每一边都有单位印出过。"))
    for kind, name in _KINDS.items():
        rows = tuple(_covered(row, own) for row in found.of(kind))
        if rows:
            numbers = tuple(range(1, 1 + len(OUTCOMES[kind])))
            head = (name, *_HEADS[kind], "只有这几个单位", "在哪一行")
            blocks += [Under(name), Table(head, rows, numbers)]
    return Section("coverage", "覆盖", tuple(blocks))


def _dead(dead: Dead) -> str:
    text = _cut(dead.part.text)
    return {
        "取": f"{text} 从没有成立",
        "舍": f"{text} 总是成立，另一边没有印过",
        "每": f"{text} 从来没有一条",
        "写": f"从来没有写出：{text}",
        "填": f"{text} 从来没有填上",
    }[dead.side]


def _covered(row: Covered, own: str) -> tuple[str, ...]:
    outcomes = OUTCOMES[row.part.site.kind]
    rare = [
        f"{head}：{named(row.units[outcome])}"
        for head, outcome in zip(_HEADS[row.part.site.kind], outcomes, strict=True)
        if 0 < row.count(outcome) <= _RARE
    ]
    text = _cut(row.part.text) if row.reached else _cut(row.part.text) + "（没有走到）"
    return (text, *(str(row.count(o)) for o in outcomes), "\n".join(rare), part_at(row.part, own))


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG] + "……"


# -- sensitivity -----------------------------------------------------------------------------------


def _sensitivity(tried: Tried, needed: frozenset[str]) -> Section:
    numbers = [e for e in tried.effects if _is_number(e) and e.moves]
    texts = [e for e in tried.effects if not _is_number(e) and e.moves]
    still = [e for e in tried.effects if not e.moves]
    read = [e for e in still if _is_read(e, needed)]
    blocks: list[Block] = [
        Words(
            f"拿{tried.representative}的台账逐项改一改再写一遍：数多1、为0，文字末尾添几个字，选项换成别的。"
            "该动的句子都动了，才是填空填对了地方。",
            soft=True,
        )
    ]
    if numbers:
        rows = tuple((e.path, e.text, _said(e.changes), _shown(e)) for e in numbers)
        blocks += [Under("数"), Table(("事实", "现在", "改了动几句", "动的句子"), rows)]
    if texts:
        grouped = tuple(_grouped(texts))
        blocks += [Under("文字和选项"), Table(("事实", "几项", "改了动几句"), grouped, (1,))]
    blocks.append(Under("改了文稿不变的"))
    if read:
        blocks += [
            Words(
                "模板读了它，改了却什么也不动：只用来挑选、核对，或者给别的句子盖住了。", soft=True
            ),
            Table(("事实", "几项", "现在"), tuple(_stills(read)), (1,)),
        ]
    unread = list(dict.fromkeys(e.pattern for e in still if e not in read))
    if unread:
        blocks.append(Words(f"模板不读、文稿里也没有引用的{len(unread)}项：{joined(unread)}。"))
    if not still:
        blocks.append(Words("没有：每一项改了都有句子跟着变。"))
    return Section("sensitivity", "敏感", tuple(blocks))


def _is_number(effect: Effect) -> bool:
    return any(change.how in ("多1", "为0") for change in effect.changes)


def _is_read(effect: Effect, needed: frozenset[str]) -> bool:
    names = [part.partition("[")[0] for part in effect.path.split(".")]
    return any(".".join(names[:end]) in needed for end in range(1, len(names) + 1))


def _said(changes: Iterable[Change]) -> str:
    return "；".join(f"{c.how}：{c.error or f'{c.sentences}句'}" for c in changes)


def _shown(effect: Effect) -> str:
    change = max(effect.changes, key=lambda change: bool(change.shown))
    return "\n".join(_near(old, new) for old, new in change.shown[:_MOVED])


def _near(old: str, new: str) -> str:
    """The place where the sentence changed, with some words round it."""
    if not (old and new):
        return f"{'删' if old else '添'}：{_cut(old or new)}"
    pairs = enumerate(zip(old, new, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(old), len(new)))
    while same and old[same - 1] in _DIGITS:
        same -= 1
    start = max(0, same - 16)
    more = "…" if start else ""
    return f"{more}{old[start : same + 14]} → {new[same : same + 14]}"


def _grouped(effects: Iterable[Effect]) -> Iterator[tuple[str, ...]]:
    groups: dict[str, list[Effect]] = {}
    for effect in effects:
        groups.setdefault(effect.pattern, []).append(effect)
    for pattern, group in groups.items():
        counts = [c.sentences for e in group for c in e.changes if not c.error]
        errors = list(
            dict.fromkeys(f"{c.how}：{c.error}" for e in group for c in e.changes if c.error)
        )
        said = f"{_span(counts)}句" if counts else ""
        yield pattern, str(len(group)), "；".join(filter(None, (said, *errors)))


def _stills(effects: Iterable[Effect]) -> Iterator[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for effect in effects:
        groups.setdefault(effect.pattern, []).append(effect.text)
    for pattern, texts in groups.items():
        yield pattern, str(len(texts)), _cut(joined(dict.fromkeys(texts)))


# -- drafts ----------------------------------------------------------------------------------------


def _draft_findings(tried: Tried) -> Section:
    if not tried.findings:
        return Section("draft-findings", "文稿的问题", (Words("各单位的文稿都没有发现问题。"),))
    rows = tuple(
        (
            row.finding.level.label,
            row.finding.code,
            row.finding.message,
            "\n".join(map(_cut, row.quotes)),
            str(row.times),
            str(len(row.units)),
            named(row.units, 4),
        )
        for row in tried.findings
    )
    note = "各单位的文稿写成后，用检查文稿的规则查了一遍；几份稿都有的，多半是模板的毛病。"
    head = ("级别", "代码", "问题", "原文", "几处", "几份", "哪几个单位")
    return Section(
        "draft-findings", "文稿的问题", (Words(note, soft=True), Table(head, rows, (4, 5)))
    )


def _failed(found: Drafts) -> list[Block]:
    if not found.failed:
        return []
    return [Under("没有写成的"), Items(tuple(f"{f.name}：{f.why}" for f in found.failed))]


def _drafts(found: Drafts) -> Section:
    rows = tuple(_draft(made, found) for made in found.made)
    head = (
        "单位",
        "字数",
        "页数",
        "分钟",
        "事实",
        "提法套话",
        "模板",
        "自己的话",
        "最像",
        "待填",
        "未写",
        "问题",
    )
    note = (
        "页数按每页22行、每行28字估；分钟按各单位的语速。事实、提法套话、模板：正文里各占多少；"
        "自己的话：别家的稿里没有的；最像：同谁最像，像多少。"
    )
    return Section(
        "drafts",
        "各单位的文稿",
        (Words(note, soft=True), Table(head, rows, (*range(1, 8), 9, 10)), *_failed(found)),
    )


def _draft(made: Made, found: Drafts) -> tuple[str, ...]:
    alike = found.alike.get(made.name)
    near = f"{alike.nearest} {percent(alike.alike)}" if alike and alike.nearest else "—"
    return (
        made.name,
        str(made.length),
        str(made.pages),
        minutes_of(made.minutes),
        percent(made.shares.facts),
        percent(made.shares.phrases),
        percent(made.shares.prose),
        percent(alike.own) if alike else "—",
        near,
        str(made.gaps("待填")),
        str(made.gaps("未写")),
        level_counts(made.findings) or "没有",
    )


def _alike(found: Drafts) -> Section:
    """What the drafts share: with most of the others, and with the one they are most like."""
    if len(found.made) < 2:
        return Section("alike", "雷同", ())
    blocks: list[Block] = [
        Words("连着8个字相同才算；数、单位名称、书名号里的名称、提法不算。", soft=True)
    ]
    if found.most is not None and found.fullest is not None:
        blocks += [
            Under(f"超过一半单位都有的话，最长的几处（照{found.fullest.name}的稿）"),
            Items(found.most) if found.most else Words("没有。"),
        ]
    blocks.append(Under("除去这些，最像的几份" if found.most else "最像的几份"))
    if not found.pairs:
        blocks.append(Words("没有相像的两份。"))
    for pair in found.pairs:
        rows = [
            (tuple(pieces(one, words)), tuple(pieces(other, words)))
            for words, one, other in pair.stretches
        ]
        shown = [row for row in dict.fromkeys(rows) if all(any(side[1::2]) for side in row)]
        blocks += [
            Words(f"{alike_said(pair)}，最长的几处："),
            Beside((pair.one, pair.other), tuple(shown[:_STRETCHES])),
        ]
    return Section("alike", "雷同", tuple(blocks))


def alike_said(pair: Pair[str]) -> str:
    """How alike two drafts are: 青山镇、柳树乡：相同的话占青山镇的62%、柳树乡的40%."""
    return (
        f"{pair.one}、{pair.other}：相同的话占{pair.one}的{percent(pair.one_share)}、"
        f"{pair.other}的{percent(pair.other_share)}"
    )


def _samples(found: Drafts) -> Section:
    full, sparse = found.fullest, found.sparsest
    assert full is not None
    blocks: list[Block] = [Under(f"填得最全的：{full.name}"), Paper(full.name, full.document)]
    if sparse is not None and sparse is not full:
        blocks += [Under(f"填得最少的：{sparse.name}"), Paper(sparse.name, sparse.document)]
    return Section("samples", "样稿", tuple(blocks))
