"""What is wrong with this machine or desk, and the way out."""
