"""The customer warehouse: what the company knows of its customers as files for those who reckon."""
