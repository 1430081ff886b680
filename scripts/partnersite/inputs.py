"""Everything a build is made from, read and checked: all problems of the run at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from partnersite import brand, landing, training
from partnersite.clock import EARLIEST, build_time
from partnersite.engine import languages_without_words
from partnersite.model import Network, load_network, load_program
from partnersite.model.load import Read
from partnersite.pages.blocks import block_arguments
from partnersite.parallel.collector import collector_paused
from partnersite.problems import Problem, Problems, ProblemsFound
from partnersite.render.catalogue import check_catalogues
from partnersite.render.colours import Palette, palette
from partnersite.settings import CONFIG_FILE, SiteSettings
from partnersite.source.pieces import Outline
from partnersite.stage.content import Content, check_made_pages, read_content
from partnersite.stage.navigation import check_navigation
from partnersite.stage.prose import Prose
from partnersite.view import program_view


@dataclass(frozen=True, slots=True)
class Inputs:
    """A checked site: what the build's later steps may rely on."""

    settings: SiteSettings
    network: Network
    content: Content
    bodies: Mapping[str, Mapping[str, str]]
    """Language, then path, to a page's Markdown with the programme's values in it."""
    albums: tuple[brand.Album, ...]
    courses: tuple[training.Course, ...]
    logos: Mapping[str, bytes]
    """The key of each partner's logo, by the partner's id."""
    built_on: datetime
    colours: Palette
    warnings: tuple[Problem, ...]


def read_inputs(
    settings: SiteSettings, read: Read | None = None, cut_before: Sequence[Outline] = ()
) -> Inputs:
    """Reads and checks the whole site; raises ProblemsFound with every problem, warnings included.

    `read` reads the partners' records, and `cut_before` tells how they stood before, as in `load_network`.
    """
    problems = Problems()
    built_on = build_time(settings.source_dir)
    today = None if built_on == EARLIEST else built_on.date()
    with collector_paused():
        network, found = load_network(
            settings.source_dir,
            languages=settings.languages,
            content_dir=settings.content_dir,
            today=today,
            read=read,
            cut_before=cut_before,
        )
    problems.extend(found)
    content = read_content(settings, problems)
    albums = brand.read_albums(settings, problems)
    brand.check_share_image(settings, albums, problems)
    courses = training.read_courses(content, settings, problems)
    made = {album.page: album.file for album in albums}
    check_made_pages(content, made, settings, problems)
    for language, hint in languages_without_words(settings.languages, settings.theme_dirs).items():
        message = f"The theme does not speak the language `{language}`."
        problems.add(Problem("language-without-words", message, file=CONFIG_FILE, hint=hint))
    check_catalogues(settings.theme_dirs, settings.languages, problems)
    check_navigation(settings, (*content.pages[settings.source_language], "partners/index.md", *made), problems)
    if network is None:
        # Pages are checked against the programme even where a partner is wrong: all problems of the run at once.
        program = load_program(settings.source_dir)
        if program is not None:
            _bodies(settings, Network((), program, settings.languages), content, problems)
        raise ProblemsFound(problems)
    logos = landing.check_logos(network, settings, problems)
    bodies = _bodies(settings, network, content, problems)
    brand_colours = network.program.vendor.colours
    colours = palette(brand_colours.primary, brand_colours.accent or "") if brand_colours else palette()
    problems.extend(colours.problems)
    problems.raise_if_errors()
    warnings = tuple(problems.warnings)
    return Inputs(settings, network, content, bodies, albums, courses, logos, built_on, colours, warnings)


def _bodies(
    settings: SiteSettings, network: Network, content: Content, problems: Problems
) -> dict[str, dict[str, str]]:
    """Each page's Markdown in the language it is written in, so that its numbers are written as its words are."""
    blocks = block_arguments(network)
    prose = {
        language: Prose({"program": program_view(network.program, language, settings, network.listed_types)}, blocks)
        for language in settings.languages
    }
    written = {
        (language, path): prose[language].render(page, problems)
        for language, pages in content.pages.items()
        for path, page in pages.items()
        if page.language == language
    }
    return {
        language: {path: written[page.language, path] for path, page in pages.items()}
        for language, pages in content.pages.items()
    }
