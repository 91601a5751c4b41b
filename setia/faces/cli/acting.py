"""Who acts when a command is given: the owner of the machine, or the colleague named with --by."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.utils.translation import gettext as _

from setia.foundation.access import Actor, system
from setia.foundation.errors import NotFound
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of


def add_by(parser: ArgumentParser) -> None:
    parser.add_argument("--by", metavar="EMAIL", help="act as this colleague, with their rights")


def actor(arguments: Namespace) -> Actor:
    if not arguments.by:
        whole = system("cli")
        return Actor(None, whole.name, whole.access, "cli", whole.at, language=settings.LANGUAGE_CODE)
    staff = Staff.objects.active().filter(email__iexact=arguments.by).first()
    if staff is None:
        raise NotFound(_("Nobody here has the e-mail address %(email)s.") % {"email": arguments.by})
    return actor_of(staff, "cli")
