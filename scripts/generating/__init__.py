"""The parts of the generator of cables; `scripts/generate.py` puts them together."""
