"""The site's settings: what `mkdocs.yml` says, checked, and where things are on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import babel

from partnersite.problems import Problem, Problems, did_you_mean
from partnersite.source.yaml import YamlDocument, read_yaml

CONFIG_FILE = "mkdocs.yml"
PLUGIN = "partnersite"
PLUGIN_KEYS = ("languages",)
DEFAULT_SITE_DIR = "site"

NavItem = str | tuple[str, tuple["NavItem", ...]]
"""A page (path below a language's folder) or a section: (title in the source language, items)."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What holds for the whole site; plain values, so that worker processes can have it."""

    name: str
    url: str
    """Absolute address of the site root, ending in `/`."""
    languages: tuple[str, ...]
    """BCP 47 tags; the first is the source language."""
    source_dir: Path
    """The folder that `mkdocs.yml` stands in; every input is below it."""
    content_dir: Path
    theme_dirs: tuple[Path, ...]
    """The package's theme, then the site's own where it has one; later ones win."""
    site_dir: Path
    """The live folder."""
    nav: tuple[NavItem, ...] = ()
    config_text: str = ""
    """`mkdocs.yml` as it is written: the engine's settings are derived from it."""

    @property
    def source_language(self) -> str:
        return self.languages[0]

    @property
    def base_path(self) -> str:
        """The path of the site root on its host: `/` or `/partners/`."""
        return urlsplit(self.url).path

    def path_of(self, language: str, path: str) -> str:
        """A page's address below the site root in a language: the source language stands at the top."""
        return path if language == self.source_language else f"{language}/{path}"

    def every_language(self, path: str) -> tuple[tuple[str, str], ...]:
        """A page's addresses in all languages, as (language, path)."""
        return tuple((language, self.path_of(language, path)) for language in self.languages)

    def absolute(self, path: str) -> str:
        """The absolute address of a path below the site root."""
        return self.url + path


def package_theme() -> Path:
    """The theme that the package carries: beside the code in a wheel, at the top of the repository otherwise."""
    here = Path(__file__).resolve().parent
    inside = here / "theme"
    return inside if inside.is_dir() else here.parent.parent / "theme"


def read_settings(source_dir: Path, *, site_dir: Path | None = None) -> SiteSettings:
    """The settings of the site in `source_dir`; raises ProblemsFound with everything that is wrong in the file."""
    problems = Problems()
    file = source_dir / CONFIG_FILE
    if not file.is_file():
        problems.add(
            Problem(
                "no-site",
                f"There is no {CONFIG_FILE} in this folder, so there is no site to build.",
                file=CONFIG_FILE,
                hint="run the command in the site's folder, give --source DIR, or start one: partnersite new DIR",
            )
        )
        problems.raise_if_errors()
    document = read_yaml(file.read_bytes(), CONFIG_FILE, end_mark=False, tags=True)
    if not isinstance(document.value, dict):
        problems.add(document.problem((), "not-a-mapping", "The settings are not a list of `name: value` lines."))
        problems.raise_if_errors()
    reader = _Reader(document, problems)
    languages = reader.languages()
    content_dir = source_dir / reader.text("docs_dir", "docs")
    if not content_dir.is_dir():
        problems.add(
            document.problem(
                ("docs_dir",), "missing-folder", f"The content folder `{content_dir.name}` does not exist."
            )
        )
    own_theme = reader.custom_theme(source_dir)
    settings = SiteSettings(
        name=reader.text("site_name", required=True),
        url=reader.site_url(),
        languages=languages,
        source_dir=source_dir,
        content_dir=content_dir,
        theme_dirs=tuple(dict.fromkeys(filter(None, (package_theme(), own_theme)))),
        site_dir=(site_dir or source_dir / reader.text("site_dir", DEFAULT_SITE_DIR)).absolute(),
        nav=reader.nav(),
        config_text=document.text,
    )
    problems.raise_if_errors()
    return settings


class _Reader:
    """Takes typed values out of the settings file and notes what is wrong with them."""

    def __init__(self, document: YamlDocument, problems: Problems) -> None:
        self.document = document
        self.values: Mapping[str, object] = document.value
        self.problems = problems

    def problem(self, path: tuple[str | int, ...], code: str, message: str, hint: str = "") -> None:
        self.problems.add(self.document.problem(path, code, message, hint))

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str) or (required and not value.strip()):
            self.problem((key,), "missing-setting", f"`{key}` needs a text.", f"add `{key}: ...`")
            return default
        return value.strip()

    def site_url(self) -> str:
        url = self.text("site_url", required=True)
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment):
            self.problem(
                ("site_url",),
                "wrong-site-url",
                "The address of the site must be absolute, without `?` and `#`.",
                "for example: site_url: https://partners.example.com/",
            )
        return url if url.endswith("/") else url + "/"

    def _plugin(self) -> tuple[tuple[str | int, ...], Mapping[str, object]]:
        plugins = self.values.get("plugins", [])
        if isinstance(plugins, dict):
            options = plugins.get(PLUGIN)
            return ("plugins", PLUGIN), options if isinstance(options, dict) else {}
        for index, plugin in enumerate(plugins if isinstance(plugins, list) else []):
            if isinstance(plugin, dict) and PLUGIN in plugin:
                options = plugin[PLUGIN]
                return ("plugins", index, PLUGIN), options if isinstance(options, dict) else {}
        return ("plugins",), {}

    def languages(self) -> tuple[str, ...]:
        path, options = self._plugin()
        for key in options:
            if key not in PLUGIN_KEYS:
                self.problem(
                    (*path, key), "unknown-key", f"`{key}` is no setting of {PLUGIN}.", did_you_mean(key, PLUGIN_KEYS)
                )
        languages = options.get("languages")
        if not isinstance(languages, list) or not languages:
            self.problem(
                path,
                "no-languages",
                "The site's languages are not set.",
                f"under plugins, write `- {PLUGIN}:` with `languages: [en, ...]`, the source language first",
            )
            return ("en",)
        for index, tag in enumerate(languages):
            if not isinstance(tag, str) or not _is_language(tag):
                self.problem(
                    (*path, "languages", index),
                    "unknown-language",
                    f"`{tag}` is no language tag.",
                    "use BCP 47 tags such as en, ru or pt-BR",
                )
            elif tag in languages[:index]:
                self.problem((*path, "languages", index), "duplicate-language", f"`{tag}` stands here twice.")
        return tuple(str(tag) for tag in languages)

    def custom_theme(self, source_dir: Path) -> Path | None:
        theme = self.values.get("theme")
        name = theme.get("custom_dir") if isinstance(theme, dict) else None
        if not isinstance(name, str):
            return None
        folder = source_dir / name
        if not folder.is_dir():
            self.problem(("theme", "custom_dir"), "missing-folder", f"The theme folder `{name}` does not exist.")
            return None
        return folder.resolve()

    def nav(self) -> tuple[NavItem, ...]:
        nav = self.values.get("nav")
        if nav is None:
            self.problem(
                (), "no-nav", "`nav` is missing: the pages in the order of the menu.", "add `nav:` with a list"
            )
        return self._nav_items(nav, ("nav",))

    def _nav_items(self, items: object, path: tuple[str | int, ...]) -> tuple[NavItem, ...]:
        found: list[NavItem] = []
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, str):
                found.append(item)
            elif isinstance(item, dict) and len(item) == 1:
                ((title, children),) = item.items()
                found.append((title, self._nav_items(children, (*path, index, title))))
            else:
                self.problem((*path, index), "wrong-nav", "A menu entry is a page, or `title:` with a list of pages.")
        return tuple(found)


def _is_language(tag: str) -> bool:
    try:
        babel.Locale.parse(tag, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return False
    return True
