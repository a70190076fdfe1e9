"""Secrets as people meet them: made, shown, typed back; and who has typed too many wrong ones."""

import asyncio
import base64
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address
from weakref import WeakValueDictionary

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Douglas Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U to be misread."""
_MISREAD = str.maketrans("OIL", "011")

CODE = 8
"""Characters of a join code: 40 bits, living while a meeting is open."""
RECOVERY = 25
"""Characters of a recovery code: 125 bits."""
DIGITS = 8
ADDRESSES_KEPT = 10_000


def new_key() -> str:
    """256 bits for a form: whoever sends the same form again gets what it made the first time."""
    return secrets.token_urlsafe(32)


def derived(key: str, what: str, size: int = 32) -> str:
    """A secret, or an id, that only the holder of `key` could have: `size` bytes, base64url."""
    made = hmac.digest(key.encode(), what.encode(), hashlib.sha256)[:size]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest(secret: str) -> bytes:
    """What is kept of a secret. Looked up by equality, in whatever time that takes: a hash that nearly matches tells
    nothing about a secret that would match."""
    return hashlib.sha256(secret.encode()).digest()


def new_code() -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(CODE))


def recovery_code(key: str) -> str:
    bits = int.from_bytes(hmac.digest(key.encode(), b"recovery", hashlib.sha256))
    return "".join(CROCKFORD[bits >> 5 * place & 31] for place in range(RECOVERY))


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def grouped(code: str, size: int) -> str:
    """As it is shown and read aloud: 4 → "K7QM-2XTR", 5 → "8FKQ2-M3VXW-…"."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def typed_code(typed: str) -> str:
    """What was meant: case, spaces and dashes do not count, O is 0, I and L are 1."""
    return "".join(char for char in typed.upper().translate(_MISREAD) if char.isalnum())


class Failures:
    """Wrong codes by address, of the last `window` seconds; kept in memory only, for addresses are written nowhere."""

    def __init__(self, limit: int, window: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.window, self.clock = limit, window, clock
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()

    def note(self, address: str) -> None:
        times = self._by_address.setdefault(_network(address), deque(maxlen=self.limit + 1))
        times.append(self.clock())
        self._by_address.move_to_end(_network(address))
        if len(self._by_address) > ADDRESSES_KEPT:
            self._by_address.popitem(last=False)

    def too_many(self, address: str) -> bool:
        times = self._by_address.get(_network(address))
        while times and times[0] <= self.clock() - self.window:
            times.popleft()
        return times is not None and len(times) > self.limit


class Turns:
    """One at a time for each address: many guesses at once are answered no faster than one after the other."""

    def __init__(self) -> None:
        # Weak, so that a lock that nobody holds or waits for is gone.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, address: str, patience: float) -> AsyncIterator[None]:
        """Raises TimeoutError if it did not come within `patience` seconds."""
        lock = self._locks.setdefault(_network(address), asyncio.Lock())
        async with asyncio.timeout(patience):
            await lock.acquire()
        try:
            yield
        finally:
            lock.release()


def _network(address: str) -> str:
    """One subscriber holds a whole /64 of IPv6."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(int(ip) >> 64) if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None else address
