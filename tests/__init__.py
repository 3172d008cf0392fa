"""The tests: behaviour, written to be read as a guide."""
