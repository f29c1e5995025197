"""What came of it: response, harm, tests, intervals, direction."""
