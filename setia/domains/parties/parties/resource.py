"""Parties in lists, forms and the API: all of them, the people, and the companies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.parties.contact_points.copies import COPIED, fall_back, follow_parties
from setia.domains.parties.contact_points.further import (
    FURTHER,
    FURTHER_FIELD,
    REACH,
    TOLD_BY,
    settle_further,
    write_further,
)
from setia.domains.parties.contact_points.primary import current_points
from setia.domains.parties.parties.ages import settle_age
from setia.domains.parties.parties.model import Party, PartyKind, Sector
from setia.domains.parties.parties.naming import settle_name
from setia.domains.parties.relations.links import EMPLOYER, PARENT, settle_links, write_links
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit import successors
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Country, Currency, Email, Language, Phone, Web, Whole, Year
from setia.kit.resources import Group, Network, Panel, Resource, resource
from setia.kit.shaping.listed import extensible

ROLES = Group(_("Is our"), ("is_customer", "is_prospect", "is_vendor", "is_partner", "owner"))
REACHED = Group(_("Reached by"), ("email", "phone", "website", "city", "country", "language"))
FIRM = Group(_("Company"), ("sector", "founded_in", "employees", "revenue", "currency", "parent"))
PROFILE = Group(_("Profile"), ("born_on", "age_band", "gender", "income_band"))
OF_PEOPLE = ("first_name", "last_name", *PROFILE.fields)
NOTES = Group(_("About"), ("reference", "about"))
INTEREST = Basis.LEGITIMATE_INTERESTS
SECTORS = extensible("sector", _("Kind of business"), Sector.choices, 30)
KNOWN = Personal(_("To know who we are dealing with."))
ADDRESSED = Personal(_("To address the person rightly."))
DELIVERED = Personal(_("To deliver and visit."))


class _Party(Resource):
    """What people and companies have in common."""

    model = Party
    icon = "contact"
    subtitle = "email"
    sortable = ("name", "updated_at", "created_at")
    sorted_by = {"name": "sort_name", "created_at": "id"}
    sort = "name"
    hidden = ("sort_name",)
    story = "id"
    composer = "note"
    search_paths = ("name", "reference", "email", "phone")
    extra_fields = (PARENT, EMPLOYER, FURTHER_FIELD)
    tells = {"name": ("first_name", "last_name"), "first_name": ("name",), "last_name": ("name",),
             FURTHER: TOLD_BY}  # fmt: skip
    kinds = {
        "email": Email(),
        "phone": Phone(),
        "website": Web(),
        "country": Country(),
        "language": Language(),
        "currency": Currency(),
        "sector": SECTORS,
        "revenue": Amount(),
        "founded_in": Year(),
        "employees": Whole(0, 20_000_000),
    }
    aliases = {
        "name": ("full name", "customer", "customer name", "contact name", "client", "client name", "nom",
                 "nom complet", "nom du client", "nama", "nama lengkap", "pelanggan", "nama pelanggan"),
        "first_name": ("firstname", "given name", "forename", "prénom", "nama depan"),
        "last_name": ("lastname", "surname", "family name", "nom de famille", "nama belakang"),
        "reference": ("customer id", "customer number", "account number", "client number", "numéro client",
                      "référence", "nomor pelanggan", "id pelanggan"),
        "email": ("mail", "e-mail address", "email address", "courriel", "adresse e-mail", "surel",
                  "alamat surel"),
        "phone": ("tel", "telephone", "phone number", "mobile", "téléphone", "portable", "telepon",
                  "no telepon", "nomor telepon", "hp"),
        "website": ("site", "web", "url", "site web", "situs", "situs web"),
        "city": ("town", "ville", "kota"),
        "country": ("office_location", "location", "nation", "pays", "negara"),
        "language": ("langue", "bahasa"),
        "sector": ("industry", "branch", "secteur", "activité", "sektor", "industri", "bidang"),
        "founded_in": ("year_established", "founded", "year founded", "année de création", "fondée en",
                       "tahun berdiri"),
        "employees": ("staff", "headcount", "number of employees", "effectif", "employés", "karyawan",
                      "jumlah karyawan"),
        "revenue": ("annual revenue", "turnover", "chiffre d'affaires", "pendapatan", "omzet"),
        "about": ("notes", "description", "remarks", "remarques", "catatan", "keterangan"),
        "owner": ("sales_agent", "account manager", "responsable", "commercial", "penanggung jawab"),
        "kind": ("type", "jenis"),
        "born_on": ("birthday", "birth date", "date of birth", "né le", "date de naissance", "tanggal lahir"),
        "gender": ("sex", "sexe", "genre", "jenis kelamin"),
        "age_band": ("age group", "tranche d'âge", "kelompok umur"),
        "income_band": ("income group", "tranche de revenu", "kelompok penghasilan"),
    }  # fmt: skip
    helps = {
        "name": _("People: leave empty and give the first and last name."),
        "reference": _("Your own number for this customer, if there is one."),
        "owner": _("Who looks after this party."),
    }
    personal = {
        "name": KNOWN,
        "first_name": ADDRESSED,
        "last_name": ADDRESSED,
        "reference": Personal(_("To find what belongs to the customer.")),
        "email": REACH,
        "phone": REACH,
        "website": Personal(_("To know what they do before we speak with them."), INTEREST, 60),
        "city": DELIVERED,
        "country": DELIVERED,
        "language": Personal(_("To write in the person's language.")),
        "about": Personal(_("To go on where somebody else left off."), INTEREST, 36),
        "born_on": Personal(_("To congratulate, and to offer what fits their age."), Basis.CONSENT, 36),
        "age_band": Personal(_("To offer what fits their age."), Basis.CONSENT, 36),
        "gender": Personal(_("To address the person rightly."), Basis.CONSENT, 36),
        "income_band": Personal(_("To offer what they can afford."), Basis.CONSENT, 24),
    }
    impersonal = ("restricted_on",)
    panels = (
        Panel(_("Contact points"), "contact-points", "party", ("kind", "value", "label", "is_primary"), place=10),
        Panel(_("Preferences"), "preferences", "party", ("kind", "value", "basis", "evidence")),
        Panel(_("Consents"), "consents", "party", ("name", "channel", "status", "given_on")),
        Panel(_("Relations"), "relations", "party", ("kind", "other", "title", "started_on")),
        Panel(_("Relations of others"), "relations", "other", ("party", "kind", "title", "started_on")),
    )

    network = Network(_("Relations"), "relations", "party", "other", "kind")

    def introduce(self, field: str, change: Change) -> None:
        """Whoever is named as an employer or a parent is a company."""
        if field in (PARENT.name, EMPLOYER.name):
            change.after["kind"] = PartyKind.COMPANY.value

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        currency = our_company().currency
        for change in changes:
            settle_name(change)
            settle_age(change, by.today)
            change.after["currency"] = change.after["currency"] or currency
        fall_back(changes)
        settle_links(changes)
        settle_further(changes)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        follow_parties(changes, by)
        write_links(changes, by)
        write_further(changes, by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        """Everybody is found by name, number, and any current address or telephone number."""
        rows = list(rows)
        codes: dict[int, list[str]] = {row["id"]: [] for row in rows}
        hidden: frozenset[str] = rows[0].get("hidden", frozenset()) if rows else frozenset()
        for point in current_points(codes):
            if point.kind in COPIED and not point.is_primary and not {COPIED[point.kind], "value"} & hidden:
                codes[point.party].append(point.value)
        former = {} if "name" in hidden else successors.former_names(self, codes)
        for row in rows:
            names = (row["name"], *former.get(row["id"], ()))
            yield Document(row["id"], names, (*_own_codes(row), *codes[row["id"]]))

    def documents_of_new(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        """The contact points of a new party are what stands in its own columns, and what came with it besides."""
        return (Document(row["id"], (row["name"],), (*_own_codes(row), *row.get(FURTHER, ()))) for row in rows)


def _own_codes(row: Mapping[str, Any]) -> list[str]:
    return [code for code in (row["email"], row["phone"], row["reference"]) if code]


@resource
class Parties(_Party):
    slug = "parties"
    samples = {"kind": "person"}
    label = _("Party")
    plural = _("Parties")
    rail = ("customers", 30)
    import_keys = ("reference", "email", "name")
    columns = ("name", "kind", "email", "phone", "city", "country", "owner", "updated_at")
    form = (
        Group(_("Party"), ("kind", "name", "first_name", "last_name", "employer")),
        ROLES,
        REACHED,
        FIRM,
        PROFILE,
        NOTES,
    )


@resource
class People(_Party):
    slug = "people"
    label = _("Person")
    plural = _("People")
    icon = "user"
    only = {"kind": PartyKind.PERSON.value}
    read_only = ("kind",)
    hidden = ("sort_name", "sector", "founded_in", "employees", "revenue", "currency")
    extra_fields = (EMPLOYER, FURTHER_FIELD)
    rail = ("customers", 10)
    import_keys = ("reference", "email", "name")
    columns = ("name", "employer", "email", "phone", "city", "country", "owner", "updated_at")
    form = (Group(_("Person"), ("first_name", "last_name", "name", "employer")), ROLES, REACHED, PROFILE, NOTES)


@resource
class Companies(_Party):
    slug = "companies"
    label = _("Company")
    plural = _("Companies")
    icon = "building-2"
    only = {"kind": PartyKind.COMPANY.value}
    read_only = ("kind",)
    hidden = ("sort_name", *OF_PEOPLE)
    personal = {name: why for name, why in _Party.personal.items() if name not in OF_PEOPLE}
    aliases = {
        **_Party.aliases,
        "name": (*_Party.aliases["name"], "account", "account name", "company", "company name",
                 "organisation", "organization", "société", "raison sociale", "entreprise",
                 "nom de l'entreprise", "perusahaan", "nama perusahaan"),
    }  # fmt: skip
    extra_fields = (PARENT, FURTHER_FIELD)
    rail = ("customers", 20)
    import_keys = ("reference", "name")
    columns = ("name", "sector", "country", "employees", "revenue", "parent", "owner", "updated_at")
    form = (Group(_("Company"), ("name",)), ROLES, REACHED, FIRM, NOTES)
