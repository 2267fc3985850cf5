"""Access requests on the screen: the list, the case, the answer, the letter (C25, C26)."""
