"""What speaks with the outside."""
