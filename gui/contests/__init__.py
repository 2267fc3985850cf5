"""Entries of contests, special offers and surveys."""
