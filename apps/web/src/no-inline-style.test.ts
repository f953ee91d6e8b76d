import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.svelte'),
)

test.each(sources)('%s has nothing the content security policy would stop', (file) => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8')
  // A static style attribute is an inline style; `style:--x={…}` is set by script and is not.
  expect(text).not.toMatch(/\sstyle="/)
  expect(text).not.toMatch(/\{@html\b/)
})
