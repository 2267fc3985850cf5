"""Remit on the screen."""
