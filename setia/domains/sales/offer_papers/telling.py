"""An offer in the words of its customer's language: what the document, the public page and the message say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.sales.offer_settings.model import offer_settings
from setia.domains.sales.offers.adding_up import figures_of
from setia.domains.sales.offers.authority import lines_of
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.offers.sums import sums_of
from setia.foundation.company import our_company
from setia.foundation.formats import Reader, reader_for
from setia.kit.proposals import Line, Proposal


def told(offer: Offer, language: str = "", chosen: Collection[int] | None = None) -> Proposal:
    """`chosen` are the optional lines that are to count; without it, those that were chosen."""
    language = language or offer.language
    lines = lines_of(offer)
    picked = {line.pk for line in lines if line.is_chosen} if chosen is None else set(chosen)
    with override(language):
        read = reader_for(language, our_company().zone)
        settings, company = offer_settings(), our_company()
        return Proposal(
            company=company.name,
            letterhead=_paragraphs(settings.letterhead),
            name=offer.name,
            subject=offer.subject,
            to=[offer.party.name, *([offer.contact.name] if offer.contact else [])],
            made_on=read.date((offer.sent_at or offer.updated_at).date(), "long"),
            valid_until=read.date(offer.valid_until, "long"),
            introduction=_paragraphs(offer.introduction),
            lines=[_line(line, offer.currency, read, line.pk in picked) for line in lines],
            sums=_sums(lines, picked, offer.currency, read),
            promises=promised_words(offer, read),
            terms=_paragraphs(offer.terms),
            contact=_contact(offer),
            language=language,
            has_paper=offer.paper_id is not None,
        )


def promised_words(offer: Offer, read: Reader) -> list[str]:
    found = []
    if offer.deliver_on:
        found.append(_("Delivered by %(day)s") % {"day": read.date(offer.deliver_on, "long")})
    if offer.price_until:
        found.append(_("Prices guaranteed until %(day)s") % {"day": read.date(offer.price_until, "long")})
    if offer.answer_hours:
        found.append(_("An answer within %(number)s hours") % {"number": read.number(offer.answer_hours)})
    return found


def _line(line: OfferLine, currency: str, read: Reader, is_chosen: bool) -> Line:
    unit = f" {line.unit}" if line.unit else ""
    detail = f"{read.number(line.quantity.normalize())}{unit} × {read.minor(line.unit_price or 0, currency)}"
    if line.discount:
        detail += _(", less %(percent)s %%") % {"percent": read.number(line.discount.normalize())}
    return Line(
        line.pk, line.description, detail, read.minor(line.amount, currency), line.promise, line.is_optional,
        not line.is_optional or is_chosen,
    )  # fmt: skip


def _sums(lines: Sequence[OfferLine], picked: set[int], currency: str, read: Reader) -> list[tuple[str, str]]:
    counted = [line for line in lines if not line.is_optional or line.pk in picked]
    sums = sums_of(replace(figures_of(line), counts=True) for line in counted)
    found = [(_("Net"), read.minor(sums.net, currency))]
    for rate, tax in sums.taxes.items():
        if rate or len(sums.taxes) > 1:
            words = _("Tax %(percent)s %% on %(amount)s") % {
                "percent": read.number(rate.normalize()), "amount": read.minor(sums.bases[rate], currency),
            }  # fmt: skip
            found.append((words, read.minor(tax, currency)))
    return [*found, (_("Total"), read.minor(sums.gross, currency))]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _contact(offer: Offer) -> list[str]:
    owner = offer.owner
    return [part for part in (owner.name, owner.email) if part] if owner else []
