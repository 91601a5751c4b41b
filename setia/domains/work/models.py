"""Index of the tables of work, for Django."""

from setia.domains.work.files.model import File
from setia.domains.work.notifications.model import Digest, Notification
from setia.domains.work.tasks.model import Task

__all__ = ["Digest", "File", "Notification", "Task"]
