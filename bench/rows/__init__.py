"""The rows of the benchmark: each a function (work folder, lengths) -> Row."""
