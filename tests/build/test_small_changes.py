"""A build after a small change gives what a build from nothing gives, and says how little it had to write."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from partnersite.build import build
from partnersite.cache.warm import Warm
from partnersite.engine import Engine
from partnersite.opening import WORK_FOLDER, BuildResult
from partnersite.output import predecessor
from partnersite.problems import ProblemsFound
from plain_engine import PlainEngine

PARTNERS = "partners.yaml"
PROGRAM = "program.yaml"
CONFIG = "mkdocs.yml"
VANS = """\
  - id: van-builders
    name: Van Builders
    type: referral
    status: active
    since: 2020
    address: {country: RU, city: Kazan}
    referral: {place: catalogue, url: "https://vans.example.com/tills", summary: Vans that come with a till.}
"""
NEW = """\
  - id: new-one
    name: Almaty Tills
    type: integrator
    status: active
    parent: nord-pos
    address: {country: KZ}
...
"""
INTEGRATOR = """\
  integrator: {name: Integrator, plural: Integrators, summary: Joins products.}
tiers:
"""
LANGUAGES = "languages: [en, ru, ar]"

Edit = tuple[str, str, str]
"""A file below the source folder, a text in it and what takes its place; an empty text stands for the whole file."""

EDITS: dict[str, Sequence[Edit]] = {
    "a remark": [(PARTNERS, "partners:\n", "# Everybody.\npartners:\n")],
    "a text that its own page shows": [(PARTNERS, "Plain</i> text", "Other</i> text")],
    "a text that lists show": [(PARTNERS, "Tills that start", "Counters that start")],
    "a name, and with it the order of lists": [(PARTNERS, "name: Van Builders", "name: A Van & a Builder")],
    "a name in one language": [(PARTNERS, "ru: Степные кассы", "ru: Кассы степи")],
    "internal notes": [(PARTNERS, "CANARY-contract-5171", "CANARY-contract-9999")],
    "active to suspended": [(PARTNERS, VANS, VANS.replace("active", "suspended"))],
    "active to ended": [(PARTNERS, VANS, VANS.replace("active", "ended\n    until: 2025-01"))],
    "active to onboarding": [(PARTNERS, VANS, VANS.replace("active", "onboarding"))],
    "suspended to active": [(PARTNERS, "status: suspended", "status: active")],
    "onboarding to active": [(PARTNERS, "status: onboarding", "status: active")],
    "ended to active": [(PARTNERS, "    status: ended\n    since: 2015\n    until: 2021-06-30\n",
                         "    status: active\n    since: 2015\n")],
    "a new id": [(PARTNERS, "id: van-builders", "id: vans\n    formerly: [van-builders]")],
    "one former id less": [(PARTNERS, "    formerly: [nordpos]\n", "")],
    "a former id of another": [(PARTNERS, "    formerly: [nordpos]\n", ""),
                               (PARTNERS, "name: Van Builders", "name: Van Builders\n    formerly: [nordpos]")],
    "a new partner of a new type": [(PARTNERS, "...\n", NEW), (PROGRAM, "tiers:\n", INTEGRATOR)],
    "a partner less": [(PARTNERS, VANS, "")],
    "partners in another order": [(PARTNERS, VANS, ""), (PARTNERS, "partners:\n", f"partners:\n{VANS}")],
    "another country": [(PARTNERS, "address: {country: RU, city: Kazan}", "address: {country: FR, city: Lyon}")],
    "a territory": [(PARTNERS, "{territory: KZ, exclusive: yes}", "{territory: central-asia}")],
    "a family less": [(PARTNERS, "    parent: nord-pos\n", "")],
    "a logo less": [(PARTNERS, "    logo: logos/nord-pos.svg\n", "")],
    "another logo": [("content/partners/logos/nord-pos.svg", "<svg ", '<svg id="other" ')],
    "a logo where there was none": [(PARTNERS, "name: Van Builders", "name: Van Builders\n    logo: logos/vans.svg"),
                                    ("content/partners/logos/vans.svg", "", '<svg xmlns="http://www.w3.org/2000/svg" '
                                     'viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>')],
    "a record in a file of its own": [("partners/alone.yaml", "", "id: alone\nname: Alone\ntype: dealer\n"
                                       "status: active\naddress: {country: RU}\n...\n")],
    "the name of a type": [(PROGRAM, "name: {en: Dealer,", "name: {en: Agent,")],
    "the name of an industry": [(PROGRAM, "catering: {en: Catering", "catering: {en: Cafés")],
    "the name of the vendor": [(PROGRAM, "name: Acme\n", "name: Acme & Sons\n")],
    "a rate": [(PROGRAM, "rate: 25", "rate: 26")],
    "a colour": [(PROGRAM, "#0b6e4f", "#123456")],
    "the name of the site": [(CONFIG, "site_name: Acme Partners", "site_name: Acme")],
    "the address of the site": [(CONFIG, "https://partners.example.com/", "https://example.com/partners/")],
    "a language less": [(CONFIG, LANGUAGES, "languages: [en, ru]")],
    "a language more": [(CONFIG, LANGUAGES, "languages: [en, ru, ar, es]"),
                        ("content/es/index.md", "", "---\ntitle: Inicio\n---\nHola.\n")],
    "a page": [("content/en/index.md", "# Acme partners", "# Partners of Acme")],
    "a page more": [("content/en/program/more.md", "", "---\ntitle: More\n---\nMore.\n"),
                    (CONFIG, "- program/referral.md\n", "- program/referral.md\n      - program/more.md\n")],
    "a template of the site's own": [(CONFIG, "name: material\n", "name: material\n  custom_dir: theme\n"),
                                     ("theme/pages/parts/card.html", "", "<li>{{ name(card.name) }}</li>\n")],
    "words of the site's own": [(CONFIG, "name: material\n", "name: material\n  custom_dir: theme\n"),
                                ("theme/locales/ru/partnersite.po", "", 'msgid "Partners"\nmsgstr "Все партнёры"\n')],
    "an album": [("content/brand/kit/colours.txt", "", "green #00ff00\n")],
}  # fmt: skip


def run(
    source: Path, site: Path, engine: Engine | None = None, *, jobs: int = 1, warm: Warm | None = None
) -> BuildResult:
    return build(source, site_dir=site, engine=engine or PlainEngine(), jobs=jobs, durable=False, warm=warm)


def edit(source: Path, edits: Sequence[Edit]) -> None:
    for name, before, after in edits:
        file = source / name
        if not before:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(after, "utf-8")
            continue
        text = file.read_text("utf-8")
        assert before in text, f"{name} has no {before!r}"
        file.write_text(text.replace(before, after, 1), "utf-8")


def from_nothing(source: Path, folder: Path, engine: Engine | None = None) -> Path:
    """The site as a build makes it that remembers nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder / "source", ignore=shutil.ignore_patterns(".partnersite"))
    run(folder / "source", folder / "site", engine)
    return folder / "site"


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_a_change_and_its_undoing_give_what_a_build_from_nothing_gives(
    edits: Sequence[Edit], small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    site = tmp_path / "site"
    run(small_site, site)
    before = digest_of(site)
    shutil.copytree(small_site, tmp_path / "original", ignore=shutil.ignore_patterns(".partnersite"))
    edit(small_site, edits)
    changed = run(small_site, site)
    anew = from_nothing(small_site, tmp_path / "anew")
    assert digest_of(site) == digest_of(anew)
    assert changed.pages == sum(path.suffix == ".html" for path in site.rglob("*"))
    assert changed.files == sum(path.is_file() for path in site.rglob("*"))
    # Back again, which finds what was there before in its predecessor.
    for path in small_site.iterdir():
        if path.name != ".partnersite":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(tmp_path / "original", small_site, dirs_exist_ok=True)
    run(small_site, site)
    assert digest_of(site) == before


OWN_LOOKS = {
    "a page": ("pages/partner.html", "<h1>{{ name(partner.name) }}</h1><p>%s</p>"),
    "a part of a list": ("pages/parts/card.html", "<li>{{ name(card.name) }} %s</li>"),
    "words": ("locales/ru/partnersite.po", 'msgid "Partners"\nmsgstr "Партнёры %s"\n'),
}


@pytest.mark.parametrize(("file", "text"), OWN_LOOKS.values(), ids=OWN_LOOKS)
def test_looks_that_are_saved_again_and_again_are_never_those_of_an_earlier_save(
    file: str, text: str, small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    """As in a preview: one process makes all builds of one site, and no other site between them."""
    edit(small_site, [(CONFIG, "name: material\n", "name: material\n  custom_dir: theme\n")])
    site, warm = tmp_path / "site", Warm()
    for save in ("first", "second", "third"):
        edit(small_site, [(f"theme/{file}", "", text % save)])
        run(small_site, site, warm=warm)
    assert digest_of(site) == digest_of(from_nothing(small_site, tmp_path / "anew"))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("file", ["partners.json", "ru/search/data.json"])
def test_a_list_that_is_not_what_was_published_is_made_anew(
    file: str, jobs: int, small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    site = tmp_path / "site"
    run(small_site, site)
    run(small_site, site)
    damaged = site / file
    damaged.write_bytes(damaged.read_bytes().replace(b"Tills", b"tills"))
    edit(small_site, EDITS["a text that lists show"])
    run(small_site, site, jobs=jobs)
    assert digest_of(site) == digest_of(from_nothing(small_site, tmp_path / "anew"))


ONE_AFTER_THE_OTHER = (
    "a text that lists show", "a name, and with it the order of lists", "another logo", "a family less",
    "suspended to active", "another country", "a page", "one former id less", "onboarding to active",
    "a language less", "a logo less", "the name of the vendor", "a new partner of a new type",
)  # fmt: skip


@pytest.mark.parametrize("jobs", [1, 2], ids=["in one process", "with a second one beside it"])
def test_changes_one_after_the_other_leave_no_trace_of_those_before(
    jobs: int, small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    monkeypatch.setattr(predecessor, "_FEW", 0)  # the second process makes good whatever it may
    run(small_site, site, jobs=jobs)
    for name in ONE_AFTER_THE_OTHER:
        edit(small_site, EDITS[name])
        run(small_site, site, jobs=jobs)
        assert digest_of(site) == digest_of(from_nothing(small_site, tmp_path / "anew")), name
        assert run(small_site, site, jobs=jobs).changed == 0, f"{name}: what was built is not known again"


def test_a_process_that_builds_again_and_again_is_right_whatever_others_do_meanwhile(
    small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    site, warm, cache = tmp_path / "site", Warm(), small_site / WORK_FOLDER / "cache"
    meanwhile: list[Callable[[], object]] = [
        lambda: None,
        lambda: run(small_site, site),  # another process was quicker
        lambda: shutil.rmtree(cache),
        lambda: shutil.rmtree(cache / "pieces"),
        lambda: shutil.rmtree(site),
    ]
    for name, happens in zip(ONE_AFTER_THE_OTHER, meanwhile * 3, strict=False):
        edit(small_site, EDITS[name])
        happens()
        run(small_site, site, warm=warm)
        assert digest_of(site) == digest_of(from_nothing(small_site, tmp_path / "anew")), name


@pytest.mark.parametrize("jobs", [1, 2], ids=["in one process", "with a second one beside it"])
def test_a_change_that_is_refused_changes_nothing_and_the_next_one_is_whole(
    jobs: int, small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    monkeypatch.setattr(predecessor, "_FEW", 0)  # the second process makes good whatever it may
    run(small_site, site, jobs=jobs)
    run(small_site, site, jobs=jobs)
    before = digest_of(site)
    good = (small_site / PARTNERS).read_text("utf-8")
    page = small_site / "content" / "en" / "index.md"
    for file, text in (
        (small_site / PARTNERS, good.replace("type: referral", "type: referal", 1)),
        (page, page.read_text("utf-8") + "\n[nowhere](partners/nobody/)\n<a href='../nobody/'>x</a>\n"),
    ):
        kept = file.read_text("utf-8")
        edit(small_site, EDITS["a name, and with it the order of lists"])
        if file.name == PARTNERS:
            text = text.replace("name: Van Builders", "name: A Van & a Builder")
        file.write_text(text, "utf-8")
        with pytest.raises(ProblemsFound):
            run(small_site, site, jobs=jobs)
        assert digest_of(site) == before
        file.write_text(kept, "utf-8")
        (small_site / PARTNERS).write_text(good, "utf-8")
        run(small_site, site, jobs=jobs)
        assert digest_of(site) == before
    edit(small_site, EDITS["a text that lists show"])
    run(small_site, site, jobs=jobs)
    assert digest_of(site) == digest_of(from_nothing(small_site, tmp_path / "anew"))


@pytest.mark.parametrize(
    "link", ["partners/nord-pos/", "partners/former-partner/", "partners/", "partners/country/kz/", "brand/kit/"]
)
def test_a_link_to_a_place_that_is_on_no_page_is_found_whenever_the_page_was_made(
    link: str, small_site: Path, tmp_path: Path
) -> None:
    site, page = tmp_path / "site", small_site / "content" / "ru" / "index.md"
    good = page.read_text("utf-8")
    for _ in range(2):
        page.write_text(f"{good}\n[x]({link}#nowhere)\n", "utf-8")
        with pytest.raises(ProblemsFound) as refused:
            run(small_site, site)
        (problem,) = [problem for problem in refused.value.problems if problem.severity == "error"]
        assert (problem.code, problem.file) == ("broken-link", "content/ru/index.md")
        assert "#nowhere" in problem.message
        page.write_text(good, "utf-8")
        run(small_site, site)


def test_a_small_change_writes_little(small_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run(small_site, site).changed == run(small_site, tmp_path / "another").files
    assert run(small_site, site).changed == 0
    wrote = {}
    for name in ("a remark", "a page", "a text that its own page shows", "a name in one language"):
        edit(small_site, EDITS[name])
        wrote[name] = run(small_site, site).changed
    assert wrote["a remark"] <= 1  # the manifest
    assert wrote["a page"] <= 3  # the page, the search data and the manifest
    assert all(number <= 25 for number in wrote.values()), wrote


def test_a_change_of_all_pages_writes_into_the_files_of_the_predecessor(small_site: Path, tmp_path: Path) -> None:
    """File systems are slow at making and removing files: where there are enough, none is made and none removed."""
    site, spare = tmp_path / "site", tmp_path / ".site.spare" / "tree"
    run(small_site, site)
    for vendor in ("Acme One", "Acme Two"):
        edit(small_site, [(PROGRAM, "name: Acme", f"name: {vendor}")])
        run(small_site, site)
    pages = [str(path.relative_to(site)) for path in site.glob("**/partners/*/index.html")]
    before, after = ({path: (root / path).stat().st_ino for path in pages} for root in (site, spare))
    edit(small_site, [(PROGRAM, "name: Acme", "name: Acme Three")])
    run(small_site, site)
    assert {path: (site / path).stat().st_ino for path in pages} == after
    # A small change finds the files of the site before, and brings them up to date.
    edit(small_site, EDITS["a text that its own page shows"])
    run(small_site, site)
    assert {path: (site / path).stat().st_ino for path in pages} == before


def test_a_warning_is_told_again_by_every_build(small_site: Path, tmp_path: Path) -> None:
    edit(small_site, [(PARTNERS, "name: Van Builders", "name: Van Builders\n    logo: logos/vans.svg")])
    edit(small_site, EDITS["a logo where there was none"][1:])
    edit(small_site, [(PARTNERS, "https://vans.example.com/tills", "http://vans.example.com/tills")])
    told = [run(small_site, tmp_path / "site").warnings for _ in range(3)]
    assert "url-insecure" in [problem.code for problem in told[0]]
    assert told[0] == told[1] == told[2]
    edit(small_site, EDITS["a remark"])
    (moved,) = [problem for problem in run(small_site, tmp_path / "site").warnings if problem.code == "url-insecure"]
    (before,) = [problem for problem in told[0] if problem.code == "url-insecure"]
    assert moved.line == before.line + 1


@pytest.mark.parametrize("jobs", [1, 2], ids=["in one process", "with a second one beside it"])
def test_what_somebody_changes_in_the_published_site_is_put_right(
    jobs: int, small_site: Path, tmp_path: Path, digest_of: Callable[[Path], str]
) -> None:
    site = tmp_path / "site"
    run(small_site, site, jobs=jobs)
    edit(small_site, EDITS["a name in one language"])
    run(small_site, site, jobs=jobs)
    shutil.rmtree(site / "partners" / "van-builders")
    edit(small_site, EDITS["a text that lists show"])
    run(small_site, site, jobs=jobs)
    assert digest_of(site) == digest_of(from_nothing(small_site, tmp_path / "anew"))


@pytest.mark.parametrize("jobs", [1, 2], ids=["in one process", "with a second one beside it"])
def test_what_somebody_puts_into_the_published_site_is_never_removed(
    jobs: int, small_site: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    run(small_site, site, jobs=jobs)
    run(small_site, site, jobs=jobs)
    (site / "partners" / "own.txt").write_text("somebody's own", encoding="utf-8")
    edit(small_site, EDITS["a text that lists show"])
    with pytest.raises(ProblemsFound) as refused:
        run(small_site, site, jobs=jobs)
    assert [problem.code for problem in refused.value.problems] == ["site-folder-refused"]
    assert (site / "partners" / "own.txt").read_text("utf-8") == "somebody's own"
