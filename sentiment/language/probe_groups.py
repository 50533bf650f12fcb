"""What the groups of probes are called in English sentences."""

from __future__ import annotations

_ATTRIBUTES = {
    "name": "given names",
    "place": "places",
    "nationality": "nationalities",
    "religion": "words of religion",
    "gender": "gender",
}
_MENTIONS = {
    "name": "a name that is {group}",
    "place": "a place in {group}",
    "nationality": "somebody from {group}",
    "religion": "somebody who is {group}",
    "gender": "a {group}",
}
_OTHERS = {
    "name": "other names",
    "place": "places elsewhere",
    "nationality": "somebody from elsewhere",
    "religion": "somebody of another religion",
    "gender": "the other gender",
}
_COUNTRIES = {"usa": "the USA", "uk": "the UK"}


def attribute_words(attribute: str) -> str:
    """What the probes of an attribute change.

    >>> attribute_words("religion")
    'words of religion'
    """
    return _ATTRIBUTES.get(attribute, attribute)


def group_words(group: str, *, attribute: str) -> str:
    """The name of a group, as a label.

    >>> group_words("saudi_arabia", attribute="place"), group_words("jewish", attribute="religion")
    ('Saudi Arabia', 'Jewish')
    >>> group_words("usa", attribute="nationality"), group_words("woman", attribute="gender")
    ('the USA', 'woman')
    """
    if group in _COUNTRIES:
        return _COUNTRIES[group]
    return group if attribute == "gender" else group.replace("_", " ").title()


def mention_words(group: str, *, attribute: str) -> tuple[str, str]:
    """What a text of the group mentions, and what it is compared with.

    >>> mention_words("turkish", attribute="name")
    ('a name that is Turkish', 'other names')
    >>> mention_words("woman", attribute="gender")
    ('a woman', 'the other gender')
    """
    pattern = _MENTIONS.get(attribute, "{group}")
    words = group_words(group, attribute=attribute)
    return pattern.format(group=words), _OTHERS.get(attribute, "other groups")
