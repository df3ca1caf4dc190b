"""Recorded conversations with Memos v0.30.0, repeated with a server of ours."""
