"""The API taken at its own word: requests made from its OpenAPI document, every answer held to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import hypothesis
import schemathesis
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import CheckContext
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import APIOperation, BaseSchema

MARKER = "zwetschgen" + "kuchen"
"""In two parts: Hypothesis tries the texts it finds in the code, and would say the word by itself."""
"""A word that stands in nothing but the records that a narrow reader may not see."""

CONFIG: dict[str, Any] = {
    "checks": {
        # What fits by its type may still break a rule in words: a condition within a text, a state, a version.
        "positive_data_acceptance": {"enabled": False},
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 411, 412, 413, 415, 422, 429]},
    },
    # Sequences follow the links that the document declares, none that were guessed.
    "phases": {"stateful": {"inference": {"algorithms": []}}},
}
Headers = Mapping[str, str]


def config(**more: Any) -> SchemathesisConfig:
    """What is asked in every run, and `more`."""
    return SchemathesisConfig.from_dict(CONFIG | more)


def from_this_process() -> BaseSchema:
    """The document as this very process serves it."""
    handler = ClientHandler()  # leaves the connection open on which a test holds its transaction

    def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = handler(environ)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response.streaming_content if response.streaming else [response.content]

    found: BaseSchema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config())
    return found


def settings(examples: int) -> hypothesis.settings:
    """The same examples on every run; what is found is shown as it was found, without a search for less."""
    return hypothesis.settings(
        max_examples=examples, phases=[Phase.generate], deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def no_row_of_anothers(context: CheckContext, response: Response, case: Case) -> None:
    """Nothing of the records that are marked as out of sight, in no part of an answer."""
    if MARKER.encode() in response.content.lower() or MARKER in str(response.headers).lower():
        raise AssertionError(f"{case.method} {case.path} tells of a record that is out of sight")


def ask(operation: APIOperation[Any, Any, Any, Any], headers: Headers, examples: int, mode: GenerationMode) -> None:
    """One operation with what fits the document, or with what does not."""

    @settings(examples)
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Case) -> None:
        case.call_and_validate(headers=dict(headers))

    asked()
