"""`python -m docgen`, where the command itself is not on the path."""

from docgen.cli.main import run

run()
