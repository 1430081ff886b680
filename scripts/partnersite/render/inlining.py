"""Templates made ready before they run: what is known when a template is read is worked out then, once.

A page template runs tens of thousands of times, and most of what it says is the same each time: its parts, the site's
words, its pictures. They are put in their places in the template's syntax tree, so that only the partner's own values
are left to do at each page. Nothing that a template can say changes its meaning by this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from keyword import iskeyword
from typing import TypeGuard, TypeVar

from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from partnersite.render.escaping import escaped

Node = TypeVar("Node", bound=nodes.Node)

_PLACE = re.compile(r"%\((\w+)\)s")
_OWN_FRAME = (nodes.Extends, nodes.Block, nodes.Macro, nodes.Import, nodes.FromImport, nodes.CallBlock)
"""What a part may not hold to be put in the place of its `include`: it means something else there."""


class _PageCode(CodeGenerator):
    """Code that escapes what a template writes by way of the memory of `escaped`, and reads attributes as Python does.

    It raises AttributeError where Jinja would look for an item, and where a value or what is asked of it is missing.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if node.attr.startswith("_") or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        elif isinstance(node.node, nodes.Name):
            self.write(f"{frame.symbols.ref(node.node.name)}.{node.attr}")
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class InliningEnvironment(Environment):
    """A Jinja environment that puts parts, words and pictures into templates when it reads them.

    `gettext` translates; `icon_parts` gives what stands before and after the site's root in an icon's HTML.
    """

    code_generator_class = _PageCode
    escaped = staticmethod(escaped)

    def __init__(
        self, *, gettext: Callable[[str], str], icon_parts: Callable[[str], tuple[str, str]], **options: object
    ) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.words = gettext
        self.icon_parts = icon_parts
        self.reading: list[str | None] = []
        """The templates that are being read, each a part of the one before it."""

    @property
    def functions(self) -> frozenset[str]:
        """The functions of one argument that are filters too."""
        return frozenset(name for name, function in self.globals.items() if self.filters.get(name) is function)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        self.reading.append(name)
        try:
            ready: nodes.Template = _Inliner(self, tree).visit(tree)
        finally:
            self.reading.pop()
        return ready


class _Inliner(NodeTransformer):
    def __init__(self, environment: InliningEnvironment, tree: nodes.Template) -> None:
        self.environment = environment
        bound, self.assigned = _names(tree)
        # A name that a template gives a meaning of its own is left to it.
        self.functions = environment.functions - bound
        self.words = "_" not in bound
        self.icons = not bound & {"icon", "root"}
        self.addresses = not bound & {"url", "root"}
        self.parts = self.words and self.icons and not bound & environment.functions

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:
        """Where a template changes how values are escaped, parts and words have rules of their own."""
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Node:
        """A part that is named as such stands in its place, in a scope of its own."""
        if not isinstance(node.template, nodes.Const) or node.ignore_missing or not node.with_context or not self.parts:
            return node
        name = str(node.template.value)
        if name in self.environment.reading:  # a part of itself
            return node
        loader = self.environment.loader
        assert loader is not None
        try:
            source, filename, _ = loader.get_source(self.environment, name)
        except TemplateNotFound:  # nothing is wrong until somebody wants to see it
            return node
        part = self.environment._parse(source, name, filename)
        if next(part.find_all(_OWN_FRAME), None) is not None:
            return node
        if self.assigned and any(read.name in self.assigned for read in part.find_all(nodes.Name)):
            return node  # here it matters what comes first
        return _placed(nodes.Scope(part.body), node)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """Words, addresses, pictures and functions that are filters too need no call at each page."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        name, arguments = node.node.name, node.args
        if len(arguments) != 1:
            return node
        value = arguments[0]
        if name == "_" and self.words and isinstance(value, nodes.Const):
            parts = self._words(str(value.value), {pair.key: pair.value for pair in node.kwargs})
            return _placed(self._joined(parts), node) if parts else node
        if node.kwargs:
            return node
        if name == "icon" and self.icons and isinstance(value, nodes.Const):
            before, after = self.environment.icon_parts(str(value.value))
            return _placed(self._joined([_html(before), nodes.Name("root", "load"), _html(after)]), node)
        if name == "url" and self.addresses:
            return _placed(nodes.Or(nodes.Add(nodes.Name("root", "load"), value), nodes.Const("./")), node)
        if name in self.functions:
            return _placed(nodes.Filter(value, name, [], [], None, None), node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """Words and pictures stay HTML where a template joins them with something else."""
        self.generic_visit(node)
        parts = [part for child in node.nodes for part in _flat(child)]
        safe = any(isinstance(part, nodes.TemplateData) for part in parts)
        return _placed(self._joined(parts), node) if safe else node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        """What is written one after the other is not joined first."""
        self.generic_visit(node)
        node.nodes = [part for child in node.nodes for part in _flat(child)]
        return node

    def _words(self, message: str, values: dict[str, nodes.Expr]) -> list[nodes.Expr]:
        """A translated string cut at its placeholders; nothing where it has others than `%(name)s`."""
        pieces = _PLACE.split(self.environment.words(message))
        texts, names = pieces[::2], pieces[1::2]
        if any("%" in text.replace("%%", "") for text in texts) or not values.keys() >= set(names):
            return []
        parts: list[nodes.Expr] = [_html(texts[0].replace("%%", "%"))]
        for name, text in zip(names, texts[1:], strict=True):
            parts += [values[name], _html(text.replace("%%", "%"))]
        return parts

    def _joined(self, parts: list[nodes.Expr]) -> nodes.Expr:
        """One expression of some parts: HTML, and values that are escaped.

        Jinja joins constants when it reads a template, and what it joins is HTML no more; so it is done here.
        """
        joined: list[nodes.Expr] = []
        text = ""
        for part in parts:
            try:
                text += str(escape(part.as_const(nodes.EvalContext(self.environment))))
            except nodes.Impossible:
                joined += [_html(text), part]
                text = ""
        return nodes.Concat([*joined, _html(text)]) if joined else _html(text)


def _names(tree: nodes.Template) -> tuple[frozenset[str], frozenset[str]]:
    """The names that a template gives a meaning to, and those of them that it sets."""
    bound: set[str] = set()
    assigned: set[str] = set()
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Name):
            if node.ctx != "load":
                bound.add(node.name)
        elif isinstance(node, nodes.Assign | nodes.AssignBlock):
            assigned.update(name.name for name in (node.target, *node.target.find_all(nodes.Name)) if _is_name(name))
        elif isinstance(node, nodes.Macro):
            bound.add(node.name)
        elif isinstance(node, nodes.Import):
            bound.add(node.target)
        elif isinstance(node, nodes.FromImport):
            bound.update(name if isinstance(name, str) else name[1] for name in node.names)
    return frozenset(bound), frozenset(assigned)


def _is_name(node: nodes.Node) -> TypeGuard[nodes.Name]:
    return isinstance(node, nodes.Name)


def _html(text: str) -> nodes.Expr:
    return nodes.MarkSafe(nodes.Const(text))


def _flat(node: nodes.Expr) -> Iterator[nodes.Expr]:
    if isinstance(node, nodes.Concat):
        for part in node.nodes:
            yield from _flat(part)
    elif isinstance(node, nodes.MarkSafe) and isinstance(node.expr, nodes.Const):
        yield nodes.TemplateData(str(Markup(node.expr.value)))
    else:
        yield node


def _placed(new: Node, old: nodes.Node) -> Node:
    """A new node with the place of an old one, for messages."""
    new.set_lineno(old.lineno, override=False)
    if old.environment is not None:
        new.set_environment(old.environment)
    return new
