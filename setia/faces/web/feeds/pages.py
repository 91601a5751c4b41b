"""One's own calendar at a secret address: for telephones and calendar programs, and making such an address."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from setia.faces.web.addresses import reverse
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.foundation.staff.rights import actor_of
from setia.foundation.throttling import sender, spend
from setia.kit import calendar, feeds
from setia.kit.resources import Resource

READINGS, WITHIN = 60, 300
"""So many readings of one calendar in so many seconds: programs ask a few times an hour."""


@require_safe
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar with the rights its owner has now. An address that is wrong, old or of a locked account is none."""
    only(request)
    spend("feed", sender(request, settings.TRUSTED_PROXIES), READINGS, WITHIN)
    feed = feeds.owner_by_secret(secret, timezone.now())
    if feed is None:
        raise NotFound(_("There is no page at this address."))
    spend("feed", feed.digest, READINGS, WITHIN)
    by = actor_of(feed.owner, "web")

    def link(resource: Resource, pk: int) -> str:
        return request.build_absolute_uri(reverse("record", args=[resource.slug, pk]))

    with override(by.language):
        name = _("Setia: %(name)s") % {"name": by.name}
        content, latest = feeds.document(by, name, feed.key, link)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    known = etag in request.headers.get("If-None-Match", "")
    response = (
        HttpResponseNotModified() if known else HttpResponse(content, content_type="text/calendar; charset=utf-8")
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    if latest:
        response["Last-Modified"] = http_date(latest.timestamp())
    if not known:
        response["Content-Disposition"] = 'inline; filename="setia.ics"'
    return response


@staff_page
@require_POST
def make(request: HttpRequest, by: Actor) -> HttpResponse:
    """A new address, shown this once."""
    only(request)
    address = request.build_absolute_uri(reverse("feed", args=[feeds.make_feed(by)]))
    return page(request, "calendar/feed.html", by, address=address)


@staff_page
@require_POST
def end(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request)
    if feeds.end_feed(by):
        tell_later(request, _("The address of your calendar is switched off."))
    return HttpResponseRedirect(reverse("profile"))


def feed_context(by: Actor) -> dict[str, Any] | None:
    """What one's profile says about it; None for those in whose calendar nothing can stand."""
    if not calendar.sources(by):
        return None
    feed, read_ = feeds.feed_of(by), reader(by)
    return {
        "is_on": feed is not None,
        "made": read_.moment(feed.made_at) if feed else "",
        "read": read_.moment(feed.read_at) if feed and feed.read_at else "",
    }
