import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/** The top of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A file of the repository, by its path from the top. */
export const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8')

/** The same, read as YAML with one document, in a shape the caller vouches for. */
export const readYaml = <Shape>(path: string): Shape => parse(read(path), { merge: true }) as Shape

/** Every setting the server knows, as the README's table has them; another test holds that to `config.ts`. */
export const SETTINGS: readonly string[] = [...read('README.md').matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(
  ([, name = '']) => name,
)

/** A duration as compose and Docker write it, in seconds. */
export function secondsOf(text: string): number {
  const [, count, unit = ''] = /^(\d+)(s|m)$/.exec(text) ?? []
  if (count === undefined) throw new Error(`not a duration: ${text}`)
  return Number(count) * (unit === 'm' ? 60 : 1)
}
