"""The pages: each view takes a request to one verb of the office, or shows one noun."""
