import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../src')
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.svelte'),
)

test.each(sources)('%s has nothing the content security policy would stop', (file) => {
  const text = readFileSync(join(folder, file), 'utf8')
  // A static style attribute is an inline style; `style:--x={…}` is set by script and is not.
  expect(text).not.toMatch(/\sstyle="/)
  expect(text).not.toMatch(/\{@html\b/)
})
