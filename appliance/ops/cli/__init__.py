"""The commands, one file each; `__main__` loads only the one that is called."""
