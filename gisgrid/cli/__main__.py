"""`python -m gisgrid.cli`: the same as `gisgrid`."""

from gisgrid.cli import main

main()
