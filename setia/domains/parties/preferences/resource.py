"""Preferences in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.consents.model import Channel
from setia.domains.parties.consents.sources import SOURCES
from setia.domains.parties.preferences.model import Basis, PaymentMethod, Preference, PreferenceKind
from setia.foundation.access import Actor
from setia.foundation.personal import Basis as LegalBasis
from setia.foundation.personal import Personal
from setia.foundation.search import fold
from setia.kit.changes import Change
from setia.kit.kinds import Choice, Text, Whole
from setia.kit.resources import Group, Resource, resource
from setia.kit.shaping.listed import extensible

if TYPE_CHECKING:
    from setia.foundation.formats import Reader

INTEREST = LegalBasis.LEGITIMATE_INTERESTS
METHODS = extensible("payment_method", gettext_lazy("Method of payment"), PaymentMethod.choices, 10)
KINDS = extensible("preference", gettext_lazy("Kind of preference"), PreferenceKind.choices, 10)
LISTS = {
    PreferenceKind.CHANNEL.value: Choice(Channel.choices),
    PreferenceKind.PAYMENT.value: METHODS,
}
"""Kinds of preferences whose values come out of a list."""

TIMED = PreferenceKind.CHANNEL.value
HOUR = Whole(0, 24)


class Preferred(Text):
    """A text in the words of whoever said it; channels and methods of payment in those of the reader."""

    def say(self, value: Any, reader: Reader) -> str:
        known = (each.label_of(value) for each in LISTS.values() if value in dict(each.choices))
        return next(known, str(value or ""))


@resource
class Preferences(Resource):
    model = Preference
    slug = "preferences"
    label = gettext_lazy("Preference")
    plural = gettext_lazy("Preferences")
    icon = "heart"
    title = "value"
    columns = ("party", "kind", "value", "basis", "said_on", "evidence")
    form = (
        Group(gettext_lazy("Preference"), ("party", "kind", "value", "said_on", "said_by", "evidence")),
        Group(gettext_lazy("For a channel"), ("from_hour", "to_hour")),
    )
    hidden = ("key",)
    story = "party_id"
    kinds = {"kind": KINDS, "value": Preferred(120), "from_hour": HOUR, "to_hour": HOUR, "said_by": SOURCES}
    samples = {"kind": "channel", "value": "phone", "from_hour": "9", "to_hour": "18"}
    helps = {
        "value": gettext_lazy("In their words. For a channel: e-mail, telephone, SMS, post or visit."),
        "from_hour": gettext_lazy("For a channel: whole hours from 0 to 24."),
    }
    personal = {
        "value": Personal(gettext_lazy("To offer what fits, and to reach the person as they wish."), INTEREST, 36),
        "evidence": Personal(gettext_lazy("To say how we know what they prefer."), INTEREST, 36),
    }
    impersonal = ("said_on",)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            _settle(change, by)


def _settle(change: Change, by: Actor) -> None:
    after = change.after
    if after["basis"] == Basis.DERIVED and not change.is_new and by.staff_id is not None and change.changed("value"):
        # Whoever corrects what was derived states it.
        after["basis"] = Basis.STATED.value
    if after["basis"] == Basis.STATED and change.is_new and after["said_on"] is None:
        after["said_on"] = by.today
    if after["said_on"] and after["said_on"] > by.today:
        change.refuse("said_on", _("This day has not come yet."))
    listed = LISTS.get(after["kind"])
    if listed and (change.changed("value") or change.changed("kind")):
        # "courriel" is nearer to "courrier" than to anything else: what is not certain is refused.
        code, is_certain = listed.code_for(after["value"], listed.names())
        if code is None or not is_certain:
            change.refuse("value", " ".join(listed.not_listed(after["value"]).messages))
        else:
            after["value"] = code
    after["key"] = fold(after["value"])[:120]
    _settle_hours(change)


def _settle_hours(change: Change) -> None:
    first, last = change.after["from_hour"], change.after["to_hour"]
    if change.after["kind"] != TIMED and (first is not None or last is not None):
        change.refuse("from_hour", _("Only a channel has hours."))
    if first is not None and last is not None and first >= last:
        change.refuse("to_hour", _("The last hour must be later than the first."))
