"""OUT/<unit>/清单.html: what one unit still has to do; a page that can be sent to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from docgen.batch.record import Result
from docgen.batch.report.owed import Owed, owed_of
from docgen.batch.report.page import head, href, to_bytes
from docgen.batch.report.survey import FORM_NAME, at_once
from docgen.batch.report.trace import trace_path
from docgen.drafts.checked import is_owed
from docgen.facts.dictionary import Dictionary
from docgen.facts.values import Facts
from docgen.finding import Finding, Level
from docgen.webpage import escape

_LEVEL_STYLES: Final = {Level.ERROR: "bad", Level.DOUBT: "owed", Level.HINT: "plain"}
_STATUS_STYLES: Final = {
    "写成": "good",
    "没有写": "owed",
    "失败": "bad",
    "未报": "plain",
    "未做": "plain",
}


def unit_page(
    results: Sequence[Result],
    facts: Facts | None,
    dictionary: Dictionary,
    form: str = FORM_NAME,
) -> bytes:
    """The page of a unit.  results: all of it, a template each.  facts: None if unreadable.
    form: the name under which its form lies beside, "" when there is none."""
    return to_bytes("".join(_pieces(results, facts, dictionary, form)))


def _pieces(
    results: Sequence[Result], facts: Facts | None, dictionary: Dictionary, form: str
) -> Iterator[str]:
    first = results[0]
    name = escape(first.unit)
    items = owed_of(results, facts, dictionary)
    yield head()
    yield (
        f"<title>{name}清单</title>\n</head>\n<body>\n<header>\n<h1>{name}{escape(first.period)}清单</h1>\n"
        f'<p class="headline">{escape(_headline(results, items))}</p>\n</header>\n<main>\n'
    )
    if items:
        yield '<section id="owed">\n<h2>要补的</h2>\n'
        if form:
            link = f'<a href="{href(form)}">{escape(form.rpartition(".")[0])}</a>'
            yield f"<p>填在{link}里交回就行；也可以直接改台账，改在哪里写在每项下面。</p>\n"
        else:
            yield "<p>直接改台账，改在哪里写在每项下面。</p>\n"
        yield '<ol class="list">\n'
        yield from map(_item, items)
        yield "</ol>\n</section>\n"
    found = at_once((result.template_name, result.findings) for result in results)
    if found:
        yield '<section id="findings">\n<h2>要看的问题</h2>\n<ul class="list">\n'
        ordered = sorted(found.items(), key=lambda pair: -pair[0].level)
        yield from (_finding(finding, papers) for finding, papers in ordered)
        yield "</ul>\n</section>\n"
    yield '<section id="drafts">\n<h2>文稿</h2>\n<ul class="list">\n'
    yield from map(_draft, results)
    yield "</ul>\n</section>\n</main>\n</body>\n</html>\n"


def _headline(results: Sequence[Result], items: Sequence[Owed]) -> str:
    written = sum(result.status == "写成" for result in results)
    words = [f"{len(results)}种文稿，写成{written}份"]
    places = sum(is_owed(gap) for result in results for gap in result.gaps)
    if items:
        words.append(f"还要补{len(items)}项（稿中{places}处）")
    elif written:
        words.append("没有要补的")
    if written < len(results):
        words.append("没有写成的原因见下")
    return "，".join(words) + "。"


def _item(item: Owed) -> str:
    kinds = "".join(f' <span class="tag owed">{kind}</span>' for kind in item.kinds)
    out = [f'<li><span class="fact">{escape(item.name)}</span>{kinds}\n']
    if item.what:
        out.append(f"<p>{escape(item.what)}</p>\n")
    if item.now:
        out.append(f"<p>现在填的是“{escape(item.now)}”，核实后改定。</p>\n")
    for paper, sentence, mark, reason in item.sentences:
        before, found, behind = sentence.partition(mark) if mark else (sentence, "", "")
        said = escape(before) + (f"<mark>{escape(found)}</mark>" if found else "") + escape(behind)
        why = f"（{escape(reason)}）" if reason else ""
        out.append(f'<p class="quote"><small>{escape(paper)}</small>　{said}{why}</p>\n')
    out.append(f"<p><small>{escape(item.path)}　{escape(item.where)}</small></p></li>\n")
    return "".join(out)


def _finding(finding: Finding, papers: Sequence[str]) -> str:
    style = _LEVEL_STYLES[finding.level]
    named = f" <small>{escape('、'.join(papers))}</small>" if papers else ""
    out = [f'<li><span class="tag {style}">{finding.level.label}</span>{named} ']
    out.append(escape(finding.message))
    for word, text in (("", finding.quote), ("改法：", finding.hint), ("依据：", finding.basis)):
        if text:
            out.append(f"<p>{word}{escape(text if word else f'“{text}”')}</p>")
    places = "；".join(str(place) for place in (finding.place, *finding.related))
    out.append(f"<p><small>{escape(finding.code)}　{escape(places)}</small></p></li>\n")
    return "".join(out)


def _draft(result: Result) -> str:
    style = _STATUS_STYLES[result.status]
    out = [f'<li><span class="tag {style}">{result.status}</span> {escape(result.template_name)}']
    inside = f"{result.folder}/"
    for draft in result.shown:
        out.append(f' <a href="{href(draft.path.removeprefix(inside))}">{escape(draft.format)}</a>')
        if draft.kept:
            out.append(f"<small>（{escape(draft.kept)} 改动过，没有动它，新稿放在旁边）</small>")
    if result.drafts:
        origin = href(trace_path(result.drafts[0].path).removeprefix(inside))
        out.append(f' <a href="{origin}">出处</a>')
    if result.length:
        out.append(f" <small>{result.length}字</small>")
    if result.error:
        out.append(f'<p class="bad">{escape(result.error)}</p>')
    return "".join(out) + "</li>\n"
