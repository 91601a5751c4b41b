"""What becomes of a need."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.needs.needs.model import Need, NeedStatus
from setia.domains.needs.needs.weighing import LEAST, MOST
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.kinds import Whole
from setia.kit.operations import operation


@operation(
    records="need.met",
    label=gettext_lazy("Met"),
    told=gettext_lazy("met"),
    icon="check",
    tone="good",
    when=lambda need: need.status == NeedStatus.OPEN,
    choices={"satisfaction": Whole(LEAST, MOST)},
    labels={"satisfaction": gettext_lazy("Satisfaction today"), "evidence": gettext_lazy("Evidence")},
)
def meet_need(need: Need, *, evidence: str, satisfaction: int | None = None, by: Actor) -> None:
    """The need is met; say how we know."""
    _require(need, NeedStatus.OPEN)
    need.status = NeedStatus.MET.value
    if satisfaction is not None:
        need.satisfaction = satisfaction


@operation(
    records="need.dropped",
    label=gettext_lazy("Do not pursue"),
    told=gettext_lazy("not pursued"),
    icon="circle-slash",
    when=lambda need: need.status == NeedStatus.OPEN,
    labels={"reason": gettext_lazy("Why")},
)
def drop_need(need: Need, *, reason: str, by: Actor) -> None:
    """We leave this need unmet, and remember why."""
    _require(need, NeedStatus.OPEN)
    need.status = NeedStatus.DROPPED.value


@operation(
    records="need.reopened",
    label=gettext_lazy("Open again"),
    told=gettext_lazy("opened again"),
    icon="rotate-ccw",
    when=lambda need: need.status != NeedStatus.OPEN,
    labels={"reason": gettext_lazy("Why")},
)
def reopen_need(need: Need, *, reason: str = "", by: Actor) -> None:
    """It was not met after all, or has come up again."""
    _require(need, NeedStatus.MET, NeedStatus.DROPPED)
    need.status = NeedStatus.OPEN.value


def _require(need: Need, *statuses: NeedStatus) -> None:
    if need.status not in statuses:
        words = _("“%(need)s” is %(status)s; this is not possible any more.")
        raise Refusal(words % {"need": need, "status": need.get_status_display().lower()})
