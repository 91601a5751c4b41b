"""Demand and its forecasts in lists, files and the API. Nobody writes them: they follow from what was sold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.forecasts import saying
from setia.domains.insight.forecasts.model import Demand, DemandForecast
from setia.kit.kinds import Field, LongText, Percent
from setia.kit.resources import Group, Panel, Resource, resource

FORECAST = ("period", "ahead", "expected", "low", "high", "method", "is_latest")


@resource
class Demands(Resource):
    model = Demand
    slug = "demand"
    label = _("Demand")
    plural = _("Demand")
    icon = "trending-up"
    columns = ("name", "segment", "unit", "now_on", "sold", "expected", "low", "high", "method", "error",
               "naive_error", "held")  # fmt: skip
    form = (
        Group(_("Demand"), ("name", "product", "segment", "unit", "pattern", "sold")),
        Group(_("Period under way"), ("now_on", "expected", "low", "high")),
        Group(_("Why this"), ("method", "error", "naive_error", "held", "why")),
    )
    kinds = {"held": Percent()}
    helps = {
        "expected": _("In the period under way"),
        "low": _("Less in 10 of 100 cases"),
        "high": _("More in 10 of 100 cases"),
        "error": _("What the method missed in the past, against “as in the period before” while it learnt; less is"
                   " better"),
        "naive_error": _("What “as in the period before” missed at the same moments"),
        "held": _("80 of 100 should have held what came true"),
    }  # fmt: skip
    extra_fields = (
        Field("why", _("In words"), LongText(), "why", editable=False, filterable=False, compute=saying.fill),
    )
    read_only = ("name", "product", "segment", "unit", "pattern", "now_on", "sold", "expected", "low", "high", "method",
                 "error", "naive_error", "held")  # fmt: skip
    hidden = ("refused", "begin_on", "history", "figures")
    quotes = {"name": ("product",)}
    sortable = ("name", "expected", "error")
    sort = "name"
    panels = (Panel(_("Forecasts"), "demand-forecasts", "demand", (*FORECAST, "came_true"), "-period", 12),)
    creatable = archivable = importable = False
    rail = ("catalog", 60)


@resource
class DemandForecasts(Resource):
    model = DemandForecast
    slug = "demand-forecasts"
    label = _("Demand forecast")
    plural = _("Demand forecasts")
    icon = "trending-up"
    columns = ("name", "segment", "unit", "period", "made_on", "ahead", "expected", "low", "high", "method",
               "came_true")  # fmt: skip
    form = (
        Group(_("Demand"), ("name", "demand", "product", "segment", "unit", "period")),
        Group(_("Forecast"), ("made_on", "ahead", "expected", "low", "high", "naive", "method", "error")),
        Group(_("What became of it"), ("came_true", "is_latest", "is_afterwards")),
    )
    helps = {
        "made_on": _("The beginning of the period under way when it was made"),
        "is_afterwards": _("Worked out later, from what was known then"),
        "low": _("Less in 10 of 100 cases"),
        "high": _("More in 10 of 100 cases"),
    }
    read_only = ("name", "demand", "product", "segment", "unit", "period", "made_on", "ahead", "expected", "low",
                 "high", "naive", "method", "error", "came_true", "is_latest", "is_afterwards")  # fmt: skip
    quotes = {"name": ("product",)}
    sortable = ("period", "made_on")
    sort = "-period"
    creatable = archivable = importable = False
