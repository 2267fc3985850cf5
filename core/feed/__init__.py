"""The feed: what the site must now do, in order, until it says that it has done it (C20, C26, C29)."""
