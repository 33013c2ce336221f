"""One field, or several, over many reports: sums, rankings, rates, changes, conditions."""
