"""Taking a site's own files in, from any page that they fill."""
