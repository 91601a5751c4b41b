"""What every operation may answer besides success, how callers prove who they are, and shared headers."""

from __future__ import annotations

from typing import Any

from setia.faces.api.problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "A refusal in words, after RFC 9457.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "description": "Where this kind of problem is explained."},
        "title": {"type": "string", "description": "The kind of problem, in your language."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong here, and what to do instead."},
        "code": {"type": "string", "description": "The kind of problem, for programs."},
        "errors": {
            "type": "object",
            "description": "What is wrong, by field or parameter; the empty name stands for the whole.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "version": {"type": "integer", "description": "Of a conflict: the version the record has now."},
        "clashes": {
            "type": "array",
            "description": "Of a conflict: the fields that somebody else changed too.",
            "items": {
                "type": "object",
                "required": ["field", "label", "before", "theirs", "mine"],
                "properties": {
                    "field": {"type": "string"},
                    "label": {"type": "string"},
                    "before": {"description": "What you read."},
                    "theirs": {"description": "What it is now."},
                    "mine": {"description": "What you sent."},
                },
            },
        },
    },
}

REFUSALS: dict[int, tuple[str, str]] = {
    400: ("Malformed", "A parameter, header or body cannot be read, or there is no such parameter."),
    401: ("Unauthenticated", "There is no valid token and nobody is signed in."),
    403: ("Forbidden", "Your roles, or the scopes of your token, do not allow this."),
    404: ("NotFound", "There is no such record, or you may not see it."),
    405: ("NotPossible", "The address does not know the method; Allow names those it knows."),
    409: ("Refused", "The record does not allow this now, or somebody else changed the same field."),
    411: ("Unmeasured", "The body was sent in chunks, without its length."),
    412: ("NoSuchVersion", "If-Match names a version that the record does not have."),
    413: ("TooLarge", "The body is larger than is accepted."),
    415: ("Unsupported", "The body has another media type than is documented."),
    422: ("Invalid", "Some values are not right; each is named."),
    429: ("TooMany", "The token's allowance for this minute is used up; see Retry-After."),
    503: ("Busy", "The database did not answer in time; nothing was changed."),
}
ALWAYS = (400, 401, 403, 404, 405, 429, 503)
OF_CHANGES = (409, 411, 412, 413, 415, 422)

SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token made in Setia: `setia_…`."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "setia_session",
        "description": "A browser's session.",
    },
    "forgery": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "The page's forgery token, for changes with a browser's session.",
    },
}
PARAMETERS: dict[str, Any] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Any text that is yours for this request. Sent again, it gets the same answer, and"
        " nothing happens twice. Kept for two days.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 160, "pattern": "^[!-~]+$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The version that you read, in quotes, as the ETag of the record.",
        "schema": {"type": "string", "pattern": r'^("[0-9]{1,9}"|\*)$'},
        "example": '"3"',
    },
    "AcceptLanguage": {
        "name": "Accept-Language",
        "in": "header",
        "description": "The language of messages: en, fr or id.",
        "schema": {"type": "string"},
    },
}


def components() -> dict[str, Any]:
    """One response for each status, all of them problem documents."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    found: dict[str, Any] = {name: {"description": words, "content": content} for name, words in REFUSALS.values()}
    after = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    allowed = {"description": "The methods that are possible.", "required": True, "schema": {"type": "string"}}
    found["TooMany"] = found["TooMany"] | {"headers": {"Retry-After": after}}
    found["NotPossible"] = found["NotPossible"] | {"headers": {"Allow": allowed}}
    return found


def refusals(method: str) -> dict[str, Any]:
    """References to the refusals that an operation of this method may answer with."""
    statuses = ALWAYS if method == "get" else (*ALWAYS, *OF_CHANGES)
    return {str(s): {"$ref": f"#/components/responses/{REFUSALS[s][0]}"} for s in sorted(statuses)}
