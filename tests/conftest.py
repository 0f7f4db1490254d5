"""Its folder is on the path of all tests below, which find node_packages there."""
