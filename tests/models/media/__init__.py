"""Tests of the rules about bytes."""
