"""When the server makes backups by itself, and who hears how it went."""
