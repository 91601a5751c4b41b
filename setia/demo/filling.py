"""Filling an empty Setia with the story: all of it or nothing, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from heapq import merge
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import translation

from setia.demo.days import Span
from setia.demo.facts import FILLED
from setia.demo.plot.deeds import Deed
from setia.demo.plot.story import story
from setia.demo.state import Size
from setia.demo.telling.opening import open_firm
from setia.demo.telling.teller import Teller
from setia.demo.telling.telling import tell_singly, tell_together
from setia.demo.telling.turns import Turn, turns
from setia.foundation.access import system
from setia.foundation.company import Company, forget_company, our_company
from setia.foundation.ledger import Fact, record
from setia.foundation.records import noun
from setia.kit.marts import warehouse

LATELY, SINGLY = timedelta(days=120), timedelta(days=8)
"""For so long before the end, fortnights are told together instead of months, and every deed by itself."""

MONTH, FORTNIGHT = timedelta(days=28), timedelta(days=14)

FIRST_HOUR = time(6, 5)
Progress = Callable[[int, int], None]
Begin = Callable[[str], Progress]


def fill(size: Size, until: datetime, begin: Begin) -> None:
    """Tell the story up to this moment; whoever interrupts it leaves nothing behind."""
    cache.clear()
    forget_company()
    company = our_company()
    span = Span.of(size.years, until)
    told = story(size.parties, span, size.seed)
    teller = Teller(span)
    with translation.override("en"), transaction.atomic():
        open_firm(teller, datetime.combine(span.start, FIRST_HOUR, UTC))
        for title, moments in chapters(told.deeds, turns(span)):
            _tell(moments, teller, begin(title))
        data = {"parties": size.parties, "years": size.years, "seed": size.seed}
        fact = Fact(FILLED, noun(Company), company.pk, title=company.name, data=data)
        record([fact], system("demo", until))
        # Marts cannot be made before the story is kept: the first worker does it.
        warehouse().start(system("demo", until))
    forget_company()


def chapters(deeds: Sequence[Deed], turns_: Sequence[Turn]) -> Iterator[tuple[str, list[Any]]]:
    """What happens, by quarters of the year."""
    moments: Iterator[Any] = merge(turns_, deeds, key=lambda moment: moment.at)
    for quarter, some in groupby(moments, key=lambda moment: quarter_of(moment.at)):
        yield quarter, list(some)


def quarter_of(at: datetime) -> str:
    return f"{at.year} Q{(at.month + 2) // 3}"


def _tell(moments: Sequence[Any], teller: Teller, progress: Progress) -> None:
    """Deeds wait for others of the same stretch of time; they are written down when it is over."""
    waiting: list[Deed] = []
    until = teller.span.until
    for done, moment in enumerate(moments):
        stretch = MONTH if moment.at < until - LATELY else FORTNIGHT
        if waiting and (moment.at - waiting[0].at > stretch or _closes(moment, until)):
            tell_together(waiting, teller)
            waiting = []
            progress(done, len(moments))
        if isinstance(moment, Turn):
            moment.happen(teller, moment.at)
        elif _closes(moment, until):
            tell_singly([moment], teller)
        else:
            waiting.append(moment)
    tell_together(waiting, teller)
    progress(len(moments), len(moments))


def _closes(moment: Deed | Turn, until: datetime) -> bool:
    """Whether everything before has to be told before this."""
    return moment.hands_over if isinstance(moment, Turn) else moment.at >= until - SINGLY
