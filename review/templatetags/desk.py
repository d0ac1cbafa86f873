"""Template tags of the shell: icons, navigation, names, and the chips of states and severities."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.contrib.messages import constants
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from review import permissions, quality
from review.contexts import banners, keys
from review.contexts.banners import Banner
from review.contexts.difference import Piece
from review.contexts.findings import counted
from review.contexts.values import called
from review.desk_keys import KEYS
from review.models.finding import Severity
from review.services import factors, reject_reasons, staff
from review.workflow import ACTIONS, OFFICE, Role, State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.contrib.messages.storage.base import Message

    from review.models import LicenseRecord

register = template.Library()

# Route, label, who finds it useful; what they may do there is decided by the pages themselves.
NAVIGATION = (
    ("queue", _("Queue"), ACTIONS[Verb.VIEW].roles),
    ("approvals", _("Approvals"), frozenset({Role.APPROVER})),
    ("upload", _("Upload"), OFFICE[Verb.UPLOAD]),
    ("exports", _("Exports"), OFFICE[Verb.EXPORT]),
    ("own", _("My figures"), frozenset({Role.REVIEWER})),
    ("office", _("The office"), frozenset({Role.LEAD})),
    ("trail", _("Trail"), frozenset({Role.AUDITOR, Role.PRIVACY_OFFICER})),
    ("reviews", _("Access review"), frozenset({Role.PRIVACY_OFFICER, Role.AUDITOR})),
    ("persons", _("Requests"), frozenset({Role.PRIVACY_OFFICER})),
    ("admin:index", _("Administration"), frozenset({Role.ADMINISTRATOR, Role.AUDITOR})),
)
# Tone (a CSS class) and icon of each state: a word and a shape, the color only helps.
STATE_LOOK = {
    State.RECEIVED: ("info", "s-received"),
    State.RECOGNIZING: ("info", "s-recognizing"),
    State.UNREADABLE: ("warning", "s-unreadable"),
    State.TO_REVIEW: ("live", "s-review"),
    State.ESCALATED: ("warning", "flag"),
    State.TO_APPROVE: ("live", "s-approve"),
    State.APPROVED: ("ok", "s-approved"),
    State.REJECTED: ("error", "s-rejected"),
    State.WITHDRAWN: ("info", "s-withdrawn"),
}
SWITCHES = ("contrast", "bright", "loupe", "dim")  # of the picture's tools
THEMES = ("light", "dark")
MESSAGE_TONE = {constants.ERROR: "error", constants.WARNING: "warning", constants.SUCCESS: "ok"}


@dataclass(frozen=True)
class Entry:
    """One link of the main menu."""

    href: str
    label: str
    current: bool


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the icon ``name`` of the sprite, hidden from screen readers: words say it."""
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        static("krdl/sprite.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def theme(context: dict[str, Any]) -> SafeString:
    """Return the attribute for the chosen light or dark; without a choice the system decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return format_html(' data-theme="{}"', chosen) if chosen in THEMES else SafeString("")


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[Entry]:
    """Return the menu of the signed-in person's roles; nothing for an anonymous visitor."""
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return []
    roles, path = permissions.roles_of(user), context["request"].path
    links = ((reverse(route), label, who) for route, label, who in NAVIGATION)
    return [Entry(href, label, path.startswith(href)) for href, label, who in links if roles & who]


@register.simple_tag(takes_context=True)
def demo_banner(context: dict[str, Any]) -> bool:
    """Return whether this installation shows invented people only.

    A page for a fault (without a request) goes by the start: the database may be away.
    """
    return settings.KRDL_DEMO if context.get("request") is None else staff.is_demo()


@register.simple_tag(takes_context=True)
def lacks_factor(context: dict[str, Any]) -> bool:
    """Return whether this person needs a second factor and has none."""
    return factors.lacks(context["user"])


@register.simple_tag
def single_sign_on() -> str:
    """Return the name of the office's provider ("" without one)."""
    return settings.KRDL_OIDC_NAME if settings.KRDL_OIDC_ISSUER else ""


@register.simple_tag
def one_factor_demo() -> bool:
    """Return whether, in a demo, the staff signs in with the password alone."""
    return factors.is_here_only()


@register.inclusion_tag("_banners.html", takes_context=True)
def standing_banners(context: dict[str, Any]) -> dict[str, list[Banner]]:
    """Show what stands still or leaves the house, to whoever is signed in."""
    user = context.get("user")
    known = user is not None and user.is_authenticated
    return {"banners": banners.standing(user) if known else []}


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """Return the badge of a record's state."""
    tone, shape = STATE_LOOK[State(state)]
    return format_html('<span class="badge {}">{}{}</span>', tone, icon(shape), State(state).label)


@register.simple_tag
def severity_chip(severity: str, text: str = "") -> SafeString:
    """Return a severity as color, shape and word; a ``text`` is shown with the word unseen."""
    word = Severity(severity).label
    if not text:
        return format_html('<span class="chip {}">{}{}</span>', severity, icon(severity), word)
    return format_html(
        '<span class="chip {}">{}<span class="sr">{}: </span>{}</span>',
        severity,
        icon(severity),
        word,
        text,
    )


@register.simple_tag
def chosen(asked: dict[str, str], name: str, value: str) -> str:
    """Return the attribute of the choice that a filter stands on."""
    return " selected" if asked[name] == value else ""


@register.simple_tag
def severity_word(severity: str) -> str:
    """Return the word of a severity."""
    return str(Severity(severity).label)


@register.simple_tag
def doubt(value: int) -> SafeString:
    """Return the doubt (0-100): the number first, the bar only helps."""
    return format_html(
        '<span class="doubt"><svg viewBox="0 0 100 6" preserveAspectRatio="none" '
        'aria-hidden="true"><rect width="{0}" height="6"/></svg><b>{0}</b></span>',
        value,
    )


@register.simple_tag
def doubt_formula() -> str:
    """Return how the doubt is computed, in the person's language."""
    return quality.doubt_formula["ko" if (get_language() or "ko").startswith("ko") else "en"]


@register.simple_tag
def pieces(runs: Iterable[Piece]) -> SafeString:
    """Return a value with what is gone struck through and what is new underlined."""
    return format_html_join("", "{}", ((_piece(run),) for run in runs))


def _piece(run: Piece) -> SafeString | str:
    tag = {"gone": "del", "new": "ins"}.get(run.kind)
    return format_html("<{0}>{1}</{0}>", tag, run.text) if tag else run.text


@register.simple_tag
def turns(turned: int) -> list[dict[str, Any]]:
    """Return the two turns of a picture that is ``turned``: by and to how many degrees."""
    both = (("turn-left", -90), ("turn-right", 90))
    return [{"name": name, "by": by, "degrees": (turned + by) % 360} for name, by in both]


@register.simple_tag(takes_context=True)
def key(context: dict[str, Any], name: str) -> SafeString:
    """Return the cap of the person's own key for an act, with a blank before it."""
    cap = keys.cap(context["user"], name) if name else ""
    return format_html(" <kbd>{}</kbd>", cap) if cap else SafeString("")


@register.simple_tag(takes_context=True)
def key_place(context: dict[str, Any], name: str) -> SafeString:
    """Return the attributes by which a page's own script knows the person's key for an act."""
    return keys.place(context["user"], name)


@register.simple_tag(takes_context=True)
def tool(context: dict[str, Any], name: str, shape: str, more: str = "") -> SafeString:
    """Return a tool of the picture: a button with a shape, its words and its key."""
    label, cap = KEYS[name].label, keys.cap(context["user"], name)
    return format_html(
        '<button class="btn quiet icon {}" type="{}" data-picture="{}" data-name="{}" '
        'title="{}" aria-label="{}"{}{}>{}</button>',
        more,
        "submit" if name.startswith("turn") else "button",
        name,
        label,
        f"{label} ({cap})" if cap else label,
        label,
        format_html(' aria-keyshortcuts="{}"', cap) if cap else "",
        SafeString(' aria-pressed="false"') if name in SWITCHES else "",
        icon(shape),
    )


@register.simple_tag
def proposal_badge(record: LicenseRecord) -> SafeString:
    """Return what was proposed, as a word with a shape."""
    tone, shape = {"accept": ("ok", "check"), "reject": ("error", "x")}[record.proposal]
    return format_html(
        '<span class="chip {}">{}{}</span>', tone, icon(shape), record.get_proposal_display()
    )


@register.simple_tag
def reject_reason(record: LicenseRecord) -> str:
    """Return the words of a record's reason for rejection."""
    return reject_reasons.label(record.reject_reason, (get_language() or "ko")[:2])


@register.filter
def open_severities(record: LicenseRecord) -> list[tuple[str, int]]:
    """Return how many findings of each severity are open on a record of a list."""
    still_open = [finding for finding in record.all_findings if finding.status == "open"]
    return counted(still_open)


@register.simple_tag(takes_context=True)
def key_overview(context: dict[str, Any]) -> dict[str, Any]:
    """Return the person's keys for the overlay and for the script."""
    shown = keys.overview(context["user"])
    return {**shown, "bindings": json.dumps(shown["bindings"])}


@register.filter
def without_dots(label: str) -> str:
    """Return a button's words without the dots that announce a question."""
    return str(label).rstrip("…")


@register.filter
def person(user: AbstractUser) -> str:
    """Return how a colleague is called on the screen."""
    return called(user)


@register.filter
def role_labels(user: AbstractUser) -> str:
    """Return the person's roles in words."""
    roles = permissions.roles_of(user)
    return ", ".join(str(role.label) for role in Role if role in roles)


@register.filter
def message_tone(message: Message) -> str:
    """Return the CSS class of a message."""
    return MESSAGE_TONE.get(message.level, "info")


@register.filter
def message_icon(message: Message) -> SafeString:
    """Return the shape that says a message's severity without color."""
    tone = message_tone(message)
    return icon("check" if tone == "ok" else tone)
