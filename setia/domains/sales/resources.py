"""Index of the nouns of sales, and their verbs."""

from setia.domains.sales import marts, reports
from setia.domains.sales.answers import resource as answers
from setia.domains.sales.competitors import resource as competitors
from setia.domains.sales.contract_lines import operations as contract_line_verbs
from setia.domains.sales.contract_lines import resource as contract_lines
from setia.domains.sales.contracts import operations as contract_verbs
from setia.domains.sales.contracts import resource as contracts
from setia.domains.sales.forecasting import jobs as forecasting_jobs
from setia.domains.sales.instalments import operations as instalment_verbs
from setia.domains.sales.instalments import resource as instalments
from setia.domains.sales.lead_sources import resource as lead_sources
from setia.domains.sales.leads import forgetting
from setia.domains.sales.leads import operations as lead_verbs
from setia.domains.sales.leads import resource as leads
from setia.domains.sales.margin_floors import resource as margin_floors
from setia.domains.sales.offer_answers import operations as offer_answers
from setia.domains.sales.offer_composer import taking as offer_composing
from setia.domains.sales.offer_lines import operations as offer_line_verbs
from setia.domains.sales.offer_lines import resource as offer_lines
from setia.domains.sales.offer_reports import reports as offer_reports
from setia.domains.sales.offer_reports import unoffered
from setia.domains.sales.offer_sending import operations as offer_sending
from setia.domains.sales.offer_settings import resource as offer_settings
from setia.domains.sales.offers import operations as offer_verbs
from setia.domains.sales.offers import resource as offers
from setia.domains.sales.opportunities import operations as opportunity_verbs
from setia.domains.sales.opportunities import resource as opportunities
from setia.domains.sales.order_lines import resource as order_lines
from setia.domains.sales.order_reports import offering as order_reports
from setia.domains.sales.orders import operations as order_verbs
from setia.domains.sales.orders import resource as orders
from setia.domains.sales.participants import resource as participants
from setia.domains.sales.payments import habits
from setia.domains.sales.payments import operations as payment_verbs
from setia.domains.sales.payments import resource as payments
from setia.domains.sales.pipelines import resource as pipelines
from setia.domains.sales.qualifying import resource as questions
from setia.domains.sales.reasons import resource as reasons
from setia.domains.sales.refunds import operations as refund_verbs
from setia.domains.sales.refunds import resource as refunds
from setia.domains.sales.returns import operations as return_verbs
from setia.domains.sales.returns import resource as returns
from setia.domains.sales.rivals import resource as rivals
from setia.domains.sales.shipments import operations as shipment_verbs
from setia.domains.sales.shipments import resource as shipments
from setia.domains.sales.stages import resource as stages
from setia.domains.sales.winning import jobs as winning_jobs

__all__ = [
    "answers", "competitors", "contract_line_verbs", "contract_lines", "contract_verbs", "contracts",
    "forecasting_jobs", "forgetting", "habits", "instalment_verbs", "instalments", "lead_sources", "lead_verbs",
    "leads", "margin_floors", "marts", "offer_answers", "offer_composing", "offer_line_verbs", "offer_lines",
    "offer_reports", "offer_sending", "offer_settings", "offer_verbs", "offers", "opportunities", "opportunity_verbs",
    "order_lines",
    "order_reports", "order_verbs", "orders", "participants", "payment_verbs", "payments", "pipelines", "questions",
    "reasons", "refund_verbs", "refunds", "reports", "return_verbs", "returns", "rivals", "shipment_verbs",
    "shipments", "stages", "unoffered", "winning_jobs",
]  # fmt: skip
