"""Looking for what should be gone: every column of text of every table, in portions that hold nobody up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from django.apps import apps
from django.db import models
from django.db.models import Max, Min, Q, TextField
from django.db.models.functions import Cast

PORTION = 20_000
Breathe = Callable[[], None]


def tables() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Tables of Setia with their columns of text."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("setia.") or model._meta.proxy or not model._meta.managed:
            continue
        columns = [
            c for c in model._meta.concrete_fields if isinstance(c, (models.CharField, TextField, models.JSONField))
        ]
        if names := [column.attname for column in columns if not column.choices]:
            yield model, names


def found(texts: Sequence[str], breathe: Breathe, without: Sequence[type[models.Model]] = ()) -> dict[str, int]:
    """In how many rows of which tables one of the texts still stands."""
    wanted = {form for text in texts for form in _forms(text)}
    counts: dict[str, int] = {}
    if not wanted:
        return counts
    for model, names in tables():
        if model in without:
            continue
        if number := sum(_count(model, names, sorted(wanted), breathe)):
            counts[model._meta.label_lower] = number
    return counts


def _forms(text: str) -> set[str]:
    """As it is, and as JSON may write it."""
    text = text.strip()
    return {text, json.dumps(text)[1:-1]} if len(text) > 3 else set()


def _count(model: type[models.Model], names: list[str], texts: list[str], breathe: Breathe) -> Iterator[int]:
    rows = model._base_manager.all()
    asked = {f"{name}_as_text": Cast(name, TextField()) for name in names}
    condition = Q()
    for name in asked:
        for text in texts:
            condition |= Q(**{f"{name}__icontains": text})
    key = model._meta.pk
    if not isinstance(key, (models.AutoField, models.BigAutoField, models.OneToOneField, models.BigIntegerField)):
        yield rows.annotate(**asked).filter(condition).count()
        return
    edges = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if edges["first"] is None:
        return
    for start in range(edges["first"], edges["last"] + 1, PORTION):
        yield rows.filter(pk__gte=start, pk__lt=start + PORTION).annotate(**asked).filter(condition).count()
        breathe()
