"""A few pages that the engine's process renders before the first tree comes in, while the build reads the sources.

What they need is what each tree needs: modules, the names of installed plugins, the theme's templates compiled. All
trees find that ready. A tree's own plugins and extensions are no part of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

PAGES = {
    "index.md": "---\ntitle: First\n---\n\n# First\n\n*One* [link](two.md).\n\n- item\n\n## A\n\n## B\n\n## C\n",
    "apart.md": "---\ntitle: Apart\n---\n\n# Apart\n\n## A\n\n## B\n\n## C\n",
    "two.md": "---\ntitle: Second\n---\n\n# Second\n\n| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n",
    "three.md": "---\ntitle: Third\nshell: true\nhide: [toc]\n---\n\n<!--partnersite:main-->\n",
}
LOOK = {
    "name": "material",
    "font": False,
    "features": ["navigation.footer", "navigation.indexes"],
    "palette": [
        {"media": "(prefers-color-scheme: light)", "scheme": "default", "toggle": {"icon": "x", "name": "x"}},
        {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "toggle": {"icon": "x", "name": "x"}},
    ],
}
CONFIG = {
    "site_name": "Rehearsal",
    "site_url": "https://rehearsal.example/",
    "nav": ["index.md", {"Section": ["two.md", "three.md"]}],
    "extra": {
        "framed": True,
        "generator": False,
        "join": "two.md",
        "language_root": ".",
        "made": {},
        "scope": "/",
        "words": {},
    },
    "plugins": ["search"],
    "markdown_extensions": [*(f"partnersite.stage.{name}" for name in ("tables", "blocks", "inline")), "tables", "toc"],
}


def rehearse(theme: Path, render: Callable[[Path], None]) -> None:
    """Renders the pages with the templates of a theme folder; `render` is given the folder of their tree."""
    with TemporaryDirectory(prefix="partnersite-") as name:
        folder = Path(name)
        (folder / "docs").mkdir()
        for file, text in PAGES.items():
            (folder / "docs" / file).write_text(text, encoding="utf-8")
        config: dict[str, object] = {**CONFIG, "theme": {**LOOK, "custom_dir": str(theme)}}
        (folder / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML
        render(folder)
