"""Pages out of the menu have one frame, which is the frame that each of them would have had by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from partnersite.engine import MkDocsEngine
from partnersite.engine.frames import BEGIN, END, MARK, NOBODY, PARTS, FramedTemplate
from partnersite.render.shell import tidy
from partnersite.steps import stage
from staged_settings import read_staged

HEADINGS = "\n\n## One\n\nText.\n\n## Two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n## Three\n"
PAGES = {
    "news/first.md": "# First" + HEADINGS,
    "news/second.md": "Words without a heading.",
    "news/third.md": "## Only a part\n\n[First](first.md#two), [home](../index.md)",
    "news/hidden.md": "# Hidden" + HEADINGS,
    "news/mark.md": '# {{ "\\x1e" }} of ours\n\nA {{ "\\x1e" }} sign.',
    "news/index.md": "# News\n\n[Terms](../program/dealer.md)",
    "news/deep/er/page.md": "# Deep" + HEADINGS,
    "about.md": "# About" + HEADINGS,
    "program/extra.md": "# Beside pages of the menu" + HEADINGS,
    "program/dealer/below.md": "# Below a page of the menu" + HEADINGS,
    "program/dealer/a&b ü.md": "# Signs" + HEADINGS,
}
HIDE = {"news/hidden.md": "hide: [navigation, toc]\n"}


@pytest.fixture
def engine() -> Iterator[MkDocsEngine]:
    """An engine that a test may start."""
    engine = MkDocsEngine()
    engine.start()
    yield engine
    engine.stop()


class Page:
    """As much of a page of MkDocs as a frame has to do with."""

    def __init__(self, url: str) -> None:
        self.file = SimpleNamespace(src_uri=f"{url}index.md", url=url)
        self.meta: dict[str, object] = {}
        self.content = url
        self.toc = SimpleNamespace(items=[])
        self.is_homepage = not url
        self.edit_url = f"https://code.example/{url}"

    @property
    def url(self) -> str:
        return str(self.file.url)


def staged(site: Path, folder: Path) -> Path:
    for path, text in PAGES.items():
        file = site / "content" / "en" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        title = path.replace("&", "and")
        file.write_text(f"---\ntitle: {title}\n{HIDE.get(path, '')}---\n\n{text}\n", encoding="utf-8")
    stage(site, folder)
    return folder


def test_every_page_is_what_it_is_where_each_has_a_frame_of_its_own(
    small_site: Path, engine: MkDocsEngine, tmp_path: Path
) -> None:
    trees = staged(small_site, tmp_path / "staged")
    for language in ("en", "ru"):
        folder, config = trees / language, trees / language / "mkdocs.yml"
        assert engine.render(folder) == []
        ours = {file: file.read_text(encoding="utf-8") for file in (folder / "site").rglob("*.html")}
        config.write_text(config.read_text(encoding="utf-8").replace("framed: true", "framed: false"))
        assert engine.render(folder) == []
        pages = {file.relative_to(folder / "site").as_posix() for file in ours}
        assert {"news/first/index.html", "about/index.html"} <= {page.removeprefix("ru/") for page in pages}
        for file, html in ours.items():
            made = tidy(html).replace(BEGIN, "").replace(END, "")
            assert made == tidy(file.read_text(encoding="utf-8")), file


@pytest.mark.parametrize(
    ("line", "framed"),
    [
        ("", True),
        ("plugins: [tags, {partnersite: {languages: [en]}}]\n", False),
        ("plugins: [{search: {lang: en}}, {partnersite: {languages: [en]}}]\n", True),
        ("plugins: {partnersite: {languages: [en]}}\n", True),
        ("plugins: {meta: {}, partnersite: {languages: [en]}}\n", False),
        ("theme: {name: material, custom_dir: own}\n", True),
        ("theme: {name: material, custom_dir: templates}\n", False),
    ],
)
def test_pages_have_a_common_frame_only_where_our_templates_alone_say_what_is_in_it(
    small_site: Path, tmp_path: Path, line: str, framed: bool
) -> None:
    for file in ("own/pages/card.html", "own/own.css", "templates/partials/comments.html"):
        (small_site / file).parent.mkdir(parents=True, exist_ok=True)
        (small_site / file).write_text("", encoding="utf-8")
    config = small_site / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    name = line.partition(":")[0]
    if name in ("plugins", "theme"):
        after = {"plugins": "markdown_extensions:", "theme": "nav:"}[name]
        text = text[: text.index(f"{name}:")] + text[text.index(after) :]
    config.write_text(line + text, encoding="utf-8")
    stage(small_site, tmp_path / "staged")
    staged = read_staged((tmp_path / "staged" / "en" / "mkdocs.yml").read_text(encoding="utf-8"))
    assert staged["extra"]["framed"] is framed


TEMPLATES = {
    "main.html": '{{ seen(page.url) }}<a href="{{ link }}">{{ page.content }}|{{ page.meta.headings }}',
    PARTS: "{{ page.content }}" + MARK,
}


@pytest.mark.parametrize(
    ("urls", "link", "framed", "rendered"),
    [
        (["news/a/", "news/b/", "news/c/"], "../../", True, ["news/\x1f/"]),
        (["news/a/", "b/", "c/", "news/d/"], "../", True, ["news/\x1f/", "\x1f/"]),
        (["news/a/", "news/b/", "news/c/"], "../b/file.svg", True, ["news/\x1f/", "news/b/"]),
        (["menu/", "", "menu/a/"], "../", True, ["menu/", "", "menu/\x1f/"]),
        (["news/a&b/", "news/b/"], "../", True, ["news/\x1f/", "news/a&b/"]),
        (["news/a/", "news/b/"], "../", False, ["news/a/", "news/b/"]),
    ],
)
def test_a_frame_is_rendered_once_for_the_pages_that_it_goes_around(
    urls: list[str], link: str, framed: bool, rendered: list[str]
) -> None:
    environment = jinja2.Environment(loader=jinja2.DictLoader(TEMPLATES))
    environment.template_class = FramedTemplate
    environment.globals["link"] = link
    nav = SimpleNamespace(pages=[SimpleNamespace(file=SimpleNamespace(src_uri="menu/index.md"))])
    config = SimpleNamespace(extra={"framed": framed, "made": {}})
    seen: list[str] = []
    for url in urls:
        context = {"page": Page(url), "config": config, "nav": nav, "seen": lambda address: seen.append(address) or ""}
        environment.get_template("main.html").render(context)
    assert seen == rendered


LINK = "{{ page.content | replace('<a class=\"headerlink\"', '<a') }}"


@pytest.mark.parametrize(
    ("text", "once"),
    [
        (f"<p>{LINK}</p>", True),
        (f"{LINK}{{{{ page.meta.written_in }}}}", True),
        (f"{LINK}{{{{ page.meta.title }}}}", False),
        (f"{LINK}{{{{ page.url | urlencode }}}}", False),
        (f"{LINK}{{{{ page.edit_url }}}}", False),
        (f"{LINK}{LINK}", False),
        ("none", False),
    ],
)
def test_what_stands_around_texts_is_rendered_once_where_it_says_nothing_of_the_page(text: str, once: bool) -> None:
    templates = {
        "main.html": "{{ page.content }}|{{ page.meta.headings }}",
        PARTS: "{{ seen(page.url) }}" + text + MARK + '{% include "partials/site-toc.html" %}',
        "partials/site-toc.html": "{{ page.toc.items | length }}",
    }
    seen: list[str] = []
    config = SimpleNamespace(extra={"framed": True, "made": {}})
    ours, plain = (jinja2.Environment(loader=jinja2.DictLoader(templates)) for _ in range(2))
    ours.template_class = FramedTemplate
    for environment in (ours, plain):
        environment.globals["seen"] = lambda address: seen.append(address) or ""
    for name in ("a", "b"):
        page = Page(f"news/{name}/")
        page.meta = {"title": name.upper()}
        page.content = f'<h1>{name}<a class="headerlink" href=""></a></h1>'
        context = {"page": page, "config": config, "nav": SimpleNamespace(pages=[])}
        html, headings = plain.get_template(PARTS).render(context).split(MARK)
        expected = f"{BEGIN}{END}{html}|{BEGIN}{headings}{END}"
        assert expected == ours.get_template("main.html").render(context)
    assert seen == ["news/a/", NOBODY, *([] if once else ["news/a/"]), "news/b/", *([] if once else ["news/b/"])]
