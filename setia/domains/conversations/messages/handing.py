"""Handing a letter to the mail server, so that it is always known how far that came (RFC 5321)."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

Outcome = Literal["sent", "later", "refused", "uncertain"]


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of it, and in which words; "" where it went well."""

    outcome: Outcome
    words: str = ""


class Broken(Exception):
    """The server refused, with its code and words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def is_set_up() -> bool:
    return bool(settings.MAIL_URL)


def hand_over(letter: EmailMessage, sender: str, recipient: str) -> Handed:
    """Take one letter to the server of the settings.

    Until the server has asked for the letter itself (354), whatever goes wrong means that it was not taken. When the
    connection breaks after that, before the answer, nobody knows: "uncertain".
    """
    asked = False
    backend = EmailBackend(fail_silently=False)
    try:
        backend.open()
        server: smtplib.SMTP = backend.connection
        options = _options(server, letter, recipient)
        _require(server.mail(sender, options))
        _require(server.rcpt(recipient))
        _require(server.docmd("DATA"), 354)
        asked = True
        server.send(_wired(letter, bool(options)))
        _require(server.getreply())
    except Broken as broken:
        return Handed("later" if 400 <= broken.code < 500 else "refused", f"{broken.code} {broken.words}")
    except smtplib.SMTPAuthenticationError as refused:
        return Handed("later", _("The mail server refuses our name or password: %(words)s") % {"words": said(refused)})
    except smtplib.SMTPNotSupportedError as refused:
        return Handed("refused", said(refused))
    except (OSError, smtplib.SMTPException) as trouble:
        if asked:
            return Handed("uncertain", _("The connection broke before the mail server had answered."))
        return Handed("later", _("The mail server cannot be reached: %(words)s") % {"words": said(trouble)})
    finally:
        backend.close()
    return Handed("sent")


def _options(server: smtplib.SMTP, letter: EmailMessage, recipient: str) -> list[str]:
    """What the server has to be told of the letter: letters of other scripts before the @ (RFC 6531)."""
    server.ehlo_or_helo_if_needed()
    if recipient.isascii():
        return []
    if not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError(_("The mail server does not know addresses with such letters."))
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _wired(letter: EmailMessage, is_utf8: bool) -> bytes:
    """With doubled dots at the beginnings of lines, and the end (RFC 5321, section 4.5.2)."""
    written = letter.as_bytes(policy=letter.policy.clone(utf8=is_utf8, cte_type="8bit" if is_utf8 else "7bit"))
    lines = written.replace(b"\r\n.", b"\r\n..")
    lines = b"." + lines if lines.startswith(b".") else lines
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _require(reply: tuple[int, bytes], code: int = 0) -> None:
    """That the server agrees; 354 is the answer to DATA."""
    if reply[0] != code if code else not 200 <= reply[0] < 300:
        if reply[0] == -1:
            raise smtplib.SMTPServerDisconnected
        raise Broken(reply[0], reply[1].decode("utf-8", "replace")[:500])


def said(trouble: BaseException) -> str:
    """In the words of the server or of the machine, without what else stands in the error."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        words = trouble.smtp_error
        return f"{trouble.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"[:500]
    if isinstance(trouble, OSError) and trouble.strerror:
        return str(trouble.strerror)[:500]
    return (str(trouble) or type(trouble).__name__)[:500]
