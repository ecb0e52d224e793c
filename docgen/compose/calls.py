"""The calls that the expressions of a template become."""

from __future__ import annotations

from jinja2 import nodes


def call(name: str, *arguments: nodes.Expr) -> nodes.Expr:
    """The call of a window, which the environment knows as a filter."""
    return nodes.Filter(arguments[0], name, list(arguments[1:]), [], None, None)


def plain_slot(node: nodes.Expr, slot: nodes.Const) -> nodes.Expr | None:
    """The one call that `{{ a.b.c | filter("…") }}` becomes; None for anything less plain."""
    name: str | None = None
    arguments: list[nodes.Expr] = []
    names: list[str] = []
    if isinstance(node, nodes.Filter) and node.node is not None and not node.kwargs:
        name, arguments, node = node.name, node.args, node.node
    while isinstance(node, nodes.Getattr):
        names.insert(0, node.attr)
        node = node.node
    constant = all(isinstance(a, nodes.Const) and type(a.value) in (str, int) for a in arguments)
    if not constant or not isinstance(node, nodes.Name) or not (names or name):
        return None
    return call("_print", node, slot, nodes.Const(tuple(names)), nodes.Const(name), *arguments)


def line_end(node: nodes.Node) -> list[nodes.Node]:
    """The end of the line that a gap stands on when what it stands for would be lines."""
    last = next((d.data for d in reversed([*node.find_all(nodes.TemplateData)])), "")
    return [nodes.Output([nodes.TemplateData("\n")])] if last.endswith("\n") else []
