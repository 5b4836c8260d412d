"""The parts of `scripts/bench`: what is compared, what is asked of it, how it is measured."""
