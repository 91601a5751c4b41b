"""The catalog is put in order: categories, modules and their rules, vendors, price lists, exchange rates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max

from setia.demo.chance import Chance
from setia.demo.days import Span, workday
from setia.demo.firm.assortment import ASSORTMENT
from setia.demo.firm.catalog import (
    CATEGORIES,
    HOUR,
    NEED_KINDS,
    OWN_LIST,
    PRICE_LISTS,
    PRICE_RULES,
    TAXES,
    WORTH_ONE_EURO,
    segment_of,
)
from setia.demo.firm.colleagues import ACCOUNTS, ADMINISTRATOR
from setia.demo.firm.modules import MODULES, RULES
from setia.demo.firm.prices import OURS, minor
from setia.demo.telling.teller import Teller
from setia.domains.organisation.exchange_rates.model import ExchangeRate
from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import Order
from setia.foundation import money
from setia.foundation.access import Actor
from setia.foundation.company import our_company, read_ahead
from setia.kit.changes import Change

SEED = 7
BANK = "Banque des Deux Rives"
DEARER, QUICKER, VOLUME = 1.04, 5, 10
"""A second vendor is so much dearer and so many days quicker; the first gives a better cost from this quantity on."""


def order_catalog(teller: Teller, at: datetime) -> None:
    """Before anything is sold: what the assortment is ordered by, and what an hour costs."""
    by = teller.actor(ADMINISTRATOR, at)
    teller.change("company", our_company().pk, by, hour_cost=HOUR)
    read_ahead()
    for name, above in CATEGORIES.items():
        parent = {"parent": teller.categories[above]} if above else {}
        teller.categories[name] = teller.create("categories", by, name=name, **parent)
    for name, values in TAXES.items():
        teller.taxes[name] = teller.create("taxes", by, name=name, **values)
    for number, (name, about) in enumerate(NEED_KINDS.items()):
        teller.need_kinds[number] = teller.create("need-kinds", by, name=name, about=about)


def add_modules(teller: Teller, at: datetime) -> None:
    """Service modules, how well each serves which need, and how they fit together."""
    by = teller.actor(ADMINISTRATOR, at)
    for module in MODULES.values():
        limits = {name: getattr(module, name) for name in ("capacity", "at_most") if getattr(module, name)}
        teller.modules[module.reference] = teller.create(
            "products", by, name=module.name, reference=module.reference, kind="module", unit=module.unit,
            category=teller.categories[module.category], list_price=module.price, cost=module.cost, currency=OURS,
            labour_hours=module.hours, segment=segment_of(module.price), is_standard=module.is_standard, **limits,
        )  # fmt: skip
        for kind, fit in module.serves.items():
            product = teller.modules[module.reference]
            teller.create("servings", by, product=product, need_kind=teller.need_kinds[kind], fit=fit)
    for one, kind, other, quantity, about in RULES:
        teller.create(
            "module-rules", by, product=teller.modules[one], kind=kind, other=teller.modules[other],
            quantity=quantity, about=about,
        )  # fmt: skip


def buy_in(teller: Teller, at: datetime) -> None:
    """What the vendors take for it: the first one less for ten and more, a second one dearer and quicker."""
    by = teller.actor(ACCOUNTS, at)
    companies = Party.objects.active().filter(kind="company")
    vendors = list(companies.filter(is_vendor=True).order_by("id")[:4]) or list(companies.order_by("id")[:1])
    goods = [one for one in ASSORTMENT.values() if not one.is_service and one.reference in teller.products]
    for number, article in enumerate(goods):
        vendor = vendors[number % len(vendors)]
        tiers = ((0, 1.0), (VOLUME, 0.94)) if number % 2 else ((0, 1.0),)
        for least, share in tiers:
            supplied(teller, by, article.reference, vendor, article.cost * share, least, days=14 + number % 3 * 7)
        if number % 3 == 0 and len(vendors) > 1:
            other = vendors[(number + 1) % len(vendors)]
            supplied(teller, by, article.reference, other, article.cost * DEARER, 0, days=QUICKER)


def supplied(teller: Teller, by: Actor, reference: str, vendor: Party, cost: float, least: int, days: int) -> None:
    currency = vendor.currency if vendor.currency in WORTH_ONE_EURO else OURS
    teller.create(
        "supplies", by, product=teller.products[reference], party=vendor.pk, currency=currency, lead_days=days,
        cost=money.decimal(minor(cost, currency), currency), minimum_quantity=least,
        vendor_reference=f"{reference.replace('-', '')}-{vendor.pk % 90 + 10}", is_preferred=days > QUICKER,
    )  # fmt: skip


def agree_on_prices(teller: Teller, at: datetime) -> None:
    """Price lists, one of them for a single customer, and prices of their own in other currencies."""
    by = teller.actor(ADMINISTRATOR, at)
    lists = {name: teller.create("price-lists", by, name=name, **values) for name, values in PRICE_LISTS.items()}
    for name, what, how in PRICE_RULES:
        target = {"category": teller.categories[what]} if what in teller.categories else {}
        target |= {"product": teller.products[what]} if what in teller.products else {}
        currency = {"currency": PRICE_LISTS[name]["currency"]} if "amount" in how else {}
        teller.create("price-rules", by, price_list=lists[name], **target, **currency, **how)
    best = Order.objects.active().filter(party__kind="company").order_by("-total", "id").first()
    if best is not None:
        category, percent = OWN_LIST
        own = teller.create("price-lists", by, name="As agreed", priority=50, for_whom="party", party=best.party_id)
        teller.create("price-rules", by, price_list=own, category=teller.categories[category], percent_off=percent)
    for reference in ("BR-500", "BR-800", "KO-001"):
        for currency in ("USD", "IDR"):
            amount = money.decimal(minor(ASSORTMENT[reference].price, currency), currency)
            product = teller.products.get(reference)
            if product is not None:
                since = at.date() - timedelta(days=30)
                teller.create("product-prices", by, product=product, currency=currency, amount=amount, starts_on=since)


def days_of_rates(span: Span) -> list[date]:
    """Before prices are made from costs in other currencies, and every three weeks from then on: no rate is used when
    it is older than a month."""
    found, day = [], span.day(0.9)
    while day < span.day(0.99):
        found.append(day)
        day = workday(day + timedelta(days=21))
    return [*found, span.day(0.99)]


def quote_rates(teller: Teller, at: datetime) -> None:
    """The rates of every week so far that are not known yet, brought along in one file."""
    chance = Chance(SEED, "rates")
    worth = dict.fromkeys(WORTH_ONE_EURO, 1.0)
    known = ExchangeRate.objects.filter(source=BANK).aggregate(last=Max("quoted_on"))["last"]
    changes = []
    day = teller.span.start + timedelta(days=1)
    while day <= at.date():
        for currency, usual in WORTH_ONE_EURO.items():
            worth[currency] *= 1 + (chance.random() - 0.5) / 100 - (worth[currency] - 1) / 50
            units = Decimal(repr(round(usual * worth[currency], 4)))
            if known is None or day > known:
                values = {"currency": currency, "units": units, "rate": Decimal(1), "quoted_on": day, "source": BANK}
                changes.append(Change(values))
        day += timedelta(days=7)
    if changes:
        teller.write("exchange-rates", changes, teller.actor(ACCOUNTS, at))
