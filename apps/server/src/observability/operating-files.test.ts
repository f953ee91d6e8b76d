import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { startNode } from '../testing/node.ts'
import { parsePrometheusText } from '../testing/prometheus-text.ts'

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const read = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8')

type Panel = {
  id: number
  type: string
  title: string
  description?: string
  gridPos: { x: number; y: number; w: number; h: number }
  fieldConfig?: { defaults: { unit?: string } }
  targets?: { expr: string }[]
}
type Dashboard = {
  schemaVersion: number
  templating: { list: { name: string; type: string }[] }
  panels: Panel[]
}

const page = read('docs/metrics.md')
const alerts = read('deploy/prometheus/alerts.yml')
const dashboard = JSON.parse(read('deploy/grafana/confab.json')) as Dashboard
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

/** The first two cells of the page's rows that begin with something in code. */
const rows = [...page.matchAll(/^\| `([^`]+)` \| (\w+) \|/gm)].map(([, name = '', kind = '']) => [name, kind])

let types: Map<string, string>
let series: string[]

beforeAll(async () => {
  const node = await startNode({ config: { metrics: { host: '127.0.0.1', port: 0 } } })
  const text = await (await fetch(`${node.metricsOrigin}/metrics`)).text()
  await node.close()
  types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  )
  series = [...parsePrometheusText(text).keys()]
}, 30_000)

/** What of this text names a metric of ours, a label of one or a value of that, which no node tells. */
function unknownIn(text: string): string[] {
  const metric = /\b((?:confab|process|nodejs)_\w+)(?:\{([^}]*)\})?/g
  return [...text.matchAll(metric)].flatMap(([whole, name = '', labels = '']) => {
    const wanted = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([pair]) => pair)
    const isTold = series.some((told) => {
      const isOfName = told === name || told.startsWith(`${name}{`)
      return isOfName && wanted.every((pair) => told.includes(pair))
    })
    // Garbage is collected when it pleases, and until then its histogram has nothing to tell.
    const isToCome = types.has(name.replace(/_(sum|count|bucket)$/, '')) && name.startsWith('nodejs_gc_')
    return isTold || isToCome ? [] : [whole]
  })
}

describe('docs/metrics.md', () => {
  test('tells every metric a node has, with its type, and no other', () => {
    const told = rows.filter(([name]) => /^(confab|process|nodejs)_/.test(name ?? ''))
    // Some of the process’s own are there on Linux only.
    const isEverywhere = process.platform === 'linux'
    const expected = told.filter(
      ([name = '']) => isEverywhere || name.startsWith('confab_') || types.has(name),
    )
    expect(Object.fromEntries(expected)).toEqual(Object.fromEntries(types))
    expect(told).toHaveLength(new Map(told as [string, string][]).size)
  })

  test('tells every line of the log, and no other', () => {
    const told = rows
      .filter(([, kind = '']) => ['info', 'warn', 'error'].includes(kind))
      .map(([name]) => name)
    const sources = globSync('apps/server/src/**/*.ts', { cwd: ROOT })
      .filter((path) => !/\.test\.ts$|testing/.test(path))
      .map(read)
      .join('\n')
    const logged = [...sources.matchAll(/(?:log\.(?:info|warn|error)\(|event: )'([a-z-]+)'/g)].map(
      ([, name]) => name,
    )
    expect([...new Set(told)].sort()).toEqual([...new Set(logged)].sort())
  })

  test('tells every alert', () => {
    const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(3)
    expect([...page.matchAll(/^\| `(Confab\w+)` \|/gm)].map(([, name]) => name)).toEqual(names)
  })
})

test('alerts ask for what a node tells', () => {
  expect(unknownIn('rate(confab_unheard_of_total[5m])')).toEqual(['confab_unheard_of_total'])
  expect(unknownIn('confab_refusals_total{code="unheard-of"}')).toHaveLength(1)
  expect(unknownIn(alerts)).toEqual([])
})

describe('deploy/grafana/confab.json', () => {
  test('asks for what a node tells, of the nodes that were chosen', () => {
    expect(expressions.length).toBeGreaterThan(30)
    expect(unknownIn(expressions.join('\n'))).toEqual([])
    for (const expression of expressions) expect(expression).toContain('instance=~"$instance"')
  })

  test('shows every figure of ours', () => {
    const names = [...types.keys()].filter((name) => name.startsWith('confab_'))
    expect(names.filter((name) => !expressions.some((expression) => expression.includes(name)))).toEqual([])
  })

  test('leaves the data source to who imports it, and is of a schema Grafana 11 reads', () => {
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(39)
    expect(dashboard.templating.list.map(({ name, type }) => [name, type])).toEqual([
      ['datasource', 'datasource'],
      ['instance', 'query'],
    ])
    const sources = [...JSON.stringify(dashboard).matchAll(/"uid":"([^"]*)"/g)].map(([, uid]) => uid)
    expect(sources.length).toBeGreaterThan(30)
    expect(sources.filter((uid) => uid !== 'confab' && !/^\$\{datasource\}$/.test(uid ?? ''))).toEqual([])
  })

  test('has rows, and panels that say what they show in which unit and stand in nobody’s way', () => {
    const { panels } = dashboard
    const titles = panels.filter(({ type }) => type === 'row').map(({ title }) => title)
    expect(titles).toEqual([
      'People',
      'Delivery',
      'Store',
      'Other nodes',
      'Files',
      'Calling people',
      'Health',
    ])
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    for (const { title, type, description, fieldConfig, gridPos } of panels) {
      if (type !== 'row') expect([title, description, fieldConfig?.defaults.unit]).not.toContain(undefined)
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
    }
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
  })
})
