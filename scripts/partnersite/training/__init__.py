"""Training: courses made of Markdown lessons in a stated order."""

from __future__ import annotations

from partnersite.training.block import block
from partnersite.training.courses import Course, Lesson, read_courses

__all__ = ["Course", "Lesson", "block", "read_courses"]
