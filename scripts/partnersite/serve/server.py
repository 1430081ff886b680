"""The web server of the preview: files of the site, live reload, nothing outside the site's folder."""

from __future__ import annotations

import contextlib
import html
import ipaddress
import os
import re
import shutil
import socket
import socketserver
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote, urljoin, urlsplit

from partnersite.output.paths import media_type
from partnersite.problems import PartnersiteError
from partnersite.serve.board import Board

LIVE = "/-/"
"""Where the preview's own files are; no published name begins with a dash."""

HEARTBEAT_SECONDS = 15.0
"""How often an idle event stream is written to, to notice that its browser has gone."""

_NEVER = {"Cache-Control": "no-store"}
ASK_AGAIN = "no-cache"
IMMUTABLE = "max-age=31536000, immutable"
_ASSET = re.compile(rb'(<(?:link|script)\b[^>]*?\b(?:href|src)=")([^"?#]+\.(?:css|js))(")')
_HERE = Path(__file__).parent
_OWN_FILES = {"live.js": "text/javascript", "live.css": "text/css"}
_WAITING = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Preview</title>
<body><p>There is no site yet. It is shown here as soon as it is built.</p></body></html>
"""


class AddressTaken(PartnersiteError):
    """The preview cannot listen where it was asked to."""


@contextlib.contextmanager
def start_server(
    host: str, port: int, site_dir: Path, board: Board, *, base_path: str = "/"
) -> Iterator[str]:
    """Serve `site_dir` in threads until the end of the `with`; gives the address of the site's root.

    Port 0 takes a free one. Raises AddressTaken.
    """
    handler = partial(_Handler, site_dir=site_dir.absolute(), board=board, base_path=base_path, host=host)
    try:
        server = _Server.at(host, port, handler)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise AddressTaken(
            f"The preview cannot listen on {host}, port {port}: {reason}. --port 0 takes any free port."
        ) from None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    shown = f"[{host}]" if ":" in host else host
    try:
        yield f"http://{shown}:{server.server_address[1]}{base_path}"
    finally:
        board.close()
        server.shutdown()
        server.server_close()
        thread.join()


def allowed_host(header: str, host: str) -> bool:
    """Whether a request's `Host` names this preview.

    A page of a stranger may make its own name point to this machine and then read what is served here; it
    cannot make the browser send an address or `localhost` for that name.
    """
    try:
        name = (urlsplit(f"//{header}").hostname or "").removesuffix(".")
    except ValueError:
        return False
    if name in (host.lower(), "localhost") or name.endswith(".localhost"):
        return True
    with contextlib.suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return False


def segments_of(path: str) -> tuple[str, ...] | None:
    """The decoded names in a request's path, or None for a path that is refused.

    The last name is empty where the path ends in `/`.
    """
    if not path.startswith("/"):
        return None
    try:
        decoded = unquote(path[1:], errors="strict")
    except UnicodeDecodeError:
        return None
    names = tuple(decoded.split("/"))
    if any(name in ("", ".", "..") for name in names[:-1]) or names[-1] in (".", ".."):
        return None
    if "\\" in decoded or not decoded.replace("/", "").isprintable():
        return None
    return names


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    @classmethod
    def at(cls, host: str, port: int, handler: partial[_Handler]) -> _Server:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return type("_Server", (cls,), {"address_family": family})((host, port), handler)  # type: ignore[no-any-return]

    def server_bind(self) -> None:
        # Not HTTPServer's: it looks up this machine's name, which takes seconds where there is no network.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        # A browser that goes away in the middle of an answer is nothing to report.
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "partnersite"
    sys_version = ""
    timeout = 60

    def __init__(self, *args: object, site_dir: Path, board: Board, base_path: str, host: str) -> None:
        self.site_dir = site_dir
        self.board = board
        self.base_path = base_path
        self.host = host
        super().__init__(*args)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal is for what the person at it can act on."""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = urlsplit(self.path).path if not self.path.startswith("//") else self.path
        if not allowed_host(self.headers.get("Host", ""), self.host):
            self._send_text(HTTPStatus.MISDIRECTED_REQUEST, "This preview answers to its own address only.\n")
        elif path == f"{LIVE}status":
            self._send_events()
        elif path.startswith(LIVE):
            self._send_own_file(path.removeprefix(LIVE))
        elif not path.startswith(self.base_path):
            # The site is shown below the path that it has on its host, so that absolute paths hold here too.
            if path == "/" or f"{path}/" == self.base_path:
                self._redirect(self.base_path)
            else:
                self._send_not_found(())
        else:
            names = segments_of(path[len(self.base_path) - 1 :])
            self._send_not_found(()) if names is None else self._send_file(names)

    def _send_file(self, names: tuple[str, ...]) -> None:
        # Asked before the file is opened: should a new site come between, the page loads itself once more.
        site = self.board.status.site
        file = self._open("/".join(names) + ("index.html" if not names[-1] else ""))
        if file is not None:
            with file:
                self._send_open_file(HTTPStatus.OK, file, site)
        elif names[-1] and (self.site_dir.joinpath(*names) / "index.html").is_file():
            self._redirect(self.base_path + quote("/".join(names)) + "/")
        else:
            self._send_not_found(names)

    def _send_not_found(self, names: tuple[str, ...]) -> None:
        """The page of the nearest folder above: every language has its own."""
        site = self.board.status.site
        for depth in range(len(names), -1, -1):
            file = self._open("/".join((*names[:depth], "404.html")))
            if file is not None:
                with file:
                    self._send_open_file(HTTPStatus.NOT_FOUND, file, site)
                return
        if (self.site_dir / "index.html").is_file():
            self._send_text(HTTPStatus.NOT_FOUND, "There is no such page.\n")
        else:
            page = self._with_live(_WAITING.encode(), site)
            self._send_bytes(HTTPStatus.SERVICE_UNAVAILABLE, page, "text/html; charset=utf-8")

    def _open(self, path: str) -> BinaryIO | None:
        """A regular file of the site; None for anything else, and for what a link leads out to."""
        try:
            place = (self.site_dir / path).resolve()
            # Looked at before it is opened: opening a pipe would wait for somebody to write into it.
            if place.is_relative_to(self.site_dir.resolve()) and place.is_file():
                return open(place, "rb")
        except (OSError, RuntimeError, ValueError):
            pass
        return None

    def _send_open_file(self, status: HTTPStatus, file: BinaryIO, site: str) -> None:
        kind = _content_type(str(file.name))
        if kind.startswith("text/html"):
            self._send_bytes(status, self._with_live(_ASSET.sub(self._by_state, file.read()), site), kind)
            self.board.shown(site)
            return
        state = os.fstat(file.fileno())
        tag = _state_of(state)
        known = status is HTTPStatus.OK and self.headers.get("If-None-Match") == f'"{tag}"'
        if known:
            status = HTTPStatus.NOT_MODIFIED
        kept = IMMUTABLE if urlsplit(self.path).query == _asked(tag) else ASK_AGAIN
        self._send_head(status, kind, None if known else state.st_size, {"Cache-Control": kept, "ETag": f'"{tag}"'})
        if self.command != "HEAD" and not known:
            shutil.copyfileobj(file, self.wfile)

    def _by_state(self, asset: re.Match[bytes]) -> bytes:
        """A page's reference to a script or stylesheet, with the file's state: browsers keep it as it is then."""
        path = urljoin(urlsplit(self.path).path, asset[2].decode("utf-8", "replace"))
        names = segments_of(path[len(self.base_path) - 1 :]) if path.startswith(self.base_path) else None
        try:
            state = _state_of(os.lstat(self.site_dir.joinpath(*names))) if names else ""
        except OSError:
            state = ""
        return asset[1] + asset[2] + (f"?{_asked(state)}".encode() if state else b"") + asset[3]

    def _with_live(self, page: bytes, site: str) -> bytes:
        """The page with the preview's script before the end of its body; files on disk stay as they are."""
        script = f'<script src="{LIVE}live.js" data-site="{html.escape(site)}" defer></script>'.encode()
        end = page.rfind(b"</body>")
        return page + script if end < 0 else page[:end] + script + page[end:]

    def _send_own_file(self, name: str) -> None:
        if name in _OWN_FILES:
            content = (_HERE / name).read_bytes()
            self._send_bytes(HTTPStatus.OK, content, f"{_OWN_FILES[name]}; charset=utf-8")
        else:
            self._send_text(HTTPStatus.NOT_FOUND, "There is no such file.\n")

    def _send_events(self) -> None:
        """Server-sent events: the status now, and every later one as it comes."""
        self.close_connection = True
        self._send_head(HTTPStatus.OK, "text/event-stream; charset=utf-8", None)
        number = 0
        with self.board.reader():
            while self.command != "HEAD" and not self.board.closed:
                news = self.board.wait(number, HEARTBEAT_SECONDS)
                if news is None:
                    self.wfile.write(b":\n\n")
                else:
                    number, status = news
                    self.wfile.write(f"data: {status.to_json()}\n\n".encode())

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", location)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_text(self, status: HTTPStatus, text: str) -> None:
        self._send_bytes(status, text.encode(), "text/plain; charset=utf-8")

    def _send_bytes(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self._send_head(status, kind, len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_head(
        self, status: HTTPStatus, kind: str, length: int | None, caching: Mapping[str, str] = _NEVER
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in caching.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        elif status is HTTPStatus.OK:
            self.send_header("Connection", "close")
        self.end_headers()


def _state_of(file: os.stat_result) -> str:
    """Tells a file from what it was before."""
    return f"{file.st_ino:x}-{file.st_mtime_ns:x}-{file.st_size:x}"


def _asked(state: str) -> str:
    """The query with which a page asks for a file in a state."""
    return f"v={state}"


def _content_type(path: str) -> str:
    kind = media_type(path)
    text = kind.startswith("text/") or kind in ("application/json", "application/xml", "image/svg+xml")
    return f"{kind}; charset=utf-8" if text else kind
