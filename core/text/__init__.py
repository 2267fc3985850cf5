"""Text as people disguise it and as rules see it: folding, rules, matching, personal-data spans."""
