"""Being asked to stop by the operating system."""

from __future__ import annotations

import os
import select
import signal
from types import FrameType, TracebackType

ASKING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class StopSignals:
    """Notices SIGTERM, SIGINT and SIGHUP, and lets the main thread wait for them.

    Nothing is done inside the handlers: the interpreter writes the signal's number into a pipe, so
    no lock can be met half-way.
    """

    def __enter__(self) -> StopSignals:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._wakeup_before = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _noticed) for number in ASKING}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        os.close(self._read)
        os.close(self._write)

    def fileno(self) -> int:
        """Readable when a signal has arrived."""
        return self._read

    def arrived(self, seconds: float) -> bool:
        """Wait at most so long; whether somebody asked to stop."""
        select.select([self._read], [], [], seconds)
        return self.taken()

    def taken(self) -> bool:
        """Whether somebody asked to stop since the last question."""
        try:
            return any(number in ASKING for number in os.read(self._read, 64))
        except BlockingIOError:
            return False


def _noticed(number: int, frame: FrameType | None) -> None:
    """Only replaces the default action."""
