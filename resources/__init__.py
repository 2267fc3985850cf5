"""Data that ships with Remit."""
