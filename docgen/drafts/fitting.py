"""Whether the style of a paper, and the elements given for it, are those of its form (格式), and
whether its mark has room."""

from __future__ import annotations

from collections.abc import Collection

from docgen.compose.elements import given
from docgen.document import Document, plain, spans
from docgen.facts.values import Fact, Facts, Group
from docgen.finding import Finding, Level, Place
from docgen.library import Library, TemplateSource
from docgen.library.forms import BESIDE, DEFAULT, ELEMENTS, Form
from docgen.library.styles import Style
from docgen.render.word.head import mark_fit


def misfit(
    document: Document, template: TemplateSource, facts: Facts, library: Library, asked: str = ""
) -> tuple[Finding, ...]:
    """One finding when the paper is set in a style that is made for papers of another form.

    A style for the common form does for any paper without a head, and so does a unit's own that
    inherits it.  asked: the style as the command line gave it.
    """
    form, style = library.form(template), library.style(document.meta.style)
    own = _form_of(style, library)
    if own is None or own.name == form.name:
        return ()
    if own.name == DEFAULT and not (form.style and document.masthead):
        return ()
    right = form.style or library.forms[DEFAULT].style
    named = facts.get("文稿.样式")
    if asked:
        place, change = Place("--style"), f"用 --style {right}"
    elif isinstance(named, Fact) and named.text:
        place, change = named.place, f"写 样式: {right}"
    else:
        place, change = Place(template.id), f"模板文首写 样式: {right}"
    return (
        Finding(
            "PRT002",
            Level.HINT,
            f"样式“{style.name}”排的是{own.name}，这一篇的格式是{form.name}",
            place,
            hint=f"要排成{form.name}，{change}；要出{own.name}，用格式是{own.name}的模板（文首写 格式: {own.name}）",
            basis="、".join(filter(None, (form.clause, own.clause))),
        ),
    )


def tight_mark(document: Document, facts: Facts, library: Library) -> tuple[Finding, ...]:
    """One finding when the 发文机关标志 is so long that it is narrowed as far as the style allows;
    a letterhead sets its own."""
    head, style = document.masthead, library.style(document.meta.style)
    if head is None or any(span.kind == "gap" for organ in head.mark for span in spans(organ)):
        return ()
    size, scale = mark_fit(head, style)
    if scale > style.mark.narrowest or (size, scale) == (style.mark.size, 100):
        return ()
    name = "刊名" if not head.suffix and given(facts.get("文稿.刊名")) else "发文机关标志"
    node = facts.get(f"文稿.{name}") or facts.get(f"单位.{name}")
    several = len(head.mark) > 1
    longest = max((plain(organ) for organ in head.mark), key=len)
    words = longest + plain(head.suffix)
    smaller = f"，字号由{style.mark.size:g}磅减到{size:g}磅" if size < style.mark.size else ""
    shorter = "用规范化简称" + ("，或者只用主办机关的（各机关写在 署名）" if several else "")
    return (
        Finding(
            "PRT003",
            Level.HINT,
            f"{name}“{words}”有{len(words)}个字，一行排不下：字压扁到{scale}%{smaller}",
            node.place if node is not None else Place(facts.files[-1]),
            hint=f"{shorter}；能压到多扁，由样式的 发文机关标志.最小字宽 定",
            basis="" if name == "刊名" else "GB/T 9704—2012 7.2.4 发文机关全称或者规范化简称",
        ),
    )


def _form_of(style: Style, library: Library) -> Form | None:
    """The form that a style is made for, its own or that of the nearest style it inherits from;
    the common form's only of that style itself."""
    made = {form.style: form for form in library.forms.values() if form.style}
    nearest = style
    while nearest.id not in made and nearest.parent:
        nearest = library.style(nearest.parent)
    form = made.get(nearest.id)
    return form if form is None or form.name != DEFAULT or nearest is style else None


def without_room(
    template: TemplateSource, facts: Facts, library: Library, printed: Collection[str]
) -> tuple[str, ...]:
    """Paths of the elements given for the paper that no paper of its form has.

    printed: paths that the paper has all the same, as a template or a letterhead prints them.
    What another template of the library prints may be meant for that one.
    """
    paper = facts.get("文稿")
    if not isinstance(paper, Group):
        return ()
    known = {*BESIDE, *library.form(template).elements}
    for form in {one.form for one in library.templates.values()} & library.forms.keys():
        known |= {*library.forms[form].elements}
    return tuple(
        node.path
        for name, node in paper.members.items()
        if name in ELEMENTS and name not in known and node.path not in printed and given(node)
    )


def forms_with(path: str, library: Library) -> tuple[str, ...]:
    """Names of the forms that have the element of this path (文稿.出席)."""
    name = path.rpartition(".")[2]
    return tuple(form.name for form in library.forms.values() if name in form.elements)
