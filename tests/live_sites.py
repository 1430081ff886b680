"""Sites built with the real engine and served on this machine as a careful host would: pages, headers, nothing else."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree, ignore_patterns

from filelock import FileLock
from lxml import html

from partnersite.build import build
from small_site import copy_small_site

REPOSITORY = Path(__file__).resolve().parents[1]
SITE_URL = "https://partners.example.com/"
"""What both sites are published as."""

KINDS = {
    "home": "",
    "programme": "program/",
    "terms": "program/dealer/",
    "directory": "partners/",
    "country": "partners/country/kz/",
    "type": "partners/type/dealer/",
    "partner with everything": "partners/nord-pos/",
    "partner with little": "partners/steppe-tills/",
    "referral partner": "partners/van-builders/",
    "suspended": "partners/paused-partner/",
    "ended": "partners/former-partner/",
    "courses": "training/",
    "course": "training/start/",
    "lesson": "training/start/first/",
    "brand": "brand/",
    "album": "brand/kit/",
    "not found": "404.html",
}
"""One page of every kind on the small site, by its address below the root of a language."""

LANGUAGES = {"en": "", "ru": "ru/", "ar": "ar/"}
"""The small site's languages and their roots."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site: where its files are and where it is served."""

    folder: Path
    address: str
    """Ends in `/`."""

    def pages(self) -> dict[str, html.HtmlElement]:
        """Every page but the redirects, parsed, by its absolute published address."""
        found = {}
        for file in sorted(self.folder.rglob("index.html")):
            document = html.fromstring(file.read_bytes())
            if not document.xpath("//meta[@http-equiv='refresh']"):
                path = file.parent.relative_to(self.folder).as_posix()
                found[SITE_URL + (f"{path}/" if path != "." else "")] = document
        return found

    def file_of(self, address: str) -> Path:
        """The file behind an absolute published address."""
        path = address.removeprefix(SITE_URL)
        return self.folder / (f"{path}index.html" if path.endswith("/") or not path else path)


def copy_own_site(folder: Path) -> Path:
    """Copies this repository's own site to a folder that does not exist yet; gives the folder."""
    folder.mkdir()
    for name in ("mkdocs.yml", "partners.yaml", "program.yaml"):
        (folder / name).write_bytes((REPOSITORY / name).read_bytes())
    for name in ("content", "theme", "partners"):
        if (REPOSITORY / name).exists():
            copytree(REPOSITORY / name, folder / name, ignore=ignore_patterns("__pycache__"))
    return folder


COPIES = {"small": copy_small_site, "own": copy_own_site}


@contextmanager
def live_site(name: str, folder: Path) -> Iterator[Site]:
    """One of `COPIES`, built in `folder` unless another process has done so, and served."""
    built = folder / f"{name}-site"
    with FileLock(folder / f"{name}-site.lock"):
        if not built.exists():
            build(COPIES[name](folder / f"{name}-source"), site_dir=built, durable=False)
    with serve(built) as address:
        yield Site(built, address)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serves a built site with the headers that it asks its host for; gives the address."""
    handler = type("Handler", (_Handler,), {"rules": header_rules(folder / "_headers")})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def header_rules(file: Path) -> list[tuple[str, list[str]]]:
    """The `_headers` file as (pattern of paths, lines)."""
    rules: list[tuple[str, list[str]]] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            rules.append((line, []))
        elif line.strip():
            rules[-1][1].append(line.strip())
    return rules


class _Handler(SimpleHTTPRequestHandler):
    rules: tuple[tuple[str, list[str]], ...] = ()

    def end_headers(self) -> None:
        headers: dict[str, str] = {}
        for pattern, lines in self.rules:
            if fnmatch(self.path.partition("?")[0], pattern):
                for line in lines:
                    name, _, value = line.removeprefix("! ").partition(": ")
                    headers.pop(name, None)
                    if value:
                        headers[name] = value
        for name, value in headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""
