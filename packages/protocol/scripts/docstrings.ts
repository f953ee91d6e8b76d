import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const SOURCE = join(import.meta.dirname, '../src')

/** A doc comment and the name of the constant it stands above. */
const DOCUMENTED = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const (\w+)/g
/** An id's schema says "see the type", where the words are. */
const DOCUMENTED_TYPE = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export type (\w+)/g

const textOf = (comment: string) =>
  comment
    .replace(/^\s*\*? ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()

/** What the sources say about each exported constant, on one line each. */
export function readDocstrings(): Map<string, string> {
  const docstrings = new Map<string, string>()
  for (const file of globSync('**/*.ts', { cwd: SOURCE }).sort()) {
    const source = readFileSync(join(SOURCE, file), 'utf8')
    for (const pattern of [DOCUMENTED_TYPE, DOCUMENTED]) {
      for (const [, comment = '', name = ''] of source.matchAll(pattern)) {
        const text = textOf(comment)
        if (!/^See the (type|schema) of the same name\.$/.test(text)) docstrings.set(name, text)
      }
    }
  }
  return docstrings
}
