"""The search engine alone: against looking into every text, and whether one word costs much more than another."""

from collections.abc import Iterator
from random import Random
from statistics import median

from les_portal.search.engine import find as look_up
from tests.bench import naive, words
from tests.bench.finding import Finding, milliseconds

KIND, FIRST = "programme", 24
WORDS = 40


def find() -> Iterator[Finding]:
    for what, word, goal in (("rare word", words.RARE, 1 / 100), ("medium word", words.MEDIUM, 1 / 50)):
        ours, floor = milliseconds(lambda word=word: look_up(KIND, word), lambda word=word: in_every_text(word))
        yield Finding(f"finding a {what}", ours / floor, "icontains", ours, rounds=5, goal=goal)
    common, medium = milliseconds(lambda: look_up(KIND, words.COMMON), lambda: look_up(KIND, words.MEDIUM))
    yield Finding("finding a common word", common / medium, "a medium word", common, rounds=5, goal=10)
    for what, word in (("part of a compound", words.COMPOUND), ("typing error", words.MISTYPED)):
        yield Finding(f"finding a {what}", p50_ms=milliseconds(lambda word=word: look_up(KIND, word))[0], rounds=5)
    times = {word: milliseconds(lambda word=word: look_up(KIND, word), rounds=3)[0] for word in some_words()}
    worst = max(times, key=times.get)
    ratio = times[worst] / median(times.values())
    yield Finding(f"the slowest of {len(times)} words", ratio, "the median word", times[worst], rounds=3, goal=100)


def in_every_text(word: str) -> list[int]:
    return list(naive.containing(word).values_list("pk", flat=True)[:FIRST])


def some_words() -> list[str]:
    random = Random(2)
    compounds = {words.speciality(random) for _ in range(WORDS // 2)}
    return sorted(
        compounds | set(random.sample(words.FIRST, WORDS // 4)) | set(random.sample(words.SECOND, WORDS // 4))
    )
