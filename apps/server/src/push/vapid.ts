import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto'

/** How long one says who one is with the same token, in milliseconds. RFC 8292 lets it be a day at most. */
const TOKEN_MS = 12 * 3_600_000
/** A token is made anew when it has less than this left, in milliseconds. */
const TOKEN_LEFT_MS_MIN = 3_600_000

/** Origins whose token is remembered; more than there are push services. */
const ORIGINS_MAX = 100

/** The secret half of a new key, as it is kept. */
export function createPushKey(): string {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  // The number may begin with noughts, which Node leaves out.
  return Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
    .subarray(-32)
    .toString('base64url')
}

/** Who a server is to push services: one key for all its nodes and for good, for every subscription is made for it (RFC 8292). */
export class Vapid {
  /** The public half, as browsers want it. */
  readonly publicKey: string
  readonly #key: KeyObject
  readonly #contact: string | null
  readonly #tokens = new Map<string, { token: string; endsAt: number }>()

  /** `contact` is a `mailto:` or `https:` URL at which a push service finds whoever runs this, or null. */
  constructor(secret: string, contact: string | null) {
    const pair = createECDH('prime256v1')
    pair.setPrivateKey(Buffer.from(secret, 'base64url'))
    const point = pair.getPublicKey()
    this.publicKey = point.toString('base64url')
    const x = point.toString('base64url', 1, 33)
    const y = point.toString('base64url', 33)
    this.#key = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d: secret, x, y }, format: 'jwk' })
    this.#contact = contact
  }

  /** What goes into `Authorization` on the way to an endpoint. */
  authorization(endpoint: string, now: number): string {
    return `vapid t=${this.#tokenFor(new URL(endpoint).origin, now)}, k=${this.publicKey}`
  }

  #tokenFor(origin: string, now: number): string {
    const known = this.#tokens.get(origin)
    if (known && known.endsAt - now > TOKEN_LEFT_MS_MIN) return known.token
    if (this.#tokens.size >= ORIGINS_MAX) this.#tokens.clear()
    const endsAt = now + TOKEN_MS
    const claims = {
      aud: origin,
      exp: Math.floor(endsAt / 1_000),
      ...(this.#contact === null ? {} : { sub: this.#contact }),
    }
    const signed = [{ typ: 'JWT', alg: 'ES256' }, claims].map(encode).join('.')
    const key = { key: this.#key, dsaEncoding: 'ieee-p1363' } as const
    const token = `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`
    this.#tokens.set(origin, { token, endsAt })
    return token
  }
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
