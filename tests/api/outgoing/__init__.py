"""Tests of what this server says to others."""
