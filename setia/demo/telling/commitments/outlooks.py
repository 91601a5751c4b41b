"""Who will stay, and what they will be worth: reckoned once, so that the demonstration has it from its first moment."""

from __future__ import annotations

from datetime import datetime

from setia.demo.telling.teller import Teller
from setia.domains.insight.renewals import keeping as renewing
from setia.domains.insight.scores.keeping import reckon_from_orders


def reckon(teller: Teller, at: datetime) -> None:
    """From the orders themselves: the marts cannot be made before the story is kept."""
    renewing.reckon(at, at.date())
    reckon_from_orders(at, at.date(), lambda done, total, what: None)
