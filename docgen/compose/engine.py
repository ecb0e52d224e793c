"""The template engine: Jinja2 kept to a small, safe language, with windows for provenance.

Only what `grammar` allows may stand in a template; attributes are read from facts and
nothing else; calls reach macros and the few functions given; arithmetic, loops and output
have budgets.  What is not allowed is said with its line when the template is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from typing import Any, Final, cast

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docgen.compose import slots, windows
from docgen.compose.grammar import OptionalClause, Rewriter, without_tag_lines
from docgen.compose.slots import ACTIVE, Missing, Num, Txt
from docgen.document import Slot
from docgen.errors import TemplateError
from docgen.facts.dictionary import Dictionary
from docgen.facts.values import Fact, Group, Record, Records

MAX_SOURCE: Final = 200_000
MAX_NUMBER: Final = Decimal(10) ** 24
_ATTRIBUTES_OF_LOOP: Final = frozenset(("index", "index0", "first", "last", "length", "revindex"))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready to run, with its slots (a mark's slot number indexes them)."""

    template: Template
    slots: tuple[Slot, ...]


class _Loader(BaseLoader):
    """Templates to import, by id, from the library and nowhere else."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self.read = read

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a library template."""
        text = self.read(template)
        if text is None:
            raise TemplateNotFound(template)
        return without_tag_lines(text), template, lambda: True


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with our own, narrower, sandbox."""

    engine: Engine

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return self.engine.rewrite(tree, name or "")

    def getattr(self, obj: Any, attribute: str) -> Any:  # type: ignore[override]
        """Facts, loop counters and imported macros; nothing else has attributes."""
        kind = type(obj)
        if kind in _FACTUAL:
            return slots.attribute(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _ATTRIBUTES_OF_LOOP:
            return getattr(obj, attribute)
        if kind.__name__ == "TemplateModule" and not attribute.startswith("_"):
            macro = obj.__dict__.get(attribute)
            if isinstance(macro, Macro):
                return macro
        raise TemplateError(f"模板里不能取“.{attribute}”", hint="只能取数据字典登记的事实")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`list[0]`, or `group["name"]`."""
        if type(argument) in (str, Txt) and type(obj) in _FACTUAL:
            return slots.attribute(obj, str(argument))
        if type(obj) is Records and type(argument) is int:
            if -len(obj.items) <= argument < len(obj.items):
                item = obj.items[argument]
                return slots.read(item) if type(item) is Fact else item
            return Missing(f"{obj.path}[{argument + 1}]")
        raise TemplateError("模板里不能这样取值", hint="只能取数据字典登记的事实")

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, callers and the functions given."""
        return isinstance(obj, Macro) or obj in self.engine.callables


_FACTUAL: Final = frozenset((Group, Record, Records, Num, Txt, Missing, Fact))


class Engine:
    """Compiles and runs templates over one dictionary.

    read: gives the text of a library template by id, None when there is none.
    filters, functions: what templates may use, by their Chinese names.  sees_gaps: the filters
    that are handed a gap instead of being passed over.
    """

    def __init__(
        self,
        dictionary: Dictionary,
        read: Callable[[str], str | None],
        filters: Mapping[str, Callable[..., Any]],
        functions: Mapping[str, Callable[..., Any]],
        sees_gaps: Collection[Callable[..., Any]] = (),
    ) -> None:
        self.dictionary = dictionary
        self.functions = functions
        self.filter_names = tuple(filters)
        self.callables = set(functions.values())
        self._compiled: dict[tuple[str, str], Compiled] = {}
        self._slots: list[Slot] = []
        self._depth = 0
        environment = _Environment(
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            optimized=False,  # folding constants would lose the sources of a window
            extensions=[OptionalClause],
            loader=_Loader(read),
            autoescape=False,
        )
        environment.engine = self
        environment.globals = dict(functions)
        environment.tests = {}
        environment.filters = {
            name: filter_ if filter_ in sees_gaps else guarded(filter_)
            for name, filter_ in filters.items()
        }
        environment.filters.update(
            _open_output=windows.open_output,
            _close_output=windows.close_output,
            _close_call=windows.close_call,
            _use=windows.use,
            _open_binding=windows.open_binding,
            _close_binding=windows.close_binding,
            _close_test=windows.close_test,
            _test_gap=windows.test_gap,
            _open_region=windows.open_region,
            _close_region=windows.close_region,
            _loop=windows.loop,
            _loop_gap=windows.loop_gap,
            _arithmetic=arithmetic,
            _concat=concat,
        )
        clause = cast(OptionalClause, next(iter(environment.extensions.values())))
        self.callables.add(clause.clause)
        self._environment = environment

    def rewrite(self, tree: nodes.Template, name: str) -> nodes.Template:
        """Check a tree and put the windows in; its slots are numbered after those before."""
        rewriter = Rewriter(name, self.dictionary, self.filter_names, self.functions, self._slots)
        rewriter.check(tree)
        rewriter.names(tree)
        tree.body = rewriter.body(tree.body)
        return tree

    def compile(self, source: str, name: str) -> Compiled:
        """The template ready to run.  Raises TemplateError naming the line."""
        key = (name, source)
        if key in self._compiled:
            return self._compiled[key]
        if len(source) > MAX_SOURCE:
            raise TemplateError("模板太长", where=name)
        for char in (slots.OPEN, slots.CLOSE, slots.BLOCK):
            if char in source:
                raise TemplateError("模板里有不可见的非法字符", where=name)
        try:
            code = self._environment.compile(without_tag_lines(source), name, name)
            template = Template.from_code(
                self._environment, code, self._environment.globals
            )
        except TemplateSyntaxError as error:
            raise TemplateError(
                _plain_syntax(error.message or ""), where=f"{error.name or name}:{error.lineno}"
            ) from None
        except RecursionError:
            raise TemplateError("模板嵌套太深", where=name) from None
        compiled = Compiled(template, ())
        self._compiled[key] = compiled
        return compiled

    @property
    def slots(self) -> list[Slot]:
        """Every slot compiled so far; a mark's slot number indexes it."""
        return self._slots

    def run(self, compiled: Compiled, context: Mapping[str, Any]) -> str:
        """The marked text.  Raises TemplateError naming template and line for any failure."""
        try:
            return compiled.template.render(context)
        except TemplateError as error:
            if not error.where:
                error.where = _line_of(error)
            raise
        except TemplateNotFound as error:
            raise TemplateError(f"库里没有“{error.name}”这个模板可引入", where=_line_of(error)) from None
        except TemplateSyntaxError as error:
            raise TemplateError(
                _plain_syntax(error.message or ""), where=f"{error.name}:{error.lineno}"
            ) from None
        except SecurityError as error:
            raise TemplateError("模板里只能调用宏和给定的函数", where=_line_of(error)) from None
        except UndefinedError as error:
            raise TemplateError("模板用了没有定义的名称", where=_line_of(error)) from None
        except RecursionError as error:
            raise TemplateError("宏互相调用没有尽头", where=_line_of(error)) from None
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise TemplateError(
                "这一行算不出结果：值的种类或参数不对", where=_line_of(error)
            ) from None


def guarded(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, passing a gap on instead of computing with it."""

    def run(*arguments: Any, **named: Any) -> Any:
        for value in arguments:
            if type(value) is Missing:
                return value.hit()
        return filter_(*arguments, **named)

    run.__doc__ = filter_.__doc__
    return run


def arithmetic(left: Any, operator: str, right: Any) -> Any:
    """+ - * / on numbers, exactly; a gap makes a gap."""
    for value in (left, right):
        if type(value) is Missing:
            return value.hit()
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            raise TemplateError(f"“{operator}”只用于数", hint="文字相连用 ~")
    a, b = Decimal(left), Decimal(right)
    try:
        result = a + b if operator == "+" else a - b if operator == "-" else (
            a * b if operator == "*" else a / b
        )
    except DecimalException:
        raise TemplateError(f"{a}{operator}{b} 算不出来", hint="除数是 0 的先用 {% if %} 判断") from None
    if abs(result) > MAX_NUMBER:
        raise TemplateError("算出的数太大")
    return result


def concat(parts: list[Any]) -> Any:
    """`a ~ b`: one text that keeps the sources of its parts."""
    texts = []
    for value in parts:
        if type(value) is Missing:
            return value.hit()
        text = slots.text_of(value)
        if type(value) is Num:
            text = slots.txt(text, value.sources)
        texts.append(text)
    if sum(map(len, texts)) > 100_000:
        raise TemplateError("连成的文字太长")
    ACTIVE.get().step(sum(map(len, texts)))
    return slots.joined(texts)


_SYNTAX: Final = (
    (r"unexpected '?end of template|Unexpected end of template", "有 {% %} 没有收尾（缺 endif、endfor、endmacro 或 ]]）"),
    (r"Encountered unknown tag '可选止'", "多了一个 ]]"),
    (r"Encountered unknown tag '(.+?)'", "不认识的标记 {% \\1 %}"),
    (r"No filter named '(.+?)'", "没有“\\1”这个过滤器"),
    (r"expected token '(.+?)', got '(.+?)'", "这里应是 \\1，写的是 \\2"),
)  # fmt: skip


def _plain_syntax(message: str) -> str:
    for pattern, said in _SYNTAX:
        found = re.search(pattern, message)
        if found:
            return found.expand(said)
    return "模板写法有误"


def _line_of(error: BaseException) -> str:
    """The innermost template line an error passed through."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            where = f"{template.name}:{template.get_corresponding_lineno(trace.tb_lineno)}"
        trace = trace.tb_next
    return where
