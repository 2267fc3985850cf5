"""The Overview: what waits, what is due, and how the log stands."""
