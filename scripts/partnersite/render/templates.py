"""The autoescaping Jinja environments that render the pages' main parts.

A template is compiled once for all languages at first. One that is used often in a language is compiled again for it
alone, with words and parts in their places (see `inlining`): that takes as long as a hundred pages gain by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, lru_cache, wraps
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from partnersite.render.bytecode import Packed, SharedCode
from partnersite.render.catalogue import read_catalogue
from partnersite.render.inlining import InliningEnvironment
from partnersite.render.locale import Locale
from partnersite.render.prose import IN_TEMPLATES
from partnersite.settings import SiteSettings

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


OFTEN = 100
"""Uses of a template in one language from which it is worth compiling for that language."""


class _Loader(FileSystemLoader):
    """Leaves out the indentation of templates: a tenth of a page's bytes, and none of its meaning."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, filename, up_to_date = super().get_source(environment, template)
        return INDENT.sub("", source), filename, up_to_date


SHARED_CODE = SharedCode()
"""What has been compiled for all languages."""


class Renderer:
    """Renders templates below `theme/pages/` for one language; pickles as its two arguments."""

    def __init__(self, language: str, settings: SiteSettings) -> None:
        self.language = language
        self.settings = settings
        self.locale = Locale(language)
        self._uses: dict[str, int] = {}
        self._ready: dict[str, Template] = {}
        """Templates that are used often."""

    def __reduce__(self) -> tuple[type[Renderer], tuple[str, SiteSettings]]:
        return Renderer, (self.language, self.settings)

    @cached_property
    def _words(self) -> NullTranslations:
        return read_catalogue(self.settings.theme_dirs, self.language)

    @cached_property
    def shared(self) -> Environment:
        """Compiles for all languages."""
        environment = Environment(bytecode_cache=SHARED_CODE, **self._options)
        self._equip(environment, {name: _at_run_time(function) for name, function in self._filters.items()})
        return environment

    @cached_property
    def _own(self) -> Environment:
        """Compiles for this language."""
        environment = InliningEnvironment(gettext=self._words.gettext, icon_parts=_icon_parts, **self._options)
        self._equip(environment, self._filters)
        return environment

    @property
    def _options(self) -> dict[str, Any]:
        return {
            # A later theme folder is the site's own: its templates are found first.
            "loader": _Loader([folder / "pages" for folder in reversed(self.settings.theme_dirs)]),
            "autoescape": True,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n"],
            "auto_reload": False,
        }

    @property
    def _filters(self) -> dict[str, Callable[..., object]]:
        return {
            "date": lru_cache(maxsize=4096)(self.locale.date),
            "number": self.locale.number,
            "percent": self.locale.percent,
            "money": self.locale.money,
            "and_list": self.locale.and_list,
            "country": self.locale.country,
            "language_name": self.locale.language_name,
            "autonym": lambda tag: Locale(tag).autonym,
            "direction_of": lambda tag: Locale(tag).direction,
        }

    def _equip(self, environment: Environment, filters: dict[str, Callable[..., object]]) -> None:
        # Line breaks of a `{% trans %}` block are no part of the string, as in `make catalogue`.
        environment.policies["ext.i18n.trimmed"] = True
        environment.install_gettext_translations(  # type: ignore[attr-defined]
            self._words, newstyle=True
        )
        environment.globals.update(
            site=self.settings,
            language=self.language,
            direction=self.locale.direction,
            **IN_TEMPLATES,
            url=_url,
            icon=_icon,
        )
        environment.filters.update(IN_TEMPLATES)
        environment.filters.update(filters)

    def gettext(self, message: str) -> str:
        """A UI string in the renderer's language."""
        return self._words.gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """A UI string in the plural form that `number` needs."""
        return self._words.ngettext(singular, plural, number)

    def render(self, template: str, path: str, **values: Any) -> str:
        """HTML of a template for the page at `path`, from which its links are relative.

        A value `root` stands in for the relative address of the site root, for pages that are shown anywhere.
        """
        values = {"root": root_of(path), **values}
        ready = self._ready.get(template) or self._template(template)
        try:
            return _rendered(ready, values)
        except AttributeError:  # it asks for what is not there, or is no attribute, and Jinja knows what that means
            self._ready[template] = self.shared.get_template(template)
            return _rendered(self._ready[template], values)

    def make_ready(self, template: str) -> None:
        """Compile a template for this language now: it is about to be used often."""
        self._ready[template] = self._own.get_template(template)

    def _template(self, name: str) -> Template:
        self._uses[name] = self._uses.get(name, 0) + 1
        if self._uses[name] <= OFTEN:
            return self.shared.get_template(name)
        self.make_ready(name)
        return self._ready[name]


def compile_all(settings: SiteSettings) -> list[Packed]:
    """Compiles all templates for all languages; gives what `SHARED_CODE` of another process expects.

    What is wrong with a template is told by whoever renders it.
    """
    with suppress(Exception):
        environment = Renderer(settings.source_language, settings).shared
        for name in environment.list_templates():
            environment.get_template(name)
    return SHARED_CODE.packed()


def _rendered(template: Template, values: dict[str, Any]) -> str:
    """As `Template.render` does, but for the search through several maps of globals that it makes of each value."""
    environment = template.environment
    context = environment.context_class(environment, {**environment.globals, **values}, template.name, template.blocks)
    return environment.concat(template.root_render_func(context))


def _at_run_time(function: Callable[..., object]) -> Callable[..., object]:
    """A filter of one language that Jinja does not call while it compiles for all of them."""

    @pass_context
    @wraps(function)
    def run(_: Context, *arguments: Any, **more: Any) -> object:
        return function(*arguments, **more)

    return run


def root_of(path: str) -> str:
    """The relative address of the site root as seen from a page: `''` at the top, else `../` per level."""
    return "../" * path.count("/")


@pass_context
def _url(context: Context, path: str) -> str:
    """The relative address of a page or file below the site root."""
    return f"{context['root']}{path}" or "./"


def _icon_parts(name: str) -> tuple[str, str]:
    """The HTML around the site's root of a picture of the theme's sprite `assets/icons.svg`.

    It is decoration, so readers of the text need no words for it.
    """
    return '<svg class="ps-icon" aria-hidden="true"><use href="', f'assets/icons.svg#{Markup.escape(name)}"/></svg>'


@pass_context
def _icon(context: Context, name: str) -> Markup:
    """A picture whose name a template works out."""
    before, after = _icon_parts(name)
    return Markup(f"{before}{Markup.escape(context['root'])}{after}")
