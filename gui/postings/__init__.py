"""The postings page: the queue, one posting in full, and the decision about it."""
