"""`docgen date`: when a draft was written, by the meetings, campaigns and organs it names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from docgen.cli.console import cut_to, say, say_json
from docgen.cli.usage import ChineseHelp
from docgen.language import arabic_date
from docgen.manuscript import Manuscript
from docgen.review.dating import Dating, Evidence, date_of
from docgen.review.mentions import Mention
from docgen.review.stated import Window, posted_in

_WIDTH = 76
_USES = {
    "引用": "作为最近的会议引用",
    "提到": "提到",
    "开展": "当时正在进行",
    "将要": "当时还没有开始",
    "回顾": "回头说到",
    "机构": "有这个机构",
}
_NONE = "没有提到能据以推定时间的会议、活动和机构，推不出来"


@click.command("date", cls=ChineseHelp)
@click.argument("path", metavar="文稿")
@click.option("--json", "as_data", is_flag=True, help="输出 JSON")
def command(path: str, as_data: bool) -> int:
    """推定一份文稿是什么时候写的，与它自己写的日期对照。

    看文稿提到的党代会和全会、集中教育活动、机构各在什么时候，取都说得通的一段；口号只作参考。
    """
    from docgen.cli.project import library
    from docgen.read import read_draft

    shelf = library()
    paper = read_draft(Path(path))
    dating = date_of(paper, shelf.formulations)
    if as_data:
        say_json("date", _data(path, paper, dating))
    else:
        _print(path, paper, dating)
    return 0


def _print(path: str, paper: Manuscript, dating: Dating) -> None:
    say(path, bold=True)
    for line in _answer(dating):
        say(f"  {line}")
    if posted := posted_in(paper):
        say(f"  网页上标的是{posted}，那是上网的时间")
    told = [*dating.clash] if dating.clash else []
    told += [piece for piece in dating.evidence if piece not in told]
    for number, piece in enumerate(told):
        if not number:
            say("\n依据：")
        say(f"  {_named(piece)}：{piece.window}")
        say(f"    {_USES[piece.use]}，{_where(paper, piece)}")
        say(f"    {_sentence(piece.mention)}")
    if dating.aside:
        say("\n只供参考（口号沿用得久，不据此推定）：")
        for mention in dating.aside:
            row = mention.row
            own = Window(row.first_seen or row.start, row.until)
            say(f"  {row.term}（{row.id}）：{own}，{_place(paper, mention)}")


def _answer(dating: Dating) -> list[str]:
    """What was found, in a few lines."""
    out = []
    if dating.clash:
        first, last = dating.clash
        out.append(f"说不到一起：{_named(first)}是{first.wide}，{_named(last)}是{last.wide}")
        out.append("可能是几份旧稿拼成的，或者有一处写错了")
    elif dating.window is None:
        out.append(_NONE)
    else:
        out.append(f"写成时间：{dating.window}")
        if dating.latest is not None:
            out.append(f"（补写的总结，或者来不及换提法的，最晚到{arabic_date(dating.latest)}）")
    stated = dating.stated
    if stated is None:
        said = f"，正文里最晚说到{dating.last_year}年" if dating.last_year else ""
        out.append(f"文稿自己没有写日期{said}")
    elif dating.apart:
        rows = "、".join(_named(piece) for piece in dating.apart)
        out.append(f"文稿自己写的是{stated.text}，对不上：{rows}")
    else:
        fits = "，对得上" if dating.window else ""
        out.append(f"文稿自己写的是{stated.text}{fits}")
    return out


def _named(piece: Evidence) -> str:
    return f"{piece.row.term}（{piece.row.id}）"


def _where(paper: Manuscript, piece: Evidence) -> str:
    more = f"，共{len(piece.spots)}处" if len(piece.spots) > 1 else ""
    return _place(paper, piece.mention) + more


def _place(paper: Manuscript, mention: Mention) -> str:
    place = paper.lines[mention.spot.line].place(mention.spot.start)
    return place.part or f"第{place.line}行第{place.column}字"


def _sentence(mention: Mention) -> str:
    """The sentence round the words, cut short."""
    return cut_to(*mention.quoted, _WIDTH)


def _data(path: str, paper: Manuscript, dating: Dating) -> dict[str, Any]:
    stated = dating.stated
    return {
        "path": path,
        "window": _span(dating.window),
        "latest": dating.latest.isoformat() if dating.latest else None,
        "stated": {"text": stated.text, **(_span(stated.window) or {})} if stated else None,
        "agrees": None if stated is None or dating.window is None else not dating.apart,
        "evidence": [
            {
                "row": piece.row.id,
                "term": piece.row.term,
                "use": piece.use,
                "window": _span(piece.window),
                "widest": _span(piece.wide),
                "apart": piece in dating.apart,
                "places": [_spot(paper, spot.line, spot.start) for spot in piece.spots],
                "quote": _sentence(piece.mention),
            }
            for piece in dating.evidence
        ],
        "posted": posted_in(paper) or None,
        "last_year": dating.last_year,
        "clash": [piece.row.id for piece in dating.clash or ()],
        "aside": [mention.row.id for mention in dating.aside],
    }


def _span(window: Window | None) -> dict[str, str | None] | None:
    if window is None:
        return None
    start, end = (day.isoformat() if day else None for day in window)
    return {"from": start, "to": end}


def _spot(paper: Manuscript, line: int, offset: int) -> dict[str, object]:
    place = paper.lines[line].place(offset)
    return {"line": place.line, "column": place.column, "part": place.part}
