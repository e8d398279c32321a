"""What was looked for and not found, as a term that can be counted: never something that may say who looked."""

import re

from les_portal.search.words import fold

KIND = "description"
MOST_WORDS, LONGEST = 4, 60
# A code of a register, alone or behind its kind; other digits may be a birthday, a telephone or a nickname.
CODE = re.compile(r"(bk|crebo|ov|co|ibo)? ?[0-9]{3,5}")
WORDS = re.compile(r"[a-z]{2,}( [a-z]+)*")
ADDRESS = re.compile(r"@|https?:|www\.")


def term_of(text: str) -> str:
    """As it is counted, or "" where it is not kept."""
    term = fold(text)
    if ADDRESS.search(text.casefold()) or len(term) > LONGEST or len(term.split()) > MOST_WORDS:
        return ""
    return term if CODE.fullmatch(term) or WORDS.fullmatch(term) else ""
