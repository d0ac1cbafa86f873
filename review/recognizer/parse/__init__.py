"""From read lines to fields: by what is printed, never by fixed places."""
