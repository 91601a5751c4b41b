"""Asking for compositions: in a process of its own, the answer judged again, refusals in words."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _

from setia.domains.sales.composing.judging import breaches
from setia.domains.sales.composing.passing import as_plain
from setia.domains.sales.composing.problem import Composition, Problem, composition_of
from setia.domains.sales.composing.saying import LABELS, explained, reason_of
from setia.foundation.errors import Refusal
from setia.kit.operations import Words

log = logging.getLogger("setia.composing")
CHILD = Path(__file__).with_name("child.py")
SECONDS = 25


@dataclass(frozen=True, slots=True)
class Proposal:
    """A composition with its name ("the best", "costs less") and, by module, why it is in it."""

    kind: str
    label: Words
    composition: Composition
    reasons: dict[int, str]


def proposals(problem: Problem) -> list[Proposal]:
    """The best composition and up to two others. Refuses in words where there is none, naming what contradicts."""
    if not problem.wishes:
        raise Refusal(_("Nothing is known of what this customer needs. Write down a need and how important it is."))
    answer = _asked(problem)
    found = []
    for kind, plain in answer["found"]:
        quantities = {int(id_): count for id_, count in plain.items()}
        if breaches(problem, quantities):
            raise Refusal(_("No composition was found that keeps every condition."))
        one = in_order(problem, composition_of(problem, quantities))
        found.append(Proposal(kind, LABELS[kind], one, {id_: reason_of(problem, one, id_) for id_ in one.quantities}))
    if not found:
        raise Refusal(explained(problem, answer["conflicts"]))
    return found


def in_order(problem: Problem, one: Composition) -> Composition:
    """What serves most comes first, what is only required last."""
    weights = dict.fromkeys(one.quantities, 0)
    for wish in problem.wishes:
        if (by := one.served.get(wish.id)) is not None:
            weights[by] += wish.weight * problem.by_id[by].fits[wish.id]
    order = sorted(one.quantities, key=lambda id_: (-weights[id_], id_))
    return replace(one, quantities={id_: one.quantities[id_] for id_ in order})


def _asked(problem: Problem) -> dict[str, list[list[object]]]:
    command = [sys.executable, "-I", "-B", str(CHILD)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=json.dumps(as_plain(problem)).encode(), capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        log.error("composing failed: %s", done.stderr.decode(errors="replace")[-2000:] if done else "too slow")
        raise Refusal(_("The composition could not be worked out. Compose by hand, and tell whoever runs Setia."))
    answer = json.loads(done.stdout)
    if answer.get("unsolved"):
        raise Refusal(_("This took too long to work out. Forbid or require some modules, then propose again."))
    return answer
