"""Reads and checks the albums below `content/brand/`: nothing missing, hostile or forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from partnersite.brand.record import STAND_INS, AlbumRecord
from partnersite.media.raster import FORMATS, check_raster, ending_of, pixels
from partnersite.media.svg import check_svg
from partnersite.model.fields import SLUG_LENGTH
from partnersite.model.text import Text
from partnersite.model.validation import Entry, validate
from partnersite.problems import Problem, Problems, ProblemsFound, did_you_mean
from partnersite.settings import SiteSettings
from partnersite.source.tree import read_file, walk
from partnersite.source.yaml import YamlDocument, read_yaml

FOLDER = "brand"
RECORD = "album.yaml"
MAX_TOTAL = 25 * 1024 * 1024
"""Bytes of an album's files together: the largest archive that common static hosts take."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of an album, checked."""

    file: str
    """Its name in the album's folder."""
    title: Text
    usage: Text | None
    ending: str
    """In lower case, with its dot."""
    size: int
    """Bytes."""
    digest: str
    """SHA-256, hexadecimal."""
    width: int = 0
    """Pixels; 0 where it is not made of pixels."""
    height: int = 0

    @property
    def preview(self) -> str:
        """The name of its small picture below the album's address; an SVG is its own, a document has none."""
        if self.ending in FORMATS:
            stem = self.file.removesuffix(self.file[-len(self.ending) :])
            return f"previews/{stem}-{self.ending[1:]}.webp"
        return self.file if self.ending == ".svg" else ""


@dataclass(frozen=True, slots=True)
class Album:
    """A brand album, checked."""

    id: str
    """The name of its folder."""
    file: str
    """Its `album.yaml`, relative to the source folder."""
    title: Text
    summary: Text | None
    version: str
    updated: str
    """`2026`, `2026-09` or `2026-09-01`."""
    archived: date
    """The date that the files in its archive bear."""
    licence: Text
    assets: tuple[Asset, ...]
    in_section: bool = False
    """Whether the site has an editorial page `brand/` above the albums."""

    @property
    def page(self) -> str:
        """The staged page that its page is joined with, below a language's folder."""
        return f"{FOLDER}/{self.id}/index.md"

    @property
    def address(self) -> str:
        """Its address below a language's root; its files are below this address at the site's root."""
        return f"{FOLDER}/{self.id}/"

    @property
    def archive(self) -> str:
        """Path of its ZIP below the site root."""
        return f"{self.address}{self.id}.zip"

    def titles(self, settings: SiteSettings) -> Mapping[str, str]:
        """Its title for the readers of each language; plain text."""
        return {tag: self.title.get(tag, settings.source_language) for tag in settings.languages}


def read_albums(settings: SiteSettings, problems: Problems) -> tuple[Album, ...]:
    """Read every album, by name; what is wrong with one is added to `problems` and leaves it out."""
    content = settings.content_dir.relative_to(settings.source_dir).as_posix()
    root = f"{content}/{FOLDER}"
    if not (settings.content_dir / FOLDER).is_dir():
        return ()
    folders: dict[str, list[str]] = {}
    for path in walk(settings.source_dir, below=root, problems=problems):
        folder, slash, rest = path.removeprefix(f"{root}/").partition("/")
        if slash:
            folders.setdefault(folder, []).append(rest)
        else:
            problems.add(_unlisted(path, "no album"))
    albums = (
        _read_album(f"{root}/{folder}", folders[folder], settings, problems) for folder in sorted(folders)
    )
    return tuple(album for album in albums if album is not None)


def _read_album(folder: str, files: list[str], settings: SiteSettings, problems: Problems) -> Album | None:
    file = f"{folder}/{RECORD}"
    if RECORD not in files:
        hint = f"add {RECORD}, or remove the folder"
        problems.add(Problem("album-without-record", "This folder is no album.", file=folder, hint=hint))
        return None
    name = folder.rpartition("/")[2]
    try:
        document = read_yaml(read_file(settings.source_dir, file), file)
    except ProblemsFound as found:
        problems.extend(found.problems)
        return None
    entry, flaws = validate(AlbumRecord, document.value, document, stand_ins=STAND_INS)
    problems.extend(flaws)
    if not _is_slug(name):
        hint = "name the folder with small Latin letters, digits and dashes"
        problems.add(Problem("album-name", f"`{name}` cannot be an album's address.", file=file, hint=hint))
    if entry is None:
        return None
    problems.extend(_missing_texts(entry, document, settings))
    checker = _AssetChecker(entry, folder, files, settings, problems)
    assets = tuple(checker.assets())
    problems.extend(checker.unlisted())
    record = entry.value
    return Album(
        id=name,
        file=file,
        title=record.title,
        summary=record.summary,
        version=record.version,
        updated=str(record.updated),
        archived=record.updated.first,
        licence=record.licence,
        assets=assets,
        in_section=(settings.content_dir / settings.source_language / FOLDER / "index.md").is_file(),
    )


class _AssetChecker:
    """Checks the files that one album names."""

    def __init__(
        self,
        entry: Entry[AlbumRecord],
        folder: str,
        files: list[str],
        settings: SiteSettings,
        problems: Problems,
    ) -> None:
        self.entry = entry
        self.folder = folder
        self.files = files
        self.settings = settings
        self.problems = problems

    def assets(self) -> Iterator[Asset]:
        seen: dict[str, str] = {}
        total = 0
        for index, record in enumerate(self.entry.value.assets if self.entry.sound("assets") else ()):
            at = ("assets", index, "file")
            twin = seen.get(record.file.casefold())
            seen.setdefault(record.file.casefold(), record.file)
            if twin is not None:
                message = f"`{record.file}` is listed twice."
                if twin != record.file:
                    message = f"`{record.file}` and `{twin}` are one file on many computers."
                self.problems.add(self.entry.problem(at, "duplicate-asset", message, "list each file once"))
                continue
            if record.file not in self.files:
                message = f"There is no file `{record.file}` in {self.folder}/."
                hint = did_you_mean(record.file, [name for name in self.files if name != RECORD])
                self.problems.add(self.entry.problem(at, "missing-file", message, hint))
                continue
            file = f"{self.folder}/{record.file}"
            try:
                data = read_file(self.settings.source_dir, file)
            except ProblemsFound as found:
                self.problems.extend(found.problems)
                continue
            flaws = check_file(data, file)
            self.problems.extend(flaws)
            if any(flaw.severity == "error" for flaw in flaws):
                continue
            total += len(data)
            ending = ending_of(record.file)
            width, height = pixels(data, ending)
            digest = sha256(data).hexdigest()
            yield Asset(record.file, record.title, record.usage, ending, len(data), digest, width, height)
        if total > MAX_TOTAL:
            message = (
                f"The files of this album have {total:,} bytes; at most {MAX_TOTAL:,} fit into its archive."
            )
            hint = "split it into two albums, or save the pictures smaller"
            self.problems.add(self.entry.problem(("assets",), "album-too-large", message, hint))

    def unlisted(self) -> Iterator[Problem]:
        listed = {record.file for record in self.entry.value.assets} | {RECORD}
        for name in self.files:
            if name not in listed and self.entry.sound("assets"):
                yield _unlisted(f"{self.folder}/{name}", f"{self.folder}/{RECORD}")


def check_file(data: bytes, file: str) -> list[Problem]:
    """Give what keeps a file of an album from being published; its name's ending says what it must be."""
    ending = ending_of(file)
    if ending == ".svg":
        return check_svg(data, file)
    if ending in FORMATS:
        return check_raster(data, file)
    if len(data) > MAX_TOTAL:
        message = f"The file has {len(data):,} bytes; at most {MAX_TOTAL:,} are allowed."
        return [Problem("file-too-large", message, file=file, hint="save it smaller")]
    if ending == ".pdf" and not data.startswith(b"%PDF-"):
        return [Problem("file-wrong-kind", "The file is named `.pdf` but is no PDF.", file=file)]
    if ending == ".txt":
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"The text is not UTF-8 at byte {error.start}."
            return [Problem("file-wrong-kind", message, file=file, hint="save it as UTF-8")]
        if "\0" in text:
            return [Problem("file-wrong-kind", "The file is named `.txt` but is no text.", file=file)]
    return []


def _missing_texts(
    entry: Entry[AlbumRecord], document: YamlDocument, settings: SiteSettings
) -> Iterator[Problem]:
    """A warning for each language of the site that a text of the album leaves out."""
    record = entry.value
    texts: list[tuple[tuple[str | int, ...], Text | None]] = [
        (("title",), record.title),
        (("summary",), record.summary),
        (("licence",), record.licence),
    ]
    for index, asset in enumerate(record.assets):
        texts += [(("assets", index, "title"), asset.title), (("assets", index, "usage"), asset.usage)]
    for path, text in texts:
        missing = text.missing(settings.languages) if text else ()
        if missing and entry.sound(str(path[0])):
            message = f"This text is missing in: {', '.join(missing)}."
            hint = "readers of these languages see it in another one"
            yield document.problem(path, "missing-translation", message, hint, severity="warning")


def _unlisted(file: str, record: str) -> Problem:
    message = "This file is in no album and is not published."
    hint = (
        "list it in an album, or remove it" if record == "no album" else f"list it in {record}, or remove it"
    )
    return Problem("unlisted-file", message, file=file, hint=hint, severity="warning")


def _is_slug(name: str) -> bool:
    good = name.isascii() and name == name.lower() and name.replace("-", "").isalnum()
    return good and not name.startswith("-") and not name.endswith("-") and len(name) <= SLUG_LENGTH
