"""The editorial pages: Markdown per language, checked; where one is missing the source language stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from partnersite.media.raster import FORMATS, check_raster
from partnersite.media.svg import check_svg
from partnersite.problems import Problem, Problems, ProblemsFound, did_you_mean
from partnersite.settings import SiteSettings
from partnersite.source.markdown import MarkdownDocument, read_markdown
from partnersite.source.tree import read_file, walk

FRONT_MATTER = ("title", "description", "hide", "lessons", "minutes", "date")
HIDEABLE = ("navigation", "toc")
PICTURES_AND_DOCUMENTS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".pdf", ".txt", ".mp4", ".webm", ".vtt")
"""Kinds of files that may stand beside the pages and are published as they are."""

MADE_FOLDERS = {"partners": "partners.yaml", "assets": "the theme"}
"""Folders at the top of every language that the program fills itself, and what from."""
ELSEWHERE = {"README.md": "index.md", "404.md": ""}
"""Pages that engines take for something else, with the name that is meant."""


@dataclass(frozen=True, slots=True)
class EditorialPage:
    """One Markdown file of one language."""

    path: str
    """Below the language's folder: `program/dealer.md`."""
    language: str
    """The language it is written in; another than the site's language where it stands in for a missing page."""
    document: MarkdownDocument

    @property
    def title(self) -> str:
        return str(self.document.meta_value.get("title", ""))

    @property
    def description(self) -> str:
        return str(self.document.meta_value.get("description", ""))

    @property
    def address(self) -> str:
        """The page's address below its language's root: `program/dealer/`."""
        return address_of(self.path)

    def list(self, key: str) -> tuple[str, ...]:
        """A front matter list of texts."""
        value = self.document.meta_value.get(key, [])
        return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


@dataclass(frozen=True, slots=True)
class Content:
    """All editorial pages and the files beside them."""

    pages: Mapping[str, Mapping[str, EditorialPage]]
    """Language, then path, to the page as that language shows it, stand-ins included."""
    files: Mapping[str, Mapping[str, bytes]]
    """Language, then path, to a picture or document beside the pages."""
    translations: Mapping[str, tuple[str, ...]]
    """Path to the languages in which the page is written, in the site's order."""


def address_of(path: str) -> str:
    """`program/dealer.md` is published at `program/dealer/`, `program/index.md` at `program/`."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == "index.md" else f"{folder}{slash}{name.rpartition('.')[0]}/"


def read_content(settings: SiteSettings, problems: Problems) -> Content:
    """Reads every language's folder; what is wrong is added to `problems`."""
    written: dict[str, dict[str, EditorialPage]] = {}
    files: dict[str, dict[str, bytes]] = {}
    for language in settings.languages:
        written[language], files[language] = _read_language(settings, language, problems)
    source = written[settings.source_language]
    _check_source(source, settings, problems)
    for language in settings.languages[1:]:
        for path in sorted(set(written[language]) - set(source)):
            page = written[language].pop(path)
            problems.add(
                Problem(
                    "page-only-in-translation",
                    f"This page has no counterpart in the source language `{settings.source_language}`.",
                    file=page.document.file,
                    hint=did_you_mean(path, source) if source else "",
                )
            )
    first = settings.source_language
    return Content(
        pages={language: {**source, **written[language]} for language in settings.languages},
        files={language: {**files[first], **files[language]} for language in settings.languages},
        translations={
            path: tuple(language for language in settings.languages if path in written[language]) for path in source
        },
    )


def _read_language(
    settings: SiteSettings, language: str, problems: Problems
) -> tuple[dict[str, EditorialPage], dict[str, bytes]]:
    pages: dict[str, EditorialPage] = {}
    files: dict[str, bytes] = {}
    folder = settings.content_dir / language
    shown = f"{settings.content_dir.relative_to(settings.source_dir).as_posix()}/{language}"
    if not folder.is_dir():
        problems.add(
            Problem(
                "missing-folder",
                f"There is no folder for the language `{language}`.",
                file=shown,
                hint="create it, even empty, or remove the language from mkdocs.yml",
            )
        )
        return pages, files
    try:
        for path in walk(settings.source_dir, below=shown, problems=problems):
            inner = path.removeprefix(shown + "/")
            if _has_place(inner, path, language, settings, problems):
                _read_one(settings.source_dir, path, inner, language, pages, files, problems)
    except ProblemsFound as found:
        problems.extend(found.problems)
    return pages, files


def _has_place(path: str, file: str, language: str, settings: SiteSettings, problems: Problems) -> bool:
    """Whether a file may stand where it does; adds a Problem where something else is published there."""
    top, slash, _ = path.removesuffix(".md").partition("/")
    name = PurePosixPath(path).name
    message = hint = ""
    if top in MADE_FOLDERS and (slash or path.endswith(".md")):
        message = f"What is published below `{top}/` is made from {MADE_FOLDERS[top]}."
        hint = "put your own pages and pictures into another folder"
    elif language == settings.source_language and top in settings.languages[1:]:
        message = f"What is published below `{top}/` is the site in the language `{top}`."
        hint = f"put it into {settings.content_dir.name}/{top}/, or name the folder differently"
    elif name in ELSEWHERE:
        message = f"A page cannot be called {name}: engines publish it at another address than its name says."
        hint = f"call it {ELSEWHERE[name]}" if ELSEWHERE[name] else "the page for unknown addresses is the theme's"
    if message:
        problems.add(Problem("reserved-place", message, file=file, hint=hint))
    return not message


def _read_one(
    root: Path,
    file: str,
    path: str,
    language: str,
    pages: dict[str, EditorialPage],
    files: dict[str, bytes],
    problems: Problems,
) -> None:
    suffix = PurePosixPath(path).suffix.lower()
    try:
        if suffix == ".md":
            page = EditorialPage(path, language, read_markdown(read_file(root, file), file))
            _check_front_matter(page, problems)
            pages[path] = page
        elif suffix in PICTURES_AND_DOCUMENTS:
            data = read_file(root, file)
            faults = check_svg(data, file) if suffix == ".svg" else []
            if suffix in FORMATS:
                faults = check_raster(data, file)
            problems.extend(faults)
            files[path] = data
        else:
            problems.add(
                Problem(
                    "unknown-kind-of-file",
                    "This kind of file is not published; it is left out.",
                    file=file,
                    severity="warning",
                    hint="pages end in .md; " + ", ".join(PICTURES_AND_DOCUMENTS),
                )
            )
    except ProblemsFound as found:
        problems.extend(found.problems)


def _check_front_matter(page: EditorialPage, problems: Problems) -> None:
    document = page.document
    meta = document.meta
    if meta is None or not isinstance(meta.value, dict):
        problems.add(
            Problem(
                "no-front-matter",
                "The page does not begin with its title.",
                file=document.file,
                line=1,
                hint="begin with three lines: `---`, `title: ...`, `---`",
            )
        )
        return
    problems.extend(meta.warnings)
    for key, value in meta.value.items():
        if key not in FRONT_MATTER:
            hint = did_you_mean(key, FRONT_MATTER)
            problems.add(meta.problem((key,), "unknown-key", f"`{key}` is not known here.", hint, key=True))
        elif key in ("hide", "lessons"):
            if not isinstance(value, list):
                problems.add(meta.problem((key,), "not-a-list", f"`{key}` is a list.", f"write `{key}: [a, b]`"))
        elif not isinstance(value, str):
            problems.add(meta.problem((key,), "not-a-text", f"`{key}` is a text on one line."))
    for index, part in enumerate(page.list("hide")):
        if part not in HIDEABLE:
            problems.add(
                meta.problem(
                    ("hide", index), "unknown-value", f"`{part}` cannot be hidden.", did_you_mean(part, HIDEABLE)
                )
            )
    if not page.title.strip():
        problems.add(meta.problem((), "no-title", "The page has no title.", "add `title: ...` to the front matter"))


def _check_source(source: Mapping[str, EditorialPage], settings: SiteSettings, problems: Problems) -> None:
    """Two files for one address, and a missing home page, are found before anything is staged."""
    addresses: dict[str, EditorialPage] = {}
    for path in sorted(source):
        page = source[path]
        other = addresses.setdefault(page.address.casefold(), page)
        if other is not page:
            problems.add(
                Problem(
                    "two-sources-one-address",
                    f"This file and {other.document.file} would both be published at /{page.address}.",
                    file=page.document.file,
                    hint="rename or remove one of them",
                )
            )
    if "index.md" not in source:
        folder = settings.content_dir.relative_to(settings.source_dir).as_posix()
        problems.add(
            Problem("no-home-page", "The home page is missing.", file=f"{folder}/{settings.source_language}/index.md")
        )


def check_made_pages(content: Content, made: Mapping[str, str], settings: SiteSettings, problems: Problems) -> None:
    """Adds a Problem for each page that stands where one is made; `made` maps its path to the file it is made from."""
    source = content.pages[settings.source_language]
    addresses = {page.address: page for page in source.values()}
    for path, origin in made.items():
        page = addresses.get(address_of(path))
        if page is not None:
            problems.add(
                Problem(
                    "two-sources-one-address",
                    f"This file and {origin} would both be published at /{page.address}.",
                    file=page.document.file,
                    hint="rename or remove one of them",
                )
            )
