"""Host names behind e-mail addresses and links: kept in lower-case ASCII, shown in the script they mean.

Letters, digits and hyphens of RFC 1123, other scripts as A-labels of RFC 5890 ("xn--…"). Nothing is
looked up in the network.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from setia.foundation.citing import cited
from setia.foundation.errors import Refusal

LONGEST_HOST = 253
LONGEST_LABEL = 63
_DOTS = str.maketrans({"。": ".", "．": ".", "｡": "."})
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_USUAL = re.compile(r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!xn--)[a-z]{2,63}", re.IGNORECASE | re.ASCII)
_LETTERS = frozenset({"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"})
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")


def check_host(text: str) -> str:
    """The name in lower-case ASCII without a final dot. Refuses addresses in figures and single words."""
    if _USUAL.fullmatch(text) and len(text) <= LONGEST_HOST:
        return text.lower()
    return _by_full_rules(text)


def _by_full_rules(text: str) -> str:
    if len(text) > LONGEST_HOST + 1:
        raise Refusal(_("The part with the domain is too long."))
    name = unicodedata.normalize("NFKC", text.lower().translate(_DOTS)).lower().removesuffix(".")
    labels = name.split(".")
    if len(labels) < 2:
        raise Refusal(_("“%(host)s” is no complete domain, such as example.com.") % {"host": cited(text)})
    host = ".".join(map(_ascii_label, labels))
    if len(host) > LONGEST_HOST:
        raise Refusal(_("The part with the domain is too long."))
    if not _TOP.fullmatch(host.rpartition(".")[2]):
        raise Refusal(_("“%(host)s” does not end like a domain, such as .com or .id.") % {"host": cited(text)})
    return host


def readable_host(host: str) -> str:
    """The name as people write it, other scripts included; unchanged where that is not possible."""
    return ".".join(_decoded(label) or label for label in host.split("."))


def _ascii_label(label: str) -> str:
    ascii_ = label if label.isascii() else _encoded(label)
    if len(ascii_) > LONGEST_LABEL or not _LABEL.fullmatch(ascii_):
        raise Refusal(_wrong(label))
    if ascii_.startswith("xn--") and _encoded(_decoded(ascii_)) != ascii_:
        raise Refusal(_wrong(label))
    return ascii_


def _wrong(label: str) -> str:
    if not label:
        return _("The domain has two dots in a row, or begins with one.")
    return _("“%(part)s” cannot be part of a domain.") % {"part": cited(label)}


def _encoded(label: str) -> str:
    """The A-label of letters, marks, digits and hyphens; the empty text if there are others."""
    if not label or label.isascii() or label != unicodedata.normalize("NFKC", label.lower()).lower():
        return ""
    if "-" in (label[0], label[-1]) or unicodedata.category(label[0])[0] == "M":
        return ""
    if not all(character == "-" or unicodedata.category(character) in _LETTERS for character in label):
        return ""
    return "xn--" + label.encode("punycode").decode("ascii")


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return ""
    try:
        return label[4:].encode("ascii").decode("punycode")
    except ValueError:
        return ""
