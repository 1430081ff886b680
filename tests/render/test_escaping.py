"""Escaping with a memory gives what escaping without one gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from partnersite.render.escaping import escaped


class Shown:
    """Knows its own HTML."""

    def __html__(self) -> str:
        return "<b>own</b>"


@given(st.text())
def test_a_text_is_escaped_as_markupsafe_does_and_html_is_left_as_it_is(text: str) -> None:
    assert escaped(text) == str(escape(text))
    assert escaped(Markup(text)) == text
    assert escaped(text) == str(escape(text)), "the second time as well"


def test_other_values_are_shown_as_markupsafe_shows_them() -> None:
    assert escaped(12) == "12"
    assert escaped(Shown()) == "<b>own</b>"
    assert escaped(None) == "None"
