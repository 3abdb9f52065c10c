"""From a solver's answer to result tables, and the audit that recomputes them from the inputs alone."""
