"""What a request may carry: anything else is an error, never ignored."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from setia.foundation.errors import Malformed

ALWAYS = {"csrfmiddlewaretoken"}


def only(request: HttpRequest, *, parameters: Iterable[str] = (), fields: Iterable[str] = ()) -> None:
    """Refuse parameters of the address and posted fields beyond those named.

    A reference may bring the words that were typed for it ("owner_text"), a conflict what to keep.
    """
    asked = set(parameters)
    for name in request.GET:
        if name not in asked:
            raise Malformed(_("There is no parameter “%(name)s” here.") % {"name": name[:60]}, field=name[:60])
    known = ALWAYS | set(fields)
    known |= {f"{name}_text" for name in known} | {f"keep_{name}" for name in known}
    for name in request.POST:
        if name not in known:
            raise Malformed(_("There is no such field, or you may not set it.") + f" ({name[:60]})", field=name[:60])
