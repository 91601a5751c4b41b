"""How mail is sent, from one address: smtp://user:password@host:port?tls=starttls."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from setia.foundation.env import Misconfigured

SECONDS = 20
TLS = {"starttls": 587, "yes": 465, "no": 25}
"""What the parameter tls may say, and the usual port of each."""


def mail(address: str) -> dict[str, Any]:
    """Django's settings for sending mail; none without an address. Without `tls` it is `starttls`."""
    if not address:
        return {}
    try:
        parts = urlsplit(address)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        port = parts.port
    except ValueError:
        raise _unreadable() from None
    tls = options.pop("tls", "starttls")
    if parts.scheme != "smtp" or not parts.hostname or tls not in TLS or options or parts.path.strip("/"):
        raise _unreadable()
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or TLS[tls],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "yes",
        "EMAIL_TIMEOUT": SECONDS,
    }


def _unreadable() -> Misconfigured:
    """The address may hold a password, so it is not repeated."""
    return Misconfigured(
        "SETIA_MAIL_URL cannot be read; write smtp://user:password@host:port?tls=starttls (or tls=yes, tls=no)."
    )
