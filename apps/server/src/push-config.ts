import { ConfigError, type Environment } from './environment.ts'
import type { PushSettings } from './push/push.ts'

/** Reads what is set about push; null where it is off. */
export function readPushConfig(environment: Environment): PushSettings | null {
  const { CONFAB_PUSH: isOn, CONFAB_PUSH_CONTACT: contact } = environment
  if (isOn && isOn !== 'on' && isOn !== 'off')
    throw new ConfigError(`CONFAB_PUSH must be on or off, but is "${isOn}"`)
  const settings = { contact: readContact(contact), hosts: readHosts(environment.CONFAB_PUSH_HOSTS) }
  return isOn === 'off' ? null : settings
}

function readContact(text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  const isOne = /^(mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s]+)$/.test(text) && URL.canParse(text)
  if (!isOne)
    throw new ConfigError(
      `CONFAB_PUSH_CONTACT must be like mailto:ana@example.org or https://example.org/contact, but is "${text}"`,
    )
  return text
}

/** A name of two parts at least, or `*.` and such a name for all below it, and perhaps a port. */
const HOST = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:[1-9]\d{0,4})?$/

function readHosts(text: string | undefined): string[] {
  const hosts = (text ?? '')
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '')
  for (const host of hosts)
    if (!HOST.test(host))
      throw new ConfigError(
        `CONFAB_PUSH_HOSTS must be hosts like push.example.org or *.push.example.org, separated by commas, but has "${host}"`,
      )
  return hosts
}
