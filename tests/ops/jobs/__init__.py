"""Jobs, from the asking to the end."""
