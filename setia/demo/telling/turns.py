"""Turns of the story inside the firm: people come and go, products and prices change, views are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from setia.demo.days import Span, workday
from setia.demo.firm.assortment import ASSORTMENT, Article
from setia.demo.firm.colleagues import (
    ADMINISTRATOR,
    COLLEAGUES,
    CONTROLLER,
    LEAD,
    SUCCESSORS,
    TECHNICIAN,
    Colleague,
)
from setia.demo.firm.prices import list_price
from setia.demo.telling.commitments import actions, plays
from setia.demo.telling.commitments.authority import ask_and_decide, set_limits, write_letters
from setia.demo.telling.commitments.outlooks import reckon
from setia.demo.telling.commitments.promises import live_with_promises, look_back, months
from setia.demo.telling.doubles import meet_doubles
from setia.demo.telling.fulfilling.agreements import decide, go_on, run_on, sign
from setia.demo.telling.fulfilling.deliveries import begin_orders, finish_orders
from setia.demo.telling.offering.desks import go_on_with_offers, make_offers
from setia.demo.telling.opening import hire, launch, role_named
from setia.demo.telling.papers import ask_to_confirm, file_papers
from setia.demo.telling.privacy import answer_requests, look_at_fields
from setia.demo.telling.selling import enquiries, launching
from setia.demo.telling.selling.catalog import add_modules, agree_on_prices, buy_in, days_of_rates, quote_rates
from setia.demo.telling.shape import add_fields, fill_in
from setia.demo.telling.teller import Teller
from setia.demo.telling.views import keep_dashboards, keep_views
from setia.domains.parties.parties.model import Party
from setia.domains.promises.promises.model import Promise
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation.staff.models import Token
from setia.kit.resources import registry
from setia.kit.writing import changes_of

BEFORE_WORK = time(6, 10)
DEPUTY = "solene"


@dataclass(frozen=True)
class Turn:
    """`hands_over` where what somebody did before has to stand in Setia already."""

    at: datetime
    happen: Callable[[Teller, datetime], None]
    hands_over: bool = False


def turns(span: Span) -> list[Turn]:
    """All turns in the order in which they come, before anybody works on their days."""
    found = [*_people(span), *_products(span), *_prices(span), *_tokens(span)]
    found.append(_on(span.day(0.5), partial(_role, key=DEPUTY, verb="grant_role")))
    found.append(_on(span.day(0.58), partial(_role, key=DEPUTY, verb="revoke_role")))
    found.append(_on(workday(span.start + timedelta(days=9)), keep_views))
    found.append(_on(workday(span.start + timedelta(days=12)), keep_dashboards))
    found.append(_on(span.day(0.7), meet_doubles, hands_over=True))
    found.append(_on(span.day(0.85), file_papers, hands_over=True))
    found.append(_on(span.day(0.9), ask_to_confirm, hands_over=True))
    found.append(_on(span.day(0.35), add_fields))
    found.append(_on(span.day(0.3), add_modules))
    found.append(_on(span.day(0.86), buy_in, hands_over=True))
    found.append(_on(span.day(0.92), agree_on_prices, hands_over=True))
    found += [_on(day, quote_rates) for day in days_of_rates(span)]
    found.append(_on(span.day(0.94), make_offers, hands_over=True))
    found.append(_on(span.day(0.996), go_on_with_offers, hands_over=True))
    found.append(_on(span.day(0.9), fill_in, hands_over=True))
    found.append(_on(span.day(0.55), sign, hands_over=True))
    found += [_on(span.day(share), run_on, hands_over=True) for share in (0.65, 0.75, 0.87)]
    found.append(_on(span.day(0.93), decide, hands_over=True))
    found.append(_on(span.day(0.988), go_on, hands_over=True))
    found.append(_on(span.day(0.935), begin_orders, hands_over=True))
    found.append(_on(span.day(0.976), finish_orders, hands_over=True))
    found.append(_on(span.day(0.97), answer_requests, hands_over=True))
    found.append(_on(span.day(0.985), look_at_fields, hands_over=True))
    found += [_on(day, live_with_promises) for day in months(span)]
    found.append(_on(span.day(0.2), set_limits))
    found.append(_on(span.day(0.93), ask_and_decide, hands_over=True))
    found.append(_on(span.day(0.95), write_letters, hands_over=True))
    found.append(_on(workday(span.until.date() - timedelta(days=2)), look_back))
    found.append(_on(span.day(0.2), enquiries.prepare))
    found.append(_on(workday(span.day(0.6)), enquiries.early_ones, hands_over=True))
    found.append(_on(workday(span.day(0.96)), enquiries.late_ones, hands_over=True))
    found.append(_on(span.day(0.965), enquiries.look_at_deals, hands_over=True))
    found.append(_on(span.until.date(), enquiries.look_ahead, hands_over=True))
    found += [_on(span.day(share), actions.act, hands_over=True) for share in (0.83, 0.91, 0.96)]
    found.append(_on(workday(span.until.date() - timedelta(days=3)), reckon, hands_over=True))
    told = ((0.8, plays.try_first), (0.87, plays.try_second), (0.95, plays.stop_second), (0.958, plays.try_again))
    found += [_on(span.day(share), happen, hands_over=True) for share, happen in told]
    found.append(_on(workday(span.until.date() - timedelta(days=2)), actions.look, hands_over=True))
    found.append(_on(span.day(0.44), launching.have_an_idea, hands_over=True))
    found.append(_on(span.day(0.52), launching.put_on_sale))
    found.append(_on(span.day(0.9), launching.look_again, hands_over=True))
    found.append(_on(span.eve(0.999), launching.look_at_all, hands_over=True))
    found.append(_on(span.day(0.4), partial(_sign_in, key=TECHNICIAN, verb="deactivate")))
    found.append(_on(span.day(0.45), partial(_sign_in, key=TECHNICIAN, verb="reactivate")))
    return sorted((turn for turn in found if turn.at < span.until), key=lambda turn: turn.at)


def _on(day: date, happen: Callable[[Teller, datetime], None], *, hands_over: bool = False) -> Turn:
    return Turn(datetime.combine(day, BEFORE_WORK, UTC), happen, hands_over)


def _people(span: Span) -> list[Turn]:
    everybody = COLLEAGUES.values()
    coming = [_on(span.eve(c.hired), partial(_hire, person=c)) for c in everybody if c.hired]
    leaving = [c for c in everybody if c.left < 1]
    return coming + [_on(span.day(c.left), partial(_leave, key=c.key), hands_over=True) for c in leaving]


def _hire(teller: Teller, at: datetime, *, person: Colleague) -> None:
    hire(teller, person, at)
    teller.rights.clear()


def _leave(teller: Teller, at: datetime, *, key: str) -> None:
    """Whoever leaves hands over all customers and open deals."""
    by, leaving = teller.actor(ADMINISTRATOR, at), teller.staff[key]
    owner = teller.staff[SUCCESSORS[key]]
    kept = (("opportunities", Opportunity), ("promises", Promise))
    for slug, rows in (
        ("parties", Party.objects),
        *((name, some.objects.filter(status="open")) for name, some in kept),
    ):
        ids = list(rows.filter(owner=leaving, archived_at=None).order_by("id").values_list("id", flat=True))
        if ids:
            teller.do(slug, "assign", ids, by, owner=owner)
    teller.do("staff", "deactivate", [leaving], by)
    teller.rights.clear()


def _role(teller: Teller, at: datetime, *, key: str, verb: str) -> None:
    """For a while, the deputy leads the team."""
    teller.do("staff", verb, [teller.staff[key]], teller.actor(ADMINISTRATOR, at), role=role_named(LEAD))


def _sign_in(teller: Teller, at: datetime, *, key: str, verb: str) -> None:
    teller.do("staff", verb, [teller.staff[key]], teller.actor(ADMINISTRATOR, at))


def _products(span: Span) -> list[Turn]:
    found = []
    for article in ASSORTMENT.values():
        ends, again = article.pause
        if article.launched:
            found.append(_on(span.eve(article.launched), partial(_launch, article=article)))
        if ends < 1:
            found.append(_on(span.day(ends), partial(_sale, article=article, verb="discontinue")))
        if again < 1:
            found.append(_on(span.eve(again), partial(_sale, article=article, verb="relaunch")))
    return found


def _launch(teller: Teller, at: datetime, *, article: Article) -> None:
    launch(teller, article, at)


def _sale(teller: Teller, at: datetime, *, article: Article, verb: str) -> None:
    teller.do("products", verb, [teller.product(article)], teller.actor(ADMINISTRATOR, at))


def _prices(span: Span) -> list[Turn]:
    years = range(span.start.year + 1, span.until.year + 1)
    return [_on(workday(date(year, 1, 1)), _raise_prices) for year in years]


def _raise_prices(teller: Teller, at: datetime) -> None:
    """The new price list of the year."""
    changes = changes_of(registry["products"], teller.products.values())
    for change in changes:
        change.after["list_price"] = list_price(ASSORTMENT[change.after["reference"]], at.date(), teller.span)
    teller.write("products", changes, teller.actor(ADMINISTRATOR, at))


def _tokens(span: Span) -> list[Turn]:
    """One key that is used, and one that was replaced."""
    last = span.until.date()
    return [
        _on(last - timedelta(days=120), partial(_issue, key=ADMINISTRATOR, name="Web shop", scopes="change")),
        _on(last - timedelta(days=40), partial(_issue, key=CONTROLLER, name="Monthly report", scopes="see")),
        _on(last - timedelta(days=35), partial(_issue, key=ADMINISTRATOR, name="Web shop, new", scopes="change")),
        _on(last - timedelta(days=30), partial(_revoke, name="Web shop")),
    ]


def _issue(teller: Teller, at: datetime, *, key: str, name: str, scopes: str) -> None:
    by = teller.actor(ADMINISTRATOR, at)
    teller.do("staff", "issue_token", [teller.staff[key]], by, name=name, scopes=scopes)


def _revoke(teller: Teller, at: datetime, *, name: str) -> None:
    token = Token.objects.get(name=name).pk
    teller.do("tokens", "revoke", [token], teller.actor(ADMINISTRATOR, at))
