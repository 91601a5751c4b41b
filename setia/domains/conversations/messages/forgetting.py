"""The names of files that went along with messages to somebody who is erased."""

from __future__ import annotations

from setia.domains.conversations.messages.model import Attachment
from setia.foundation import bulk
from setia.kit.forgetting.places import Subject, place


@place("files of messages")
def forget_attachments(subject: Subject) -> int:
    rows = Attachment.objects.all()
    ids = [pk for (pk,) in bulk.found(rows, "message_id", subject.belonging.get("conversations.message", ()), "pk")]
    bulk.delete(Attachment, "id", ids)
    return len(ids)
