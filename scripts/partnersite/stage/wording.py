"""What `mkdocs.yml` makes the engine say on every page, in the page's language.

The file is one for all languages. A name in it that the catalogues know is said as they say it, another stays as it is
written; the catalogues of a site's own theme folder may hold its own names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml

from partnersite.view.labels import N_

Gettext = Callable[[str], str]

PALETTE_NAMES = (
    # NOTE: on the button that makes the page dark
    N_("Dark colours"),
    # NOTE: on the button that makes the page light
    N_("Light colours"),
)
"""What the starter and our own site call the theme's two palettes."""

EXTENSION_WORDS: Mapping[str, tuple[str, str]] = {
    # NOTE: on the sign beside a heading, which is a link to that heading
    "toc": ("permalink_title", N_("Link to this section")),
    # NOTE: {} stands for the number of the footnote
    "footnotes": ("BACKLINK_TITLE", N_("Back to footnote {} in the text")),
}
"""Markdown extensions that say something in English by themselves: the option with the text, and the text."""

EXTENSION_CODE: Mapping[str, tuple[str, str]] = {"toc": ("slugify", "markdown.extensions.toc.slugify_unicode")}
"""Markdown extensions that know English letters only by themselves: the option, and the function that knows all."""

CHROME_WORDS: Mapping[str, str] = {
    "close": N_("Close"),
    # NOTE: the one button on every page; leads to how to enter the programme
    "join": N_("Become a partner"),
    "languages": N_("Languages"),
    "menu": N_("Menu"),
    # NOTE: names the links to the previous and the next page
    "pager": N_("More pages"),
    # NOTE: names the list of what the search has found
    "results": N_("Search results"),
}
"""What the frame around every page says and Material's own translations lack; templates read `extra.words`."""

_STRING, _LIST, _MAP = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_BUILT_IN = "markdown.extensions."
"""May stand before the name of an extension of Python-Markdown's own."""
_FUNCTION = "tag:yaml.org,2002:python/name:"
"""A tag for a function by its name, which MkDocs's own loader knows."""


def put_into_words(config: Any, gettext: Gettext) -> None:
    """Changes the root node of `mkdocs.yml`: palettes are named, and Markdown extensions speak, as `gettext` says."""
    for palette in _items(_child(_child(config, "theme"), "palette")):
        name = _child(_child(palette, "toggle"), "name")
        if isinstance(name, yaml.ScalarNode) and name.value:
            name.value = gettext(name.value)
    extensions = _child(config, "markdown_extensions")
    if not isinstance(extensions, yaml.SequenceNode):
        extensions = yaml.SequenceNode(_LIST, _single(extensions))
        config.value = [pair for pair in config.value if pair[0].value != "markdown_extensions"]
        config.value.append((_string("markdown_extensions"), extensions))
    if not any(_name_and_options(item)[0].removeprefix(_BUILT_IN) == "toc" for item in extensions.value):
        extensions.value.append(_string("toc"))  # the engine has it, named or not
    extensions.value = [_worded(item, gettext) for item in extensions.value]


def chrome_words(gettext: Gettext) -> dict[str, str]:
    """The words of the frame around every page, as `gettext` says them."""
    return {name: gettext(text) for name, text in CHROME_WORDS.items()}


def _worded(item: Any, gettext: Gettext) -> Any:
    """An entry of `markdown_extensions`, `name` or `name: options`, with what the site does not give itself."""
    name, options = _name_and_options(item)
    short = name.removeprefix(_BUILT_IN)
    ours: dict[str, Any] = {}
    if short in EXTENSION_WORDS:
        option, text = EXTENSION_WORDS[short]
        ours[option] = _string(gettext(text))
    if short in EXTENSION_CODE:
        option, function = EXTENSION_CODE[short]
        ours[option] = yaml.ScalarNode(_FUNCTION + function, "")
    given = {key.value for key, _ in options}
    options = [*options, *((_string(option), node) for option, node in ours.items() if option not in given)]
    return yaml.MappingNode(_MAP, [(_string(name), yaml.MappingNode(_MAP, options))]) if ours else item


def _name_and_options(item: Any) -> tuple[str, list[Any]]:
    """The name of an extension in `markdown_extensions`, and its options as pairs of nodes."""
    options: Any = None
    if isinstance(item, yaml.MappingNode) and len(item.value) == 1:
        ((item, options),) = item.value
    name = item.value if isinstance(item, yaml.ScalarNode) else ""
    return name, list(options.value) if isinstance(options, yaml.MappingNode) else []


def _single(node: Any) -> list[Any]:
    """The entries of a mapping as a list of mappings with one entry each."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [yaml.MappingNode(_MAP, [pair]) for pair in pairs]


def _string(text: str) -> Any:
    return yaml.ScalarNode(_STRING, text)


def _child(node: Any, name: str) -> Any:
    """The value of a name in a mapping, None where there is no such thing."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)


def _items(node: Any) -> Iterator[Any]:
    """The items of a list; what is no list counts as its only item."""
    yield from node.value if isinstance(node, yaml.SequenceNode) else [node]
