"""Two builds measured in turn: which cells, by which programs, and again where one looked worse."""
