"""Hearing what somebody else changes on the desk, and saying of which kinds of record it is."""
