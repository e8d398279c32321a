"""All listings of a school as one table, the same on the way out and on the way in."""
