"""`python -m searchkit`: the command line."""

from searchkit.cli import main

main()
