/** What the process was started with. */
export type Environment = Record<string, string | undefined>

/** A setting that cannot be used; its message names the variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** A number that counts something. */
export function readCount(environment: Environment, name: string, otherwise: number): number {
  const text = environment[name]
  if (text === undefined || text === '') return otherwise
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new ConfigError(`${name} must be a whole number from 1 to 9999999, but is "${text}"`)
  return Number(text)
}
