"""The database: connections, transactions, errors, backup. Imports the migrations."""
