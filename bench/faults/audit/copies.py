"""What is kept twice agrees: sums of lines, primary contact points, stages and their log."""

from __future__ import annotations

from collections import defaultdict

from bench.faults.audit.report import Report
from setia.domains.parties.contact_points.model import ContactPoint
from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity, StageChange
from setia.domains.sales.order_lines.sums import NO_LINES, sums_of
from setia.domains.sales.orders.model import Order


def prove(report: Report) -> None:
    _orders(report)
    _points(report)
    _stages(report)


def _orders(report: Report) -> None:
    orders = list(Order.objects.all())
    sums = sums_of(order.pk for order in orders)
    for order in orders:
        known = sums.get(order.pk, NO_LINES)
        same = (order.quantity, order.total) == (known.quantity, known.total)
        report.check(same, f"order {order.pk}: {order.quantity}, {order.total} but its lines give {known}")
    report.seen("orders added up", len(orders))


def _points(report: Report) -> None:
    primary: dict[tuple[int, str], list[str]] = defaultdict(list)
    current = ContactPoint.objects.filter(archived_at__isnull=True, ended_on__isnull=True, is_primary=True)
    for party, kind, value in current.values_list("party_id", "kind", "value").iterator():
        primary[party, kind].append(value)
    parties = Party.objects.values_list("pk", "email", "phone")
    for pk, email, phone in parties.iterator():
        for kind, value in (("email", email), ("phone", phone)):
            wanted = [value] if value else []
            report.check(primary[pk, kind] == wanted, f"party {pk}: {kind} is {wanted}, primary {primary[pk, kind]}")
    report.seen("parties and their contact points compared", len(parties))


def _stages(report: Report) -> None:
    log: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for opportunity, before, after in StageChange.objects.order_by("id").values_list(
        "opportunity_id", "from_stage_id", "to_stage_id"
    ):
        log[opportunity].append((before, after))
    for each in Opportunity.objects.select_related("stage"):
        steps = log[each.pk]
        chained = all(earlier[1] == later[0] for earlier, later in zip(steps, steps[1:], strict=False))
        whole = bool(steps) and steps[0][0] is None and steps[-1][1] == each.stage_id and chained
        report.check(whole, f"opportunity {each.pk} is in stage {each.stage_id}, its log is {steps}")
        same = (each.status, each.pipeline_id) == (each.stage.status, each.stage.pipeline_id)
        report.check(same, f"opportunity {each.pk} has another status or pipeline than its stage")
    report.seen("opportunities and their stage log compared", len(log))
