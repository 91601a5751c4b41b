"""What arrives, before anything is done with it: language, parameters, bodies and conditional headers.

Whatever cannot be read is refused here by name; nothing that was sent is ever ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from ninja.operation import Operation
from ninja.parser import Parser

from setia.faces.api.problems import Unmeasured, Unsupported, problem, problem_of
from setia.foundation.errors import Malformed, NotFound
from setia.kit.resources import registry

View = Callable[..., HttpResponseBase]
JSON = "application/json"
ETAG = re.compile(r'"([0-9]{1,9})"')
LARGEST_ID = 2**63 - 1
KEY = re.compile(r"[\x21-\x7e]{1,160}")


def guarded(view: View) -> View:
    """Speak the caller's language, and let nothing but answers and problem documents out."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(preferred_language(request) or translation.get_language()):
            try:
                refuse_unreadable_query(request)
                refuse_chunks(request)
                response = view(request, *args, **kwargs)
            except Exception as exception:
                response = problem_of(exception)
            if response.status_code == 405:
                response = _not_allowed(request, response)
            response["Content-Language"] = translation.get_language() or ""
            return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


@guarded
def nothing_here(request: HttpRequest) -> HttpResponse:
    """For every address under /api that means nothing."""
    raise Http404


def preferred_language(request: HttpRequest) -> str | None:
    """The first language of the header Accept-Language that Setia speaks."""
    for code, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:400]):
        try:
            return str(get_supported_language_variant(code))
        except LookupError:
            continue
    return None


def _not_allowed(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    allowed = ", ".join(method for method in _allowed(response) if method != "POST" or _may_be_made(request))
    words = _("%(method)s is not possible here. Possible: %(possible)s.")
    detail = words % {"method": (request.method or "")[:20], "possible": allowed}
    return problem(405, "method-not-allowed", detail, headers={"Allow": allowed})


def _allowed(response: HttpResponseBase) -> list[str]:
    return [method.strip() for method in response.headers.get("Allow", "").split(",")]


def _may_be_made(request: HttpRequest) -> bool:
    """Not at the address of a noun whose records are not made by hand: the one company, tokens."""
    asked = request.resolver_match.kwargs if request.resolver_match else {}
    return asked.keys() != {"resource"} or asked["resource"] not in registry or registry[asked["resource"]].creatable


def refuse_unreadable_query(request: HttpRequest) -> None:
    raw = request.META.get("QUERY_STRING", "")
    if not raw:
        return
    try:
        text = unquote_to_bytes(raw.encode("latin-1")).decode()
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise Malformed(_("The parameters are not valid UTF-8.")) from None
    if "\x00" in text:
        raise Malformed(_("The parameters hold a NUL character."))


def refuse_chunks(request: HttpRequest) -> None:
    """A body without a length would arrive empty, and a change would silently do nothing."""
    if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
        raise Unmeasured(_("Send the body with its length (Content-Length), not in chunks."))


def only_known_parameters(run: View) -> View:
    """Refuse parameters that an operation does not have, those given twice, and numbers no record has."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        for name, values in request.GET.lists():
            if name not in known:
                raise Malformed(_unknown_parameter(name, known), field=name[:60])
            if len(values) > 1:
                raise Malformed(_("“%(name)s” was given more than once.") % {"name": name}, field=name)
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise NotFound()
        return run(request, **kwargs)

    return checked


def _unknown_parameter(name: str, known: set[str]) -> str:
    said = _("There is no parameter “%(name)s” here.") % {"name": name[:60]}
    if not known:
        return said
    return f"{said} " + _("Possible: %(possible)s.") % {"possible": ", ".join(sorted(known))}


def read_json(request: HttpRequest) -> Any:
    """The body as JSON, None when there is none."""
    if not request.body:
        return None
    if request.content_type != JSON:
        raise Unsupported(_("Send the body as %(type)s.") % {"type": JSON})
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise Malformed(_("The body is not valid JSON: %(fault)s.") % {"fault": str(error)[:120]}) from None


def read_object(request: HttpRequest) -> dict[str, Any]:
    found = read_json(request)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Malformed(_("The body is to be a JSON object, with the names of fields as keys."))
    return found


class StrictParser(Parser):
    """For ninja's own reading of bodies: the same rules as `read_object`."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_object(request)


def wanted_version(request: HttpRequest) -> int | None:
    """The version that If-Match names; None when the caller does not mind ("*" or no header).

    An empty header is refused: whoever sends one meant to name a version.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    found = ETAG.fullmatch(given)
    if found is None:
        raise Malformed(_('If-Match names a version in quotes, such as "3".'), field="If-Match")
    return int(found[1])


def idempotency_key(request: HttpRequest) -> str:
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return ""
    if not KEY.fullmatch(given):
        words = _("An Idempotency-Key has 1 to 160 visible ASCII characters.")
        raise Malformed(words, field="Idempotency-Key")
    return given
