"""The preview's web server: what it answers, and what it refuses."""

from __future__ import annotations

import http.client
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from partnersite.problems import PartnersiteError, Problem
from partnersite.serve.board import Board
from partnersite.serve.server import allowed_host, segments_of, start_server

PAGE = "<!doctype html><html><body><p>{}</p></body></html>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    pages = {"": "home", "ru/": "дом", "partners/kupava/": "Kupava", "a b/": "space"}
    for path, text in pages.items():
        (folder / path).mkdir(parents=True, exist_ok=True)
        (folder / path / "index.html").write_text(PAGE.format(text), encoding="utf-8")
    (folder / "404.html").write_text(PAGE.format("not found"), encoding="utf-8")
    (folder / "ru" / "404.html").write_text(PAGE.format("нет"), encoding="utf-8")
    (folder / "kit.zip").write_bytes(b"PK</body>")
    (folder / "logo.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe.txt")
    return folder


class Client:
    """Sends paths exactly as they are written; browsers and urllib would tidy them first."""

    def __init__(self, address: str) -> None:
        self.netloc = urlsplit(address).netloc

    def get(
        self, path: str, *, method: str = "GET", host: str = "", known: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.netloc, timeout=10)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or self.netloc)
        if known:
            connection.putheader("If-None-Match", known)
        connection.endheaders()
        answer = connection.getresponse()
        try:
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def client(site: Path, board: Board) -> Iterator[Client]:
    with start_server("127.0.0.1", 0, site, board) as address:
        yield Client(address)


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/", 200, "home"),
        ("/index.html", 200, "home"),
        ("/?q=1", 200, "home"),
        ("/ru/", 200, "дом"),
        ("/a%20b/", 200, "space"),
        ("/partners/kupava/", 200, "Kupava"),
        ("/partners/nobody/", 404, "not found"),
        ("/partners/", 404, "not found"),
        ("/ru/partners/nobody/", 404, "нет"),
        ("/ru/nothing.css", 404, "нет"),
        ("/rus/", 404, "not found"),
    ],
)
def test_a_page_comes_with_the_live_script_and_a_missing_one_in_its_language(
    client: Client, path: str, status: int, text: str
) -> None:
    answered, headers, body = client.get(path)
    assert (answered, headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert f"<p>{text}</p><script src=" in body.decode()
    assert body.endswith(b"</script></body></html>")


def test_pages_on_disk_stay_as_they_are(client: Client, site: Path) -> None:
    client.get("/")
    assert (site / "index.html").read_text(encoding="utf-8") == PAGE.format("home")


@pytest.mark.parametrize(
    ("path", "kind"), [("/kit.zip", "application/zip"), ("/logo.svg", "image/svg+xml; charset=utf-8")]
)
def test_other_files_come_byte_for_byte(client: Client, site: Path, path: str, kind: str) -> None:
    status, headers, body = client.get(path)
    assert (status, headers["Content-Type"], body) == (200, kind, (site / path[1:]).read_bytes())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-cache"


def test_a_file_that_a_browser_has_is_not_sent_again_until_it_changes(client: Client, site: Path) -> None:
    _, headers, _ = client.get("/logo.svg")
    assert client.get("/logo.svg", known=headers["ETag"])[::2] == (304, b"")
    (site / "logo.svg").write_bytes(b"<svg/>")
    assert client.get("/logo.svg", known=headers["ETag"])[::2] == (200, b"<svg/>")


def test_a_page_is_never_kept_by_a_browser(client: Client) -> None:
    assert client.get("/")[1]["Cache-Control"] == "no-store"


def test_scripts_and_stylesheets_of_a_page_are_asked_for_by_their_state(client: Client, site: Path) -> None:
    (site / "assets").mkdir()
    (site / "assets/a.css").write_bytes(b"a{}")
    (site / "ru/style.html").write_text('<link rel="stylesheet" href="../assets/a.css"><script src="gone.js">', "utf-8")

    def style() -> str:
        (found,) = re.findall(r'href="(../assets/a.css\?v=[^"]+)"', client.get("/ru/style.html")[2].decode())
        return urljoin("/ru/style.html", found)

    first = style()
    assert "immutable" in client.get(first)[1]["Cache-Control"]
    (site / "assets/a.css").write_bytes(b"b{ }")
    assert style() != first
    assert client.get(style())[2] == b"b{ }"
    assert client.get(first)[1]["Cache-Control"] == "no-cache"


def test_head_has_the_length_and_no_body(client: Client) -> None:
    for path in ("/", "/kit.zip"):
        _, whole, body = client.get(path)
        _, head, nothing = client.get(path, method="HEAD")
        assert (head["Content-Length"], nothing) == (str(len(body)), b"")
        assert head["Content-Length"] == whole["Content-Length"]


def test_a_folder_without_its_slash_leads_to_the_folder(client: Client) -> None:
    status, headers, _ = client.get("/a%20b")
    assert (status, headers["Location"]) == (301, "/a%20b/")


OUTSIDE = [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/ru/../../secret.txt",
    "/ru/%2e%2e/%2e%2e/secret.txt",
    "/..\\secret.txt",
    "/..%5csecret.txt",
    "/%5c..%5csecret.txt",
    "/....//secret.txt",
    "//secret.txt",
    "///etc/passwd",
    "//etc/passwd",
    "/%2fetc/passwd",
    "/etc/passwd%00.html",
    "/%00",
    "/%ff%fe",
    "/link.txt",
    "/pipe.txt",
    "//evil.example/%2e%2e",
    "/%0d%0aX-Evil:%201/",
    "/-/../secret.txt",
    "/-/server.py",
    "/-/__init__.py",
    "/-/..%2fserver.py",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_site_is_served(client: Client, path: str) -> None:
    status, headers, body = client.get(path)
    assert status == 404
    assert b"secret" not in body
    assert b"root:" not in body
    assert "Location" not in headers
    assert "X-Evil" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_answered(client: Client, method: str) -> None:
    assert client.get("/", method=method)[0] == 501


@pytest.mark.parametrize(
    ("header", "host", "allowed"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("demo.localhost:8000", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("192.168.1.7:8000", "0.0.0.0", True),
        ("studio.lan:8000", "studio.lan", True),
        ("studio.lan:8000", "127.0.0.1", False),
        ("evil.example", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("localhost.evil.example:8000", "127.0.0.1", False),
        ("evil.example@127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1@evil.example", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
def test_a_request_must_name_this_machine(header: str, host: str, allowed: bool) -> None:
    assert allowed_host(header, host) is allowed


def test_a_stranger_s_name_for_this_machine_is_not_answered(client: Client) -> None:
    for path in ("/", "/kit.zip", "/-/status", "/-/live.js"):
        status, _, body = client.get(path, host="evil.example:8000")
        assert (status, body) == (421, b"This preview answers to its own address only.\n")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/", ("",)),
        ("/a/b/", ("a", "b", "")),
        ("/a%2Fb", ("a", "b")),
        ("/%D0%B4", ("д",)),
        ("/a//b", None),
        ("/a/./b", None),
        ("/a/..", None),
        ("a", None),
        ("", None),
    ],
)
def test_a_path_is_decoded_once_or_refused(path: str, names: tuple[str, ...] | None) -> None:
    assert segments_of(path) == names


def test_the_site_is_shown_below_its_path_on_its_host(site: Path, board: Board) -> None:
    with start_server("127.0.0.1", 0, site, board, base_path="/programme/") as address:
        client = Client(address)
        assert address.endswith("/programme/")
        assert b"home" in client.get("/programme/")[2]
        assert client.get("/programme/a%20b")[1]["Location"] == "/programme/a%20b/"
        assert client.get("/")[1]["Location"] == "/programme/"
        assert client.get("/programme")[1]["Location"] == "/programme/"
        assert client.get("/kit.zip")[0] == 404


def test_before_the_first_site_a_page_waits_for_it(tmp_path: Path, board: Board) -> None:
    with start_server("127.0.0.1", 0, tmp_path / "none", board) as address:
        status, _, body = Client(address).get("/")
    assert status == 503
    assert b"There is no site yet" in body
    assert b"/-/live.js" in body


def test_a_taken_port_is_said_in_one_line(site: Path, board: Board) -> None:
    with start_server("127.0.0.1", 0, site, board) as address:
        port = urlsplit(address).port
        assert port
        with (
            pytest.raises(PartnersiteError, match=f"port {port}.*--port 0"),
            start_server("127.0.0.1", port, site, Board()),
        ):
            pass


def test_a_browser_hears_of_problems_and_of_a_new_site(client: Client, board: Board) -> None:
    first = board.status.site
    connection = http.client.HTTPConnection(client.netloc, timeout=10)
    connection.request("GET", "/-/status")
    stream = connection.getresponse()
    assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"

    def heard() -> dict[str, object]:
        line = stream.readline()
        assert stream.readline() == b"\n"
        status = json.loads(line.removeprefix(b"data: "))
        assert isinstance(status, dict)
        return status

    assert heard() == {"site": first, "building": False, "problems": []}
    board.building()
    assert heard()["building"] is True
    board.failed(
        [Problem("unknown-tier", "There is no tier `\ud800</script>`.", file="partners.yaml", line=3)]
    )
    told = heard()
    assert (told["site"], told["building"]) == (first, False)
    assert told["problems"] == [
        {
            "code": "unknown-tier",
            "message": "There is no tier `\ud800</script>`.",
            "file": "partners.yaml",
            "line": 3,
            "column": 0,
            "field": "",
            "hint": "",
            "severity": "error",
            "excerpt": "",
        }
    ]
    board.built()
    told = heard()
    assert told["site"] != first
    assert told["problems"] == []
    stream.close()
    connection.close()


def test_every_browser_is_let_go_at_the_end(site: Path, board: Board) -> None:
    with start_server("127.0.0.1", 0, site, board) as address:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", "/-/status")
        stream = connection.getresponse()
        stream.readline()
    assert b"data:" not in stream.read()
    stream.close()
    connection.close()


def test_a_build_waits_for_the_page_of_an_open_browser_and_for_nobody_else(site: Path, board: Board) -> None:
    assert board.wait_until_shown(0)
    with start_server("127.0.0.1", 0, site, board) as address, board.reader():
        board.built()
        assert not board.wait_until_shown(0)
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", "/")
        connection.getresponse().read()
        assert board.wait_until_shown(10)
        board.built()
        assert not board.wait_until_shown(0)
        connection.close()
    assert board.wait_until_shown(0)
