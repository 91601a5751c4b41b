"""What one was told: the page behind the bell."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import list_of, reverse
from setia.faces.web.desk.asking import asked, number
from setia.faces.web.shell import bell_of, page, reader, staff_page
from setia.faces.web.showing import url_at
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.citing import cited
from setia.foundation.errors import Malformed, NotFound
from setia.kit.kinds.references import NOT_VISIBLE
from setia.kit.notices import Notice, notices

SIZE = 50
LAST_HOUR = 23


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    before = number(asked(request, "before")["before"]) or 0
    found = notices().page(by, before, SIZE + 1)
    read = reader(by)
    context = {
        "notices": [_line(notice, by) for notice in found[:SIZE]],
        "unread": read.number(notices().unread(by)),
        "older": f"{reverse('notices')}?before={found[SIZE - 1].id}" if len(found) > SIZE else "",
        "is_first": not before,
        "hours": [(str(hour), read.time(time(hour))) for hour in range(LAST_HOUR + 1)],
        "hour": notices().digest_hour(by),
        "is_mail_sent": bool(settings.MAIL_URL),
    }
    return page(request, "desk/notices.html", by, **context)


@staff_page
def bell(request: HttpRequest, by: Actor) -> HttpResponse:
    """The bell alone, for a page that has stood open for a while."""
    only(request)
    return page(request, "frame/_bell.html", by, bell=bell_of(by))


def _line(notice: Notice, by: Actor) -> dict[str, Any]:
    title = _("Your open tasks") if notice.resource else notice.title
    return {
        "id": notice.id,
        "title": title or str(NOT_VISIBLE),
        "words": notice.words,
        "icon": notice.icon,
        "ago": reader(by).ago(notice.at, by.at),
        "at": notice.at.isoformat(),
        "is_read": notice.is_read,
        "url": reverse("read_notice", args=[notice.id]),
        "opens": bool(_target(notice)),
    }


def _target(notice: Notice) -> str:
    """Where a notice leads to: its record, or the list of those that it stands for."""
    if notice.resource:
        return list_of(notice.resource, where=notice.where)
    return url_at(notice.address) if notice.title is not None else ""


@staff_page
def read(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Whoever opens a notice has read it."""
    only(request)
    _posted(request)
    found = [notice for notice in notices().page(by, pk + 1, 1) if notice.id == pk]
    if not found:
        raise NotFound()
    notices().read(by, [pk])
    return HttpResponseRedirect(_target(found[0]) or reverse("notices"))


@staff_page
def read_all(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request)
    _posted(request)
    notices().read(by, None)
    return HttpResponseRedirect(reverse("notices"))


@staff_page
def digest(request: HttpRequest, by: Actor) -> HttpResponse:
    """Whether and from which hour on a summary comes by e-mail."""
    only(request, fields=["hour"])
    _posted(request)
    text = request.POST.get("hour", "")
    hour = number(text)
    if text and (hour is None or hour > LAST_HOUR):
        raise Malformed(_("“%(text)s” is no hour of the day.") % {"text": cited(text)}, field="hour")
    notices().choose_digest(by, hour)
    tell_later(request, _("Saved."))
    return HttpResponseRedirect(reverse("notices"))


def _posted(request: HttpRequest) -> None:
    if request.method != "POST":
        raise NotFound()
