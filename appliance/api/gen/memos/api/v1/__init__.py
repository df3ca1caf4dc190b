"""Generated; see proto/generate.py."""
