"""Addresses of web pages (RFC 3986, RFC 3987): http and https only, safe to put behind a link."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.columns import read_column
from setia.foundation.contact_points.hosts import check_host, readable_host
from setia.foundation.errors import Refusal

LONGEST_URL = 2_000
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'()*+,./:;=?@\[\]_~-]*")
_PARTS = re.compile(r"(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<rest>.*)", re.DOTALL)
_PORT = re.compile(r"[0-9]{1,5}")
_USUAL_PORTS = {"http": 80, "https": 443}


def parse_url(text: str) -> str:
    """The address with its scheme (https if none is written) and host in lower-case ASCII.

    Refuses other schemes (javascript:, data:), user names and passwords, blanks and control characters.
    """
    plain = text.strip()
    if len(plain) > LONGEST_URL:
        raise Refusal(_("The address is longer than %(most)d characters.") % {"most": LONGEST_URL})
    if not _PLAIN.fullmatch(plain) and not all(map(_may_stand, plain)):
        raise Refusal(_("The address has a character that cannot stand in a link."))
    scheme, rest = _scheme(plain)
    parts = _PARTS.fullmatch(rest)
    if not parts or "@" in parts["host"]:
        raise Refusal(_("Write the address without a user name and password."))
    host, port = _host(parts["host"], scheme)
    path = "" if parts["path"] == "/" and not parts["rest"] else parts["path"]
    url = f"{scheme}://{host}{port}{path}{parts['rest']}"
    if len(url) > LONGEST_URL:
        raise Refusal(_("The address is longer than %(most)d characters.") % {"most": LONGEST_URL})
    return url


def parse_url_column(values: Sequence[str]) -> tuple[list[str | None], dict[int, str]]:
    """Each text by the rule of `parse_url`; blank is None."""
    return read_column(values, parse_url)


def readable_url(url: str) -> str:
    """The address without its scheme and with its host in the script it means, for showing."""
    parts = _PARTS.fullmatch(url.partition("://")[2])
    return url if not parts else f"{readable_host(parts['host'])}{parts['path']}{parts['rest']}"


def _may_stand(character: str) -> bool:
    """No control, invisible, blank or unassigned character, nor one that ends a link in HTML or text."""
    return unicodedata.category(character)[0] not in "CZ" and character not in '\\"<>`{}|^'


def _scheme(text: str) -> tuple[str, str]:
    written = _SCHEME.match(text)
    if not written:
        return "https", text.removeprefix("//")
    scheme, rest = written[1].lower(), text[written.end() :]
    if scheme not in _USUAL_PORTS or not rest.startswith("//"):
        raise Refusal(_("Only addresses that begin with http:// or https:// are possible."))
    return scheme, rest.removeprefix("//")


def _host(text: str, scheme: str) -> tuple[str, str]:
    name, colon, port = text.partition(":")
    if not colon or not port:
        return check_host(name), ""
    if not _PORT.fullmatch(port) or not 1 <= int(port) <= 65_535:
        raise Refusal(_("“%(port)s” is not a port.") % {"port": cited(port, 20)})
    return check_host(name), "" if int(port) == _USUAL_PORTS[scheme] else f":{int(port)}"
