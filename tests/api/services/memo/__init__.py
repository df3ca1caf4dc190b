"""Tests of the parts of MemoService."""
