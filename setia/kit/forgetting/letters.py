"""Answers of the API that are kept for a repetition, failed jobs, and mails in the outbox, when somebody is erased."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from setia.foundation import bulk
from setia.foundation.jobs.model import Job
from setia.foundation.ledger import Done
from setia.kit.forgetting.places import Subject, place


@place("answers")
def forget_answers(subject: Subject) -> int:
    """The key stays: a repetition is still known as one, and is answered with numbers only."""
    texts = [*subject.sought, *subject.names]
    if not texts:
        return 0
    rows = Done.objects.annotate(said=Cast("answer", TextField()))
    condition = Q()
    for text in texts:
        condition |= Q(said__icontains=text) | Q(said__icontains=text.encode("unicode_escape").decode())
    told = rows.filter(condition).order_by("pk").values_list("pk", "answer")
    bare = [(_bare(answer), pk) for pk, answer in told]
    with transaction.atomic():
        bulk.update(Done, ["answer"], bare)
    return len(bare)


def _bare(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer with nothing in its body but numbers."""
    body = json.loads(answer.get("body") or "{}")
    return {**answer, "body": json.dumps({name: body[name] for name in Done.NUMBERS if name in body})}


@place("jobs")
def forget_failures(subject: Subject) -> int:
    """What a failed job said of its failure may name somebody."""
    condition = Q()
    for text in (*subject.sought, *subject.names):
        condition |= Q(error__icontains=text)
    return Job.objects.filter(condition).update(error="") if condition else 0


@place("mail")
def forget_mail(subject: Subject) -> int:
    """Mails that lie in the outbox because no server was named."""
    folder = Path(str(getattr(settings, "EMAIL_FILE_PATH", "") or ""))
    wanted = [text.encode().lower() for text in (*subject.sought, *subject.names)]
    gone = 0
    if not wanted or not folder.is_dir():
        return 0
    for path in folder.iterdir():
        if path.is_file() and any(text in path.read_bytes().lower() for text in wanted):
            path.unlink(missing_ok=True)
            gone += 1
    return gone
