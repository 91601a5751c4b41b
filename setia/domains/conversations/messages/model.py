"""A message between us and somebody outside."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.parties.purposes.model import ContactPurpose
from setia.foundation.records import Record, active_index


class Direction(models.TextChoices):
    OUT = "out", _("To them")
    IN = "in", _("From them")


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")


class State(models.TextChoices):
    """Of those that go out: from waiting to sending to one of the others."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")
    CANCELLED = "cancelled", _("Cancelled")
    RECEIVED = "received", _("Received")


class Message(Record):
    """`email` is theirs, `reply_to` ours, whichever way it goes. `key` is its Message-ID (RFC 5322, section 3.6.4),
    `answers` that of the message before it; both in angle brackets. `about` is the address of any record.

    `tries` are those made so far, `next_at` is when the next one may begin; `error` says in words why it has not gone
    out. `sent_at` is when the server took it. Without a purpose it belongs to what they bought or asked for.
    """

    name = models.CharField(_("Subject"), max_length=250)
    direction = models.CharField(
        _("Direction"), max_length=3, choices=Direction.choices, default=Direction.OUT, editable=False
    )
    channel = models.CharField(
        _("Channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL, editable=False
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="messages", db_index=False, verbose_name=_("With")
    )
    about = models.CharField(_("About"), max_length=80, blank=True, default="")
    purpose = models.ForeignKey(
        ContactPurpose, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Purpose"),
    )  # fmt: skip
    email = models.CharField(_("E-mail"), max_length=254, blank=True, default="")
    reply_to = models.CharField(_("Answers go to"), max_length=254, default="", editable=False)
    body = models.TextField(_("Text"), blank=True, default="")
    language = models.CharField(_("Language"), max_length=8, blank=True, default="")
    key = models.CharField(_("Message-ID"), max_length=200, default="", editable=False)
    answers = models.CharField(_("In reply to"), max_length=200, default="", editable=False)
    status = models.CharField(_("Status"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    tries = models.PositiveSmallIntegerField(_("Tries"), default=0, editable=False)
    next_at = models.DateTimeField(_("Next try"), null=True, editable=False)
    sent_at = models.DateTimeField(_("Sent at"), null=True, editable=False)
    error = models.TextField(_("Why not"), default="", editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("Written by"),
    )  # fmt: skip

    owner_path = "owner"

    class Meta:
        verbose_name = _("Message")
        verbose_name_plural = _("Messages")
        indexes: ClassVar = [
            active_index("message_status", "status"),
            active_index("message_owner", "owner", "status"),
            models.Index(fields=["party", "id"], name="message_party"),
            models.Index(fields=["about", "id"], name="message_about", condition=~Q(about="")),
            # What has to go out, or went off and did not come back.
            models.Index(fields=["next_at", "id"], name="message_due", condition=Q(status__in=["waiting", "sending"])),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="message_key_once", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file (`work.file`, by its number) that goes along; its content is the one with this checksum."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
