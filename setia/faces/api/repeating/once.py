"""Idempotency: the same key again gets the same answer, and nothing happens twice.

The key is written in the transaction of the change it stands for, so a request that failed leaves
its key free, and a second one that comes meanwhile waits for the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.faces.api.authentication import caller
from setia.faces.api.incoming import idempotency_key
from setia.faces.api.problems import KeyReused
from setia.faces.api.rows import dumped, sent
from setia.foundation.ledger import Done


@dataclass(slots=True)
class Reply:
    """An answer that can be given again. `shown_once` is added the first time and never kept."""

    body: dict[str, Any]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    shown_once: dict[str, Any] = field(default_factory=dict)


def once(request: HttpRequest, work: Callable[[], Reply], body: bytes | None = None) -> HttpResponse:
    """Do the work in one transaction, or give the answer it had when it was done under this key.

    `body` stands for a body that was read as a form and is not there any more.
    """
    key = idempotency_key(request)
    said = fingerprint(request, body) if key else ""
    with transaction.atomic():
        done = _claimed(request, key, said) if key else None
        if done is not None and done.answer:
            return _again(request, done, said)
        reply = work()
        if done is not None:
            kept = {"status": reply.status, "headers": reply.headers, "body": dumped(reply.body).decode(),
                    "rights": caller(request).access.fingerprint()}  # fmt: skip
            Done.objects.filter(pk=done.pk).update(answer=kept)
    return sent(dumped(reply.body | reply.shown_once), status=reply.status, headers=reply.headers)


def _claimed(request: HttpRequest, key: str, said: str) -> Done:
    """The row of this key: a new one without an answer, or the one of the first request."""
    own = f"{caller(request).staff_id}:{key}"
    try:
        with transaction.atomic():
            return Done.objects.create(key=own, fingerprint=said, at=timezone.now())
    except IntegrityError:
        return Done.objects.get(key=own)


def _again(request: HttpRequest, done: Done, asked: str) -> HttpResponse:
    if done.fingerprint != asked:
        words = _("This Idempotency-Key was used for another request. Use a new key for a new request.")
        raise KeyReused(words, field="Idempotency-Key")
    headers = done.answer["headers"] | {"Idempotency-Replayed": "true"}
    body = done.answer["body"].encode()
    if done.answer.get("rights") != caller(request).access.fingerprint():
        # Whose rights are others than at the first time may not see the record any more.
        body = dumped({name: value for name, value in orjson.loads(body).items() if name in Done.NUMBERS})
    return sent(body, status=done.answer["status"], headers=headers)


def fingerprint(request: HttpRequest, body: bytes | None = None) -> str:
    """What makes two requests the same: method, address with parameters, and body."""
    said = f"{request.method} {request.get_full_path()}\n".encode() + (request.body if body is None else body)
    return hashlib.sha256(said).hexdigest()
