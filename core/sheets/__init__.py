"""CSV and JSON Lines in; workbooks and CSV out, nothing live in them; manifests that verify anywhere."""
