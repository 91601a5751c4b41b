"""Erasing whoever asked for it, and whoever is proposed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.privacy.erasures.beginning import begin_erasure
from setia.domains.privacy.erasures.model import Erasure, Reason, State
from setia.domains.privacy.erasures.previewing import preview_of_erasure
from setia.domains.privacy.requests.model import Kind, PrivacyRequest
from setia.domains.privacy.requests.operations import is_open, require_open
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.operations import operation


def is_proposed(erasure: Erasure) -> bool:
    return erasure.state == State.PROPOSED


@operation(
    records="erasure.approved",
    label=gettext_lazy("Erase the person"),
    told=gettext_lazy("approved"),
    icon="eraser",
    tone="danger",
    when=is_proposed,
    preview=lambda erasure, by: preview_of_erasure(erasure.party, by),
)
def approve_erasure(erasure: Erasure, *, by: Actor) -> None:
    """Everything about the person goes, from all tables, files and the history. It cannot be undone."""
    _require_proposed(erasure)
    begin_erasure(erasure.party, Reason(erasure.reason), by, proposal=erasure)


@operation(
    records="erasure.declined",
    label=gettext_lazy("Keep the person"),
    told=gettext_lazy("declined"),
    icon="undo-2",
    when=is_proposed,
    labels={"reason": gettext_lazy("What we still need it for")},
)
def decline_erasure(erasure: Erasure, *, reason: str, by: Actor) -> None:
    """The person stays, and is not proposed again before something has passed between us and time has gone by."""
    _require_proposed(erasure)
    erasure.state = State.DECLINED


@operation(
    records="privacyrequest.erasing",
    label=gettext_lazy("Erase the person"),
    told=gettext_lazy("erasing begun"),
    icon="eraser",
    tone="danger",
    bulk=False,
    when=lambda request: is_open(request) and request.kind == Kind.ERASURE,
    preview=lambda request, by: preview_of_erasure(request.party, by),
)
def erase_privacyrequest(request: PrivacyRequest, *, by: Actor) -> None:
    """Everything about the person goes, from all tables, files and the history. It cannot be undone."""
    require_open(request)
    begin_erasure(request.party, Reason.REQUEST, by, request=request)


def _require_proposed(erasure: Erasure) -> None:
    if not is_proposed(erasure):
        raise Refusal(_("This was decided already."))
