"""Editorial pages as they are read: stand-ins for missing translations, and everything that is wrong with the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnersite.inputs import read_inputs
from partnersite.problems import Problem, Problems, ProblemsFound
from partnersite.settings import read_settings
from partnersite.stage.content import Content, address_of, read_content


def read(source: Path) -> tuple[Content, list[Problem]]:
    problems = Problems()
    return read_content(read_settings(source), problems), list(problems)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.md", ""),
        ("support.md", "support/"),
        ("program/index.md", "program/"),
        ("program/dealer.md", "program/dealer/"),
        ("a/b/c.d.md", "a/b/c.d/"),
    ],
)
def test_addresses(path: str, address: str) -> None:
    assert address_of(path) == address


def test_every_language_has_every_page_and_knows_who_wrote_it(small_site: Path) -> None:
    content, problems = read(small_site)
    assert problems == []
    assert content.pages["ru"].keys() == content.pages["en"].keys() == content.pages["ar"].keys()
    assert content.pages["ru"]["program/dealer.md"].language == "ru"
    assert content.pages["ar"]["program/dealer.md"].language == "en"
    assert content.translations["program/dealer.md"] == ("en", "ru")


@pytest.mark.parametrize(
    ("file", "text", "code", "said"),
    [
        ("content/ru/program/dealr.md", "---\ntitle: x\n---\n", "page-only-in-translation", "program/dealer.md"),
        ("content/en/new.md", "# No front matter\n", "no-front-matter", "title"),
        ("content/en/new.md", "---\ntitel: x\n---\n", "unknown-key", "did you mean `title`?"),
        ("content/en/new.md", "---\ntitle: x\nhide: toc\n---\n", "not-a-list", "hide"),
        ("content/en/new.md", "---\ntitle: x\nhide: [tok]\n---\n", "unknown-value", "did you mean `toc`?"),
        ("content/en/new.md", "---\ntitle: ''\n---\n", "no-title", "title"),
        ("content/en/program.md", "---\ntitle: x\n---\n", "two-sources-one-address", "program/index.md"),
        ("content/en/partners.md", "---\ntitle: x\n---\n", "reserved-place", "partners.yaml"),
        ("content/en/partners/index.md", "---\ntitle: x\n---\n", "reserved-place", "partners.yaml"),
        ("content/en/partners/nord-pos.md", "---\ntitle: x\n---\n", "reserved-place", "partners.yaml"),
        ("content/ru/partners/shell-partner.md", "---\ntitle: x\n---\n", "reserved-place", "partners.yaml"),
        ("content/en/assets/notes.txt", "text", "reserved-place", "the theme"),
        ("content/en/ru/index.md", "---\ntitle: x\n---\n", "reserved-place", "content/ru/"),
        ("content/en/README.md", "---\ntitle: x\n---\n", "reserved-place", "call it index.md"),
        ("content/en/training/404.md", "---\ntitle: x\n---\n", "reserved-place", "theme"),
        ("content/en/data.csv", "a;b\n", "unknown-kind-of-file", "not published"),
        ("content/en/INDEX.md", "---\ntitle: x\n---\n", "file-same-name", "index.md"),
    ],
)
def test_what_is_wrong_is_named(small_site: Path, file: str, text: str, code: str, said: str) -> None:
    (small_site / file).parent.mkdir(exist_ok=True, parents=True)
    (small_site / file).write_text(text)
    _, problems = read(small_site)
    found = [problem for problem in problems if problem.code == code]
    assert found, problems
    assert found[0].file == file or file in found[0].message or said in found[0].file
    assert said in f"{found[0].message} {found[0].hint} {found[0].file}"


@pytest.mark.parametrize(
    ("file", "data", "code"),
    [
        ("script.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "svg-element"),
        ("page.png", b"<html><script>alert(1)</script>", "picture-wrong-kind"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture-broken"),
    ],
)
def test_a_picture_beside_the_pages_is_a_picture(small_site: Path, file: str, data: bytes, code: str) -> None:
    (small_site / "content" / "en" / file).write_bytes(data)
    _, problems = read(small_site)
    assert {(problem.file, problem.code) for problem in problems} == {(f"content/en/{file}", code)}


def test_a_page_where_an_album_is_published_names_both(small_site: Path) -> None:
    (small_site / "content" / "en" / "brand" / "kit.md").write_text("---\ntitle: x\n---\n")
    with pytest.raises(ProblemsFound) as raised:
        read_inputs(read_settings(small_site))
    (problem,) = raised.value.problems
    assert (problem.code, problem.file) == ("two-sources-one-address", "content/en/brand/kit.md")
    assert "content/brand/kit/album.yaml" in problem.message


def test_a_link_in_content_is_not_followed(small_site: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: secret\n---\n")
    (small_site / "content" / "en" / "linked.md").symlink_to(tmp_path / "secret.md")
    content, problems = read(small_site)
    assert [problem.file for problem in problems] == ["content/en/linked.md"]
    assert "linked.md" not in content.pages["en"]


def test_a_page_that_is_not_utf8_is_a_problem(small_site: Path) -> None:
    (small_site / "content" / "en" / "latin.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    _, problems = read(small_site)
    assert [problem.file for problem in problems] == ["content/en/latin.md"]
