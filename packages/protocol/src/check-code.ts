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
  const body = code
    .replace(/^import .*$/gm, '')
    .replace(/^export function SetExternal.*$/m, '')
    .replace(/^let External = \[\]$/m, `const External = [${external.variables.map(sourceOf).join(', ')}]`)
    .replace(/^export function Check/m, 'return function Check')
    .replace(/^\/\/ @ts-ignore$/gm, '')
    // What is an integer is finite, and what is a certain string is a string: a third of the code says so.
    .replace(
      /\(Number\.isInteger\(([\w.]+)\) && \(!\(\(Number\.isFinite\(\1\) \|\| typeof \1 === "bigint"\)\) \|\| \((.*?)\)\)\)/g,
      '(Number.isInteger($1) && $2)',
    )
    .replace(/\(typeof ([\w.]+) === "string" && \1 === /g, '($1 === ')
  if (/\b(import|export)\b/.test(body) || /\bHashing\./.test(body))
    throw new Error(`typebox writes code of another form than known here:\n${code}`)
  return { expression: `(() => {${body}})()`, needsGuard: /\bGuard\./.test(body) }
}

// The schemas have patterns and nothing else that code has to point out of itself for.
function sourceOf(variable: unknown): string {
  if (variable instanceof RegExp) return variable.toString()
  throw new Error(`No source for ${String(variable)}.`)
}
