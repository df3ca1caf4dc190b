"""What speaks with the outside on a user's behalf: contract, transports, services."""
