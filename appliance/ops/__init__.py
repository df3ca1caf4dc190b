"""What an operator does: commands, health, metrics, logs."""
