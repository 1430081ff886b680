"""Templates say the same whether they are made ready before they run or not: Jinja by itself is the judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

import view_data
from locale_data import LANGUAGES, REPOSITORY
from partnersite import directory, landing
from partnersite.build import build
from partnersite.render.inlining import InliningEnvironment
from partnersite.render.templates import Renderer
from partnersite.settings import SiteSettings
from plain_engine import PlainEngine
from small_site import copy_small_site
from view_data import full, small

THEME = REPOSITORY / "theme" / "pages"
OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
}


# --- the theme's templates


class PlainEnvironment(Environment):
    """Jinja by itself, in the place of ours; remembers which templates were wanted."""

    wanted: set[str]

    def __init__(self, *, gettext: object, icon_parts: object, **options: Any) -> None:
        super().__init__(**options)

    def get_template(self, name: str | Template, *arguments: Any, **more: Any) -> Template:
        self.wanted.add(str(name))
        return super().get_template(name, *arguments, **more)


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], tuple[Any, set[str]]]:
    """Runs something with Jinja by itself; gives what it gave, and the templates that it wanted."""

    def run(what: Callable[[], Any]) -> tuple[Any, set[str]]:
        wanted: set[str] = set()
        with monkeypatch.context() as patch:
            patch.setattr(PlainEnvironment, "wanted", wanted, raising=False)
            patch.setattr("partnersite.render.templates.InliningEnvironment", PlainEnvironment)
            patch.setattr("partnersite.parallel.shared._LATEST", {})
            return what(), wanted

    return run


@pytest.fixture(autouse=True)
def _made_ready_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnersite.render.templates.OFTEN", 0)


Plainly = Callable[[Callable[[], Any]], tuple[Any, set[str]]]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_whole_site_is_the_same_and_every_template_of_the_theme_has_a_part_in_it(
    plainly: Plainly, tmp_path: Path
) -> None:
    def built(name: str) -> dict[str, bytes]:
        source = copy_small_site(tmp_path / name / "source")
        home = source / "content" / "en" / "index.md"
        blocks = "".join(f"\n{{{{ {name}() }}}}\n" for name in ("markets", "regions", "types", "application"))
        home.write_text(home.read_text("utf-8") + blocks, "utf-8")
        site = tmp_path / name / "site"
        build(source, site_dir=site, engine=PlainEngine(), jobs=1, durable=False)
        return files(site)

    ours = built("ours")
    plain, wanted = plainly(lambda: built("plain"))
    assert ours.keys() == plain.keys()
    assert [path for path, data in plain.items() if ours[path] != data] == []
    assert {path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html")} - wanted == set()


def test_no_template_of_the_theme_asks_a_value_for_what_it_does_not_have(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One that does is rendered in the slow way."""
    monkeypatch.delattr("partnersite.render.templates.Renderer.shared")
    build(copy_small_site(tmp_path / "source"), site_dir=tmp_path / "site", engine=PlainEngine(), jobs=1, durable=False)
    assert (tmp_path / "site" / "index.html").is_file()


ODD = "A & B <i>\"' %(name)s 100%% {{ x }} «ё»"
RECORDS = (
    full(name=ODD, tagline=ODD, description=f"{ODD}\n\n- {ODD}", logo=None, references=[{"customer": ODD}]),
    full(id="with-logo", parent="smarttouch-pos-peru", formerly=["was"]),
    small(address={"country": "PE", "city": ODD}, parent="smarttouch-pos-peru"),
    small("paused", status="suspended", address={"country": "PE"}),
    small("gone", status="ended", until="2024-05", formerly=["older"]),
    *(small(f"p-{at}", name=f"{at} <b>", address={"country": "PE"}) for at in range(60)),
)


def pages(language: str) -> dict[str, str]:
    """Every page that is made from these records, by its address."""
    site = view_data.Site(*RECORDS, languages=("en", language))
    renderer = view_data.renderer(language, "en", language)
    cards, around = site.cards_of(language), site.around(language)
    views = {view.id: view for view in site.partners(language)}
    made = [landing.render(view, around.get(view.id, landing.Around()), renderer) for view in views.values()]
    made += [landing.render_moved(old, views[new], renderer) for old, new in site.network.renamed.items()]
    made += [directory.render(job.with_cards(cards), renderer) for job in directory.jobs(site.view(language))]
    return {page.path: page.main for page in made}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_partners_with_odd_names_are_the_same_in_every_language(language: str, plainly: Plainly) -> None:
    ours = pages(language)
    plain, _ = plainly(lambda: pages(language))
    assert len(ours) > len(RECORDS)
    assert ours == plain


# --- what templates may say, a few words each


class Words(NullTranslations):
    """A catalogue with every oddity that a translation may have."""

    WORDS: Mapping[str, str] = {
        "A & B": "А & Б «\"'»",
        "html": "a <b>bold</b> word&nbsp;or two",
        "in %(country)s": "%(country)s: <b>продаётся</b> в %(country)s",
        "dropped %(a)s": "nothing",
        "100%% of %(a)s": "%(a)s — 100%%",
        "turned %(a)s %(b)s": "%(b)s %(a)s",
        "one place": "%s",
        "a number %(a)s": "%(a)d, %(a)5.1f",
        "another %(a)s": "%(b)s",
        "a stray %(a)s": "50 % %(a)s",
    }

    def gettext(self, message: str) -> str:
        return self.WORDS.get(message, message)


def icon_parts(name: str) -> tuple[str, str]:
    return '<svg><use href="', f'icons.svg#{Markup.escape(name)}"/></svg>'


@pass_context
def icon(context: Context, name: str) -> Markup:
    before, after = icon_parts(name)
    return Markup(f"{before}{Markup.escape(context['root'])}{after}")


@pass_context
def url(context: Context, path: str) -> str:
    return f"{context['root']}{path}" or "./"


def bdi(text: object) -> Markup:
    return Markup(f"<bdi>{escape(text)}</bdi>")


class Told:
    """A value that says how it is written, as the views' words do."""

    def __str__(self) -> str:
        return "<told>"


VALUES: dict[str, Any] = {
    "root": "../<",
    "x": "<i>&\"'",
    "markup": Markup("<em>m</em>"),
    "told": Told(),
    "number_of": 3,
    "none": None,
    "message": "A & B",
    "which": "part",
    "items": [1, 2],
    "tree": [[], [[]]],
    "yes": True,
    "shout": lambda value: f"{value}!",
}


def environment(kind: type[Environment], templates: Mapping[str, str], **options: Any) -> Environment:
    made = kind(loader=DictLoader(templates), **OPTIONS, **options)
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(Words(), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(icon=icon, url=url, name=bdi)
    made.filters.update(name=bdi, number=lambda value: f"no. {value}")
    return made


def said(templates: str | Mapping[str, str], *, ours: bool) -> str:
    """What the template `main` says, or the kind of error that it ends in."""
    sources = {"main": templates} if isinstance(templates, str) else templates
    own: dict[str, Any] = {"gettext": Words().gettext, "icon_parts": icon_parts} if ours else {}
    jinja = environment(InliningEnvironment if ours else Environment, sources, **own)
    try:
        return jinja.get_template("main").render(VALUES)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def same(templates: str | Mapping[str, str]) -> str:
    """What a template says, having found that it says the same with Jinja alone."""
    plain = said(templates, ours=False)
    assert said(templates, ours=True) == plain
    return plain


WORDS = [
    '{{ _("A & B") }}', '<a title="{{ _("A & B") }}">{{ _("html") }}</a>', "{{ _('no such <b>') }}", '{{ _("") }}',
    *(f'{{{{ _("in %(country)s", country={value}) }}}}'
      for value in ("x", "markup", "told", "number_of", "none", '"<"', "3", "x | name", "name(x)", 'icon("a")',
                    "url(x)", '_("A & B")', "x ~ x", "message[0]", "items | length")),
    '{{ _("100%% of %(a)s", a=x) }}', '{{ _("100%%") }}', '{{ _("dropped %(a)s", a=x) }}', '{{ _("A & B", a=x) }}',
    '{{ _("turned %(a)s %(b)s", a=x, b=markup) }}', '{{ _("turned %(a)s %(b)s", a="<", b=">") }}',
    '{{ _("a number %(a)s", a=number_of) }}', '{{ _(message) }}', '{{ _(x) }}', '{{ _(*["A & B"]) }}',
    '{{ _("in %(country)s", **{"country": x}) }}',
    '{{ gettext("A & B") }}', '{{ gettext("in %(country)s", country=x) }}',
    '{{ ngettext("%(num)s a & b", "%(num)s b", number_of) }}', '{{ ngettext("%(num)s a", "%(n)s", 1, n=x) }}',
    "{% trans %}A & B{% endtrans %}", "{% trans a=x %}100% of {{ a }}{% endtrans %}",
    "{% trans count=number_of %}one{% pluralize %}{{ count }} of many{% endtrans %}",
]  # fmt: skip


@pytest.mark.parametrize("template", WORDS)
def test_words_are_the_same_with_whatever_stands_in_them(template: str) -> None:
    assert "Error" not in same(template)


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ('{{ _("in %(country)s") }}', "KeyError"),
        ('{{ _("in %(country)s", country=nobody) }}', "UndefinedError"),
        ('{{ _("another %(a)s", a=x) }}', "KeyError"),
        ('{{ _("a stray %(a)s", a=x) }}', "ValueError"),
        ('{{ _("a number %(a)s", a=x) }}', "ValueError"),
        ('{{ _("100% of it") }}', "TypeError"),
        ("{{ name(nobody) }}", "UndefinedError"),
        ('{{ upper("a filter is no function") }}', "UndefinedError"),
        ("{{ _() }}", "TypeError"),
        ("{{ icon() }}", "TypeError"),
    ],
)
def test_what_cannot_be_said_fails_in_the_same_way(template: str, error: str) -> None:
    assert same(template).startswith(f"{error}:")


def test_a_word_for_one_place_says_the_same_of_what_stands_in_it() -> None:
    assert same('{{ _("one place") }}') == "{}"


@pytest.mark.parametrize(
    "template",
    [
        '{% set w = _("A & B") %}{{ w }}{{ w | upper }}{{ w | length }}',
        '{% set w = _("in %(country)s", country=x) %}{{ w }}{{ w | length }}',
        '{% set w = _("in %(country)s", country="<") %}{{ w }}',
        '{% set w = "a" ~ _("html") ~ x %}{{ w }}{% set w = x ~ (_("html") ~ 3) %}{{ w }}',
        '{% set i = icon("a<b") %}{{ i }}{{ i | length }}{% set j = icon("a") ~ "<" ~ icon("b") %}{{ j }}',
        '{{ _("A & B") ~ x }}{{ x ~ _("A & B") }}{{ x ~ number_of ~ "<" }}{{ (x ~ x) ~ _("html") }}{{ x ~ markup }}',
        '{% for word in (_("A & B"), _("html"), "<") %}{{ word }}{% endfor %}{% for c in _("ab") %}{{ c }}{% endfor %}',
        '{% for label, of in ((_("html"), items), (_("none"), [])) if of %}{{ label }}{% endfor %}',
        '{{ [_("A & B"), x] | join(", ") }}{{ {"k": _("html")}["k"] }}{{ [_("html"), _("A & B")] | last }}',
        '{% if _("A & B") == message %}a{% elif not _("html") %}b{% else %}c{% endif %}{{ _("html") if yes else "" }}',
        '{{ shout(_("A & B")) }}{{ _("html") | safe }}{{ _("html") | e }}{{ _("A & B").upper() }}{{ _("A & B") % {} }}',
        '{% macro said(word) %}{{ word }}{{ _("html") }}{% endmacro %}{{ said(_("html")) }}',
        '{% filter upper %}{{ _("html") }}{{ x }}{% endfilter %}',
        '{{ name(x) }}{{ x | name }}{{ name("<") }}{{ name(x) | upper }}{{ name(_("html")) }}{{ name(name(x)) }}',
        "{{ icon(x) }}{{ icon('mail') }}<a href=\"{{ url('a') }}\">{{ url(x) }}</a>",
        *(f'{{% autoescape {how} %}}{{{{ _("in %(country)s", country=x) }}}}{{{{ icon("a") }}}}{{{{ x ~ _("A & B") }}}}'
          "{% endautoescape %}" for how in ("true", "false", "yes", "not yes")),
    ],
)  # fmt: skip
def test_words_and_pictures_stay_html_wherever_they_are_used(template: str) -> None:
    assert "Error" not in same(template)


@pytest.mark.parametrize(
    "template",
    [
        "{% set name = shout %}{{ name(x) }}",
        "{% for name in [shout] %}{{ name(x) }}{% endfor %}",
        "{% macro name(value) %}[{{ value }}]{% endmacro %}{{ name(x) }}",
        "{% macro title(value) %}[{{ value }}]{% endmacro %}{{ title('abc') }}",
        "{% macro number(value) %}[{{ value }}]{% endmacro %}{{ number(3) }}{{ 3 | number }}",
        "{% with first=shout %}{{ first('abc') }}{% endwith %}",
        "{% set icon = shout %}{% set _ = shout %}{{ icon('a') }}{{ _('A & B') }}",
        "{% macro at(root) %}{{ icon('a') }}{% endmacro %}{{ at('elsewhere/') }}",
        "{% with root='elsewhere/' %}{{ icon('a') }}{{ url('b') }}{% endwith %}",
    ],
)
def test_a_name_with_a_meaning_of_the_templates_own_keeps_it(template: str) -> None:
    assert "Error" not in same(template)


def test_a_macro_of_another_template_keeps_its_name() -> None:
    macros = "{% macro name(value) %}[{{ value }}]{% endmacro %}{% macro title(value) %}({{ value }}){% endmacro %}"
    for head in ("{% from 'macros' import name, title %}", "{% from 'macros' import name as name, title as title %}"):
        assert same({"main": head + "{{ name(x) }}{{ title('a') }}", "macros": macros}).endswith("](a)")


PARTS = {
    "what a part sets stays in it": {
        "main": "{% set x = 1 %}{% include 'part' %}{{ x }}{{ y is defined }}",
        "part": "{{ x }}{% set x = 2 %}{% set y = 3 %}{{ x }}{{ y }}",
    },
    "what is set later is not known before": {
        "main": "{% include 'part' %}{% set x = 1 %}{{ x }}{% include 'part' %}", "part": "{{ x }}",
    },
    "what is set in a branch": {
        "main": "{% if yes %}{% include 'part' %}{% set y = 1 %}{% endif %}{{ x }}", "part": "{{ y is defined }}",
    },
    "a part in a loop": {
        "main": "{% for i in items %}{% include 'part' %}{{ y is defined }}{% else %}{% endfor %}",
        "part": "{{ i }}{% set y = i * 2 %}{{ y }}",
    },
    "a part that counts": {
        "main": "{% for i in items %}{{ loop.index }}{% include 'part' %}{% endfor %}",
        "part": "{{ loop.last }}{% for j in items %}{{ loop.index }}{{ i }}{{ j }}{% endfor %}{{ loop.index0 }}",
    },
    "names of loops in each other": {
        "main": "{% for x in items %}{% for x in items %}{% include 'part' %}{% endfor %}{{ x }}{% endfor %}{{ x }}",
        "part": "{{ x }}{% for x in items %}{{ x }}{% endfor %}",
    },
    "a loop over nobody": {"main": "{% for i in [] %}{% else %}{% include 'part' %}{% endfor %}", "part": "{{ x }}"},
    "a loop that calls itself": {
        "main": "{% for t in tree recursive %}({{ loop(t) }}{% include 'part' %}){% endfor %}",
        "part": "{{ t | length }}",
    },
    "a part twice": {"main": "{% include 'part' %}{% include 'part' %}", "part": "{% set y = x %}{{ y }}"},
    "parts in parts": {
        "main": "{% include 'part' %}{% include 'last' %}",
        "part": "{% set y = 1 %}{% include 'inner' %}{{ y }}",
        "inner": "{% with z=y %}{% include 'last' %}{% endwith %}",
        "last": "{{ y is defined }}{{ z is defined }}{{ _('A & B') }}{{ icon('a') }}",
    },
    "values given to a part": {
        "main": "{% with a=1, b=x %}{% include 'part' %}{% endwith %}{{ a is defined }}",
        "part": "{{ a }}{{ b }}{% set a = 2 %}{{ a }}",
    },
    "a value that a part changes": {
        "main": "{% set ns = namespace(v=1) %}{% include 'part' %}{{ ns.v }}", "part": "{% set ns.v = 2 %}",
    },
    "a name that is worked out": {
        "main": "{% include which %}{% include 'pa' ~ 'rt' %}{% include ['none', 'part'] %}", "part": "{{ x }}",
    },
    "a part that may be missing": {
        "main": "{% include 'none' ignore missing %}{% include 'part' ignore missing %}", "part": "{{ x }}",
    },
    "a part that is missing where nobody looks": {"main": "{% if not yes %}{% include 'none' %}{% endif %}ok"},
    "a part that knows nothing": {
        "main": "{% set z = 1 %}{% include 'part' without context %}", "part": "{{ z is defined }}{{ x is defined }}",
    },
    "a part with a macro": {
        "main": "{% include 'part' %}{{ m is defined }}", "part": "{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m(x) }}",
    },
    "a part that imports": {
        "main": "{% include 'part' %}", "part": "{% from 'macros' import m %}{{ m(x) }}",
        "macros": "{% macro m(a) %}[{{ a }}]{% endmacro %}",
    },
    "a macro that a part uses": {
        "main": "{% macro m(a) %}[{{ a }}]{% endmacro %}{% import 'macros' as q %}{% include 'part' %}",
        "part": "{{ m(x) }}{{ q.n(x) }}", "macros": "{% macro n(a) %}({{ a }}){% endmacro %}",
    },
    "a part with a block": {
        "main": "{% block b %}main{% endblock %}{% include 'part' %}", "part": "{% block b %}part{% endblock %}",
    },
    "a part of another kind of page": {
        "main": "{% include 'part' %}", "part": "{% extends 'base' %}{% block b %}{{ x }}{% endblock %}",
        "base": "<{% block b %}{% endblock %}>",
    },
    "a part in a block": {
        "main": "{% extends 'base' %}{% block b %}{% set k = 1 %}{% include 'part' %}{% endblock %}",
        "part": "{{ x }}", "base": "<{% for i in items %}{% block b scoped %}{% endblock %}{% endfor %}>",
    },
    "a part in a macro": {
        "main": "{% macro m(a) %}{% include 'part' %}{{ a }}{% endmacro %}{{ m(x) }}",
        "part": "{{ a }}{% set a = 1 %}{{ a }}",
    },
    "a part in a call": {
        "main": "{% macro m() %}{{ caller(1) }}{% endmacro %}{% call(a) m() %}{% include 'part' %}{% endcall %}",
        "part": "{{ a }}{{ x }}",
    },
    "a part in a filter": {
        "main": "{% filter upper %}{% include 'part' %}{% endfilter %}"
                "{% set v %}{% include 'part' %}{% endset %}{{ v }}",
        "part": "abc{{ x }}{% set w = 1 %}",
    },
    "a part where nothing is escaped": {
        "main": "{% autoescape false %}{% include 'part' %}{{ x }}{% endautoescape %}", "part": "{{ x }}",
    },
    "a part of itself": {
        "main": "{% with t=tree %}{% include 'part' %}{% endwith %}",
        "part": "({% for u in t %}{% with t=u %}{% include 'part' %}{% endwith %}{% endfor %})",
    },
    "parts of each other": {
        "main": "{% with t=tree %}{% include 'part' %}{% endwith %}",
        "part": "({% for t in t %}{% include 'other' %}{% endfor %})", "other": "[{% include 'part' %}]",
    },
    "spaces and lines": {
        "main": "a\n{% include 'part' %}\nb\n  {% include 'part' %}c\n", "part": "\n  p\n{# remark #}\n{{ x -}}\n\n",
    },
    "what is no template": {"main": "{% include 'part' %}", "part": "{% raw %}{{ x }}{% endraw %}"},
}  # fmt: skip


@pytest.mark.parametrize("templates", PARTS.values(), ids=PARTS)
def test_a_part_is_the_same_in_its_place(templates: Mapping[str, str]) -> None:
    assert "Error" not in same(templates)


@pytest.mark.parametrize(
    ("templates", "error"),
    [
        ({"main": "{% include 'none' %}"}, "TemplateNotFound"),
        ({"main": "{% include 'part' %}", "part": "{{ nobody }}"}, "UndefinedError"),
        ({"main": "{% include 'part' %}", "part": "{% if %}"}, "TemplateSyntaxError"),
        ({"main": "{% include 'part' %}{{ y }}", "part": "{% set y = 1 %}"}, "UndefinedError"),
    ],
)
def test_what_is_wrong_with_a_part_is_told_in_the_same_way(templates: Mapping[str, str], error: str) -> None:
    assert same(templates).startswith(f"{error}:")


def test_parts_words_and_pictures_are_worked_out_once() -> None:
    """What all this is for: at a page, neither is a part looked up nor a catalogue asked."""
    asked: list[str] = []

    def ask(message: str) -> str:
        asked.append(message)
        return f"{message}."

    templates = {
        "main": "{% for i in items %}{% include 'part' %}{% endfor %}",
        "part": "{{ _('in %(country)s', country=x) }}{{ icon('a') }}{{ name(i) }}",
    }
    jinja = environment(InliningEnvironment, templates, gettext=ask, icon_parts=lambda name: (f"({name} ", ")"))
    template = jinja.get_template("main")
    assert asked == ["in %(country)s"]
    assert jinja.loader is not None
    jinja.loader = None
    said = template.render({**VALUES, "root": "r/", "x": "<"})
    assert said == "".join(f"in &lt;.(a r/)<bdi>{i}</bdi>" for i in (1, 2))
    assert asked == ["in %(country)s"]


def test_a_renderer_finds_a_sites_own_part_in_a_page_of_ours(tmp_path: Path) -> None:
    parts = tmp_path / "pages" / "parts"
    parts.mkdir(parents=True)
    (parts / "breadcrumb.html").write_text('<p class="own">{{ _("Partners") }} {{ site.name }}</p>\n', "utf-8")
    settings = view_data.settings("en", "ru")
    own = SiteSettings(
        **{name: getattr(settings, name) for name in settings.__slots__}
        | {"theme_dirs": (*settings.theme_dirs, tmp_path)}
    )
    (view,) = view_data.partner_views(small(), language="ru")
    page = landing.render(view, landing.Around(), Renderer("ru", own))
    assert '<p class="own">Партнёры Partners of SmartTouch</p>' in page.main
