"""So many times in so many seconds and no more, for addresses that anybody may ask."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from setia.foundation.errors import TooMany


def spend(what: str, who: str, most: int, seconds: int) -> None:
    """Count one time; raises TooMany beyond `most` in this stretch of seconds."""
    key = f"spent:{what}:{who}:{int(time.time()) // seconds}"
    cache.add(key, 0, seconds + 60)
    try:
        spent = cache.incr(key)
    except ValueError:  # it went out of the cache at this very moment
        return
    if spent > most:
        raise TooMany(_("Too many requests. Wait a few minutes, then try again."))


def sender(request: HttpRequest, proxies: int) -> str:
    """The network address of whoever asks, as the outermost proxy that we trust has seen it."""
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and told:
        return str(told[-min(proxies, len(told))])[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]
