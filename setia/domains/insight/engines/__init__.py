"""Other engines than DuckDB by which marts can be reduced, and the SQL that all of them understand alike."""
