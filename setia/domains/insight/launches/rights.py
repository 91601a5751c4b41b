"""Who may have launches planned, and may know the plans: they follow from all orders of all customers."""

from __future__ import annotations

from setia.domains.insight.selling.rights import BUYERS, SALES, knows_all
from setia.foundation.access import Access


def may_plan(access: Access) -> bool:
    return access.is_admin or knows_all(access, SALES, BUYERS)
