"""From a staged tree to HTML: the only part that knows which Markdown engine renders the editorial pages."""

from partnersite.engine.engine import Engine, EngineError, RenderedLanguage, environment_of, render_languages
from partnersite.engine.mkdocs import MkDocsEngine, languages_without_words

__all__ = [
    "Engine",
    "EngineError",
    "MkDocsEngine",
    "RenderedLanguage",
    "environment_of",
    "languages_without_words",
    "render_languages",
]
