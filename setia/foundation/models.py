"""Index of the tables of the foundation, for Django."""

from setia.foundation.company import Company
from setia.foundation.jobs.model import Job, Schedule
from setia.foundation.ledger.model import Done, Entry
from setia.foundation.search.model import SearchKey, SearchRecord, SearchWord

__all__ = ["Company", "Done", "Entry", "Job", "Schedule", "SearchKey", "SearchRecord", "SearchWord"]
