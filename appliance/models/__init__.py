"""What rests: rows, bytes, and the pure rules about them."""
