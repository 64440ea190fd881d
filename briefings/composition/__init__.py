"""The flow: a story's articles → its updates, timeline and figures. Imports everything below."""
