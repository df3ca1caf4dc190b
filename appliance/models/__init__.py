"""What rests: rows, bytes, and the pure rules about them."""

# First, before anything can import aiosqlite: see the module's sentence.
from appliance.models import sqlite_library as sqlite_library
