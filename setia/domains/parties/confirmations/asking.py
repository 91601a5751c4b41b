"""Asking a person by e-mail to confirm what they are said to have agreed to.

This is the one message that goes out without `permission.may_contact`: it exists to find out whether we may. It
goes to whoever is written down as having asked for it, says nothing but what is to be confirmed, and is sent only
a few times. Quiet hours hold for it as for every other message.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.parties.confirmations.model import Confirmation
from setia.domains.parties.consents.model import Channel, Consent, ConsentStatus
from setia.domains.parties.preferences.winning import is_quiet
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.foundation.jobs import task

log = logging.getLogger("setia.mail")

VALID = timedelta(days=7)
PAUSE = timedelta(minutes=10)
MOST = 3
"""So many within the days for which a link is valid."""

SALT = "consent-confirmation"
SPOKEN = {code for code, _name in settings.LANGUAGES}


def refusal(consent: Consent, now: datetime, *, pretends: bool = False) -> str:
    """Why the person cannot be asked now; "" if they can. Whoever only pretends needs no mail."""
    if consent.status != ConsentStatus.ASKED:
        return _("This consent does not wait for a confirmation.")
    if consent.channel != Channel.EMAIL:
        return _("Only consents to e-mail are confirmed by e-mail. Take the confirmation down with “Confirm”.")
    if not consent.party.email or consent.party.archived_at:
        return _("This party has no e-mail address. Add one first.")
    if not pretends and not (settings.MAIL_URL and settings.CSRF_TRUSTED_ORIGINS):
        return _("This installation sends no mail, or does not know its own address (SETIA_MAIL_URL, SETIA_ORIGINS).")
    made = list(
        consent.confirmations.filter(made_at__gt=now - VALID).order_by("made_at").values_list("made_at", flat=True)
    )
    if made and made[-1] > now - PAUSE:
        return _("A message was sent a moment ago. Wait ten minutes before the next one.")
    if len(made) >= MOST:
        return _("Three messages were sent in the last seven days. Ask the person in another way.")
    return ""


def ask(consent: Consent, now: datetime, *, pretends: bool = False) -> Confirmation:
    """Write down that they are asked and let a job send it. Raises Refusal. Call inside a transaction.

    With `pretends`, for the demonstration, nothing is sent.
    """
    if words := refusal(consent, now, pretends=pretends):
        raise Refusal(words)
    language = next((code for code in (consent.party.language[:2], our_company().language) if code in SPOKEN), "en")
    host = next(iter(settings.CSRF_TRUSTED_ORIGINS), "").rpartition("/")[2].partition(":")[0] or "localhost"
    made = Confirmation.objects.create(
        consent=consent, email=consent.party.email, language=language, wording_version=consent.wording_version,
        nonce=secrets.token_urlsafe(24), message=f"<{secrets.token_hex(12)}.{consent.pk}@{host}>", made_at=now,
    )  # fmt: skip
    if not pretends:
        send.using(key=f"confirmation:{made.pk}").enqueue(made.pk)
    return made


def secret_of(confirmation: Confirmation) -> str:
    return signing.dumps([confirmation.pk, confirmation.nonce], salt=SALT)


def confirmation_by(secret: str) -> Confirmation | None:
    """The message that held this secret, however long ago; None for what we never sent."""
    try:
        pk, nonce = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    asked = Confirmation.objects.select_related("consent__purpose", "consent__party")
    return asked.filter(pk=pk, nonce=nonce).first()


@task(own_transactions=True, retries=8)
def send(pk: int) -> None:
    """Send it once it is no quiet hour. What the server does not take now is tried again for some hours.

    A worker that dies between sending and noting it sends it again: twice is better than never.
    """
    asked = Confirmation.objects.select_related("consent__purpose", "consent__party").filter(pk=pk).first()
    now = timezone.now()
    if asked is None or asked.sent_at or now > asked.made_at + VALID or asked.consent.status != ConsentStatus.ASKED:
        return
    local = now.astimezone(ZoneInfo(our_company().zone))
    if is_quiet(asked.consent.party_id, Channel.EMAIL, local):
        later = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        send.enqueue_at(later, pk)
        return
    try:
        composed(asked).send()
    except SMTPRecipientsRefused:
        log.warning("confirmation not sent id=%s: the address is refused", pk)
        return
    except (OSError, SMTPException) as trouble:
        log.warning("confirmation not sent id=%s reason=%s", pk, type(trouble).__name__)
        raise
    Confirmation.objects.filter(pk=pk).update(sent_at=now)


def composed(asked: Confirmation) -> EmailMessage:
    """In the person's language: who asks, for what, word for word, and the link."""
    consent, company = asked.consent, our_company().name
    with override(asked.language):
        read = reader_for(asked.language, our_company().zone)
        link = f"{settings.CSRF_TRUSTED_ORIGINS[0]}/confirm/{secret_of(asked)}"
        paragraphs = [
            _("Hello %(name)s,") % {"name": consent.party.name},
            _("somebody, most likely you, has agreed to this at %(company)s:") % {"company": company},
            f"{consent.purpose.name}\n“{consent.wording}”",
            _("It counts once you have confirmed it here:") + f"\n{link}",
            _("The link is valid until %(day)s. If you did not ask for this, say so there or do nothing: nobody will"
              " write to you about it.") % {"day": read.date((asked.made_at + VALID).date(), "full")},
            company,
        ]  # fmt: skip
        subject = _("Please confirm: %(purpose)s") % {"purpose": consent.purpose.name}
    headers = {"Message-ID": asked.message, "Auto-Submitted": "auto-generated", "Content-Language": asked.language}
    return EmailMessage(" ".join(subject.split()), "\n\n".join(paragraphs) + "\n", to=[asked.email], headers=headers)
