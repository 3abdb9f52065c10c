"""The linear program as labelled blocks: columns, rows and costs on business keys; no solver, no files."""
