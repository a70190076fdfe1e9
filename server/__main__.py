"""`python -m server` is `gommette`."""

from server.cli import main

main()
