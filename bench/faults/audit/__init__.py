"""Reads the database itself and proves what must hold, without asking the processes that were killed."""
