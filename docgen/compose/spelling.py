"""An expression of a template as its writer spells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jinja2 import nodes

_SIGNS: Final = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}
_OPERATORS: Final[dict[type[nodes.BinExpr], str]] = {
    nodes.And: "and",
    nodes.Or: "or",
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
}


def spelled(node: nodes.Node) -> str:
    """The expression; texts in quotes, brackets where an `or` stands inside an `and`."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=base, attr=name):
            return f"{spelled(base)}.{name}"
        case nodes.Getitem(node=base, arg=index):
            return f"{spelled(base)}[{spelled(index)}]"
        case nodes.Const(value=value):
            return f'"{value}"' if isinstance(value, str) else str(value)
        case nodes.Filter(node=nodes.Node() as base, name=name):
            given = _given(node)
            return f"{_bracketed(base)} | {name}" + (f"({given})" if given else "")
        case nodes.Call(node=callee):
            return f"{spelled(callee)}({_given(node)})"
        case nodes.Not(node=inner):
            return f"not {_bracketed(inner)}"
        case nodes.Neg(node=inner):
            return f"-{_bracketed(inner)}"
        case nodes.Compare(expr=first, ops=others):
            return spelled(first) + "".join(f" {_SIGNS[o.op]} {spelled(o.expr)}" for o in others)
        case nodes.Concat(nodes=parts):
            return " ~ ".join(map(spelled, parts))
        case nodes.List(items=items) | nodes.Tuple(items=items):
            return f"[{_joined(items)}]"
        case nodes.BinExpr(left=left, right=right) if type(node) in _OPERATORS:
            return f"{_side(left, node)} {_OPERATORS[type(node)]} {_side(right, node)}"
        case nodes.Keyword(key=key, value=value):
            return f"{key}={spelled(value)}"
    return " ".join(map(spelled, node.iter_child_nodes()))


def _joined(items: Iterable[nodes.Node]) -> str:
    return ", ".join(map(spelled, items))


def _given(node: nodes.Filter | nodes.Call) -> str:
    return _joined([*node.args, *node.kwargs])


def _bracketed(node: nodes.Node) -> str:
    text = spelled(node)
    return f"({text})" if isinstance(node, nodes.BinExpr | nodes.Compare | nodes.Concat) else text


def _side(node: nodes.Node, whole: nodes.BinExpr) -> str:
    text = spelled(node)
    mixed = isinstance(node, nodes.BinExpr) and type(node) is not type(whole)
    return f"({text})" if mixed else text
