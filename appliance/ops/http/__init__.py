"""What operators read over HTTP, under /ops/."""
