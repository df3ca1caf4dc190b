"""Tests of the attachment services."""
