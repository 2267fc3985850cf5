"""The site feed: what the site must do, what it has done."""
