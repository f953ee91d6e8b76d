import { HANDED_ROOMS_MAX, type HandedOff, type SignIn } from '@confab/protocol'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Clock } from '../clock.ts'
import {
  ACCOUNT_ASKINGS_PER_ADDRESS,
  type RateLimit,
  SIGN_INS_PER_ADDRESS,
  SIGN_INS_PER_NAME,
  UPLOAD_RETRY_MS,
} from '../limits.ts'
import { checkName } from '../rooms/names.ts'
import { AddressBuckets, addressBlocks, type Bucket, chargeIn, waitIn } from '../rooms/rate-limit.ts'
import type { SignInProof, Store } from '../store/store.ts'
import { type AccountAnswer, refused } from './account-answer.ts'
import type { Challenges } from './challenges.ts'
import { provenPasskey, relyingPartyOf, signInOptions } from './passkeys.ts'
import { normalizedPassword, type Passwords, PasswordsBusy } from './passwords.ts'
import { hashRecoveryCode } from './recovery-codes.ts'
import { hashToken } from './tokens.ts'

/** Whoever comes: nobody yet, from an address, from a page of an origin, in a browser of that name. */
export type Newcomer = { address: string; origin: string | undefined; label: string }

type SignInsOptions = {
  store: Store
  clock: Clock
  passwords: Passwords
  challenges: Challenges
  /** How many wrong ones one address has; as many as is usual, unless told. */
  triesPerAddress?: RateLimit
}

/**
 * Signing in. What is wrong is all answered alike, and a password costs the same work whether anybody has that name. Wrong tries are counted by
 * address, and those of passwords by name as well, on each node for itself.
 */
export class SignIns {
  readonly #options: SignInsOptions
  readonly #askings: AddressBuckets
  readonly #addresses = new Map<string, Bucket>()
  readonly #names = new Map<string, Bucket>()

  constructor(options: SignInsOptions) {
    this.#options = options
    this.#askings = new AddressBuckets(ACCOUNT_ASKINGS_PER_ADDRESS, () => options.clock.monotonic())
  }

  /** What a browser needs to show which of its passkeys are for here. */
  async passkeyOptions({
    address,
    origin,
  }: Newcomer): Promise<AccountAnswer<PublicKeyCredentialRequestOptionsJSON>> {
    const retryAfterMs = this.#askings.take(address)
    if (retryAfterMs > 0) return refused('rate-limited', retryAfterMs)
    const party = relyingPartyOf(origin)
    if (!party) return refused('invalid')
    const options = await signInOptions(party)
    const waitMs = await this.#options.challenges.ask(options.challenge, 'sign-in')
    return waitMs > 0 ? refused('busy', waitMs) : { ok: true, answer: options }
  }

  /** The token proves from now on who was proven. */
  async signIn({ address, origin, label }: Newcomer, shown: SignIn): Promise<AccountAnswer<HandedOff>> {
    const { store, clock, triesPerAddress = SIGN_INS_PER_ADDRESS } = this.#options
    const now = clock.monotonic()
    const block = addressBlocks(address).address
    // Names that cannot be are one name, so that they cost the same.
    const login = shown.kind === 'password' ? checkName(shown.loginName) : null
    const skeleton = login?.ok ? login.skeleton : ''
    const retryAfterMs = Math.max(
      waitIn(this.#addresses, triesPerAddress, block, now),
      login ? waitIn(this.#names, SIGN_INS_PER_NAME, skeleton, now) : 0,
    )
    if (retryAfterMs > 0) return refused('rate-limited', retryAfterMs)
    try {
      const proof = await this.#proofOf(shown, skeleton, { address, origin })
      const device = { tokenHash: hashToken(shown.token), label, at: clock.now() }
      const rooms = proof && (await store.devices.signIn(proof, device, HANDED_ROOMS_MAX))
      if (rooms) return { ok: true, answer: { rooms } }
    } catch (error) {
      if (error instanceof PasswordsBusy) return refused('busy', UPLOAD_RETRY_MS)
      throw error
    }
    chargeIn(this.#addresses, triesPerAddress, block, now)
    if (login) chargeIn(this.#names, SIGN_INS_PER_NAME, skeleton, now)
    return refused('not-found')
  }

  /** What was shown, once it was found to be good; null when it is not. */
  async #proofOf(
    shown: SignIn,
    loginSkeleton: string,
    { address, origin }: Omit<Newcomer, 'label'>,
  ): Promise<SignInProof | null> {
    const { store, passwords, challenges } = this.#options
    switch (shown.kind) {
      case 'recovery-code': {
        const codeHash = hashRecoveryCode(shown.code)
        return codeHash === null ? null : { kind: 'recovery-code', codeHash }
      }
      case 'password': {
        const kept = await store.credentials.findPassword(loginSkeleton)
        const password = normalizedPassword(shown.password)
        const isRight = await passwords.matches(password ?? '', kept?.hash ?? null, address)
        return kept && isRight ? { kind: 'password', loginSkeleton, hash: kept.hash } : null
      }
      case 'passkey': {
        const response = shown.response as AuthenticationResponseJSON
        const party = relyingPartyOf(origin)
        const challenge = await challenges.answered(response.response.clientDataJSON, 'sign-in')
        const passkey = await store.credentials.findPasskey(response.id)
        if (!party || challenge === null || !passkey) return null
        const proven = await provenPasskey(party, response, challenge, passkey)
        return proven && { kind: 'passkey', credentialId: passkey.credentialId, ...proven }
      }
    }
  }
}
