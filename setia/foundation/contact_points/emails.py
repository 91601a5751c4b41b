"""E-mail addresses by RFC 5321 (lengths), RFC 5322 (dot-atom) and RFC 6531 (other scripts).

The part before the @ is kept as written, since only its own server knows whether case matters; the
domain is kept in lower-case ASCII. Quoted local parts and addresses in figures, which the standards
allow and nobody has, are refused. Nothing is looked up in the network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.columns import read_column
from setia.foundation.contact_points.hosts import check_host, readable_host
from setia.foundation.errors import Refusal

LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_USUAL = re.compile(
    rf"({_ATOM}+(?:\.{_ATOM}+)*)@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)+[A-Za-z]{{2,63}})"
)
_LOCAL = re.compile(r"[^\s\"(),.:;<>@\[\\\]\x00-\x1f\x7f]+(?:\.[^\s\"(),.:;<>@\[\\\]\x00-\x1f\x7f]+)*")


def usual_email(text: str) -> str | None:
    """The address to keep of a text that is an ordinary address and nothing else; None for any other text."""
    usual = _USUAL.fullmatch(text) if len(text) <= LONGEST_ADDRESS else None
    if usual is None or len(usual[1]) > LONGEST_LOCAL_PART or "xn--" in text.lower():
        return None
    return f"{usual[1]}@{usual[2].lower()}"


def parse_email(text: str) -> str:
    """The address to keep. Refuses in words what cannot be one; `mailto:` and angle brackets are dropped."""
    plain = text.strip()
    if len(plain) > 2 * LONGEST_ADDRESS:
        raise Refusal(_too_long())
    if plain[:7].lower() == "mailto:":
        plain = plain[7:]
    if plain.startswith("<") and plain.endswith(">"):
        plain = plain[1:-1]
    return usual_email(plain) or _unusual(plain)


def parse_email_column(values: Sequence[str]) -> tuple[list[str | None], dict[int, str]]:
    """Each text by the rule of `parse_email`; blank is None."""
    return read_column(values, parse_email)


def readable_email(address: str) -> str:
    """The address with its domain in the script it means, for showing."""
    local, _at, host = address.rpartition("@")
    return f"{local}@{readable_host(host)}" if "xn--" in host else address


def _unusual(text: str) -> str:
    """The full rules, one complaint after the other."""
    if text.count("@") != 1:
        raise Refusal(_count_of_ats(text))
    local, _at, domain = text.partition("@")
    if any(character.isspace() for character in text):
        raise Refusal(_("“%(text)s” has a space in it.") % {"text": cited(text)})
    local = unicodedata.normalize("NFC", local)
    if not local or not _LOCAL.fullmatch(local) or not all(map(_may_stand, local)):
        raise Refusal(_("“%(part)s” cannot stand before the @.") % {"part": cited(local)})
    if len(local.encode()) > LONGEST_LOCAL_PART:
        raise Refusal(_("The part before the @ is longer than %(most)d characters.") % {"most": LONGEST_LOCAL_PART})
    address = f"{local}@{check_host(domain)}"
    if len(address.encode()) > LONGEST_ADDRESS:
        raise Refusal(_too_long())
    return address


def _count_of_ats(text: str) -> str:
    if "@" in text:
        return _("“%(text)s” has more than one @; write one address only.") % {"text": cited(text)}
    return _("“%(text)s” has no @.") % {"text": cited(text)}


def _too_long() -> str:
    return _("The address is longer than %(most)d characters.") % {"most": LONGEST_ADDRESS}


def _may_stand(character: str) -> bool:
    """Not a control, invisible, unassigned or blank character."""
    return character.isascii() or unicodedata.category(character)[0] not in "CZ"
