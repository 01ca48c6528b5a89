"""What all tests share: the mail servers' fixtures, and how long properties may take."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.servers.fixtures"]

# No clock decides: the machine that lands a change is slow and busy, and a property that fails there by chance stops
# everybody. The same examples every time; ``HYPOTHESIS_PROFILE=search`` looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
