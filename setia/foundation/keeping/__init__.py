"""Keeping a company's data safe: backup, restore, upgrade, moving to another database."""

from setia.foundation.keeping import marks
from setia.foundation.keeping.backing_up import back_up, kept_backups, usual_name
from setia.foundation.keeping.restoring import judge, restore
from setia.foundation.keeping.states import State, go_to_end, holds_data, version
from setia.foundation.keeping.unpacking import Archive, opened

__all__ = [
    "Archive", "State", "back_up", "go_to_end", "holds_data", "judge", "kept_backups", "marks", "opened", "restore",
    "usual_name", "version",
]  # fmt: skip
