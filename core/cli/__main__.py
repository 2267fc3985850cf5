"""python -m core.cli: remitctl where its script is not installed."""

from core.cli import main

main()
