"""Who may do what, see which rows, and know which fields.

A role grants, per noun, a sight (which rows), verbs, and limits on fields. A person has several
roles and gets the most generous of them. Administrators may everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from setia.foundation.errors import Forbidden
from setia.foundation.records import noun

Found = TypeVar("Found")
Sight = Literal["none", "own", "team", "all"]
FieldMode = Literal["edit", "read", "hidden"]
Channel = Literal["web", "api", "cli", "import", "job", "demo"]

SIGHTS: tuple[Sight, ...] = ("none", "own", "team", "all")
FIELD_MODES: tuple[FieldMode, ...] = ("hidden", "read", "edit")


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role allows on one noun."""

    sight: Sight = "none"
    verbs: frozenset[str] = frozenset()
    fields: Mapping[str, FieldMode] = field(default_factory=dict)

    def is_within(self, other: Grant) -> bool:
        """Whether this allows nothing that the other does not allow."""
        return (
            SIGHTS.index(self.sight) <= SIGHTS.index(other.sight)
            and ("*" in other.verbs or self.verbs <= other.verbs)
            and all(
                FIELD_MODES.index(self.fields.get(name, "edit")) <= FIELD_MODES.index(mode)
                for name, mode in other.fields.items()
            )
        )

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Grant:
        return cls(data.get("sight", "none"), frozenset(data.get("verbs", ())), dict(data.get("fields", {})))

    def or_better(self, other: Grant) -> Grant:
        """Both grants together: wider sight, all verbs, the more open mode of each field."""
        return Grant(
            max(self.sight, other.sight, key=SIGHTS.index),
            self.verbs | other.verbs,
            {
                name: max(self.fields[name], other.fields[name], key=FIELD_MODES.index)
                for name in self.fields.keys() & other.fields.keys()
            },
        )


EVERYTHING = Grant("all", frozenset({"*"}))
NOTHING = Grant()


def governing_noun(model: type[Model]) -> str:
    """The noun whose grants decide: parts (an order's lines, a party's phone numbers) follow their whole."""
    return getattr(model, "governed_by", None) or noun(model)


def owner_paths(model: type[Model]) -> tuple[str, ...]:
    """The ways to whom a record of the model belongs; several where it tells of several records."""
    path: str | tuple[str, ...] | None = getattr(model, "owner_path", None)
    return (path,) if isinstance(path, str) else path or ()


@dataclass(frozen=True, slots=True)
class Access:
    """The rights of one person (or of the system) during one request.

    `colleagues` are the people whose records "team" sight shows, the person included.
    """

    staff_id: int | None = None
    is_admin: bool = False
    grants: Mapping[str, Grant] = field(default_factory=dict)
    colleagues: frozenset[int] = frozenset()
    scopes: frozenset[str] | None = None
    _known: dict[tuple[Any, ...], tuple[Any, Any]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def grant(self, noun_: str) -> Grant:
        return EVERYTHING if self.is_admin else self.grants.get(noun_, NOTHING)

    def may(self, verb: str, noun_: str) -> bool:
        """Whether `verb` is granted on `noun_`. "see" is granted by any sight at all."""
        if self.scopes is not None and not ({"*", verb, "see" if verb == "see" else "change"} & self.scopes):
            return False
        grant = self.grant(noun_)
        if verb == "see":
            return grant.sight != "none"
        return grant.sight != "none" and ("*" in grant.verbs or verb in grant.verbs)

    def require(self, verb: str, noun_: str) -> None:
        if not self.may(verb, noun_):
            raise Forbidden()

    def fingerprint(self) -> str:
        """A short text that is another one as soon as these rights are others."""
        grants = sorted(
            (noun_, grant.sight, sorted(grant.verbs), sorted(grant.fields.items()))
            for noun_, grant in self.grants.items()
        )
        scopes = None if self.scopes is None else sorted(self.scopes)
        whole = repr((self.staff_id, self.is_admin, grants, sorted(self.colleagues), scopes))
        return sha256(whole.encode()).hexdigest()[:32]

    def sight(self, noun_: str) -> Sight:
        return self.grant(noun_).sight

    def mode(self, noun_: str, field_name: str) -> FieldMode:
        return self.grant(noun_).fields.get(field_name, "edit")

    def hides_something(self, noun_: str) -> bool:
        """Whether any field of the noun is hidden."""
        return "hidden" in self.grant(noun_).fields.values()

    def hides(self, noun_: str, field_name: str) -> bool:
        return self.mode(noun_, field_name) == "hidden"

    def once(self, asked: tuple[Any, ...], of: Any, find: Callable[[], Found]) -> Found:
        """What was found for the question during this request, as long as it is asked of the same object."""
        known = self._known.get(asked)
        if known is None or known[0] is not of:
            known = self._known[asked] = (of, find())
        return known[1]

    def visible(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of a queryset that this person may see."""
        if self.sight(governing_noun(rows.model)) == "none":
            return rows.none()
        narrowing = self.narrowing(rows.model)
        return rows if narrowing is None else rows.filter(narrowing)

    def narrows(self, model: type[Model]) -> bool:
        """Whether there may be rows of the model that this person may not see."""
        return self.narrowing(model) is not None

    def narrowing(self, model: type[Model], before: str = "", beside: tuple[type[Model], ...] = ()) -> Q | None:
        """The condition that a row of the model, reached by the path `before`, may be seen; None if all may.

        `beside` are the models whose rows are kept at rows of this one: what is kept at those leads in a ring.
        Made once for one request: a search of all nouns asks for it hundreds of times.
        """
        asked = ("narrowing", model, before, beside if getattr(model, "kept_at", None) else ())
        return self.once(asked, model, lambda: self._narrowed(model, before, beside))

    def _narrowed(self, model: type[Model], before: str, beside: tuple[type[Model], ...]) -> Q | None:
        sight = self.sight(governing_noun(model))
        if sight == "none":
            return Q((f"{before}pk__in", ()))
        theirs = self._within(model, sight, before, beside)
        only: Callable[[Access, str], Q] | None = getattr(model, "only_seen", None)
        seen = None if only is None or self.is_admin else only(self, before)
        if not seen:
            return theirs
        return seen & theirs if theirs else seen

    def _within(self, model: type[Model], sight: Sight, before: str, beside: tuple[type[Model], ...]) -> Q | None:
        if kept_at := getattr(model, "kept_at", None):
            of_noun, of_id = (f"{before}{name}" for name in kept_at)
            return self._beside_visible((*beside, model), of_noun, of_id)
        owners = owner_paths(model)
        if sight == "all" or not owners:
            return None
        whose = ("", self.staff_id) if sight == "own" else ("__in", sorted(self.colleagues))
        theirs = Q(*((f"{before}{owner}{whose[0]}", whose[1]) for owner in owners))
        also: Callable[[Access, str], Q] | None = getattr(model, "also_seen", None)
        return theirs | also(self, before) if also else theirs

    def _beside_visible(self, beside: tuple[type[Model], ...], of_noun: str, of_id: str) -> Q | None:
        """That the record at which something is kept may be seen; None where everything may."""
        if self.is_admin:
            return None
        whole: list[str] = []
        partly = Q()
        for other in apps.get_models():
            if other in beside or self.sight(governing_noun(other)) == "none":
                continue
            if (narrowing := self.narrowing(other, beside=beside)) is None:
                whole.append(noun(other))
            else:
                rows = other._default_manager.filter(narrowing, pk=OuterRef(of_id))
                partly |= Q(Exists(rows), **{of_noun: noun(other)})
        return partly | Q(**{f"{of_noun}__in": sorted(whole)})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, through which channel, when, and in which language and zone they read.

    `act` is the act under way in the ledger: whatever is written meanwhile belongs to it.
    """

    staff_id: int | None
    name: str
    access: Access
    channel: Channel
    at: datetime
    zone: str = "UTC"
    language: str = "en"
    act: int | None = None

    @property
    def today(self) -> date:
        return self.at.astimezone(ZoneInfo(self.zone)).date()


def system(channel: Channel = "job", at: datetime | None = None) -> Actor:
    """Setia itself: jobs, the demonstration, and the command line of whoever owns the machine."""
    return Actor(None, "Setia", Access(is_admin=True), channel, at or datetime.now(UTC))


def together(grants: Iterable[Mapping[str, Any]]) -> dict[str, Grant]:
    """The grants of several roles as one."""
    result: dict[str, Grant] = {}
    for role in grants:
        for noun_, data in role.items():
            grant = Grant.from_json(data)
            result[noun_] = result[noun_].or_better(grant) if noun_ in result else grant
    return result
