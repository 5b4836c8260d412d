"""`python -m searchcable.cli`: the command line without its console script."""

from searchcable.cli import main

main()
