"""Backups are made, kept and brought back, whatever happens on the way."""
