"""The helpers beside this file are found by the tests in every room of the tracker."""
