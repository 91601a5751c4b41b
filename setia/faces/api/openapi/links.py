"""What can be done next with an answer: the links of OpenAPI, for programs that follow them.

Whatever answers with one record leads on to everything that can be asked of it or done with it; a
list leads to its first record; every change leads to its own undoing.
"""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]
ONE = "/{id}"
UNDO = "undo"
RECORD = {"id": "$response.body#/id"}
FIRST = {"id": "$response.body#/data/0/id"}
ACT = {"act": "$response.body#/act"}


def link_all(paths: dict[str, dict[str, Spec]], slugs: list[str]) -> dict[str, Spec]:
    """Hang links on the successful answers of every noun's operations; returns the links by name."""
    links: dict[str, Spec] = {UNDO: {"operationId": UNDO, "parameters": ACT}}
    for slug in slugs:
        own = {path: methods for path, methods in paths.items() if path.split("/")[1] == slug}
        following = [
            operation["operationId"]
            for path, methods in own.items()
            for operation in methods.values()
            if path.startswith(f"/{slug}{ONE}")
        ]
        links |= {name: {"operationId": name, "parameters": RECORD} for name in following}
        links[f"first_of_{slug}"] = {"operationId": f"{slug}_read", "parameters": FIRST}
        for path, methods in own.items():
            for method, operation in methods.items():
                _hang(operation, _leads_to(slug, path, method, following))
    return links


def _leads_to(slug: str, path: str, method: str, following: list[str]) -> list[str]:
    if method == "get":
        leads = {f"/{slug}": [f"first_of_{slug}"], f"/{slug}{ONE}": following}
        return leads.get(path, [])
    answers_one = path == f"/{slug}" or path.startswith(f"/{slug}{ONE}")
    return [*following, UNDO] if answers_one else [UNDO]


def _hang(operation: Spec, names: list[str]) -> None:
    if not names:
        return
    success: Spec = next(r for status, r in operation["responses"].items() if status.startswith("2"))
    success["links"] = {name: {"$ref": f"#/components/links/{name}"} for name in names}
