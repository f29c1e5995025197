"""Pain: scales, scores, changes and differences, with their spread."""
