"""Keeping the server alive."""
