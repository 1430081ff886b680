"""The blocks `{{ courses() }}` and `{{ lessons() }}`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnersite.training.courses import Course, Lesson
from partnersite.view import Words

if TYPE_CHECKING:
    from partnersite.pages.blockcontext import BlockContext


@dataclass(frozen=True, slots=True)
class LessonView:
    """A page of a course in the reader's language."""

    path: str
    title: Words
    description: Words
    minutes: int


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course in the reader's language."""

    path: str
    title: Words
    description: Words
    minutes: int
    lessons: tuple[LessonView, ...]


def block(name: str, argument: str, context: BlockContext) -> str:
    """HTML of a block for a page; `lessons` shows the course that the page belongs to."""
    if name == "courses":
        courses = [_course_view(course, context) for course in context.courses]
        return context.renderer.render("courses.html", context.path, courses=courses)
    for course in context.courses:
        if context.source in (course.page, *course.lessons):
            view = _course_view(course, context)
            return context.renderer.render(
                "lessons.html", context.path, course=view, here=context.path
            )
    return ""


def _course_view(course: Course, context: BlockContext) -> CourseView:
    cover = _lesson_view(course.cover, context)
    steps = tuple(_lesson_view(step, context) for step in course.steps)
    return CourseView(cover.path, cover.title, cover.description, course.minutes, steps)


def _lesson_view(lesson: Lesson, context: BlockContext) -> LessonView:
    language = context.renderer.language
    return LessonView(
        path=context.renderer.settings.path_of(language, lesson.address),
        title=lesson.titles[language],
        description=lesson.descriptions[language],
        minutes=lesson.minutes,
    )
