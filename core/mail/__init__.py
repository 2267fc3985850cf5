"""Mail: reading messages, matching senders, writing letters, the outbox."""
