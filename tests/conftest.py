"""Its folder is on the path of all tests below, which find hang_guard and node_packages there."""
