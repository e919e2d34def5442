"""The tree and an environment made for it in; the app as a folder, .deb and .tar.xz, with notices, out."""
