"""The relations shown as fields of a party: the company it is a subsidiary of, and the employer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.relations.model import RelationKind
from setia.domains.parties.relations.queries import current_relations, in_rings, others_of
from setia.foundation import bulk, prepared
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.kit.changes import Change
from setia.kit.kinds import Field, Reference
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

PARTY, RELATION = "parties.party", "parties.relation"
LINKS = {"parent": RelationKind.SUBSIDIARY_OF.value, "employer": RelationKind.WORKS_FOR.value}


def _filled(name: str) -> Callable[[list[dict[str, Any]]], None]:
    def fill(rows: list[dict[str, Any]]) -> None:
        ids = [row["id"] for row in rows]
        names = ("party_id", "other_id", "other__name", "id")
        found = prepared.among(f"{name} of", lambda: current_relations(LINKS[name]), "party_id", ids, names)
        newest = sorted(found, key=lambda relation: relation[3])
        others = {party: (other, words) for party, other, words, _id in newest}
        for row in rows:
            row[f"{name}_id"], row[f"{name}__name"] = others.get(row["id"], (None, ""))

    return fill


def _through(name: str) -> Callable[[Q], Q]:
    def exists(condition: Q) -> Q:
        rows = current_relations(LINKS[name]).annotate(**{f"{name}_id": F("other_id")})
        return Q(Exists(rows.filter(condition, party=OuterRef("pk"))))

    return exists


def link_field(name: str, label: Any, aliases: tuple[str, ...], personal: Personal | None = None) -> Field:
    """A field that shows the other party of a current relation, and sets it."""
    return Field(
        name=name, label=label, kind=Reference(PARTY), path=f"{name}_id", aliases=aliases,
        compute=_filled(name), through=_through(name), personal=personal,
    )  # fmt: skip


PARENT = link_field(
    "parent",
    gettext_lazy("Subsidiary of"),
    ("subsidiary_of", "parent company", "parent account", "maison mère", "filiale de", "induk perusahaan"),
)
EMPLOYER = link_field(
    "employer",
    gettext_lazy("Works for"),
    ("company", "employer", "organisation", "organization", "account", "société", "entreprise", "employeur",
     "perusahaan"),
    Personal(gettext_lazy("To know through whom we deal with somebody.")),
)  # fmt: skip


def settle_links(changes: Sequence[Change]) -> None:
    """Take out what changes nothing; refuse what cannot be."""
    for name, kind in LINKS.items():
        linked = [change for change in changes if name in change.extra]
        if not linked:
            continue
        now = others_of(kind, (change.id for change in linked if change.id))
        companies = _companies(linked, name) if name == "parent" else None
        rings = in_rings((c.id, c.extra[name]) for c in linked if c.id and c.extra[name]) if companies else set()
        for change in linked:
            wanted = change.extra[name] or None
            if wanted == now.get(change.id, (0, None))[1]:
                del change.extra[name]
            elif wanted and wanted == change.id:
                change.refuse(name, _("Nobody has a relation with themselves."))
            elif wanted and companies is not None and wanted not in companies:
                change.refuse(name, _("Only a company can be in this relation."))
            elif (change.id, wanted) in rings:
                change.refuse(name, _("A company cannot be a subsidiary of its own subsidiary."))


def _companies(linked: Sequence[Change], name: str) -> set[int]:
    rows = registry.of_noun(PARTY).model.objects.filter(kind="company")
    wanted = {change.extra[name] for change in linked} - {None, ""}
    return {id_ for (id_,) in bulk.found(rows, "pk", wanted, "pk")}


def write_links(changes: Sequence[Change], by: Actor) -> None:
    """The old relation ends today, the new one begins."""
    relations = registry.of_noun(RELATION)
    wanted: list[Change] = []
    for name, kind in LINKS.items():
        linked = [change for change in changes if name in change.extra]
        now = others_of(kind, (change.id for change in linked if not change.is_new))
        for ended in changes_of(relations, (id_ for id_, _other in now.values())):
            ended.after["ended_on"] = by.today
            wanted.append(ended)
        wanted += [
            Change(after={"party_id": c.id, "kind": kind, "other_id": c.extra[name]}) for c in linked if c.extra[name]
        ]
    write(relations, wanted, by)
