from competences.ranking import Standing, standings

OWN, HELD, OTHER = 1, 2, 3  # diplomas


def test_who_holds_the_diploma_of_a_task_does_it_whole():
    assert standings({10: OWN, 11: OWN}, []) == [Standing(OWN, halves=4, compared=2, tasks=2)]


def test_equivalent_counts_whole_and_partial_half():
    rows = standings({10: OWN, 11: OWN, 12: OWN}, [(HELD, 10, 2), (HELD, 11, 1), (HELD, 12, 0)])
    assert rows[1] == Standing(HELD, halves=3, compared=3, tasks=3)
    assert rows[1].percent == 50
    assert rows[1].uncompared == 0


def test_what_nobody_compared_counts_nothing_and_is_said():
    row = standings({10: OWN, 11: OTHER}, [(HELD, 10, 2)])[0]
    assert {
        standing.qualification: standing.percent for standing in standings({10: OWN, 11: OTHER}, [(HELD, 10, 2)])
    } == {
        OWN: 50,
        HELD: 50,
        OTHER: 50,
    }
    assert row.uncompared == 1


def test_the_percentage_is_rounded_down():
    rows = standings({10: OWN, 11: OWN, 12: OWN}, [(HELD, 10, 2), (HELD, 11, 2)])
    assert rows[1].percent == 66


def test_the_furthest_comes_first_and_then_the_one_of_which_more_is_known():
    tasks = {10: OWN, 11: OWN}
    rows = standings(tasks, [(OTHER, 10, 1), (HELD, 10, 1), (HELD, 11, 0)])
    assert [row.qualification for row in rows] == [OWN, HELD, OTHER]


def test_a_diploma_that_misses_all_is_still_ranked():
    assert standings({10: OWN}, [(HELD, 10, 0)])[-1] == Standing(HELD, halves=0, compared=1, tasks=1)


def test_a_task_that_was_not_asked_counts_nothing():
    assert standings({10: OWN}, [(HELD, 99, 2)]) == [Standing(OWN, 2, 1, 1)]


def test_its_own_task_counts_whole_whatever_a_description_says():
    assert standings({10: OWN}, [(OWN, 10, 1)]) == [Standing(OWN, 2, 1, 1)]
