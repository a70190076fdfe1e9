"""Hypothesis times neither examples nor how they are drawn: on a loaded machine that would fail at random."""

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
