"""Whether somebody is known already, asked before they are made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from setia.faces.api.authentication import caller
from setia.faces.api.bodies import typed
from setia.faces.api.incoming import read_object
from setia.faces.api.rows import answer
from setia.foundation.errors import NotFound
from setia.kit import lookalikes
from setia.kit.resources import registry

router = Router()


@router.post("/{resource}/possible-duplicates", operation_id="alike", summary="Find possible duplicates of {one}")
def find_alike(request: HttpRequest, resource: str) -> HttpResponse:
    """Records that you may see and that may be the same as one with these values, the most likely first.

    Nothing is made or changed. `score` is the probability in per cent, `evidence` says why in your language.
    """
    noun, by = registry[resource], caller(request)
    by.access.require("see", noun.governing)
    if lookalikes.finder_of(noun) is None:
        raise NotFound(_("Nobody looks for duplicates among %(noun)s.") % {"noun": noun.plural})
    values = typed(noun.readable(by.access), read_object(request))
    found = lookalikes.like(noun, values, by)
    rows = [{"id": one.id, "title": one.title, "score": one.score, "evidence": one.why} for one in found]
    return answer({"data": rows})
