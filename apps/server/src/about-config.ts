import { ConfigError, type Environment } from './environment.ts'

/** What whoever runs the server asks of people, and tells them. */
export type AboutConfig = {
  /** What makes rooms; none where everybody may. Never logged. */
  creationKeys: readonly string[]
  /** Where the terms stand. */
  termsUrl: string | null
  /** Where those who run the server are reached: `mailto:` or `https:`. */
  contact: string | null
}

/** The shortest key: 60 bits, when it is letters and digits at random. Tries are slowed by address, and addresses can be had. */
const KEY_LENGTH_MIN = 12
const KEY_LENGTH_MAX = 128

/** Past this nobody knows any more who has which. */
const KEYS_MAX = 20

/** What can be typed on any keyboard and looks the same everywhere; the comma stands between keys. */
const KEY = /^[!-+\--~]+$/

const LINK_LENGTH_MAX = 500

/** Reads what people are asked and told. What is wrong with a key is said without it. */
export function readAboutConfig(environment: Environment): AboutConfig {
  const { CONFAB_CREATION_KEY: keys, CONFAB_TERMS_URL: termsUrl, CONFAB_CONTACT: contact } = environment
  return {
    creationKeys: readKeys(keys),
    termsUrl: readLink(termsUrl, {
      name: 'CONFAB_TERMS_URL',
      protocol: /^https?:$/,
      like: 'https://example.org/terms',
    }),
    contact: readLink(contact, {
      name: 'CONFAB_CONTACT',
      protocol: /^(mailto|https):$/,
      like: 'mailto:ana@example.org or https://example.org/contact',
    }),
  }
}

function readKeys(text: string | undefined): string[] {
  const keys = (text ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
  // Somebody meant to set one, and without it everybody could make rooms.
  const isMeant = text !== undefined && text !== '' && keys.length === 0
  const isUsable = (key: string) =>
    key.length >= KEY_LENGTH_MIN && key.length <= KEY_LENGTH_MAX && KEY.test(key)
  if (isMeant || !keys.every(isUsable))
    throw new ConfigError(
      `CONFAB_CREATION_KEY must be keys of ${KEY_LENGTH_MIN} to ${KEY_LENGTH_MAX} letters, digits and signs of ASCII without spaces, separated by commas, but one is not`,
    )
  if (keys.length > KEYS_MAX)
    throw new ConfigError(`CONFAB_CREATION_KEY must be ${KEYS_MAX} keys at most, but is ${keys.length}`)
  return [...new Set(keys)]
}

type Link = { name: string; protocol: RegExp; like: string }

/** An address that people may be given to press: nothing a page could be made to run, no password, nothing that cannot be seen. */
function readLink(text: string | undefined, { name, protocol, like }: Link): string | null {
  if (text === undefined || text === '') return null
  if (text.length > LINK_LENGTH_MAX || /[\s\p{C}]/u.test(text) || !isLink(text, protocol))
    throw new ConfigError(`${name} must be like ${like}, but is "${text.slice(0, LINK_LENGTH_MAX)}"`)
  return new URL(text).href
}

function isLink(text: string, protocol: RegExp): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (!protocol.test(url.protocol) || url.username !== '' || url.password !== '') return false
  // The parser takes slashes that are not there as meant.
  return url.protocol === 'mailto:' ? /^mailto:[^@]+@[^@]+$/i.test(text) : /^https?:\/\/[^/]/i.test(text)
}
