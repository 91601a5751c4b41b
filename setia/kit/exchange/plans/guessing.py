"""Guessing what the rows of a file are, and which column is which field.

Headers are compared, folded, with the names, labels (in all three languages) and aliases of the
fields. Every guess carries its confidence and its reason, so that a person can judge it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override
from rapidfuzz import process
from rapidfuzz.distance import OSA

from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.search import fold
from setia.kit.exchange.files.sheet import Sample, Sheet
from setia.kit.exchange.plans.evidence import currency_of, date_orders, decimal_language, doubts
from setia.kit.exchange.plans.plan import ADDRESS, Candidate, ColumnPlan, Plan, importable, importable_fields
from setia.kit.kinds import Field, Reference
from setia.kit.kinds.choices import LANGUAGES
from setia.kit.resources import Resource, registry

UNIT = re.compile(r"\([^)]*\)|\[[^\]]*\]|(?<![A-Z])[A-Z]{3}$")
"""What is written beside a name: "Revenue (EUR)", "Price USD"."""

COPY = re.compile(r"\s*(\(\d+\)|- (copy|copie|salinan|kopie)( \(\d+\))?)$", re.IGNORECASE)
"""What browsers and systems add to the name of a file that is there already."""

ROW_NUMBERS = ("", "unnamed 0")
"""Headers, folded, of a first column that only counts the rows."""

SURE, SIMILAR, NEAR_ENOUGH = 1.0, 0.7, 0.85
GOOD_ENOUGH = 0.4
REQUIRED_MISSING, NAMED_LIKE_FILE, NARROWER = 0.5, 0.1, 0.01
CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A column taken for a field."""

    index: int
    field: str
    confidence: float
    why: str


def guess(sheet: Sheet, by: Actor, resource: str = "") -> Plan:
    """A plan for the file: for `resource`, or for what the columns fit best."""
    if not resource and sheet.origin and sheet.origin.resource in {possible.slug for possible in importable(by)}:
        resource = sheet.origin.resource
    if resource:
        chosen = _allowed(registry[resource], by)
        return _plan(sheet, chosen, _matches(chosen, sheet, by), [], by)
    scored = []
    for possible in importable(by):
        matches = _matches(possible, sheet, by)
        score = _score(possible, sheet, matches, by)
        if score > 0:
            scored.append((score, possible, matches))
    if not importable(by):
        raise Forbidden(_("Your roles do not allow you to import anything. Ask an administrator."))
    scored.sort(key=lambda found: -found[0])
    candidates = [
        Candidate(r.slug, round(min(score, 1.0), 2), _fit(r, sheet, matches)) for score, r, matches in scored
    ][:CANDIDATES]
    if not scored or scored[0][0] < GOOD_ENOUGH:
        return _nothing_fits(sheet, candidates)
    _score_, best, matches = scored[0]
    return _plan(sheet, best, matches, candidates, by)


def _allowed(resource: Resource, by: Actor) -> Resource:
    if not resource.importable:
        raise Refusal(_("%(noun)s cannot be imported.") % {"noun": resource.plural}, field="resource")
    if resource not in importable(by):
        raise Forbidden()
    return resource


def _nothing_fits(sheet: Sheet, candidates: list[Candidate]) -> Plan:
    company = our_company()
    columns = [ColumnPlan(at, s.header, examples=s.examples) for at, s in enumerate(sheet.columns)]
    return Plan("", columns, company.currency, company.country, company.language, candidates, sheet.notices)


# Columns and fields ---------------------------------------------------------------------------------


@cache
def _names(field: Field) -> dict[str, str]:
    """Folded names of a field, and how the match is explained."""
    found = {fold(alias.replace("_", " ")): alias for alias in field.aliases}
    for language in LANGUAGES:
        with override(language):
            found.setdefault(fold(str(field.label)), str(field.label))
    found.setdefault(fold(field.name.replace("_", " ")), field.name)
    return found


def _matches(resource: Resource, sheet: Sheet, by: Actor) -> list[Match]:
    """The best field of each column; a field is given to one column only, the most alike."""
    fields = importable_fields(resource, by)
    possible = [
        Match(at, name, confidence, why)
        for at, sample in enumerate(sheet.columns)
        if sample.header
        for name, field in fields.items()
        for confidence, why in [_alike(sample.header, field)]
        if confidence
    ]
    taken: dict[int, Match] = {}
    for match in sorted(possible, key=lambda m: (-m.confidence, m.index)):
        if match.index not in taken and all(match.field != other.field for other in taken.values()):
            taken[match.index] = match
    return [taken[at] for at in sorted(taken)]


def _alike(header: str, field: Field) -> tuple[float, str]:
    """How sure it is that a header names the field, and in which words it does."""
    names = _names(field)
    for words in (fold(header.replace("_", " ")), fold(UNIT.sub(" ", header).replace("_", " "))):
        if words in names:
            return SURE, names[words]
        best = process.extractOne(words, list(names), scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH)
        if best and len(words) > 4:
            return SIMILAR * best[1], names[best[0]]
    return 0.0, ""


def _score(resource: Resource, sheet: Sheet, matches: list[Match], by: Actor) -> float:
    """How much of the file the resource explains, from 0 to about 1."""
    named = [sample for sample in sheet.columns if sample.header] or sheet.columns
    score = sum(match.confidence for match in matches) / len(named)
    mapped = {match.field for match in matches}
    for name, field in importable_fields(resource, by).items():
        if field.required and name not in mapped:
            score *= REQUIRED_MISSING
    if not mapped & {*resource.import_keys, resource.title} and not _row_number(resource, sheet, by):
        score *= REQUIRED_MISSING
    if fold(sheet.stem) in {fold(resource.slug), fold(str(resource.plural)), fold(str(resource.label))}:
        score += NAMED_LIKE_FILE
    return score + NARROWER * bool(resource.only) if score else 0.0


def _fit(resource: Resource, sheet: Sheet, matches: list[Match]) -> str:
    named = sum(bool(sample.header) for sample in sheet.columns)
    return _("%(noun)s know %(known)d of the %(all)d columns: %(names)s.") % {
        "noun": resource.plural,
        "known": len(matches),
        "all": named,
        "names": ", ".join(sheet.headers[match.index] for match in matches) or "–",
    }


# The plan -------------------------------------------------------------------------------------------


def _plan(sheet: Sheet, resource: Resource, matches: list[Match], candidates: list[Candidate], by: Actor) -> Plan:
    company = our_company()
    by_index = {match.index: match for match in matches}
    pointed = sheet.origin.pointed if sheet.origin else ()
    columns = [
        _column(resource, at, sample, by_index.get(at), at in pointed) for at, sample in enumerate(sheet.columns)
    ]
    plan = Plan(
        resource.slug,
        columns,
        company.currency,
        company.country,
        company.language,
        candidates,
        [*sheet.notices],
    )
    if sheet.origin and sheet.origin.resource:
        plan = _making_what_is_named(plan, by)
    if not {c.field for c in columns} & {*resource.import_keys, ADDRESS}:
        plan = _number_rows(plan, sheet, resource, by)
    plan = date_orders(plan, sheet)
    plan = replace(plan, currency=currency_of(plan, sheet), language=decimal_language(plan, sheet))
    plan = doubts(plan, sheet)
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < 2 * NARROWER:
        plan.notices.append(
            _("The columns fit %(one)s as well as %(other)s. Choose the other if that is what the rows are.")
            % {"one": resource.plural, "other": registry[candidates[1].resource].plural}
        )
    return plan


def _making_what_is_named(plan: Plan, by: Actor) -> Plan:
    """A card names its company without bringing it along: it is made, where this person may."""
    for column in plan.mapped:
        kind = plan.field_of(column).kind if column.field != ADDRESS else None
        if isinstance(kind, Reference):
            other = registry.of_noun(kind.noun)
            if other.creatable and by.access.may("create", other.governing):
                plan = plan.with_column(replace(column, when_unknown="create"))
    return plan


def _column(resource: Resource, at: int, sample: Sample, match: Match | None, is_pointed: bool) -> ColumnPlan:
    column = ColumnPlan(at, sample.header, examples=sample.examples, is_pointed=is_pointed)
    if match is None:
        if sample.header == ADDRESS and all(text.startswith(f"{resource.noun}:") for text in sample.texts):
            return replace(column, field=ADDRESS, confidence=SURE, why=_("addresses of records"))
        return replace(column, why=_("no field has this name") if sample.header else _("the column has no name"))
    why = _("is called “%(name)s” here") if match.confidence == SURE else _("looks like “%(name)s”")
    column = column.taken_for(resource, match.field)
    return replace(column, confidence=round(match.confidence, 2), why=why % {"name": match.why})


def _row_number(resource: Resource, sheet: Sheet, by: Actor) -> Sample | None:
    """The unnamed first column, when it counts the rows and the resource could keep such a number."""
    first = sheet.columns[0]
    countable = "reference" in importable_fields(resource, by)
    return (
        first
        if fold(first.header) in ROW_NUMBERS and first.counts_rows and first.filled == sheet.rows and countable
        else None
    )


def _number_rows(plan: Plan, sheet: Sheet, resource: Resource, by: Actor) -> Plan:
    """Rows without a key of their own are known by the file's name and their number in it."""
    if not _row_number(resource, sheet, by):
        return plan
    prefix = f"{'-'.join(fold(COPY.sub('', sheet.stem)).split())[:40]}-"
    why = _("numbers the rows; each is known as %(example)s when the file comes again") % {
        "example": prefix + next(iter(sheet.columns[0].texts), "1")
    }
    return plan.with_column(replace(plan.columns[0], field="reference", confidence=SIMILAR, why=why, prefix=prefix))
