import { Code } from 'typebox/compile'
import { EVENTS } from './event.ts'

/**
 * Checkers as JavaScript: `checks` has an expression of type `(value: unknown) => boolean` for each event, in a module that begins with
 * `shared`, and imports `Guard` if they need it.
 */
export type ChecksCode = { shared: string; checks: Record<string, string>; needsGuard: boolean }

/**
 * The checkers of all events as source, for builds of browser apps: no schema and no interpreter travels to the page, and
 * no `eval` is needed there.
 */
export function eventChecksCode(): ChecksCode {
  const patterns: string[] = []
  const bodies = Object.values(EVENTS).map((schema) => checkBody(schema, patterns))
  const [names, shortest] = withNames(bodies)
  const all = [...names, ...shortest].join('')
  const checks = Object.keys(EVENTS).map((type, at) => [type, `(() => {${shortest[at]}})()`])
  return {
    shared: [...helpers(patterns, all), ...names].join('\n'),
    checks: Object.fromEntries(checks),
    needsGuard: /\bGuard\./.test(all),
  }
}

/** A checker as the body of a function that returns it; what it calls of `patterns` is found there, or added. */
function checkBody(schema: (typeof EVENTS)[keyof typeof EVENTS], patterns: string[]): string {
  const { Code: code, External: external } = Code({}, schema)
  const body = shortened(
    code
      .replace(/^import .*$/gm, '')
      .replace(/^export function SetExternal.*$/m, '')
      .replace(/^let External = \[\]$/m, '')
      .replace(/^export function Check/m, 'return function Check')
      .replace(/^\/\/ @ts-ignore$/gm, ''),
    (at) => numberOf(patterns, sourceOf(external.variables[at])),
  )
  if (/\b(import|export|External)\b/.test(body) || /\bHashing\./.test(body))
    throw new Error(`typebox writes code of another form than known here:\n${code}`)
  return body
}

/** Where something stands in a list, which it does from now on. */
function numberOf(list: string[], one: string): number {
  if (!list.includes(one)) list.push(one)
  return list.indexOf(one)
}

/** A stretch of code that asks something of one value: as a function of it, and how that is called in its place. */
type Asked = { from: number; to: number; check: string; call: (name: string) => string }

/**
 * What is asked of an object, or of every item of a list, is written where it is asked. What is asked more than once, of a record above all,
 * gets a name instead.
 */
function withNames(bodies: readonly string[]): [named: string[], bodies: string[]] {
  const [objects, smaller] = named('isOne', bodies, objectChecks)
  const [items, smallest] = named('isItem', [...objects, ...smaller], itemChecks)
  return [[...smallest.slice(0, objects.length), ...items], smallest.slice(objects.length)]
}

function named(
  name: string,
  bodies: readonly string[],
  find: (body: string) => Asked[],
): [named: string[], bodies: string[]] {
  const counts = new Map<string, number>()
  for (const body of bodies)
    for (const { check } of find(body)) counts.set(check, (counts.get(check) ?? 0) + 1)
  const checks = [...counts].flatMap(([check, count]) => (count > 1 ? check : []))
  const rewritten = bodies.map((body) => {
    let rest = ''
    let at = 0
    for (const { from, to, check, call } of find(body)) {
      // One inside of another went with it.
      if (from < at || !checks.includes(check)) continue
      rest += body.slice(at, from) + call(`${name}${checks.indexOf(check)}`)
      at = to
    }
    return rest + body.slice(at)
  })
  return [checks.map((check, at) => `const ${name}${at} = ${check};`), rewritten]
}

function objectChecks(body: string): Asked[] {
  return [...body.matchAll(/\(isRecord\(([\w.]+)\)\) && (?=\()/g)].map((match) => {
    const [head, path = ''] = match
    const from = match.index
    const to = closingOf(body, from + head.length) + 1
    const of = new RegExp(`(?<![\\w.])${path.replaceAll('.', '\\.')}(?!\\w)`, 'g')
    const check = renumbered(`(one) => ${body.slice(from, to).replace(of, 'one')}`, 'unique_')
    return { from, to, check, call: (name) => `${name}(${path})` }
  })
}

/** The functions given to `every`. */
function itemChecks(body: string): Asked[] {
  return [...body.matchAll(/\.every\((?=\(unique_\d+, index\) => )/g)].map((match) => {
    const from = match.index + match[0].length
    const to = closingOf(body, from - 1)
    const check = renumbered(body.slice(from, to), 'item')
    return { from, to, check, call: (name) => name }
  })
}

/** The same whatever it stands in: its variables are numbered from 0 on, and called so. */
function renumbered(code: string, name: string): string {
  const first = Math.min(...[...code.matchAll(/unique_(\d+)/g)].map(([, at]) => Number(at)))
  return code.replace(/unique_(\d+)/g, (_, at: string) => `${name}${Number(at) - first}`)
}

/** Where the parenthesis that opens at a place is closed. */
function closingOf(code: string, opening: number): number {
  let depth = 0
  for (let at = opening; at < code.length; at++) {
    if (code[at] === '(') depth += 1
    if (code[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  throw new Error('A parenthesis is not closed.')
}

/**
 * The same checks in a third of the code. A field that is missing fails the check of its value, since what comes from JSON is never there
 * and undefined; what is an integer is finite; what is not empty has a character; and the few patterns and ranges there are have names.
 */
function shortened(code: string, patternAt: (variable: number) => number): string {
  let body = code
  for (let before = ''; before !== body; ) {
    before = body
    body = body
      .replace(/\("\w+" in [\w.]+ && "\w+" in [\w.]+\)/g, 'IS_NAMED')
      .replace(/\(IS_NAMED && "\w+" in [\w.]+\)/g, 'IS_NAMED')
  }
  return body
    .replaceAll('IS_NAMED && ', '')
    .replace(/([\w.]+) === undefined \|\| \(!\("\w+" in [\w.]+\) \|\| /g, '$1 === undefined || (')
    .replace(/\(!\(\(Number\.isFinite\(([\w.]+)\) \|\| typeof \1 === "bigint"\)\) \|\| /g, '(')
    .replace(
      /typeof ([\w.]+) === "string" && External\[(\d+)\]\.test\(\1\)/g,
      (_, value: string, at: string) => `fits${patternAt(Number(at))}(${value})`,
    )
    .replace(/Number\.isInteger\(([\w.]+)\) && \(\(\1 >= 0 && \1 <= 9007199254740991\)\)/g, 'isCount($1)')
    .replace(
      /\(([\w.]+)\.length >= 2 \|\| \(\1\.length >= 1 && Guard\.CodePointCount\(\1\) >= 1\)\)/g,
      '$1 !== ""',
    )
    .replace(/typeof ([\w.]+) === "object" && \1 !== null && !\(Array\.isArray\(\1\)\)/g, 'isRecord($1)')
    .replace(/\(typeof ([\w.]+) === "string" && \1 === /g, '($1 === ')
}

/** What the shortened code calls, as far as it does. */
function helpers(patterns: readonly string[], code: string): string[] {
  const all: Record<string, string> = {
    isCount: 'Number.isInteger(v) && v >= 0 && v <= 9007199254740991',
    isRecord: 'typeof v === "object" && v !== null && !Array.isArray(v)',
  }
  patterns.forEach((pattern, at) => {
    all[`fits${at}`] = `typeof v === "string" && ${pattern}.test(v)`
  })
  return Object.entries(all)
    .filter(([name]) => code.includes(`${name}(`))
    .map(([name, check]) => `const ${name} = (v) => ${check};`)
}

// The schemas have patterns and nothing else that code has to point out of itself for.
function sourceOf(variable: unknown): string {
  if (variable instanceof RegExp) return variable.toString()
  throw new Error(`No source for ${String(variable)}.`)
}
