"""Vendor shares on the screen: the list, a share with its verdicts, the proposal, the register (C14)."""
