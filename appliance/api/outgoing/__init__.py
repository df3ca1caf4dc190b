"""What this server says to others without being asked: HTTP, webhooks, e-mail."""
