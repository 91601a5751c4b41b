"""Index of the tables of conversations, for Django."""

from setia.domains.conversations.messages.model import Attachment, Message

__all__ = ["Attachment", "Message"]
