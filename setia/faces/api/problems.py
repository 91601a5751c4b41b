"""Every refusal as a problem document (RFC 9457): what is wrong, where, and what to do, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import DataError
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError

from setia.foundation.errors import Conflict, Malformed, NotFound, Refusal, TooLarge, TooMany
from setia.foundation.outages import OUTAGE, is_in_doubt

log = logging.getLogger("setia.api")

MEDIA_TYPE = "application/problem+json"
DOCUMENTATION = "/api/v1/docs"

TITLES = {
    "malformed": gettext_lazy("The request cannot be read"),
    "unauthenticated": gettext_lazy("Nobody is signed in"),
    "forbidden": gettext_lazy("Not allowed"),
    "forgery": gettext_lazy("The request may have been forged"),
    "not-found": gettext_lazy("Not found"),
    "method-not-allowed": gettext_lazy("This address does not know the method"),
    "refused": gettext_lazy("Refused"),
    "conflict": gettext_lazy("Somebody else was faster"),
    "version": gettext_lazy("There is no such version"),
    "too-large": gettext_lazy("Too large"),
    "unreadable-file": gettext_lazy("The file cannot be read as a table"),
    "media-type": gettext_lazy("The body has another form than expected"),
    "invalid": gettext_lazy("Some values are not right"),
    "key-reused": gettext_lazy("The key was used for another request"),
    "too-many": gettext_lazy("Too many requests"),
    "fault": gettext_lazy("Setia failed"),
    "busy": gettext_lazy("The database is busy"),
}


class Unsupported(Refusal):
    status = 415
    code = "media-type"


class Unmeasured(Malformed):
    """A body in chunks, which the interface to the web server does not carry."""

    status = 411


class NoSuchVersion(Refusal):
    """If-Match names a version that the record does not have yet."""

    status = 412
    code = "version"


class Forged(Refusal):
    """A request with a browser's session but without its token against forgery."""

    status = 403
    code = "forgery"


class KeyReused(Refusal):
    status = 422
    code = "key-reused"


class SpentUp(TooMany):
    """A token made more requests than it may; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnknownToken(AuthenticationError):
    """A header Authorization that lets nobody in."""


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The document; `more` are members of particular problems, such as the clashes of a conflict."""
    body = {
        "type": f"{DOCUMENTATION}#{code}",
        "title": str(TITLES.get(code, TITLES["refused"])),
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    if errors:
        body["errors"] = dict(errors)
    content = orjson.dumps(body, default=str)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def problem_of(exception: Exception) -> HttpResponse:
    """What the caller is told about anything that was raised."""
    if isinstance(exception, HttpError) and isinstance(exception.__cause__, Refusal):
        exception = exception.__cause__
    if isinstance(exception, Refusal):
        return _of_refusal(exception)
    if isinstance(exception, ValidationError):
        return _of_validation(exception)
    if isinstance(exception, AuthenticationError):
        return _unauthenticated(exception)
    refusal = _as_refusal(exception)
    if refusal is not None:
        return _of_refusal(refusal)
    if isinstance(exception, OUTAGE):
        return _of_outage(exception)
    log.error("an API request failed", exc_info=exception)
    words = _("Something went wrong on our side. Nothing was changed; the log says more.")
    return problem(500, "fault", words)


def _of_outage(trouble: Exception) -> HttpResponse:
    """Never more is promised than is known: a connection may be lost after the database has committed."""
    first = next(iter(str(trouble).splitlines()), "")
    log.warning("the database did not answer an API request: %s: %s", type(trouble).__name__, first)
    if is_in_doubt(trouble):
        words = _(
            "The connection to the database was lost. A change may have been kept or not: look before you"
            " repeat it, or repeat it with its Idempotency-Key."
        )
    else:
        words = _("The database could not answer in time. Nothing was changed; try again.")
    return problem(503, "busy", words, headers={"Retry-After": "1"})


def _of_refusal(refusal: Refusal) -> HttpResponse:
    more: dict[str, Any] = {}
    headers: dict[str, str] = {}
    if isinstance(refusal, Conflict):
        more["version"] = refusal.version
        more["clashes"] = [
            {"field": c.field, "label": c.label, "before": c.before, "theirs": c.theirs, "mine": c.mine}
            for c in refusal.clashes
        ]
    if isinstance(refusal, SpentUp):
        headers["Retry-After"] = str(refusal.retry_after)
    errors = refusal.errors
    if set(errors) == {""} and errors[""] == [refusal.message]:
        errors = {}
    return problem(refusal.status, refusal.code, refusal.message, errors=errors, headers=headers, **more)


def _unauthenticated(exception: AuthenticationError) -> HttpResponse:
    wrong = isinstance(exception, UnknownToken)
    detail = (
        _("This token is not known, has expired, or was withdrawn.")
        if wrong
        else _("Send a token in the header “Authorization: Bearer setia_…”, or sign in with a browser.")
    )
    challenge = 'Bearer realm="Setia"' + (', error="invalid_token"' if wrong else "")
    return problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": challenge})


def _as_refusal(exception: Exception) -> Refusal | None:
    """Django's own ways of saying no, and values that only the database refused."""
    if isinstance(exception, Http404):
        return NotFound(_("There is nothing at this address."))
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return TooLarge(_("The request is larger than is accepted here."))
    if isinstance(exception, MultiPartParserError):
        return Malformed(_("The form data cannot be read."))
    if isinstance(exception, (SuspiciousOperation, BadRequest, UnreadablePostError)):
        return Malformed(_("The request cannot be read."))
    if isinstance(exception, DataError):
        refusal = Refusal(_("A value is outside of what can be kept."))
        refusal.status, refusal.code = 422, "invalid"
        return refusal
    return None


WORDS = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field, or you may not set it."),
    "string_type": gettext_lazy("This is not a text."),
    "list_type": gettext_lazy("This is not a list."),
    "dict_type": gettext_lazy("This is not an object."),
    "model_type": gettext_lazy("This is not an object."),
    "model_attributes_type": gettext_lazy("This is not an object."),
    "bool_type": gettext_lazy("This is not true or false."),
    "bool_parsing": gettext_lazy("This is not true or false."),
    "int_type": gettext_lazy("This is not a whole number."),
    "int_parsing": gettext_lazy("This is not a whole number."),
    "int_parsing_size": gettext_lazy("This is not a whole number."),
    "int_from_float": gettext_lazy("This is not a whole number."),
    "greater_than_equal": gettext_lazy("The least that is possible is %(ge)s."),
    "less_than_equal": gettext_lazy("The most that is possible is %(le)s."),
    "string_too_long": gettext_lazy("At most %(max_length)s characters are possible."),
    "string_too_short": gettext_lazy("At least %(min_length)s characters are needed."),
    "too_long": gettext_lazy("At most %(max_length)s entries are possible."),
    "literal_error": gettext_lazy("Possible: %(expected)s."),
}


def _of_validation(exception: ValidationError) -> HttpResponse:
    """What pydantic found in parameters (400) and bodies (422), in our words and by name."""
    errors: dict[str, list[str]] = {}
    in_body = False
    for fault in exception.errors:
        source, *where = fault["loc"]
        in_body = in_body or source in ("body", "form", "file")
        if source == "body":
            where = where[1:]
        words = WORDS.get(fault["type"], gettext_lazy("This cannot be read."))
        text = str(words) % {key: str(value) for key, value in fault.get("ctx", {}).items()}
        errors.setdefault(".".join(map(str, where)), []).append(text)
    name, texts = next(iter(errors.items()))
    detail = f"{name}: {texts[0]}" if name else texts[0]
    return problem(422 if in_body else 400, "invalid" if in_body else "malformed", detail, errors=errors)
