"""Work that takes longer than a request, each piece in a process of its own."""
