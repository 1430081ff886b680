"""Runs the preview over a folder with a build that copies one page; a page that says `wrong` is a problem."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from partnersite.problems import Problem, ProblemsFound
from partnersite.serve import serve

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Page</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self';
 connect-src 'self'"></head><body><main>{}</main></body></html>
"""


@dataclass(frozen=True)
class Result:
    pages: int = 1
    warnings: tuple[Problem, ...] = ()


def main(source: Path) -> None:
    site = source / "site"

    def build(on_live: Callable[[], None]) -> Result:
        text = (source / "page.md").read_text(encoding="utf-8")
        if text.startswith("wrong"):
            problem = Problem(
                "wrong-text",
                "The text is <b>wrong</b>.",
                file="page.md",
                line=1,
                column=1,
                hint="write something else <script>document.title = 'hacked'</script>",
                excerpt=text,
            )
            raise ProblemsFound([problem])
        if text.startswith("fault"):
            raise KeyError(text)
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text(PAGE.format(text), encoding="utf-8")
        on_live()
        return Result()

    serve(source, "127.0.0.1", 0, build, [source / "page.md"], site, say=lambda line: print(line, flush=True))  # type: ignore[arg-type,return-value]  # noqa: T201


if __name__ == "__main__":
    # A parent in the background may have told its children to ignore Ctrl+C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main(Path(sys.argv[1]))
