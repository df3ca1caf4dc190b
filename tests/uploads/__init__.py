"""Large files through a real server."""
