import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  PASSWORD_HASHES_AT_ONCE,
  PASSWORD_HASHES_PER_ADDRESS,
  PASSWORD_HASHES_WAITING_MAX,
} from '../limits.ts'
import { addressBlocks } from '../rooms/rate-limit.ts'

/** Characters of a password, as people count them, once it is normalized. */
const CHARACTERS_MIN = 8
const CHARACTERS_MAX = 128

/** UTF-16 units looked at in the first place: longer texts are refused before anything is done with them. */
const UNITS_MAX = 4 * CHARACTERS_MAX

/** What guessing costs: 19 MiB and two passes, as OWASP has it. Every hash says its own, so these may rise one day. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32

const WRITTEN =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{16,64})\$([A-Za-z0-9+/]{22,86})$/

type Work = { memory: number; passes: number; parallelism: number; salt: Buffer; tagLength: number }

/** More passwords wait to be hashed than a node takes on. */
export class PasswordsBusy extends Error {
  override name = 'PasswordsBusy'
}

/** The password as it is hashed, the same however it was typed; null for one that nobody may have. */
export function normalizedPassword(typed: string): string | null {
  if (typed.length > UNITS_MAX || !typed.isWellFormed() || typed.includes('\0')) return null
  const password = typed.normalize('NFC')
  const characters = [...password].length
  return characters >= CHARACTERS_MIN && characters <= CHARACTERS_MAX ? password : null
}

/**
 * Hashes passwords off the main thread, a few at a time: each takes 19 MiB and a core for tens of milliseconds, so what waits has a bound
 * as well, and what waits for one address has a lower one: whoever asks without end, for whatever and rightly, leaves room for others. Past
 * them everything rejects with `PasswordsBusy`.
 */
export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []
  /** How many of an address are hashed or wait. */
  readonly #of = new Map<string, number>()
  /** What a password is held against where there is none to match, so that it takes as long. */
  readonly #nobodys = written(
    { ...COST, salt: randomBytes(SALT_BYTES), tagLength: TAG_BYTES },
    randomBytes(TAG_BYTES),
  )

  /** A password as it is kept, for whoever asks from an address. */
  async hash(password: string, address: string): Promise<string> {
    const work = { ...COST, salt: randomBytes(SALT_BYTES), tagLength: TAG_BYTES }
    return written(work, await this.#tagFor(address, password, work))
  }

  /** Whether this is the password that was kept as `hash`. For null it is not, and finding out costs the same. */
  async matches(password: string, hash: string | null, address: string): Promise<boolean> {
    const { work, tag } = read(hash ?? this.#nobodys)
    const isSame = timingSafeEqual(await this.#tagFor(address, password, work), tag)
    return isSame && hash !== null
  }

  async #tagFor(address: string, password: string, work: Work): Promise<Buffer> {
    const { address: block } = addressBlocks(address)
    const taken = this.#of.get(block) ?? 0
    if (taken >= PASSWORD_HASHES_PER_ADDRESS)
      throw new PasswordsBusy('Too many passwords wait for one address.')
    this.#of.set(block, taken + 1)
    try {
      return await this.#tagOf(password, work)
    } finally {
      const left = (this.#of.get(block) ?? 0) - 1
      if (left > 0) this.#of.set(block, left)
      else this.#of.delete(block)
    }
  }

  async #tagOf(password: string, { salt, ...work }: Work): Promise<Buffer> {
    await this.#turn()
    try {
      return await new Promise((resolve, reject) =>
        argon2('argon2id', { ...work, message: password, nonce: salt }, (error, tag) =>
          error ? reject(error) : resolve(tag),
        ),
      )
    } finally {
      const next = this.#waiting.shift()
      // Whoever is next takes over the place, so that nobody who comes meanwhile takes it first.
      if (next) next()
      else this.#running -= 1
    }
  }

  #turn(): Promise<void> {
    if (this.#running < PASSWORD_HASHES_AT_ONCE) {
      this.#running += 1
      return Promise.resolve()
    }
    if (this.#waiting.length >= PASSWORD_HASHES_WAITING_MAX)
      return Promise.reject(new PasswordsBusy('Too many passwords wait.'))
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** The usual text for it (PHC), which says with the hash how it was made. */
function written({ memory, passes, parallelism, salt }: Work, tag: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

function read(hash: string): { work: Work; tag: Buffer } {
  const parts = WRITTEN.exec(hash)
  if (!parts) throw new Error('A stored password is none.')
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts
  const expected = Buffer.from(tag, 'base64')
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return { work: { ...cost, salt: Buffer.from(salt, 'base64'), tagLength: expected.length }, tag: expected }
}
