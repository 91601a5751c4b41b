"""What a backup says about itself: what is in it, from when, and the checksum of each part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from setia.foundation.keeping.columns import Table
from setia.foundation.keeping.states import Step

FORMAT = 1
MANIFEST, SEAL, KEY = "manifest.json", "manifest.json.sha256", "secret-key"


@dataclass(frozen=True)
class Kept:
    """The rows of one table; `last_id` is the last identifier that the database had handed out."""

    table: Table
    rows: int
    sha256: str
    last_id: int

    @property
    def member(self) -> str:
        return f"tables/{self.table.name}.tsv"


@dataclass
class Manifest:
    version: str
    made_at: str
    vendor: str
    steps: list[Step]
    tables: list[Kept] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    """Checksums by path in the data folder."""
    has_key: bool = False

    @property
    def rows(self) -> int:
        return sum(kept.rows for kept in self.tables)

    def to_json(self) -> dict[str, Any]:
        tables = [
            {**kept.table.to_json(), "rows": kept.rows, "sha256": kept.sha256, "last_id": kept.last_id}
            for kept in self.tables
        ]
        return {"format": FORMAT, **vars(self), "tables": tables}

    def facts(self) -> dict[str, Any]:
        """What a backup is, for people and programs."""
        return {
            "version": self.version,
            "made_at": self.made_at,
            "database": self.vendor,
            "tables": len(self.tables),
            "rows": self.rows,
            "files": len(self.files),
            "secret_key": self.has_key,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Manifest:
        tables = [Kept(Table.from_json(each), each["rows"], each["sha256"], each["last_id"]) for each in told["tables"]]
        steps = [(app, name) for app, name in told["steps"]]
        plain = {name: told[name] for name in ("version", "made_at", "vendor", "files", "has_key")}
        return cls(**plain, steps=steps, tables=tables)
