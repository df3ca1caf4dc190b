"""What no client should send: always refused in the contract's words, never a 5xx."""
