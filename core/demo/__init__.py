"""The demo desk: an invented marketplace, taken in through the same verbs as a real one."""
