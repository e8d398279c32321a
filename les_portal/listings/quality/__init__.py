"""What is probably not right about a school's data: worked out when it changes and once a day, kept as findings."""
