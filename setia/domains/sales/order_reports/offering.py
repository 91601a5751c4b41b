"""The reports on orders and contracts, offered on every face."""

from setia.domains.sales.order_reports.owing import OWED
from setia.domains.sales.order_reports.recurring import RECURRING
from setia.domains.sales.order_reports.selling import RETURNED, SOLD
from setia.kit.reports import add

add(SOLD, OWED, RETURNED, RECURRING)
