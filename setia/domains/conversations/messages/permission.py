"""Whether a message may go to somebody now: the consents of parties decide, for the purpose it is sent for."""

from __future__ import annotations

from datetime import date

from setia.domains.conversations.messages.model import Message
from setia.domains.parties.consents.model import Channel
from setia.domains.parties.consents.permission import Permission, may_contact
from setia.domains.parties.purposes.model import ContactPurpose


def may_send(party_id: int, purpose: ContactPurpose | None, today: date) -> Permission:
    return may_contact(party_id, purpose, Channel.EMAIL, today)


def may_go(message: Message, today: date) -> Permission | None:
    """None where nobody we know is written to."""
    return None if message.party_id is None else may_send(message.party_id, message.purpose, today)
