"""What a person recognizes a device by: the browser and the system that it says it is."""

from __future__ import annotations

import re

from django import template

register = template.Library()

LONGEST = 60
# In this order: what names itself last also claims to be those below it.
BROWSERS = {
    "Whale": "Whale",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Version": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """Return browser, its main version and system; the text itself where none is known."""
    browser = next(filter(None, (_browser(word, user_agent) for word in BROWSERS)), "")
    system = next((name for word, name in SYSTEMS.items() if word in user_agent), "")
    return " · ".join(filter(None, (browser, system))) or user_agent[:LONGEST]


def _browser(word: str, user_agent: str) -> str:
    found = re.search(rf"{word}/(\d+)", user_agent)
    return f"{BROWSERS[word]} {found[1]}" if found else ""
