"""Files that a person opens, drops or exports."""
