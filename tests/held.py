"""A command that is interrupted after the first file that it tells of, however late whoever interrupts it is."""

HELD = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
from assistant.cli import main
from assistant.commands import library
put = library._put_record

def first(added):
    library._put_record = put
    put(added)
    signal.sigwait({signal.SIGINT})
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.raise_signal(signal.SIGINT)

library._put_record = first
main()
"""
"""The command line that waits there for the interrupt, then takes it as if it came at that moment."""
