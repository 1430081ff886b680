"""The site's settings: what `mkdocs.yml` says, checked, and where things are on disk."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import babel

from partnersite.problems import Problem, Problems, did_you_mean
from partnersite.source.yaml import YamlDocument, read_yaml

CONFIG_FILE = "mkdocs.yml"
PLUGIN = "partnersite"
PLUGIN_KEYS = ("languages", "share_image")
DEFAULT_SITE_DIR = "site"

SITE_URL = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?"
)
"""An address as it can stand in every file that holds it, from `_headers` to the sitemap: nothing in it is escaped."""

READS_FILES = frozenset({"pymdownx.snippets", "pymdownx.b64", "markdown_include.include"})
"""Markdown extensions that put other files into a page: those that hold internal fields, too."""

OWN_MARK = "<!--partnersite:"
"""How a place that is filled after the engine has run begins, see `render.shell`."""

ELSEWHERE = {
    "INHERIT": "write all settings into this file",
    "hooks": "the engine renders a copy of the site: what its pages say belongs in theme/ and program.yaml",
}
"""Settings of MkDocs that lead to files beside this one, with what to do instead."""

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
    share_image: str = ""
    """Path below the site root of the picture that stands for a page which has none of its own when it is shared."""
    nav: tuple[NavItem, ...] = ()
    join: str = ""
    """The page of the menu that leads into the programme, which every page offers; empty where there is none."""
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
        return tuple([(language, self.path_of(language, path)) for language in self.languages])

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
    reader.elsewhere()
    reader.extensions()
    content_dir = reader.content_dir(source_dir)
    own_theme = reader.custom_theme(source_dir)
    settings = SiteSettings(
        name=reader.text("site_name", required=True),
        url=reader.site_url(),
        languages=languages,
        source_dir=source_dir,
        content_dir=content_dir,
        theme_dirs=tuple(dict.fromkeys(filter(None, (package_theme(), own_theme)))),
        site_dir=(site_dir or source_dir / reader.text("site_dir", DEFAULT_SITE_DIR)).absolute(),
        share_image=reader.share_image(),
        nav=reader.nav(),
        join=reader.join(),
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
        if url and not SITE_URL.fullmatch(url):
            self.problem(
                ("site_url",),
                "wrong-site-url",
                "The address of the site must be absolute and plain: https, a name in Latin letters, folders.",
                "for example: site_url: https://partners.example.com/",
            )
            return ""
        return url if url.endswith("/") else url + "/"

    def content_dir(self, source_dir: Path) -> Path:
        folder = source_dir / self.text("docs_dir", "docs")
        if not folder.is_dir():
            self.problem(("docs_dir",), "missing-folder", f"The content folder `{folder.name}` does not exist.")
        elif source_dir not in Path(os.path.normpath(folder)).parents:
            self.problem(
                ("docs_dir",), "folder-outside", f"The content folder must lie in the folder of {CONFIG_FILE}."
            )
        return folder

    def elsewhere(self) -> None:
        at = self.document.text.find(OWN_MARK)
        if at >= 0:
            line = self.document.text.count("\n", 0, at) + 1
            message = f"A text may not hold `{OWN_MARK}`, which is the program's own mark."
            self.problems.add(Problem("own-mark", message, file=CONFIG_FILE, line=line))
        for key, hint in ELSEWHERE.items():
            if key in self.values:
                self.problem((key,), "setting-not-supported", f"`{key}` has no effect here.", hint)

    def extensions(self) -> None:
        """Refuses Markdown extensions that would publish files which are no pages."""
        named = self.values.get("markdown_extensions", [])
        for index, item in enumerate(named if isinstance(named, list | dict) else []):
            for name in [item] if isinstance(item, str) else item if isinstance(item, dict) else []:
                if name in READS_FILES:
                    self.problem(
                        ("markdown_extensions", index if isinstance(named, list) else name),
                        "extension-reads-files",
                        f"`{name}` is refused: it puts any file of the machine into a page, internal data too.",
                        "write the text itself, or a value of program.yaml: {{ program... }}",
                    )

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
            elif tag != _canonical(tag):
                self.problem(
                    (*path, "languages", index),
                    "language-spelling",
                    f"`{tag}` is not spelled as language tags are.",
                    f"write `{_canonical(tag)}`",
                )
            elif tag in languages[:index]:
                self.problem((*path, "languages", index), "duplicate-language", f"`{tag}` stands here twice.")
        return tuple(str(tag) for tag in languages)

    def share_image(self) -> str:
        path, options = self._plugin()
        image = options.get("share_image", "")
        if not isinstance(image, str):
            hint = "for example: share_image: brand/our-album/social-card.png"
            self.problem((*path, "share_image"), "missing-setting", "`share_image` needs the path of a picture.", hint)
            return ""
        return image

    def custom_theme(self, source_dir: Path) -> Path | None:
        theme = self.values.get("theme")
        name = theme.get("custom_dir") if isinstance(theme, dict) else None
        if name is None:
            return None
        if not isinstance(name, str):
            self.problem(("theme", "custom_dir"), "missing-setting", "`custom_dir` needs the name of a folder.")
            return None
        folder = source_dir / name
        if not folder.is_dir():
            self.problem(("theme", "custom_dir"), "missing-folder", f"The theme folder `{name}` does not exist.")
            return None
        return folder.resolve()

    def nav(self) -> tuple[NavItem, ...]:
        nav = self.values.get("nav")
        if not isinstance(nav, list) or not nav:
            self.problem(
                () if nav is None else ("nav",),
                "no-nav",
                "`nav` is missing: the pages in the order of the menu.",
                "add `nav:` with a list, a page on each line: `- index.md`",
            )
        return self._nav_items(nav, ("nav",))

    def join(self) -> str:
        extra = self.values.get("extra")
        page = extra.get("join") if isinstance(extra, dict) else None
        if page is not None and not isinstance(page, str):
            self.problem(
                ("extra", "join"),
                "missing-setting",
                "`join` needs a page of the menu.",
                "for example: join: program/joining.md",
            )
            return ""
        return page or ""

    def _nav_items(self, items: object, path: tuple[str | int, ...]) -> tuple[NavItem, ...]:
        found: list[NavItem] = []
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, str):
                found.append(item)
                continue
            title, children = next(iter(item.items())) if isinstance(item, dict) and len(item) == 1 else ("", None)
            if isinstance(children, list) and children:
                found.append((title, self._nav_items(children, (*path, index, title))))
            elif isinstance(children, str) and "://" in children:
                self.problem(
                    (*path, index),
                    "wrong-nav",
                    "The menu holds the site's own pages only.",
                    "link to other sites from a page",
                )
            elif isinstance(children, str) and children.endswith(".md"):
                self.problem(
                    (*path, index),
                    "wrong-nav",
                    "A page has no title here: the menu shows the page's own, in each language.",
                    f"write `- {children}`, and the title in the page",
                )
            else:
                self.problem((*path, index), "wrong-nav", "A menu entry is a page, or `title:` with a list of pages.")
        return tuple(found)


def _is_language(tag: str) -> bool:
    try:
        babel.Locale.parse(tag, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return False
    return True


def _canonical(tag: str) -> str:
    """A tag with the letters of RFC 5646, 2.1.1: `pt-BR`, `zh-Hant`."""
    first, *rest = tag.split("-")
    cased = [part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part.lower() for part in rest]
    return "-".join([first.lower(), *cased])
