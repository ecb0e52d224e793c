"""The template engine: Jinja2 kept to a small, safe language, with windows for provenance.

Only what `grammar` allows may stand in a template; attributes are read from facts and
nothing else; calls reach macros and the few functions given; arithmetic, loops and output
have budgets.  What is not allowed is said with its line when the template is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal, DecimalException
from operator import add, mul, sub, truediv
from types import MappingProxyType
from typing import Any, Final, cast

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docgen.compose import reading, windows
from docgen.compose.carried import ABSENT, Items, Marked, Num, Txt, joined, txt
from docgen.compose.changes import reckoned
from docgen.compose.grammar import Rewriter
from docgen.compose.markup import OptionalClause, plain_syntax, prepared
from docgen.compose.plainly import Plainly, slot_printer
from docgen.compose.slots import ACTIVE, BLOCK, Missing
from docgen.document import Slot, Span
from docgen.errors import TemplateError
from docgen.facts.dictionary import Dictionary
from docgen.facts.values import Fact, Group, Record, Records

MAX_JOINED: Final = 100_000
MAX_NUMBER: Final = Decimal(10) ** 24
_ATTRIBUTES_OF_LOOP: Final = frozenset(("index", "index0", "first", "last", "length", "revindex"))
_LINE_END: Final = re.compile(r"[ \t]*\n[ \t]*")


class _Loader(BaseLoader):
    """Files of macros to import, by name, from the library and nowhere else."""

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self.read = read

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002  (Jinja's signature)
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a library file."""
        text = self.read(template)
        if text is None:
            raise TemplateNotFound(template)
        return prepared(text, template), template, lambda: True


class _Generator(CodeGenerator):
    """Code that folds nothing: a window run while compiling would lose what it reads."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Nothing: what a window gives is text or a span already, and stays one."""

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Nothing, as before the child."""


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with our own, narrower, sandbox."""

    engine: Engine
    code_generator_class = _Generator
    concat = staticmethod(windows.joined_pieces)
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    intercepted_unops = frozenset(("+", "-"))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parser = Parser(self, source, name, filename)
        try:
            tree = parser.parse()
        except RecursionError:
            where = f"{name}:{parser.stream.current.lineno}"
            raise TemplateError("模板嵌套太深", where=where) from None
        except ValueError:  # Python reads no number of thousands of digits
            where = f"{name}:{parser.stream.current.lineno}"
            raise TemplateError("模板里的数太大", where=where) from None
        return self.engine.rewrite(tree, name or "")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Arithmetic, exact and on numbers only."""
        return arithmetic(left, operator, right)

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:  # noqa: ARG002
        """A sign before a number."""
        return arithmetic(Decimal(0), operator, arg)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A macro or function, its work counted; inside a window a macro's text is one line."""
        recorder = ACTIVE.get()
        recorder.step()
        if not self.is_safe_callable(obj):
            raise TemplateError("模板里只能调用宏和给定的函数")
        missed, left_out = len(recorder.missed), len(recorder.left_out)
        out = context.call(obj, *args, **kwargs)
        if type(out) is Marked:
            if recorder.testing:  # whether it says anything is asked; what it owes it says itself
                del recorder.missed[missed:], recorder.left_out[left_out:]
            recorder.step(len(out))
            if recorder.depth:
                out = _LINE_END.sub("", str(out).replace(f"{BLOCK}J", ""))
                if BLOCK in out:
                    raise TemplateError("带 列述、列式 的宏单独成行，不作参数、不接过滤器")
        return out

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Facts, loop counters and imported macros; nothing else has attributes."""
        if type(obj) in _FACTUAL:
            return reading.attribute(obj, attribute)
        if isinstance(obj, LoopContext) and attribute in _ATTRIBUTES_OF_LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, TemplateModule) and not attribute.startswith("_"):
            macro = vars(obj).get(attribute)
            if isinstance(macro, Macro):
                return macro
            raise TemplateError(f"引入的文件里没有“{attribute}”这个宏")
        if isinstance(obj, Undefined):
            raise UndefinedError
        raise TemplateError(f"模板里不能取“.{attribute}”", hint="只能取数据字典登记的事实")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`list[0]`, or `group["name"]`."""
        kind = type(obj)
        if type(argument) in (str, Txt) and kind in _FACTUAL:
            return reading.attribute(obj, str(argument))
        whole = isinstance(argument, Decimal) and argument == argument.to_integral_value()
        if (type(argument) is int or whole) and (kind is Records or kind is Items):
            argument = int(argument)
            items = obj.items if kind is Records else obj
            if -len(items) <= argument < len(items):
                item = items[argument]
                return reading.read(item) if type(item) is Fact else item
            name = obj.path if kind is Records else next(iter(obj.sources), "").rstrip("#")
            return Missing(f"{name}[{argument + 1}]")
        raise TemplateError("模板里不能这样取值", hint="只能取数据字典登记的事实")

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, callers and the functions given."""
        return isinstance(obj, Macro) or (callable(obj) and obj in self.engine.callables)


_FACTUAL: Final = frozenset((Group, Record, Records, Num, Txt, Missing, Fact))


class Engine:
    """Compiles and runs templates over one dictionary.

    read: gives the text of a library template by id, None when there is none.
    filters, functions: what templates may use, by their Chinese names.  sees_gaps: the filters
    that are handed a gap instead of being passed over.  plainly: see `slot_printer`.
    """

    def __init__(
        self,
        dictionary: Dictionary,
        read: Callable[[str], str | None],
        filters: Mapping[str, Callable[..., Any]],
        functions: Mapping[str, Callable[..., Any]],
        sees_gaps: Collection[Callable[..., Any]] = (),
        plainly: Mapping[str | None, Plainly] = MappingProxyType({}),
    ) -> None:
        self.dictionary = dictionary
        self.functions = functions
        self.filter_names = tuple(filters)
        self.slots: list[Slot] = []
        """Every slot compiled so far; a mark's slot number indexes it."""
        self._compiled: dict[tuple[str, str], Template] = {}
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
            name: recorded(filter_, filter_ in sees_gaps) for name, filter_ in filters.items()
        }
        environment.filters.update(
            _print=slot_printer(environment.getattr, filters, sees_gaps, plainly),
            _open=windows.open_window,
            _open_test=windows.open_test,
            _close_output=windows.close_output,
            _close_call=windows.close_call,
            _use=windows.use,
            _close_binding=windows.close_binding,
            _close_test=windows.close_test,
            _met_gap=windows.met_gap,
            _open_region=windows.open_region,
            _close_region=windows.close_region,
            _close_loop=windows.close_loop,
            _number=Decimal,
            _concat=concat,
        )
        clause = cast(OptionalClause, next(iter(environment.extensions.values())))
        self.callables = {*functions.values(), clause.clause}
        self._environment = environment

    def rewrite(self, tree: nodes.Template, name: str) -> nodes.Template:
        """Check a tree and put the windows in; its slots are numbered after those before."""
        rewriter = Rewriter(name, self.dictionary, self.filter_names, self.functions, self.slots)
        rewriter.check(tree)
        rewriter.names(tree)
        tree.body = rewriter.body(tree.body)
        return tree

    def compile(self, source: str, name: str) -> Template:
        """The template ready to run.  Raises TemplateError naming the line."""
        key = (name, source)
        known = self._compiled.get(key)
        if known is None:
            with _named(name):
                code = self._environment.compile(prepared(source, name), name, name)
            known = Template.from_code(self._environment, code, self._environment.globals)
            self._compiled[key] = known
        return known

    def run(self, template: Template, context: dict[str, Any]) -> list[str | Span]:
        """The text in pieces: marked text and whole spans.  Raises TemplateError naming template
        and line for any failure.

        context: with the functions in it (`functions`); all templates of a paper share one.
        """
        with _named(template.name or ""):
            return list(template.root_render_func(template.new_context(context, shared=True)))


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Whatever fails inside becomes a TemplateError that names the template and its line."""
    try:
        yield
        return
    except TemplateError as error:
        if error.where:
            raise
        told = _told(error, error.message, error.hint, name)
    except TemplateNotFound as error:
        hint = "引入的是 templates 下的 .macro.j2 文件"
        told = _told(error, f"库里没有“{error.name}”可引入", hint, name)
    except TemplateSyntaxError as error:
        where = f"{error.name or name}:{error.lineno}"
        told = TemplateError(plain_syntax(error.message or ""), where=where)
    except (UndefinedError, SecurityError) as error:
        hint = "循环、宏里设的名称出了它就没有了"
        told = _told(error, "模板在这里用了没有定义的名称", hint, name)
    except RecursionError as error:
        told = _told(error, "宏互相调用没有尽头", "", name)
    except (SyntaxError, MemoryError) as error:
        told = _told(error, "模板嵌套太深", "", name)
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        told = _told(error, "这一行算不出结果：值的种类或参数不对", "", name)
    raise told from None


def _told(error: BaseException, message: str, hint: str, name: str) -> TemplateError:
    """The error for a template's writer, with the innermost template line it passed through."""
    where = f"{name}:1"
    trace = error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            where = f"{template.name}:{template.get_corresponding_lineno(trace.tb_lineno)}"
        trace = trace.tb_next
    return TemplateError(message, where=where, hint=hint)


def recorded(filter_: Callable[..., Any], sees_gaps: bool) -> Callable[..., Any]:
    """The filter; a gap passes through it, and what its result carries counts as read."""

    def run(subject: Any, *arguments: Any, **named: Any) -> Any:
        kind = type(subject)
        if kind is Txt and subject.kind == ABSENT:
            return subject
        if not sees_gaps:
            if kind is Missing:
                return subject.hit()
            for value in (*arguments, *named.values()) if arguments or named else ():
                if type(value) is Missing:
                    return value.hit()
        result = filter_(subject, *arguments, **named)
        kind = type(result)
        if kind is Num or kind is Txt or kind is Items:
            recorder = ACTIVE.get()
            recorder.paths.extend(result.sources)
            recorder.step(0 if kind is Num else len(result))
        return result

    run.__doc__ = filter_.__doc__
    return run


def arithmetic(left: Any, operator: str, right: Any) -> Any:
    """+ - * / on numbers, exactly; a gap makes a gap, a number that is not exact (10多) another."""
    for value in (left, right):
        if type(value) is Missing:
            return value.hit()
        if reading.is_absent(value):
            return value
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            raise TemplateError(f"“{operator}”只用于数", hint="文字相连用 ~")
    act = _OPERATIONS[operator]
    a, b = Decimal(left), Decimal(right)
    try:
        result = act(a, b)
        rough = reckoned(left, right, act)
    except DecimalException:
        raise TemplateError(
            f"{a}{operator}{b} 算不出来", hint="除数是 0 的先用 {% if %} 判断"
        ) from None
    if abs(result) > MAX_NUMBER:
        raise TemplateError("算出的数太大")
    return result if rough is None else rough.hit() if isinstance(rough, Missing) else rough


_OPERATIONS: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
}


def concat(parts: list[Any]) -> Any:
    """`a ~ b`: one text that keeps the sources of its parts."""
    texts = []
    for value in parts:
        if type(value) is Missing:
            return value.hit()
        text = reading.text_of(value)
        if BLOCK in text:
            raise TemplateError("列述 不同别的文字相连", hint="让它单独成一个填空")
        if type(value) is Num:
            text = txt(text, value.sources)
        texts.append(text)
    size = sum(map(len, texts))
    if size > MAX_JOINED:
        raise TemplateError("连成的文字太长")
    ACTIVE.get().step(size)
    return joined(texts)
