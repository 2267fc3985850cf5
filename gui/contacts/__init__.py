"""Problems, comments and requests, answered for that purpose alone."""
