"""People on file, masked until a purpose is given."""
