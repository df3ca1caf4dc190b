"""Tests of the parts of UserService."""
