"""What the pages of a site are rendered with: made once in each process of a build."""

from __future__ import annotations

from collections.abc import Iterable

from partnersite.cache.keys import site_key
from partnersite.parallel.shared import Shared
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings


class Looks(Shared[SiteSettings]):
    """The templates, words and settings of a site; its key is theirs."""

    def __init__(self, settings: SiteSettings) -> None:
        super().__init__(settings, site_key(settings))

    @property
    def renderers(self) -> dict[str, Renderer]:
        """By language."""
        return self.made(_renderers)


def make_ready(looks: Looks, templates: Iterable[str]) -> None:
    """Compiles templates that are about to be used often, for each language."""
    for renderer in looks.renderers.values():
        for template in templates:
            renderer.make_ready(template)


def _renderers(settings: SiteSettings) -> dict[str, Renderer]:
    return {language: Renderer(language, settings) for language in settings.languages}
