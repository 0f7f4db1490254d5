"""What proves how often the gate alarms without reason and what it catches, with its ledger."""
