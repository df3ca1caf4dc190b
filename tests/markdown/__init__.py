"""Tests of what the server knows about a memo's text."""
