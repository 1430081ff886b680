"""Web and e-mail addresses: absolute, public, read by every parser alike."""

from __future__ import annotations

import pytest

from corpora import XSS_PAYLOADS, needs_corpora
from partnersite.model.addresses import (
    dialled,
    email_flaw,
    handle_flaw,
    url_flaw,
    url_holds_secret,
    url_is_insecure,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://pe.example.com/",
        "http://example.com/a?b=c&d=%20#e",
        "HTTPS://Example.COM/",
        "https://example.com:8443/x",
        "https://example.com./",
        "https://xn--e1afmkfd.xn--p1ai/",
        "https://пример.рф/партнёры",
        "https://оса.рф/",
        "https://münchen.example/",
        "https://例え.example/",
        "https://ホテルzone.example/",
        "https://a_b.example.com/~x/(y)",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        "https://github.com.example.com/",
    ],
)
def test_an_address_of_the_public_web_passes(url: str) -> None:
    assert url_flaw(url) is None


@pytest.mark.parametrize(
    ("code", "urls"),
    [
        (
            "url-scheme",
            [
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///a",
                "blob:https://example.com/x",
                "view-source:https://example.com",
                "ftp://example.com/",
                "mailto:a@example.com",
                "tel:+5115550100",
                "javascript://example.com/%0aalert(1)",
            ],
        ),
        (
            "url-relative",
            [
                "//evil.example.com",
                "///evil.example.com",
                "/path",
                "example.com",
                "www.example.com/x",
                "#x",
                "?q",
                "peru.example.com:8080/x",
            ],
        ),
        (
            "url-characters",
            [
                "https:\\\\example.com",
                "/\\evil.example.com",
                "\\\\evil.example.com",
                "https://a b.example.com",
                "https://example.com/\t",
                "java\tscript:alert(1)",
                "java\nscript:x",
                "\x01javascript:x",
                "https://example.com/<script>",
                'https://example.com/"',
                "https://example.com/`",
                "\u00a0https://x.example.com",
                "https://example.com\\@evil.example.com/",
                "https://example.com/\u202e",
                "https://exam\u200bple\u2028.com",
            ],
        ),
        (
            "url-user",
            ["https://bank.com@evil.example.com/", "https://a:b@example.com/", "https://@example.com/"],
        ),
        (
            "url-host",
            [
                "https:example.com",
                "https:/example.com",
                "https://",
                "https:///x",
                "http:",
                "https://a..example.com",
                "https://-a.example.com",
                "https://a-.example.com",
                "https://example.com:0/",
                "https://example.com:99999/",
                "https://example.com:a/",
                "https://exa%6dple.com/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://127.1/",
                "https://0177.0.0.1/",
                "https://1.2.3.4.5/",
                "https://[::1/",
                "https://[x]/",
                "https://" + "a" * 64 + ".example.com/",
                "https://*.example.com/",
                "https://a,b.example.com",
            ],
        ),
        (
            "url-private",
            [
                "http://localhost/",
                "https://LOCALHOST:80/",
                "https://a.localhost/",
                "https://printer.local/",
                "https://intranet/",
                "https://wiki.internal/",
                "https://nas.lan/",
                "https://x.home.arpa/",
                "https://127.0.0.1/",
                "https://10.0.0.1/",
                "https://192.168.1.1/",
                "https://172.16.0.1/",
                "https://169.254.169.254/latest",
                "https://0.0.0.0/",
                "https://[::1]/",
                "https://[fe80::1]/",
                "https://[fc00::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:8.8.8.8]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://224.0.0.1/",
                "https://localhost./",
            ],
        ),
        (
            "url-lookalike",
            [
                "https://pаypal.example.com/",
                "https://аррӏе.com/",
                "https://xn--pypal-4ve.com/",
                "https://xn--80ak6aa92e.com/",
                "https://goοgle.com/",
            ],
        ),
        ("url-percent", ["https://example.com/%", "https://example.com/%zz", "https://example.com/?a=100%"]),
        ("url-long", ["https://example.com/" + "a" * 500]),
    ],
)
def test_any_other_address_is_refused(code: str, urls: list[str]) -> None:
    for url in urls:
        flaw = url_flaw(url)
        assert flaw is not None, url
        assert flaw.code == code, (url, flaw)
        assert flaw.message.endswith(".")


@needs_corpora
def test_no_injection_payload_is_an_address() -> None:
    passing = [payload for payload in XSS_PAYLOADS if url_flaw(payload.strip()) is None]
    assert [url for url in passing if not url.lower().startswith(("http://", "https://"))] == []
    assert [url for url in passing if set(url) & set("<>\"'`")] == []


def test_plain_http_and_secrets_are_seen() -> None:
    assert url_is_insecure("HTTP://example.com/")
    assert not url_is_insecure("https://example.com/")
    assert url_holds_secret("https://example.com/?a=1&token=abc")
    assert url_holds_secret("https://example.com/#access_token=abc")
    assert not url_holds_secret("https://example.com/?tokens=3&monkey=1")


@pytest.mark.parametrize(
    "email", ["sales@example.com", "a.b+c@pe.example.com", "o'neil_1-x@example.com", "info@пример.рф"]
)
def test_an_email_address_passes(email: str) -> None:
    assert email_flaw(email) is None


@pytest.mark.parametrize(
    "email",
    [
        "sales",
        "@example.com",
        "a@",
        "a@b",
        "a@@example.com",
        "a b@example.com",
        "mailto:a@example.com",
        ".a@example.com",
        "a..b@example.com",
        "a@example.com?cc=b@example.com",
        "a@example.com, b@example.com",
        '"a"@example.com',
        "ä@example.com",
        "a@localhost",
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "a@exаmple.com",
        "<a@example.com>",
        "a@example.com\nBcc: b@example.com",
        "x" * 65 + "@example.com",
    ],
)
def test_what_is_no_email_address_is_refused(email: str) -> None:
    flaw = email_flaw(email)
    assert flaw is not None
    assert flaw.code == "email"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("whatsapp", ["+51 1 555 0100"], ["sales", "555 0100", "@name"]),
        ("viber", ["+5115550100"], ["name"]),
        ("telegram", ["@sales_peru", "salesperu", "+51 1 555 0100"], ["@1a", "t.me/sales", "a b"]),
        ("signal", ["sales.01", "+51 1 555 0100"], ["sales"]),
        ("wechat", ["sales_peru"], ["+51 1 555 0100", "a", "1sales"]),
        ("messenger", ["sales.peru"], ["+51 1 555 0100", "a/b"]),
        ("line", ["@sales"], ["Sales Peru", "+51 1 555 0100"]),
    ],
)
def test_a_messenger_address_suits_its_service(kind: str, good: list[str], bad: list[str]) -> None:
    assert [address for address in good if handle_flaw(kind, address)] == []
    assert [address for address in bad if not handle_flaw(kind, address)] == []


def test_a_phone_number_is_dialled_without_its_spacing() -> None:
    assert dialled("+7 (495) 555-01.00") == "+74955550100"
