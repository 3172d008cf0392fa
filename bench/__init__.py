"""What the program costs, measured; no part of the installed program."""
