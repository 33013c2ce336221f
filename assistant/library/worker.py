"""A worker process: takes files from its standard input, gives what they hold to its standard output.

It keeps to a limit of memory, and ends when its input does. Each message is a pickle behind its length.
"""

import gc
import os
import pickle
import signal
import struct
import sys
from contextlib import suppress
from typing import Any, BinaryIO

OUT_OF_MEMORY = 77
"""The exit code of a worker that reached its limit."""
_LENGTH = struct.Struct("<Q")
_LOWER = 10
_MADE_MEANWHILE = 50_000
"""Objects after which a worker looks for circles among them; of a report, some thousands live until it is sent."""


def send(stream: BinaryIO, message: object) -> None:
    """Write a message. Raises OSError where nobody reads any more."""
    packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(packed)))
    stream.write(packed)
    stream.flush()


def received(stream: BinaryIO) -> Any:
    """The next message. Raises EOFError where there is none."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    packed = stream.read(length := _LENGTH.unpack(head)[0])
    if len(packed) < length:
        raise EOFError
    return pickle.loads(packed)


def main(gently: bool, memory: int) -> None:
    """Read files until there are no more; `gently` lets everything else on the machine go first.

    `memory` is the limit of address space in bytes, where the system keeps one.
    """
    # An interrupt is for the process that started us: it ends us when it has stored what was read.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(memory)
    if gently and hasattr(os, "nice"):
        os.nice(_LOWER)
    jobs = sys.stdin.buffer
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not stand between the messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    gc.set_threshold(_MADE_MEANWHILE)
    with suppress(EOFError, OSError):
        _work(jobs, replies)


def _work(jobs: BinaryIO, replies: BinaryIO) -> None:
    from assistant.library.contents import outcome

    while True:
        try:
            reply = outcome(received(jobs))
            send(replies, reply)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _limit(memory: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
