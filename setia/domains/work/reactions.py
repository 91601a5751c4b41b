"""What work does by itself when its time has come: its jobs are known once these modules are loaded."""

from setia.domains.work.files import sweeping
from setia.domains.work.files.drawing import pictures
from setia.domains.work.notifications import forgetting, telling
from setia.domains.work.tasks import digest, next_steps
from setia.domains.work.tasks import telling as tasks_due

__all__ = ["digest", "forgetting", "next_steps", "pictures", "sweeping", "tasks_due", "telling"]
