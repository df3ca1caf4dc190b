"""Many at once: nothing fails, nothing is lost."""
