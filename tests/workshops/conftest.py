"""Hypothesis does not time examples: on a loaded machine that would fail at random."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
