"""The audit log: an entry per change and per reveal, in the same transaction, as an RFC 6962 tree."""
