"""Problems, comments and requests: what was given with them is used only to respond (C16)."""
