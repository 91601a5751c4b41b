"""What speaks for two parties being one, and against it, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

FOR = {
    ("order", "transposed"): _("first and last name are transposed"),
    ("given", "same"): _("same first name"),
    ("given", "nickname"): _("the first names are forms of one name"),
    ("given", "initial"): _("one first name is the initial of the other"),
    ("given", "near"): _("first names are spelt alike"),
    ("family", "same"): _("same last name"),
    ("family", "near"): _("last names are spelt alike"),
    ("family", "part"): _("one last name is part of the other"),
    ("email", "same"): _("same e-mail address"),
    ("email", "letter"): _("e-mail addresses differ by one letter"),
    ("email", "mailbox"): _("same name before the @, at another provider"),
    ("phone", "same"): _("same telephone number"),
    ("phone", "figure"): _("telephone numbers differ by one figure"),
    ("address", "same"): _("same address"),
    ("address", "near"): _("addresses are written alike"),
    ("city", "same"): _("same city"),
    ("city", "near"): _("cities are written alike"),
    ("country", "same"): _("same country"),
    ("host", "same"): _("same website"),
    ("reference", "same"): _("same customer number but for its punctuation"),
    ("born", "same"): _("same birth date"),
    ("born", "near"): _("birth dates differ by one figure, or day and month are exchanged"),
}
OF_COMPANIES = {
    ("family", "same"): _("same name but for the legal form"),
    ("family", "near"): _("names are spelt alike"),
    ("family", "part"): _("one name is part of the other"),
}
AGAINST = {
    ("given", "other"): _("other first name"),
    ("family", "other"): _("other last name"),
    ("email", "other"): _("other e-mail address"),
    ("phone", "other"): _("other telephone number"),
    ("address", "other"): _("other address"),
    ("city", "other"): _("other city"),
    ("country", "other"): _("other country"),
    ("host", "other"): _("other website"),
    ("reference", "other"): _("other customer number"),
    ("born", "other"): _("other birth date"),
}


def in_words(levels: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What speaks for it, and what against it. `levels` are the names of levels by field, and the kind of party."""
    is_company = levels.get("kind") == "company"
    known = {**FOR, **OF_COMPANIES} if is_company else FOR
    speaks_for = [str(known[each]) for each in levels.items() if each in known]
    order = [str(FOR["order", "transposed"])] if levels.get("order") == "transposed" else []
    unlike = {**AGAINST, ("family", "other"): _("other name")} if is_company else AGAINST
    against = [str(unlike[each]) for each in levels.items() if each in unlike]
    return order + [words for words in speaks_for if words not in order], against


def sentence(levels: Mapping[str, str]) -> str:
    speaks_for, against = in_words(levels)
    words = "; ".join(speaks_for)
    if against:
        but = _("but %(against)s") % {"against": ", ".join(against)}
        words = f"{words}; {but}" if words else str(but)
    return words[:1].upper() + words[1:]
