"""Vendor shares: what a vendor may receive, for one named purpose and no other (C14)."""
