"""The engine's settings for one language, derived from the site's `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

import yaml

from partnersite.render.catalogue import read_catalogue
from partnersite.settings import PLUGIN, SiteSettings
from partnersite.stage.wording import chrome_words, put_into_words

FEATURES = ("navigation.indexes",)
"""Features of the theme that staging relies on: a section's title is that of its index page."""

SEARCH = "search"
SEARCH_NAMES = frozenset({SEARCH, "material/search"})
"""The plugin that writes the search data to which the pages made from data are added."""

NOT_FOR_THE_ENGINE = ("strict", "watch")
"""Settings about the command that runs: its warnings are answered here, and its files are elsewhere."""

TABLES = "partnersite.stage.tables"
BLOCKS = "partnersite.stage.blocks"
INLINE = "partnersite.stage.inline"
"""Our Markdown extensions, which the engine loads by their names."""

THEME_FOLDER = "../theme"
NOT_STAGED = frozenset({"pages", "locales"})
"""Folders of a theme that the engine has nothing to do with."""
STYLES = ("assets/colours.css", "assets/tokens.css", "assets/partnersite.css")
"""Our sheets, in order; the site's own come after them. The first is generated from the vendor's colours."""


def engine_config(
    settings: SiteSettings, language: str, nav: list[Any], vendor: Mapping[str, str] | None = None
) -> str:
    """`mkdocs.yml` of a staged tree. Tags such as `!ENV` in the site's file are kept as they are.

    `vendor` is what the foot of every page says of the vendor: `name`, `url`, `email`, `phone`, `phone_address`.
    """
    config = yaml.compose(settings.config_text, Loader=yaml.CSafeLoader)
    gettext = read_catalogue(settings.theme_dirs, language).gettext
    put_into_words(config, gettext)
    values = _mapping(config)
    plugins = _plugins(values.get("plugins"))
    values["markdown_extensions"].value[:0] = [_node(TABLES), _node(BLOCKS), _node(INLINE)]
    extra = _mapping(values.get("extra"))
    extra |= {
        "homepage": _node(settings.path_of(language, "") or "."),
        "framed": _node(_is_ours(settings, plugins)),
        "join": _node(settings.path_of(language, settings.join) if settings.join else ""),
        # What templates make once for all pages is kept here: MkDocs gives all of them the same object.
        "made": _node({}),
        "language_root": _node(settings.path_of(language, "") or "."),
        # One scope for all languages and depths: the reader's choice of colours holds on the whole site.
        "scope": _node(settings.base_path),
        "vendor": _node(dict(vendor or {})),
        "words": _node(chrome_words(gettext)),
    }
    theme = _mapping(values.get("theme"))
    features = _texts(theme.get("features"))
    theme |= {
        "name": _node("material"),
        "custom_dir": _node(THEME_FOLDER),
        "language": _node(language),
        "font": _node(False),
        "features": _node([*features, *(feature for feature in FEATURES if feature not in features)]),
    }
    values |= {
        "site_name": _node(settings.name),
        "site_url": _node(settings.url),
        "docs_dir": _node("docs"),
        "site_dir": _node("site"),
        "use_directory_urls": _node(True),
        "nav": _node(nav),
        "theme": _mapping_node(theme),
        "extra": _mapping_node(extra),
        "plugins": plugins,
        "not_in_nav": _node("*"),
        "extra_css": _node([*STYLES, *_texts(values.get("extra_css"))]),
    }
    for name in NOT_FOR_THE_ENGINE:
        values.pop(name, None)
    return str(yaml.serialize(_mapping_node(values), Dumper=yaml.CSafeDumper, allow_unicode=True))


def _is_ours(settings: SiteSettings, plugins: Any) -> bool:
    """Whether nothing but our own templates says what stands around the text of a page."""
    items = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    names = {name for item in items for name in (_mapping(item) or {_text(item): None})}
    templates = (
        file.relative_to(folder) for folder in settings.theme_dirs[1:] for file in folder.rglob("*.html")
    )
    return names <= SEARCH_NAMES and all(set(file.parts) & NOT_STAGED for file in templates)


def _plugins(node: Any) -> Any:
    """The site's plugins without our own, which is what runs the engine; search is always one of them."""
    if node is None:
        return _node([SEARCH])
    if isinstance(node, yaml.MappingNode):
        named = _mapping(node)
        plugins = {SEARCH: _node({}), **named} if not named.keys() & SEARCH_NAMES else named
        return _mapping_node({name: options for name, options in plugins.items() if name != PLUGIN})
    kept = [item for item in node.value if _text(item) != PLUGIN and PLUGIN not in _mapping(item)]
    if not any(_text(item) in SEARCH_NAMES or _mapping(item).keys() & SEARCH_NAMES for item in kept):
        kept.insert(0, _node(SEARCH))
    return yaml.SequenceNode("tag:yaml.org,2002:seq", kept)


def _node(value: object) -> Any:
    return yaml.CSafeDumper(StringIO()).represent_data(value)


def _mapping(node: Any) -> dict[str, Any]:
    return {_text(key): value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _mapping_node(values: dict[str, Any]) -> Any:
    return yaml.MappingNode("tag:yaml.org,2002:map", [(_node(key), value) for key, value in sorted(values.items())])


def _texts(node: Any) -> list[str]:
    return [_text(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else []


def _text(node: Any) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""
