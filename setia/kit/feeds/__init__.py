"""One's own calendar for telephones and calendar programs, at an address that only its owner knows."""

from setia.kit.feeds.addresses import end_feed, feed_of, make_feed, owner_by_secret
from setia.kit.feeds.document import document

__all__ = ["document", "end_feed", "feed_of", "make_feed", "owner_by_secret"]
