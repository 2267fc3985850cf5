"""Remit without a screen: the features, the store, the log."""
