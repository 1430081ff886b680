"""Courses: the lessons of a course in its order; what is missing or forgotten is said."""

from __future__ import annotations

from pathlib import Path

import pytest

import oracle
import view_data
from partnersite import training
from partnersite.pages.blockcontext import BlockContext
from partnersite.problems import Problems
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings
from partnersite.stage.content import read_content
from partnersite.view import site_view

HOME = {"index.md": "---\ntitle: Home\n---\n"}
COVER = "---\ntitle: Start\ndescription: First steps.\nlessons: [second, first]\n---\n"


def page(title: str, *more: str, body: str = "Text.") -> str:
    return "\n".join(["---", f"title: {title}", *more, "---", body, ""])


def site(folder: Path, files: dict[str, str], nav: tuple[str, ...] = ()) -> SiteSettings:
    for language in ("en", "ru"):
        (folder / "content" / language).mkdir(parents=True)
    for name, text in {**{f"en/{name}": text for name, text in HOME.items()}, **files}.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    settings = view_data.settings(folder=folder)
    return type(settings)(**{name: getattr(settings, name) for name in settings.__slots__} | {"nav": nav})


def read(
    folder: Path, files: dict[str, str], nav: tuple[str, ...] = ()
) -> tuple[tuple[training.Course, ...], Problems]:
    settings = site(folder, files, nav)
    problems = Problems()
    return training.read_courses(read_content(settings, Problems()), settings, problems), problems


GOOD = {
    "en/training/start/index.md": COVER,
    "en/training/start/first.md": page("First", "minutes: 5", "description: The till."),
    "en/training/start/second.md": page("Second", "minutes: 7"),
    "ru/training/start/first.md": page("Первый"),
}


def test_lessons_are_in_the_order_of_the_cover(tmp_path: Path) -> None:
    (course,), problems = read(tmp_path, GOOD)
    assert list(problems) == []
    assert course.page == "training/start/index.md"
    assert course.lessons == ("training/start/second.md", "training/start/first.md")
    assert course.minutes == 12
    titles = {language: [str(step.titles[language]) for step in course.steps] for language in ("en", "ru")}
    assert titles == {"en": ["Second", "First"], "ru": ["Second", "Первый"]}
    assert course.steps[0].titles["ru"].language == "en"


def test_courses_stand_in_the_order_of_the_menu(tmp_path: Path) -> None:
    covers = {f"en/training/{name}/index.md": page(name, "lessons: []") for name in "abc"}
    courses, problems = read(tmp_path, covers, nav=("training/c/index.md", "training/a/index.md"))
    assert [course.id for course in courses] == ["c", "a", "b"]
    assert list(problems) == []


@pytest.mark.parametrize(
    ("files", "code", "severity", "file", "line"),
    [
        (
            {"en/training/start/index.md": COVER.replace("second", "secnd")},
            "missing-lesson", "error", "content/en/training/start/index.md", 4,
        ),
        (
            {"en/training/start/index.md": COVER.replace("second", "first")},
            "duplicate-lesson", "error", "content/en/training/start/index.md", 4,
        ),
        (
            {"en/training/start/third.md": page("Third")},
            "unlisted-lesson", "warning", "content/en/training/start/third.md", 0,
        ),
        (
            {"en/training/start/first.md": page("First", "minutes: soon")},
            "wrong-minutes", "error", "content/en/training/start/first.md", 3,
        ),
        (
            {"en/training/other/first.md": page("Alone")},
            "course-without-cover", "error", "content/en/training/other/first.md", 0,
        ),
        (
            {"en/training/start/index.md": page("Start")},
            "course-without-lessons", "error", "content/en/training/start/index.md", 2,
        ),
        (
            {"en/training/index.md": page("Training", body="Text.\n\n{{ lessons() }}")},
            "lessons-outside-course", "error", "content/en/training/index.md", 6,
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, files: dict[str, str], code: str, severity: str, file: str, line: int
) -> None:
    _, problems = read(tmp_path, {**GOOD, **files})
    found = {(problem.code, str(problem.severity), problem.file): problem for problem in problems}
    assert (code, severity, file) in found
    problem = found[code, severity, file]
    if line:
        assert problem.line == line
    if code != "duplicate-lesson":
        assert problem.hint


def test_a_near_name_is_suggested(tmp_path: Path) -> None:
    _, problems = read(tmp_path, {**GOOD, "en/training/start/index.md": COVER.replace("second", "secnd")})
    assert "did you mean `second`?" in [problem.hint for problem in problems]


def context(folder: Path, source: str, language: str) -> BlockContext:
    settings = site(folder, GOOD)
    courses = training.read_courses(read_content(settings, Problems()), settings, Problems())
    view = site_view(view_data.network(), language, settings, {})
    address = (
        source.removesuffix("index.md") if source.endswith("index.md") else source.removesuffix(".md") + "/"
    )
    return BlockContext(
        view, Renderer(language, settings), settings.path_of(language, address), source, (), courses
    )


def test_blocks_lead_to_the_lessons(tmp_path: Path) -> None:
    html = training.block("lessons", "", context(tmp_path, "training/start/index.md", "ru"))
    assert [link["href"] for link in oracle.links(html)] == [
        "../../../ru/training/start/second/",
        "../../../ru/training/start/first/",
    ]
    assert '<bdi lang="en">Second</bdi>' in html
    assert oracle.active_nodes(html) == []


def test_courses_are_listed_with_their_size(tmp_path: Path) -> None:
    html = training.block("courses", "", context(tmp_path, "training/index.md", "en"))
    assert oracle.visible_text(html) == "Start First steps. 2 lessons 12 minutes"


def test_on_a_lesson_the_block_marks_where_one_is(tmp_path: Path) -> None:
    html = training.block("lessons", "", context(tmp_path, "training/start/first.md", "en"))
    assert '<strong aria-current="page"><bdi>First</bdi></strong>' in html
