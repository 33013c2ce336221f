"""The library: everything known of the reports, in one file."""
