"""Settings of every test: properties draw the same examples in every run."""

from hypothesis import settings

settings.register_profile("same every run", derandomize=True, deadline=None)
settings.load_profile("same every run")
