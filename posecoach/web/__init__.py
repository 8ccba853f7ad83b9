"""The app in the browser: pages, live view, uploads. The only package that serves anything."""
