"""Messages in lists, forms and the API: the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.conversations.messages.delivering import deliver
from setia.domains.conversations.messages.model import Attachment, Direction, Message, State
from setia.domains.conversations.messages.permission import may_send
from setia.domains.parties.parties.model import Party
from setia.domains.parties.purposes.model import ContactPurpose
from setia.foundation import bulk, ledger
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.contact_points import parse_email
from setia.foundation.errors import Refusal
from setia.foundation.jobs import enqueue_many
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.foundation.staff.models import Staff
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import AnyRecord, Choice, Email, Field, Language, LongText, Text
from setia.kit.resources import Group, Resource, resource
from setia.kit.seeing import there

COLOURS = {
    "waiting": "info", "sending": "info", "sent": "ok", "failed": "warn", "uncertain": "warn", "cancelled": "plain",
    "received": "plain",
}  # fmt: skip
WRITTEN = Personal(gettext_lazy("To know what we wrote, and what was answered."), months=120)
REACHED = Personal(gettext_lazy("To know where it was sent."), months=120)
CONTENT = ("name", "email", "body", "party_id", "purpose_id", "language", "about")
SPOKEN = {code for code, _name in settings.LANGUAGES}

ledger.declare("message.written", gettext_lazy("written"), "mail-plus")


def fill_attached(rows: list[dict[str, Any]]) -> None:
    """The names of the files that go along."""
    names: dict[int, list[str]] = {}
    found = bulk.found(Attachment.objects.order_by("pk"), "message_id", [r["id"] for r in rows], "message_id", "name")
    for message, name in found:
        names.setdefault(message, []).append(name)
    for row in rows:
        row["attached"] = ", ".join(names.get(row["id"], ()))


@resource
class Messages(Resource):
    model = Message
    slug = "messages"
    label = gettext_lazy("Message")
    plural = gettext_lazy("Messages")
    icon = "mail"
    columns = ("name", "party", "email", "status", "tries", "sent_at", "owner", "error")
    form = (
        Group(gettext_lazy("Message"), ("party", "name", "body", "email", "purpose", "language", "about")),
        Group(gettext_lazy("Sending"), ("status", "error", "tries", "next_at", "sent_at", "attached", "owner",
                                        "reply_to", "key")),
    )  # fmt: skip
    kinds = {
        "about": AnyRecord(), "email": Email(), "reply_to": Email(), "language": Language(),
        "name": Text(250), "body": LongText(100_000), "status": Choice(State.choices, COLOURS),
    }  # fmt: skip
    extra_fields = (
        Field("attached", gettext_lazy("Files"), Text(1_000), "attached", editable=False, filterable=False,
              compute=fill_attached, personal=WRITTEN),
    )  # fmt: skip
    sortable = ("status",)
    sort = "-id"
    made_as = "written"
    story = "party_id"
    personal = {**dict.fromkeys(("name", "body", "error"), WRITTEN), "email": REACHED}
    impersonal = ("reply_to", "key", "answers")
    kept_for = gettext_lazy("So that it stays known that something was sent; what and where to goes.")
    search_paths = ("name",)
    samples = {"purpose": None, "body": "It will be there on Friday.", "email": "someone@example.com"}
    helps = {
        "email": gettext_lazy("Leave empty for the party's own address."),
        "purpose": gettext_lazy("Empty: it belongs to what they bought or asked for."),
        "language": gettext_lazy("Leave empty for the party's own language."),
        "error": gettext_lazy("In the words of the mail server, if it said any."),
    }
    importable = False
    rail = ("work", 38)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        known = there({c.after["about"] for c in changes if c.after["about"] and c.changed("about")}, by.access)
        for change in changes:
            if change.changed("about") and change.after["about"] and change.after["about"] not in known:
                change.refuse("about", _("There is no such record, or you may not see it."))
            if change.is_new or any(map(change.changed, CONTENT)):
                _settle_content(change, by)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """What waits is taken to the server after the commit; a demonstration sends nothing."""
        waiting = [c for c in changes if c.after["status"] == State.WAITING and c.changed("status")]
        if waiting and by.channel != "demo":
            enqueue_many(deliver, [[c.id] for c in waiting], [f"message:{c.id}:{c.version}" for c in waiting])

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],), ()) for row in rows)


def _settle_content(change: Change, by: Actor) -> None:
    after = change.after
    if after["direction"] == Direction.IN:
        return
    if not change.is_new and after["status"] != State.WAITING:
        change.refuse("", _("Only what still waits can be changed. Write a new message instead."))
        return
    after["name"] = " ".join(after["name"].split())
    if not after["body"].strip():
        change.refuse("body", _("There is nothing in it yet."))
    party = Party.objects.filter(pk=after["party_id"]).first() if after["party_id"] else None
    _settle_address(change, party)
    if change.is_new and by.channel == "demo":
        after.update(status=State.SENT.value, sent_at=by.at)  # a demonstration pretends
    if change.is_new:
        after["key"] = after["key"] or new_key()
        sender = Staff.objects.filter(pk=after["owner_id"]).values_list("email", flat=True).first()
        after["reply_to"] = after["reply_to"] or sender or ""
    spoken = (after["language"], party.language if party else "", our_company().language)
    after["language"] = next((code[:2] for code in spoken if code and code[:2] in SPOKEN), "en")
    if party and not change.errors and after["status"] == State.WAITING:
        _require_permission(change, party, by)


def _settle_address(change: Change, party: Party | None) -> None:
    after = change.after
    after["email"] = after["email"] or (party.email if party else "")
    if not after["email"]:
        change.refuse("email", _("This party has no e-mail address. Add one first, or say where to send it."))
        return
    try:
        after["email"] = parse_email(after["email"])
    except Refusal as no:
        change.refuse("email", no.message)


def _require_permission(change: Change, party: Party, by: Actor) -> None:
    purpose = ContactPurpose.objects.filter(pk=change.after["purpose_id"]).first()
    answer = may_send(party.pk, purpose, by.today)
    if not answer.is_given:
        change.refuse("purpose" if purpose else "party", answer.reason)


def new_key() -> str:
    """An identification that no other message has, anywhere (RFC 5322, section 3.6.4)."""
    host = next(iter(settings.CSRF_TRUSTED_ORIGINS), "").rpartition("/")[2].partition(":")[0] or "localhost"
    return f"<{secrets.token_hex(16)}@{host}>"
