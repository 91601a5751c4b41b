"""Index of the nouns of sales, and their verbs."""

from setia.domains.sales.opportunities import operations as opportunity_verbs
from setia.domains.sales.opportunities import resource as opportunities
from setia.domains.sales.order_lines import resource as order_lines
from setia.domains.sales.orders import operations as order_verbs
from setia.domains.sales.orders import resource as orders
from setia.domains.sales.payments import habits
from setia.domains.sales.payments import operations as payment_verbs
from setia.domains.sales.payments import resource as payments
from setia.domains.sales.pipelines import resource as pipelines
from setia.domains.sales.stages import resource as stages

__all__ = [
    "habits", "opportunities", "opportunity_verbs", "order_lines", "order_verbs", "orders", "payment_verbs", "payments",
    "pipelines", "stages",
]  # fmt: skip
