import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readDocstrings } from './docstrings.ts'
import { fillIn, renderParts } from './page.ts'

/** Where the page is kept. */
export const PAGE = resolve(import.meta.dirname, '../../../docs/protocol.md')

const FRAMING = resolve(import.meta.dirname, 'protocol-page.md')

/** The page as it should be now. */
export function renderPage(): string {
  return fillIn(readFileSync(FRAMING, 'utf8'), renderParts(readDocstrings()))
}
