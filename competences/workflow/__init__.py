from competences.workflow import comparisons, descriptions, sign_offs  # noqa: F401 - each registers its table
