"""Checks SVG pictures against a closed list; a picture is published as it is, or not at all.

Whoever opens the file directly opens a document, so it must be harmless without any header: no script, no
animation, no link, no foreign content, nothing loaded from elsewhere, no DOCTYPE (entities, external files).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from xml.parsers import expat

from partnersite.media.vocabulary import ATTRIBUTES, ELEMENTS, SVG, XLINK, XML, XML_ATTRIBUTES, editors_own
from partnersite.problems import Problem

MAX_BYTES = 1_000_000
"""Of 7,765 real logos none that matters is larger."""
LARGE_BYTES = 100_000
MAX_ELEMENTS = 20_000
MAX_DEPTH = 100
MAX_DRAWN = 10_000
"""Elements that `use` may draw in all; a dozen nested `use` could draw millions."""
MAX_FILTERS = 100
MAX_NUMBER = 100_000
"""Largest number in `viewBox`, `width`, `height`: beyond it a browser allocates the picture's area."""
MAX_FAULTS = 20
MAX_REFERENCES = 20_000

PURE_NUMBERS = frozenset({"d", "points", "transform"})
"""Attributes in which no browser looks for an address, and which make up most of a picture."""
NOWHERE = -1
"""Target of a reference whose id is not in the picture."""

_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*")
_LOCAL = re.compile(r"#[^\s\"'()<>\\]+")
_URL = re.compile(r"url\s*\(\s*(['\"]?)(.*?)\1\s*\)", re.I | re.S)
_ACTIVE_CSS = re.compile(
    r"\\|@import|@font-face|@namespace|@charset|expression\s*\(|javascript:|-moz-binding|behavior\s*:"
    r"|image-set\s*\(|image\s*\(|src\s*\(|attr\s*\(",
    re.I,
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_EXPORT_HINT = "export the picture again as plain (optimised) SVG, with texts turned into paths"


@dataclass(slots=True)
class _Checker:
    file: str
    parser: expat.XMLParserType = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    references: list[tuple[int, str]] = field(default_factory=list)
    """(element number, id of what it draws), in the order of the elements."""
    ids: dict[str, int] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    """Per element the number after its last descendant: the subtree of n is n..ends[n]-1."""
    open: list[int] = field(default_factory=list)
    filters: int = 0
    style: list[str] | None = None

    def fault(self, code: str, message: str, hint: str = _EXPORT_HINT) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        if len(self.problems) < MAX_FAULTS:
            self.problems.append(Problem(code, message, file=self.file, line=line, column=column, hint=hint))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        number = len(self.ends)
        self.ends.append(0)
        self.open.append(number)
        namespace, _, local = name.rpartition(" ")
        if number == 0 and (namespace, local) != (SVG, "svg"):
            self.fault("svg-not-svg", f"The file's outermost element is `{local}`, not an SVG picture.")
            raise _Stop
        if number == MAX_ELEMENTS:
            self.fault("svg-too-complex", f"The picture has more than {MAX_ELEMENTS:,} elements.")
        if len(self.open) == MAX_DEPTH:
            self.fault("svg-too-complex", f"The picture nests elements deeper than {MAX_DEPTH}.")
        if namespace == SVG:
            if local not in ELEMENTS:
                self.fault("svg-element", f"The element `{local}` is not allowed in a picture.")
            if local.startswith("fe"):
                self.filters += 1
                if self.filters == MAX_FILTERS:
                    self.fault("svg-too-complex", f"The picture has more than {MAX_FILTERS} filter steps.")
            if local == "style":
                self.style = []
        elif not editors_own(namespace):
            shown = f"{namespace}:{local}" if namespace else local
            self.fault("svg-element", f"The element `{shown}` is not part of an SVG picture.")
        for attribute, value in attributes.items():
            self.attribute(local, attribute, value, number)

    def attribute(self, element: str, attribute: str, value: str, number: int) -> None:
        namespace, _, local = attribute.rpartition(" ")
        if namespace and namespace not in (XLINK, XML):
            if not editors_own(namespace):
                self.fault("svg-attribute", f"The attribute `{local}` is not part of an SVG picture.")
            return
        if namespace == XML:
            if local not in XML_ATTRIBUTES:
                self.fault("svg-attribute", f"The attribute `xml:{local}` is not allowed in a picture.")
            return
        if local == "href":
            self.reference(element, value.strip(), number)
            return
        if namespace == XLINK:
            if local not in ("type", "title", "show", "actuate", "role", "arcrole"):
                self.fault("svg-attribute", f"The attribute `xlink:{local}` is not allowed in a picture.")
            return
        if local not in ATTRIBUTES and not local.startswith(("data-", "aria-")):
            self.fault("svg-attribute", f"The attribute `{local}` is not allowed in a picture.")
            return
        if local == "id" and not element.endswith("Gradient"):
            # a gradient draws no elements, however often it is used
            self.ids.setdefault(value, number)
        if local in ("viewBox", "width", "height"):
            self.size(local, value)
        if local not in PURE_NUMBERS:
            self.css(value, local, number)

    def reference(self, element: str, value: str, number: int) -> None:
        if _LOCAL.fullmatch(value):
            if element != "image":
                self.references.append((number, value[1:]))
        elif not (element == "image" and _EMBEDDED.fullmatch(value)):
            self.fault("svg-reference", f"The picture refers to something outside itself: `{value[:60]}`.")

    def css(self, text: str, where: str, number: int) -> None:
        if match := _ACTIVE_CSS.search(text):
            self.fault("svg-style", f"`{where}` holds `{match[0]}`, which is not allowed in a picture.")
        elif "url" in text.lower():
            targets = [match[2].strip() for match in _URL.finditer(text)]
            if len(targets) != len(re.findall(r"url\s*\(", text, re.I)) or any(
                not _LOCAL.fullmatch(target) for target in targets
            ):
                self.fault("svg-reference", f"`{where}` refers to something outside the picture.")
            else:
                self.references.extend((number, target[1:]) for target in targets)

    def size(self, attribute: str, value: str) -> None:
        if any(abs(float(number)) > MAX_NUMBER for number in _NUMBER.findall(value)):
            self.fault("svg-too-large", f"`{attribute}` holds a number over {MAX_NUMBER:,}.")

    def end(self, name: str) -> None:
        number = self.open.pop()
        self.ends[number] = len(self.ends)
        if self.style is not None and name.endswith(" style"):
            self.css("".join(self.style), "style", number)
            self.style = None

    def text(self, data: str) -> None:
        if self.style is not None:
            self.style.append(data)

    def instruction(self, target: str, _data: str) -> None:
        self.fault("svg-instruction", f"The processing instruction `<?{target} ...?>` is not allowed.")

    def doctype(self, _name: str, _system: str | None, _public: str | None, subset: bool) -> None:
        what = "a DOCTYPE with entities" if subset else "a DOCTYPE line"
        self.fault(
            "svg-doctype", f"The picture has {what}.", "delete the `<!DOCTYPE ...>` part; " + _EXPORT_HINT
        )
        # nothing behind it is read: entities would be expanded from here on
        raise _Stop

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            self.fault("svg-encoding", f"The picture is not UTF-8 but {encoding[:20]}.")
            raise _Stop

    def drawn(self) -> int:
        """Count the elements a browser draws with every reference followed, at most `MAX_DRAWN` + 1.

        Raises `_Cycle` when a part draws itself.
        """
        self.references.sort()
        users = [number for number, _ in self.references]
        targets = [self.ids.get(name, NOWHERE) for _, name in self.references]
        inside: dict[int, list[int]] = {}
        for number in set(targets) - {NOWHERE}:
            within = slice(bisect_left(users, number), bisect_left(users, self.ends[number]))
            inside[number] = [target for target in targets[within] if target != NOWHERE]
        cost: dict[int, int] = {}
        path: set[int] = set()
        for start in inside:
            stack = [start]
            while stack:
                number = stack[-1]
                waiting = [target for target in inside[number] if target not in cost]
                if number in cost:
                    stack.pop()
                elif not waiting:
                    size = self.ends[number] - number + sum(cost[target] for target in inside[number])
                    cost[number] = min(size, MAX_DRAWN + 1)
                    path.discard(number)
                    stack.pop()
                else:
                    path.add(number)
                    if not path.isdisjoint(waiting):
                        raise _Cycle
                    stack.extend(dict.fromkeys(waiting))
        return sum(cost[target] for target in targets if target != NOWHERE)


class _Stop(Exception):
    """Enough is known about the file."""


class _Cycle(Exception):
    """A `use` draws itself."""


def check_svg(data: bytes, file: str) -> list[Problem]:
    """Give what keeps an SVG picture from being published, in file order; an empty list for a harmless one.

    `file` is the name shown in the problems. A large picture (over 100 KB) is a warning. Never raises.
    """
    if len(data) > MAX_BYTES:
        return [
            Problem(
                "svg-too-large",
                f"The picture has {len(data):,} bytes; at most {MAX_BYTES:,} are allowed.",
                file=file,
                hint=_EXPORT_HINT,
            )
        ]
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = "compressed (svgz)" if data[:2] == b"\x1f\x8b" else f"not UTF-8 at byte {error.start}"
        return [Problem("svg-encoding", f"The picture is {what}.", file=file, hint=_EXPORT_HINT)]
    checker = _Checker(file)
    _parse(checker, data)
    if not checker.problems:
        _check_references(checker)
    if not checker.problems and len(data) > LARGE_BYTES:
        checker.problems.append(
            Problem(
                "svg-large",
                f"The picture has {len(data):,} bytes, which makes pages slow.",
                file=file,
                hint="optimise it, or use a smaller PNG or WebP",
                severity="warning",
            )
        )
    return checker.problems


def _parse(checker: _Checker, data: bytes) -> None:
    parser = checker.parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = checker.start
    parser.EndElementHandler = checker.end
    parser.CharacterDataHandler = checker.text
    parser.ProcessingInstructionHandler = checker.instruction
    parser.StartDoctypeDeclHandler = checker.doctype
    parser.XmlDeclHandler = checker.declaration
    try:
        parser.Parse(data, True)
    except _Stop:
        pass
    except expat.ExpatError as error:
        checker.problems.append(
            Problem(
                "svg-not-xml",
                f"The picture is not well-formed XML: {expat.ErrorString(error.code)}.",
                file=checker.file,
                line=error.lineno,
                column=error.offset + 1,
                hint=_EXPORT_HINT,
            )
        )


def _check_references(checker: _Checker) -> None:
    try:
        drawn = checker.drawn() if len(checker.references) <= MAX_REFERENCES else MAX_DRAWN + 1
    except _Cycle:
        message = "A part of the picture draws itself."
    else:
        if drawn <= MAX_DRAWN:
            return
        message = f"The picture's references draw more than {MAX_DRAWN:,} elements."
    checker.problems.append(Problem("svg-too-complex", message, file=checker.file, hint=_EXPORT_HINT))
