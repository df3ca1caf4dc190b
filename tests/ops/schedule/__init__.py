"""The schedule, without waiting for it."""
