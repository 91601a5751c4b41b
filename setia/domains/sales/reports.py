"""Index of the reports of sales."""

from setia.domains.sales.forecasting.reports import FORECAST, FORECAST_ACCURACY
from setia.domains.sales.leads import sources
from setia.domains.sales.opportunities.ends import REASONS, STAGE_TIMES
from setia.domains.sales.rivals import against
from setia.domains.sales.winning import calibration
from setia.kit import reports

reports.add(
    FORECAST, FORECAST_ACCURACY, REASONS, STAGE_TIMES, against.REPORT, calibration.REPORT, sources.REPORT
)  # fmt: skip
