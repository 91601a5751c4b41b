"""Verbs: what can be done to a record, declared once as a function.

The signature is the input form and the JSON schema, the docstring is the explanation beside the
button. The wrapper checks permission and visibility, locks the row, compares versions, writes the
change, records the fact. The function only decides: it changes attributes of the record it is
given, or refuses.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from setia.foundation import ledger
from setia.foundation.access import Access, Actor
from setia.foundation.errors import NotFound, Refusal
from setia.foundation.records import noun
from setia.kit import kinds
from setia.kit.answering import Answer
from setia.kit.arguments import arguments, kind_of_annotation
from setia.kit.attending import Attending, Call, tell_attending
from setia.kit.changes import Change
from setia.kit.forms import clean
from setia.kit.previews import Line
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of, one_visible
from setia.kit.writing import change_of, moment_of, write

Words = str | Promise
Function = Callable[..., Any]
Tone = Literal["plain", "good", "danger"]
Preview = Callable[[Any, Actor], Sequence[Line]]


@dataclass(frozen=True)
class Operation:
    """One verb of one noun."""

    name: str
    verb: str
    function: Function
    model: type[models.Model]
    fact: str
    label: Words
    icon: str
    tone: Tone
    bulk: bool
    when: Callable[[Any], bool] | None
    choices: Mapping[str, Any]
    labels: Mapping[str, Words]
    dated_by: str = ""
    by_input: str = ""
    facts: Mapping[str, ledger.FactKind] = field(default_factory=dict)
    tells: bool = False
    preview: Preview | None = None
    answers: bool = False
    prefilled: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    attending: Attending | None = None

    @property
    def right(self) -> str:
        """What somebody must be allowed in order to use it; an answer may be asked by whoever sees the record."""
        return "see" if self.answers else self.verb

    def may_use(self, access: Access, resource: Resource) -> bool:
        return access.may(self.right, resource.governing)

    @cached_property
    def explanation(self) -> str:
        return inspect.getdoc(self.function) or ""

    @cached_property
    def noun(self) -> str:
        return noun(self.model)

    @property
    def resource(self) -> Resource:
        return registry.of_noun(self.noun)

    @cached_property
    def inputs(self) -> dict[str, kinds.Field]:
        """The parameters a person fills in, as fields."""
        hints = get_type_hints(self.function)
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        return {p.name: self._input(p, hints[p.name]) for p in parameters if p.name != "by"}

    def _input(self, parameter: inspect.Parameter, hint: Any) -> kinds.Field:
        optional = parameter.default is not inspect.Parameter.empty
        if get_origin(hint) in (Union, types.UnionType):
            hint = next(part for part in get_args(hint) if part is not type(None))
        several = get_origin(hint) is list
        if several:
            (hint,) = get_args(hint)
        return kinds.Field(
            name=parameter.name,
            label=self.labels.get(parameter.name, parameter.name.replace("_", " ").capitalize()),
            kind=self.choices.get(parameter.name) or kind_of_annotation(hint),
            path=parameter.name,
            required=not optional,
            default=parameter.default if optional else None,
            many=several,
        )

    @cached_property
    def leaves(self) -> frozenset[str]:
        """The facts that it may leave."""
        return frozenset({self.fact, *(kind.kind for kind in self.facts.values())})

    def fact_for(self, values: Mapping[str, Any]) -> str:
        """What it leaves when it is called with these values: a call is another fact than a visit."""
        kind = self.facts.get(str(values.get(self.by_input)))
        return kind.kind if kind else self.fact

    def applies_to(self, record: Any) -> bool:
        """Whether the verb makes sense for the record as it is, so that its button is shown."""
        if getattr(record, "archived_at", None):
            return False
        return self.when is None or bool(self.when(record))


operations: dict[str, dict[str, Operation]] = {}


def operation(
    *,
    label: Words,
    records: str = "",
    icon: str = "play",
    tone: Tone = "plain",
    bulk: bool = True,
    when: Callable[[Any], bool] | None = None,
    choices: Mapping[str, Any] | None = None,
    labels: Mapping[str, Words] | None = None,
    dated_by: str = "",
    told: Words = "",
    by_input: str = "",
    facts: Mapping[str, ledger.FactKind] | None = None,
    tells: bool = False,
    preview: Preview | None = None,
    answers: bool = False,
    prefilled: tuple[str, ...] = (),
    untold: tuple[str, ...] = (),
    attending: Attending | None = None,
) -> Callable[[Function], Function]:
    """Declare a verb. `records` is the fact it leaves; its second word is the verb's short name.

    `when` tells for which records the button is shown; the function must refuse by itself. `dated_by` names the
    input that says on which day it happened, if not today. `told` is how the history tells it: "won" where the
    button says "Win". `facts` are what it leaves instead of `records`, by the value of the input `by_input`. What
    only `tells` can be corrected and taken back by an entry that points at it. `preview` says what it would do.
    What only `answers` changes nothing, records nothing and returns an `Answer`.
    Inputs that are `prefilled` begin with the value that the record has in its field of that name. What is `untold`
    is left out of the history, since the changes it led to say it better. `attending`: it is told to others too.
    """

    def declare(function: Function) -> Function:
        first = next(iter(inspect.signature(function).parameters))
        model = get_type_hints(function)[first]
        verb = function.__name__.removesuffix(f"_{model._meta.model_name}")
        if not inspect.getdoc(function):
            raise TypeError(f"{function.__name__} needs a docstring: it is the button's explanation")
        if bool(records) == answers:
            raise TypeError(f"{function.__name__} either records a fact or only answers")
        operations.setdefault(noun(model), {})[verb] = Operation(
            function.__name__, verb, function, model, records, label, icon, tone, bulk and not answers, when,
            choices or {}, labels or {}, dated_by, by_input, facts or {}, tells, preview, answers, prefilled,
            untold, attending,
        )  # fmt: skip
        if records:
            ledger.declare(records, told or label, icon)
        for kind in (facts or {}).values():
            ledger.declare(kind.kind, kind.label, kind.icon)
        return function

    return declare


def operations_of(resource: Resource) -> dict[str, Operation]:
    return operations.get(resource.noun, {})


def teller_of(entry: ledger.Entry) -> Operation | None:
    """The verb that left this entry and did nothing else; None for entries of other kinds."""
    found = verb_of(entry)
    return found if found and found.tells and not entry.data.get("changes") else None


def verb_of(entry: ledger.Entry) -> Operation | None:
    return next((verb for verb in operations.get(entry.noun, {}).values() if entry.kind in verb.leaves), None)


def find_operation(resource: Resource, verb: str) -> Operation:
    found = operations_of(resource).get(verb)
    if found is None:
        raise NotFound(_("%(noun)s know no verb “%(verb)s”.") % {"noun": resource.plural, "verb": verb})
    return found


@dataclass(slots=True)
class Outcome:
    """What a call did: the records it touched, the act that undoes it, and anything to show once."""

    ids: list[int]
    act: int | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    said: Answer | None = None


def locked(resource: Resource, ids: Sequence[int], by: Actor) -> list[Any]:
    """The visible records with these ids, locked until the transaction ends, in the order given."""
    rows = resource.rows(by.access).filter(pk__in=list(ids)).select_for_update(of=("self",))
    found = {record.pk: record for record in rows}
    if missing := [id_ for id_ in ids if id_ not in found]:
        raise (
            NotFound(field="id")
            if len(ids) == 1
            else NotFound(_("Records %(ids)s do not exist, or you may not see them.") % {"ids": missing[:5]})
        )
    return [found[id_] for id_ in ids]


def perform(
    verb: Operation,
    ids: Sequence[int],
    values: Mapping[str, Any],
    by: Actor,
    *,
    resource: Resource | None = None,
    version: int | None = None,
    corrects: int | None = None,
) -> Outcome:
    """Run a verb on one or many records, all or none. `corrects` is the entry that this one stands for now."""
    resource = resource or verb.resource
    by.access.require(verb.right, resource.governing)
    if verb.answers:
        return _answered(verb, ids, values, by, resource)
    with transaction.atomic():
        by = replace(by, act=by.act or ledger.begin())
        records = locked(resource, ids, by)
        given = {
            currency: arguments(verb.function, verb.inputs, clean(verb.inputs, values, by.access, currency=currency))
            for currency in {getattr(record, "currency", "") for record in records}
        }
        if version is not None and any(record.version != version for record in records):
            raise Refusal(_("This record was changed since you opened it. Look at it again, then repeat."))
        changes: list[Change] = []
        answer: dict[str, Any] = {}
        for line, record in enumerate(records):
            if record.archived_at:
                title = name_of(resource, record, by.access)
                raise Refusal(_("“%(title)s” is archived. Restore it first.") % {"title": title})
            change = change_of(record)
            change.line = line
            answer.update(verb.function(record, by=by, **given[getattr(record, "currency", "")]) or {})
            change.after |= {name: getattr(record, name) for name in resource.column_names}
            changes.append(change)
        told = _told(verb, values) | ({"corrects": corrects} if corrects else {})
        first = next(iter(given.values()), {})
        act = write(resource, changes, by, fact=verb.fact_for(first), at=_when(verb, given, by), data=told or None)
        if verb.attending:
            tell_attending(verb.attending, Call(verb.resource, verb.leaves, records, first, told, by))
    return Outcome([record.pk for record in records], act, answer)


def _answered(verb: Operation, ids: Sequence[int], values: Mapping[str, Any], by: Actor, resource: Resource) -> Outcome:
    (id_,) = ids
    record = one_visible(resource, id_, by.access)
    given = arguments(
        verb.function, verb.inputs, clean(verb.inputs, values, by.access, currency=getattr(record, "currency", ""))
    )
    said: Answer = verb.function(record, by=by, **given)
    return Outcome([id_], None, said.data, said)


def _told(verb: Operation, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was said with the call, for the ledger; never a secret."""
    told = {
        name: value
        for name, value in values.items()
        if name in verb.inputs.keys() - set(verb.untold)
        and verb.inputs[name].kind.name != "secret"
        and value not in ("", None)
    }
    return {"inputs": told} if told else {}


def _when(verb: Operation, given: Mapping[str, Mapping[str, Any]], by: Actor) -> datetime | None:
    """The moment a verb is said to have happened at, when that is another day than today."""
    day = next((inputs.get(verb.dated_by) for inputs in given.values()), None)
    return None if day == by.today else moment_of(day)
