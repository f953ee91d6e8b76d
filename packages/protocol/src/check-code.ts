import { Code } from 'typebox/compile'
import { EVENTS } from './event.ts'

/** A checker as JavaScript: an expression of type `(value: unknown) => boolean`, in a module that imports `Guard` if it needs it. */
export type CheckCode = { expression: string; needsGuard: boolean }

/**
 * The checkers of all events as source, for builds of browser apps: no schema and no interpreter travels to the page, and
 * no `eval` is needed there.
 */
export function eventCheckCode(): Record<string, CheckCode> {
  return Object.fromEntries(Object.entries(EVENTS).map(([type, schema]) => [type, checkCode(schema)]))
}

function checkCode(schema: (typeof EVENTS)[keyof typeof EVENTS]): CheckCode {
  const { Code: code, External: external } = Code({}, schema)
  const patterns = external.variables.map(sourceOf)
  const body = shortened(
    code
      .replace(/^import .*$/gm, '')
      .replace(/^export function SetExternal.*$/m, '')
      .replace(/^let External = \[\]$/m, '')
      .replace(/^export function Check/m, 'return function Check')
      .replace(/^\/\/ @ts-ignore$/gm, ''),
    patterns,
  )
  if (/\b(import|export|External)\b/.test(body) || /\bHashing\./.test(body))
    throw new Error(`typebox writes code of another form than known here:\n${code}`)
  return { expression: `(() => {${helpers(patterns, body)}${body}})()`, needsGuard: /\bGuard\./.test(body) }
}

/**
 * The same checks in a third of the code. A field that is missing fails the check of its value, since what comes from JSON is never there
 * and undefined; what is an integer is finite; and the few patterns and ranges there are have names.
 */
function shortened(code: string, patterns: readonly string[]): string {
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
      (_, value: string, at: string) => {
        const pattern = patterns[Number(at)] ?? ''
        return `fits${patterns.indexOf(pattern)}(${value})`
      },
    )
    .replace(/Number\.isInteger\(([\w.]+)\) && \1 >= 0 && \1 <= 9007199254740991/g, 'isCount($1)')
    .replace(/typeof ([\w.]+) === "object" && \1 !== null && !\(Array\.isArray\(\1\)\)/g, 'isRecord($1)')
    .replace(/\(typeof ([\w.]+) === "string" && \1 === /g, '($1 === ')
}

/** What the shortened code calls, as far as it does. */
function helpers(patterns: readonly string[], body: string): string {
  const all: Record<string, string> = {
    isCount: 'Number.isInteger(v) && v >= 0 && v <= 9007199254740991',
    isRecord: 'typeof v === "object" && v !== null && !Array.isArray(v)',
  }
  patterns.forEach((pattern, at) => {
    all[`fits${at}`] = `typeof v === "string" && ${pattern}.test(v)`
  })
  return Object.entries(all)
    .filter(([name]) => body.includes(`${name}(`))
    .map(([name, check]) => `const ${name} = (v) => ${check};`)
    .join('')
}

// The schemas have patterns and nothing else that code has to point out of itself for.
function sourceOf(variable: unknown): string {
  if (variable instanceof RegExp) return variable.toString()
  throw new Error(`No source for ${String(variable)}.`)
}
