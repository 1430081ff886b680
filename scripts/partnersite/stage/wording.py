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

CHROME_WORDS: Mapping[str, str] = {
    "close": N_("Close"),
    "languages": N_("Languages"),
    "menu": N_("Menu"),
    # NOTE: names the links to the previous and the next page
    "pager": N_("More pages"),
    # NOTE: names the list of what the search has found
    "results": N_("Search results"),
}
"""What the frame around every page says and Material's own translations lack; templates read `extra.words`."""

_STRING, _MAP = "tag:yaml.org,2002:str", "tag:yaml.org,2002:map"


def put_into_words(config: Any, gettext: Gettext) -> None:
    """Changes the root node of `mkdocs.yml`: palettes are named, and Markdown extensions speak, as `gettext` says."""
    for palette in _items(_child(_child(config, "theme"), "palette")):
        name = _child(_child(palette, "toggle"), "name")
        if isinstance(name, yaml.ScalarNode) and name.value:
            name.value = gettext(name.value)
    extensions = _child(config, "markdown_extensions")
    if isinstance(extensions, yaml.SequenceNode):
        extensions.value = [_worded(item, gettext) for item in extensions.value]


def chrome_words(gettext: Gettext) -> dict[str, str]:
    """The words of the frame around every page, as `gettext` says them."""
    return {name: gettext(text) for name, text in CHROME_WORDS.items()}


def _worded(item: Any, gettext: Gettext) -> Any:
    """An entry of `markdown_extensions`, `name` or `name: options`, with its text unless the site gives one."""
    if isinstance(item, yaml.ScalarNode):
        name, options = item.value, []
    elif isinstance(item, yaml.MappingNode) and len(item.value) == 1:
        ((key, given),) = item.value
        name, options = key.value, list(given.value) if isinstance(given, yaml.MappingNode) else []
    else:
        return item
    option, text = EXTENSION_WORDS.get(str(name).removeprefix("markdown.extensions."), ("", ""))
    if not option or any(key.value == option for key, _ in options):
        return item
    options.append((_string(option), _string(gettext(text))))
    return yaml.MappingNode(_MAP, [(_string(name), yaml.MappingNode(_MAP, options))])


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
