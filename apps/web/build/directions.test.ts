import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../src')
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(svelte|css)$/.test(file),
)

/** Properties and values that name a side of the screen where the beginning or the end of a line is meant. */
const SIDES =
  /(?<![\w-])((margin|padding|border|scroll-margin|scroll-padding)-(left|right)(-[a-z]+)?|left|right|border-(top|bottom)-(left|right)-radius)\s*:|(text-align|float|clear|caption-side)\s*:\s*(left|right)/g
const FOUR_SIDES = /(?<![\w-])(margin|padding|inset|border-width|border-radius)\s*:\s*([^;{}]+);/g

/** Declarations that would stand on the wrong side in a language that runs the other way. */
function oneSided(source: string): string[] {
  const css = source.endsWith('</style>\n') ? source.slice(source.lastIndexOf('<style>')) : source
  const found = [...css.matchAll(SIDES)].map(([declaration]) => declaration)
  for (const [declaration, property, value = ''] of css.matchAll(FOUR_SIDES)) {
    const [first, second, third, fourth] =
      value.replace(/!important/, '').match(/(?:[a-z-]*\((?:[^()]|\([^()]*\))*\)|[^\s()])+/g) ?? []
    if (fourth === undefined) continue
    const isEven = property === 'border-radius' ? first === second && third === fourth : second === fourth
    if (!isEven) found.push(declaration)
  }
  return found
}

test.each(sources)('%s reads the same from right to left', (file) => {
  const source = readFileSync(join(folder, file), 'utf8')
  expect(file.endsWith('.css') || source.includes('<style>') ? oneSided(source) : []).toEqual([])
})

test.each([
  ['a { margin-left: 1px; }', 1],
  ['a { border-top-right-radius: 1px; }', 1],
  ['a { text-align: right; }', 1],
  ['a { padding: 0 14px 0 12px; }', 1],
  ['a { inset: 0 0 auto auto; }', 1],
  ['a { padding: 0 calc(1px + 2px) 3px calc(1px + 2px); }', 0],
  ['a { margin-inline-start: 1px; text-align: start; inset-inline-end: 0; }', 0],
])('%s has %i sides', (css, count) => {
  expect(oneSided(css)).toHaveLength(count)
})
