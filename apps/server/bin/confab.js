#!/usr/bin/env node
// A file of its own, because the server's bundle is not there yet when this package is installed.
import '../dist/main.js'
