how: no extension
