"""`robots.txt`: everything may be read, and here is the sitemap."""

from __future__ import annotations

from partnersite.output.sitemap import SITEMAP_FILE, absolute_address

ROBOTS_FILE = "robots.txt"


def robots_txt(base_url: str) -> bytes:
    """The file (RFC 9309), which robots read only at the top of a domain."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {absolute_address(base_url, SITEMAP_FILE)}\n".encode()
