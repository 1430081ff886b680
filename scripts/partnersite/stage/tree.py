"""Writes the staged trees: plain Markdown files and a `mkdocs.yml` per language that any engine can build."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from partnersite.render.shell import slot
from partnersite.settings import SiteSettings
from partnersite.stage.config import NOT_STAGED, engine_config
from partnersite.stage.content import Content, EditorialPage, address_of
from partnersite.stage.navigation import navigation

SHELL_FOLDER = "partners/"
"""Where the shell pages stand in a staged tree, in the place of the pages that are joined with them."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page without Markdown of its own: its shell is staged at its own address, so that prose can link to it."""

    path: str
    """Below the language's folder: `partners/index.md`."""
    titles: Mapping[str, str]
    """Plain text by language, for the menu."""


@dataclass(frozen=True, slots=True)
class StagedLanguage:
    """One language's tree on disk, ready for the engine."""

    language: str
    folder: Path
    """Holds `mkdocs.yml` and `docs/`; the engine writes `site/`."""
    editorial: tuple[str, ...]
    """Paths of the editorial pages below the language's folder."""
    addresses: tuple[str, ...]
    """Addresses below the site root that the engine must write, shells included."""


def shell_page(layout: str, depth: int) -> str:
    """The staged page whose HTML is the shell of a layout at a depth (slashes in the address below the language)."""
    return SHELL_FOLDER + "shell/" * (depth - 2) + f"shell-{layout}.md"


def write_stage(
    folder: Path,
    settings: SiteSettings,
    content: Content,
    bodies: Mapping[str, Mapping[str, str]],
    generated: Sequence[GeneratedPage],
    shells: Iterable[tuple[str, int]],
    lessons: Mapping[str, Sequence[str]],
    vendors: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[StagedLanguage]:
    """Writes the merged theme below `folder`, which must be empty or absent, and then, one by one, a tree per language.

    `bodies` are the pages' Markdown by language and path, its values filled in; `shells` the layouts needed, as
    (layout, depth); `lessons` the lesson pages by course index page; `vendors` what is said
    of the vendor, by language.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_theme(folder / "theme", settings)
    layouts = tuple(shells)
    return (
        _write_language(
            folder,
            language,
            settings,
            content,
            bodies,
            generated,
            layouts,
            lessons,
            (vendors or {}).get(language),
        )
        for language in settings.languages
    )


def _write_language(
    folder: Path,
    language: str,
    settings: SiteSettings,
    content: Content,
    bodies: Mapping[str, Mapping[str, str]],
    generated: Sequence[GeneratedPage],
    shells: Sequence[tuple[str, int]],
    lessons: Mapping[str, Sequence[str]],
    vendor: Mapping[str, str] | None,
) -> StagedLanguage:
    tree = folder / language
    prefix = settings.path_of(language, "")
    docs = tree / "docs" / prefix
    pages = content.pages[language]
    for path, page in pages.items():
        _write(docs / path, _markdown(page, language, bodies[language][path]))
    for path, data in content.files[language].items():
        _write(docs / path, data)
    for made in generated:
        _write(docs / made.path, _shell_markdown())
    for layout, depth in shells:
        _write(docs / shell_page(layout, depth), _shell_markdown())
    titles = {path: str(escape(page.title)) for path, page in pages.items()}
    titles |= {made.path: str(escape(made.titles[language])) for made in generated}
    nav = navigation(settings.nav, prefix, titles, lessons)
    _write(tree / "mkdocs.yml", engine_config(settings, language, nav, vendor).encode())
    staged = [*pages, *(made.path for made in generated), *(shell_page(*shell) for shell in shells)]
    return StagedLanguage(language, tree, tuple(pages), tuple(prefix + address_of(path) for path in staged))


def _markdown(page: EditorialPage, language: str, body: str) -> bytes:
    """The page for the engine: its title escaped here, since the engine's templates do not escape."""
    meta: dict[str, object] = {"title": str(escape(page.title))}
    if page.list("hide"):
        meta["hide"] = list(page.list("hide"))
    if page.language != language:
        meta["written_in"] = page.language
    return _front_matter(meta) + body.encode()


def _shell_markdown() -> bytes:
    """A page that is nothing but its slots; it is found by search through its own entry, not through the shell's."""
    meta = {"title": slot("title"), "hide": ["navigation", "toc"], "search": {"exclude": True}, "shell": True}
    return _front_matter(meta) + slot("main").encode() + b"\n"


def _front_matter(meta: Mapping[str, object]) -> bytes:
    # JSON is YAML; what stands in a title cannot break out of it.
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    return f"---\n{lines}---\n\n".encode()


def _write_theme(folder: Path, settings: SiteSettings) -> None:
    for theme in settings.theme_dirs:
        shutil.copytree(
            theme,
            folder,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns(*NOT_STAGED),
            copy_function=shutil.copyfile,
        )


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
