"""A stand-in for the engine: the least that honours the staged tree, in milliseconds instead of seconds."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from pathlib import Path

import markdown
import yaml

from partnersite.problems import Problem
from partnersite.stage.content import address_of

LINK = re.compile(r'href="([^":]+\.md)"')

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<!--partnersite:head-->
<link rel="stylesheet" href="{root}assets/plain.css">
<script>document.documentElement.className = "js"</script>
</head>
<body dir="{direction}">
<header><ul><!--partnersite:switcher--></ul></header>
<nav>{nav}</nav>
<main>
{main}
</main>
</body>
</html>
"""


class PlainEngine:
    """Renders a staged tree with nothing but Python-Markdown."""

    identity = "plain 1"

    def __init__(self) -> None:
        self.runs: list[str] = []

    def start(self, theme: Path | None = None) -> None:
        """It is always ready."""

    def stop(self) -> None:
        """Nothing of it goes on."""

    def render(self, folder: Path) -> list[Problem]:
        """Writes `folder/site` as an engine does: pages, 404, theme files, search data."""
        self.runs.append(folder.name)
        config = yaml.load((folder / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
        language, site = config["theme"]["language"], folder / "site"
        entries = []
        for source in sorted((folder / "docs").rglob("*.md")):
            path = source.relative_to(folder / "docs").as_posix()
            address = address_of(path)
            meta, body = _split(source.read_text(encoding="utf-8"))
            main = _relink(markdown.markdown(body, extensions=["tables"]), path)
            if not meta.get("shell"):
                main = f"<!--partnersite:content-begin-->{main}<!--partnersite:content-end-->"
                entries.append({"location": address, "title": meta["title"], "text": main})
            if meta.get("written_in"):
                main = "<!--partnersite:fallback-->" + main
            nav = f'<a href="{_root(address)}{config["extra"]["homepage"].strip(".")}">home</a>'
            _write(site / address / "index.html", language, _root(address), nav, main)
        _write(site / "404.html", language, "/", "", "<!--partnersite:not-found-->")
        shutil.copytree(folder.parent / "theme" / "assets", site / "assets", dirs_exist_ok=True)
        (site / "assets" / "plain.css").write_text("body{margin:0}\n", encoding="utf-8")
        (site / "search").mkdir(exist_ok=True)
        index = {"config": {"lang": ["en"], "separator": "[\\s\\-]+", "pipeline": [], "fields": {}}, "docs": entries}
        (site / "search" / "search_index.json").write_text(json.dumps(index), encoding="utf-8")
        return []


def _relink(html: str, path: str) -> str:
    """Links to pages' files become links to their addresses, as with every engine."""

    def relink(link: re.Match[str]) -> str:
        linked = posixpath.normpath(posixpath.join(posixpath.dirname(path), link[1]))
        return f'href="{_root(address_of(path))}{address_of(linked)}"'

    return LINK.sub(relink, html)


def _split(text: str) -> tuple[dict[str, object], str]:
    _, meta, body = text.split("---\n", 2)
    values = yaml.safe_load(meta)
    assert isinstance(values, dict)
    return values, body


def _root(address: str) -> str:
    return "../" * address.count("/") or "./"


def _write(file: Path, language: str, root: str, nav: str, main: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    file.parent.mkdir(parents=True, exist_ok=True)
    html = PAGE.format(language=language, direction=direction, root=root, nav=nav, main=main)
    file.write_text(html, encoding="utf-8")
