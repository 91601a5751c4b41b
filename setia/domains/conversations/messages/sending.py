"""Sending a message: the outbox that every verb writes into, in its own transaction.

    send(party_id=7, to="bo@example.com", subject="Your offer", body="…", about="sales.offer:7", purpose=CONTRACT,
         language="fr", attachments=[12], by=by)

The row is there when the verb is done, or nothing is; a job takes it to the mail server after the commit
(`delivering`). Facts `message.sent` and `message.failed` tell what became of it, with `about` in their data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from setia.domains.conversations.messages.model import Attachment, Message
from setia.domains.parties.purposes.model import ContactPurpose
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.attachments import attachments as files
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import write

CONTRACT = "contract"
"""The purpose of what belongs to what they bought, or asked for: an offer, a confirmation, an answer."""


def send(
    *,
    party_id: int,
    to: str,
    subject: str,
    body: str,
    about: str = "",
    attachments: Sequence[int] = (),
    purpose: str = CONTRACT,
    language: str = "",
    by: Actor,
) -> Message:
    """Put a message into the outbox. Call inside the transaction of the verb that sends it.

    `attachments` are numbers of files that the acting person may see. `purpose` is CONTRACT or the name of a contact
    purpose. Raises Invalid or Refusal where it may not be sent, and NotFound for files.
    """
    change = Change(
        after={
            "name": subject, "party_id": party_id, "email": to, "body": body, "about": about, "language": language,
            "purpose_id": _purpose(purpose),
        }
    )  # fmt: skip
    with transaction.atomic():
        held = [(pk, files().content(pk, by)) for pk in attachments]
        write(registry.of_noun("conversations.message"), [change], by)
        Attachment.objects.bulk_create(
            Attachment(message_id=change.id, file_id=pk, name=one.name, media_type=one.media_type, size=one.size,
                       sha256=one.sha256)
            for pk, one in held
        )  # fmt: skip
    found: Message = Message.objects.get(pk=change.id)
    return found


def _purpose(name: str) -> Any:
    if name in ("", CONTRACT):
        return None
    pk = ContactPurpose.objects.active().filter(name__iexact=name).values_list("pk", flat=True).first()
    if pk is None:
        raise Refusal(_("There is no contact purpose called “%(name)s”.") % {"name": name})
    return pk
