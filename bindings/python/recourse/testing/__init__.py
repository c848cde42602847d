"""What tests of own workflows need: scenarios, virtual time, an engine in a folder of its own.

    from recourse.testing import scenario

    scenario(parcel).given(Deposited("7", …)).when(Collect(), citizen).then(Emptied(returned=False))

No server, no network, no waiting: limits pass because the test says so. The fixtures are in
recourse.testing.pytest_plugin, values for property tests in recourse.testing.strategies.
"""

from .scenario import Scenario, scenario

__all__ = ["Scenario", "scenario"]
