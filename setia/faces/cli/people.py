"""`setia user`: accounts from the command line, where the first administrator comes from."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE
from setia.faces.cli.printing import as_json, table
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, NotFound
from setia.foundation.staff.models import Role, Staff
from setia.kit import verbs
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", choices=["add", "password", "list"])
    parser.add_argument("email", metavar="EMAIL", nargs="?", default="")
    parser.add_argument("--name", default="", help="with add: the person's name")
    parser.add_argument("--admin", action="store_true", help="with add: may everything")
    parser.add_argument("--role", action="append", default=[], help="with add: the name of a role; may be repeated")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("user", "Add a colleague, set a password, or list who may sign in.", _arguments)
def user(arguments: Namespace) -> int:
    by = actor(arguments)
    if arguments.action == "list":
        return _list(arguments, by)
    if "@" not in arguments.email:
        raise Invalid({"email": [_("Name the e-mail address the person signs in with.")]})
    return _add(arguments, by) if arguments.action == "add" else _password(arguments, by)


def _add(arguments: Namespace, by: Actor) -> int:
    roles = _roles(arguments.role)
    password = _ask_password(arguments, None)
    name = arguments.name or arguments.email.partition("@")[0].replace(".", " ").title()
    values = {"name": name, "email": arguments.email, "is_admin": "yes" if arguments.admin else "no"}
    with transaction.atomic():
        staff = Staff.objects.get(pk=verbs.create(registry["staff"], values, by).ids[0])
        for role in roles:
            _do("grant_role", staff, {"role": role.pk}, by)
        _do("set_password", staff, {"password": password}, by)
    if arguments.json:
        as_json({"id": staff.pk, "email": staff.email})
    else:
        print(_("%(name)s may now sign in as %(email)s.") % {"name": staff.name, "email": staff.email})
    return DONE


def _password(arguments: Namespace, by: Actor) -> int:
    staff = Staff.objects.active().filter(email__iexact=arguments.email).first()
    if staff is None:
        raise NotFound(_("Nobody here has the e-mail address %(email)s.") % {"email": arguments.email})
    _do("set_password", staff, {"password": _ask_password(arguments, staff)}, by)
    print(_("The password of %(email)s was changed.") % {"email": staff.email}, file=sys.stderr)
    return DONE


def _do(verb: str, staff: Staff, values: dict[str, Any], by: Actor) -> None:
    """As `setia do` would, so that rights hold and the ledger tells it."""
    perform(find_operation(registry["staff"], verb), [staff.pk], values, by)


def _roles(names: list[str]) -> list[Role]:
    found = []
    for name in names:
        role = Role.objects.active().filter(name__iexact=name).first()
        if role is None:
            known = ", ".join(Role.objects.active().values_list("name", flat=True))
            raise NotFound(_("There is no role “%(name)s”. Possible: %(known)s.") % {"name": name, "known": known})
        found.append(role)
    return found


def _ask_password(arguments: Namespace, staff: Staff | None) -> str:
    if arguments.password_stdin or not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass(_("Password: "))
        if getpass(_("Once more: ")) != password:
            raise Invalid({"password": [_("The two passwords differ.")]})
    try:
        validate_password(password, staff)
    except ValidationError as weak:
        raise Invalid({"password": weak.messages}) from None
    return password


def _list(arguments: Namespace, by: Actor) -> int:
    if not by.access.is_admin:
        raise Forbidden()
    accounts = Staff.objects.active().exclude(email=None).order_by("name", "id")
    rows = [
        {"id": s.pk, "name": s.name, "email": s.email, "admin": s.is_admin, "active": s.is_active} for s in accounts
    ]
    if arguments.json:
        as_json(rows)
    else:
        table(
            ["id", "name", "email", "admin", "active"],
            [[str(r["id"]), r["name"], r["email"], "yes" if r["admin"] else "", "yes" if r["active"] else "no"]
             for r in rows],
        )  # fmt: skip
    return DONE
