"""Questions about the marts, in SQL: asked, judged, answered, kept."""
