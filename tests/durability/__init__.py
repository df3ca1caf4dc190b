"""What was acknowledged stays, and nobody else's store is touched."""
