"""Journeys of a person through the page, in Chromium, on a real server."""
