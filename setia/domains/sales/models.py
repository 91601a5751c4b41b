"""Index of the tables of sales, for Django."""

from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from setia.domains.sales.payments.model import Payment
from setia.domains.sales.pipelines.model import Pipeline
from setia.domains.sales.stages.model import Stage

__all__ = ["Opportunity", "Order", "OrderLine", "Payment", "Pipeline", "Stage", "StageChange"]
