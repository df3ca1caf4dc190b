"""Tests of what each setting may hold."""
