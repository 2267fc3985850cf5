"""Taking a site's own files in: mapping, runs, quarantine."""
