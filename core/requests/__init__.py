"""Access requests: matched, searched, reviewed, answered to the address on file (C25, C26, C27)."""
