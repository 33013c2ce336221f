"""A worker process in which the name of a file says what goes wrong when it is read."""

import os
import signal
import sys
import time
from pathlib import Path

from assistant.library import contents, worker
from assistant.library.contents import Contents, Job


def main(gently: bool, memory: int) -> None:
    """Run a worker with these faults."""
    read = contents.contents

    def faulty(job: Job) -> Contents | None:
        match job.path.stem.partition("-")[0]:
            case "hangs":
                time.sleep(600)
            case "dies":
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            case "eats":
                job.known.ljust(1 << 40)
            case "prints":
                print("a library says something" * 1000)
                sys.stdout.flush()
                os.write(1, b"and so does one that is not written in Python")
            case "recurses":
                return faulty(job)
            case "lowers":
                Path(job.path).with_name("nice").write_text(str(os.nice(0)))
        return read(job)

    contents.contents = faulty
    worker.main(gently, memory)
