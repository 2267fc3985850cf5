"""The store: engine, models' base, unit of work, paging, search, migrations."""
