"""The program's own log files: what happened in it, and nothing about anybody."""
