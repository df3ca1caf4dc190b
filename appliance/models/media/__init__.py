"""Pure rules about the bytes of files: what they are, and what they give away."""
