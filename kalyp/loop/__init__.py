"""The loop of forms: filled forms come back, become the school's summary, plans and requests, and the district's summary."""
