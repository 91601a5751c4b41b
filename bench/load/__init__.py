"""Many people at work at the same time, for a while: what they wait for, what goes wrong, what memory does."""
