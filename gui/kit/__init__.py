"""The parts every page is built from: look, tables, detail panes, dialogs, tasks."""
