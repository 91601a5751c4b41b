"""What promises do by themselves: jobs and reactions are known once these modules are loaded."""

from setia.domains.promises.promises import hearing, watching

__all__ = ["hearing", "watching"]
