"""Postings and messages, watched for breaches of law and of the terms of service (C21)."""
