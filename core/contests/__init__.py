"""Contests and special offers: entries, winners, opt-outs (C19, C20)."""
