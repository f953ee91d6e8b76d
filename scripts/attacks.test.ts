import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROOT } from './run.ts'

const read = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8')

type Row = { id: string; limits: string[]; files: string[] }

/** The rows of docs/attacks.md. */
const rows: Row[] = [...read('docs/attacks.md').matchAll(/^\| (A\d+) \|(.*)\|$/gm)].map(
  ([, id = '', cells = '']) => {
    const [, , limits = '', tests = ''] = cells.split(' | ')
    return {
      id,
      limits: [...limits.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
      files: [...tests.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path),
    }
  },
)

/** What the name of a test begins with: its attack’s id, in brackets. */
const ID = /\[(A\d+)\]/g

const tests = globSync('{apps,packages,scripts,tests}/**/*.{test,contract,e2e}.ts', {
  cwd: ROOT,
  exclude: (path) => /node_modules|dist/.test(path),
})

test('every attack has an id of its own, and none was given up', () => {
  expect(rows.length).toBeGreaterThan(80)
  const numbers = rows.map(({ id }) => Number(id.slice(1))).toSorted((a, b) => a - b)
  expect(numbers).toEqual(rows.map((_, index) => index + 1))
})

test('every attack names exactly the tests that have its id, and no test has an id nobody knows', () => {
  const inTests = tests.flatMap((path) =>
    [...new Set([...read(path).matchAll(ID)].map(([, id]) => id))].map((id) => `${id} ${path}`),
  )
  const inPage = rows.flatMap(({ id, files }) => files.map((path) => `${id} ${path}`))
  expect(inPage.toSorted()).toEqual(inTests.toSorted())
  expect(rows.filter(({ files }) => files.length === 0)).toEqual([])
})

test('an attack names limits that there are', () => {
  const sources = ['apps/server/src/limits.ts', 'packages/protocol/src/limits.ts'].map(read).join('\n')
  const known = new Set([...sources.matchAll(/^export const (\w+)/gm)].map(([, name]) => name))
  const named = rows.flatMap(({ limits }) => limits)
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})
