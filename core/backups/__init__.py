"""Backups of an open desk, and a new desk made of one."""
