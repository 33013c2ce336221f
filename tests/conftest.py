"""What every test stands on: a home of its own, and no word of the machine it runs on."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no failure; on a fixed seed a gate says the same thing twice.
settings.register_profile(
    "nianbao",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    print_blob=True,
)
settings.load_profile("nianbao")

# Whoever starts the tests in the background has them ignore Ctrl-C, and every process they start as well.
if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

OF_THE_MACHINE = ("NIANBAO_LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM")


@pytest.fixture(scope="session", autouse=True)
def _a_home_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the library of whoever runs it, nor speaks the language of their machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in OF_THE_MACHINE:
            patch.delenv(name, raising=False)
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("NIANBAO_HOME", str(tmp_path_factory.mktemp("nianbao") / "home"))
        yield
