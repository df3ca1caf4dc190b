"""Backups of the whole instance: made, proved and brought back."""
