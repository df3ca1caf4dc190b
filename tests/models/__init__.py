"""What rests."""
