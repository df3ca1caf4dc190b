"""Memos Appliance: a note server that speaks the Memos API."""

from importlib.metadata import version

__version__ = version("memos-appliance")

# Existing clients decide by this number which API they may speak; ours is not theirs.
MEMOS_VERSION = "0.30.0"
