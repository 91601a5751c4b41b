"""Index of the tables of sales, for Django."""

from setia.domains.sales.answers.model import Answer
from setia.domains.sales.competitors.model import Competitor
from setia.domains.sales.contract_lines.model import ContractLine
from setia.domains.sales.contracts.model import Contract
from setia.domains.sales.forecasting.model import Forecast, ForecastLine
from setia.domains.sales.instalments.model import Instalment
from setia.domains.sales.lead_sources.model import LeadSource
from setia.domains.sales.leads.model import Lead
from setia.domains.sales.margin_floors.model import MarginFloor
from setia.domains.sales.offer_settings.model import SalesSettings
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer, OfferNumber
from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from setia.domains.sales.participants.model import Participant
from setia.domains.sales.payments.model import Payment
from setia.domains.sales.pipelines.model import Pipeline
from setia.domains.sales.qualifying.model import Question
from setia.domains.sales.reasons.model import Reason
from setia.domains.sales.refunds.model import Refund
from setia.domains.sales.returns.model import Return
from setia.domains.sales.rivals.model import Rival
from setia.domains.sales.shipments.model import Shipment
from setia.domains.sales.stages.model import Stage
from setia.domains.sales.winning.model import Chance, Learning

__all__ = [
    "Answer", "Chance", "Competitor", "Contract", "ContractLine", "Forecast", "ForecastLine", "Instalment", "Lead",
    "LeadSource", "Learning", "MarginFloor", "Offer", "OfferLine", "OfferNumber", "Opportunity", "Order", "OrderLine",
    "Participant", "Payment", "Pipeline", "Question", "Reason", "Refund", "Return", "Rival", "SalesSettings",
    "Shipment", "Stage", "StageChange",
]  # fmt: skip
