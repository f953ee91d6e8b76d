// Writes docs/protocol.md from the schemas, what the sources say about them, and the framing beside this file.

import { writeFileSync } from 'node:fs'
import { PAGE, renderPage } from './render-page.ts'

writeFileSync(PAGE, renderPage())
