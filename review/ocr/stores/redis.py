"""The pacer's instants in Redis, by its clock; each step is one script, hence atomic."""

from __future__ import annotations

import time
from typing import Any

import redis

from review.ocr.stores.base import AHEAD_LIMIT, Place, Reservation, reservation


class RedisStore:
    """Two keys; losing all of Redis loses nothing but the last instants."""

    _CLOCK = f"""
        local clock = redis.call('TIME')
        local now = clock[1] + clock[2] / 1000000
        local next_at = tonumber(redis.call('GET', KEYS[1]) or '0')
        if next_at > now + {AHEAD_LIMIT.total_seconds()} then next_at = 0 end
        local function text(instant) return string.format('%.6f', instant) end
        local function set_next(instant)
            redis.call('SET', KEYS[1], text(instant), 'EX', 3600)
        end
        local function set_free(number, instant)
            redis.call('ZADD', KEYS[2], text(instant), number)
            redis.call('EXPIRE', KEYS[2], 3600)
        end
    """
    _RESERVE = f"""{_CLOCK}
        local at = math.max(now, next_at)
        set_next(at + ARGV[1])
        return text(at - now)"""
    _PUSH_BACK = f"""{_CLOCK}
        set_next(math.max(next_at, now + ARGV[1]))"""
    _TAKE = f"""{_CLOCK}
        if next_at > now then return false end
        for number = 0, ARGV[1] - 1 do
            local free_at = tonumber(redis.call('ZSCORE', KEYS[2], number) or '0')
            if free_at <= now then
                set_free(number, now + ARGV[2])
                return {{number, text(now + ARGV[2])}}
            end
        end
        return false"""
    _LEAVE = f"""{_CLOCK}
        local free_at = redis.call('ZSCORE', KEYS[2], ARGV[1])
        if free_at and text(free_at) == ARGV[2] then set_free(ARGV[1], now + ARGV[3]) end"""

    def __init__(self, url: str, name: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        self._keys = [f"ocr-pacer:{name}", f"ocr-pacer-places:{name}"]

    def reserve(self, step_s: float) -> Reservation:
        """See ``Store``."""
        asked = time.monotonic()
        return reservation(asked, float(self._run(self._RESERVE, step_s)))

    def push_back(self, seconds: float) -> None:
        """See ``Store``."""
        self._run(self._PUSH_BACK, seconds)

    def take(self, places: int, lease_s: float) -> Place | None:
        """See ``Store``."""
        found = self._run(self._TAKE, places, lease_s)
        return Place(int(found[0]), found[1]) if found else None

    def leave(self, place: Place, rest_s: float) -> None:
        """See ``Store``."""
        self._run(self._LEAVE, place.number, place.until, rest_s)

    def reconnect(self) -> None:
        """See ``Store``."""
        self._client.connection_pool.disconnect()

    def _run(self, script: str, *values: Any) -> Any:
        return self._client.eval(script, len(self._keys), *self._keys, *values)
