"""Many plans of one case: what varies, which runs, and what they say together."""
