"""Telling the story to Setia: batches for what is long ago, one verb after the other for the last days."""
