import { hash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { CHALLENGE_LIFE_MS, CHALLENGES_PER_NODE } from '../limits.ts'
import { fullBucket, takeToken } from '../rooms/rate-limit.ts'
import type { Store } from '../store/store.ts'

/** What a challenge is for: signing in, or a passkey of whoever shows this token's hash. */
export type ChallengePurpose = 'sign-in' | `passkey:${string}`

/** What passkeys are asked to sign: each for one purpose and one answer, on whatever node it is given. */
export class Challenges {
  readonly #options: { store: Store; clock: Clock }
  #bucket = fullBucket(CHALLENGES_PER_NODE)

  constructor(options: { store: Store; clock: Clock }) {
    this.#options = options
  }

  /** Keeps a challenge that is asked. Answers how long to wait instead, in milliseconds, when too many are; 0 once it is kept. */
  async ask(challenge: string, purpose: ChallengePurpose): Promise<number> {
    const taken = takeToken(CHALLENGES_PER_NODE, this.#bucket, this.#options.clock.monotonic())
    this.#bucket = taken.bucket
    if (!taken.ok) return taken.retryAfterMs
    const at = this.#options.clock.now()
    await this.#options.store.devices.keepChallenge(nameOf(challenge, purpose), {
      at,
      after: at - CHALLENGE_LIFE_MS,
    })
    return 0
  }

  /** The challenge somebody answers, if it was asked for this and not answered yet; null otherwise. */
  async answered(clientDataJSON: string, purpose: ChallengePurpose): Promise<string | null> {
    const challenge = challengeIn(clientDataJSON)
    if (challenge === null) return null
    const after = this.#options.clock.now() - CHALLENGE_LIFE_MS
    const isGood = await this.#options.store.devices.takeChallenge(nameOf(challenge, purpose), after)
    return isGood ? challenge : null
  }
}

const nameOf = (challenge: string, purpose: ChallengePurpose) =>
  hash('sha256', `${purpose}:${challenge}`, 'hex')

function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}
