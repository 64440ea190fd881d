"""The Bot API's values and rules: what a request may say, and in which words it is refused. Imports only itself."""
