"""A message as it goes over the wire: headers that nobody can break out of, the text, and the files."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses

from django.conf import settings

from setia.domains.conversations.messages.model import Attachment, Message
from setia.foundation import contents
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal


class FileGone(Refusal):
    """A file that should go along is not there any more."""


def composed(message: Message) -> EmailMessage:
    """Made anew for every try, with the same Message-ID and date, so that whoever gets it twice can tell.

    From the address of the company with the name of whoever writes, whom answers reach (RFC 5322, section 3.6.2).
    Raises FileGone.
    """
    letter = EmailMessage(policy=SMTP)
    letter["Message-ID"] = message.key
    letter["Date"] = format_datetime(message.created_at)
    letter["From"] = _sender(message)
    letter["To"] = _address(message.party.name if message.party else "", message.email)
    if message.reply_to:
        letter["Reply-To"] = _address(message.owner.name if message.owner else "", message.reply_to)
    letter["Subject"] = _line(message.name)
    if message.answers:
        letter["In-Reply-To"] = letter["References"] = message.answers
    letter.set_content(message.body.replace("\r\n", "\n").rstrip() + "\n")
    letter["Content-Language"] = message.language
    for attachment in message.attachments.order_by("pk"):
        _attach(letter, attachment)
    return letter


def _attach(letter: EmailMessage, attachment: Attachment) -> None:
    try:
        content = contents.path_of(attachment.sha256).read_bytes()
    except FileNotFoundError:
        raise FileGone(attachment.name) from None
    main, _slash, sub = attachment.media_type.partition("/")
    letter.add_attachment(content, maintype=main or "application", subtype=sub or "octet-stream",
                          filename=attachment.name)  # fmt: skip


def sender_address() -> str:
    """Ours, as the envelope says it."""
    return getaddresses([settings.DEFAULT_FROM_EMAIL])[0][1]


def _sender(message: Message) -> Address:
    name = message.owner.name if message.owner else ""
    company = our_company().name
    return _address(f"{name} ({company})" if name else company, sender_address())


def _address(name: str, address: str) -> Address:
    return Address(display_name=_line(name), addr_spec=address)


def _line(text: str) -> str:
    """In one line, without what a header cannot hold."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
