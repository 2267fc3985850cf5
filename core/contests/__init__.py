"""Contests and special offers: entries, opt-outs (C19, C20)."""
