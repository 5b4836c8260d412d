"""Draw time against size."""


def draw(runs):
    return ""
