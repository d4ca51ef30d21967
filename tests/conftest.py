"""What all tests share: generated inputs are the same in every run, and no test depends on how busy the machine is."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "carnet", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("carnet")
