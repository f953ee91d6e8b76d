import { randomBytes } from 'node:crypto'
import type {
  Account,
  AddPasskey,
  AskPasskeyOptions,
  EndDevices,
  OwnWordsErased,
  RecoveryCodes,
  SetLogin,
} from '@confab/protocol'
import { DEVICES_LISTED_MAX } from '@confab/protocol'
import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Clock } from '../clock.ts'
import { ACCOUNT_ASKINGS_PER_ADDRESS, PASSKEYS_MAX, UPLOAD_RETRY_MS } from '../limits.ts'
import { checkName } from '../rooms/names.ts'
import { AddressBuckets } from '../rooms/rate-limit.ts'
import type { Store, TokenHash } from '../store/store.ts'
import { type AccountAnswer, refused } from './account-answer.ts'
import type { Challenges } from './challenges.ts'
import { registeredPasskey, registrationOptions, relyingPartyOf } from './passkeys.ts'
import { normalizedPassword, type Passwords, PasswordsBusy } from './passwords.ts'
import { createRecoveryCodes, hashRecoveryCode } from './recovery-codes.ts'

/** Whoever asks: with a token, from an address, from a page of an origin, in a browser of that name. */
export type Asker = { tokenHash: TokenHash; address: string; origin: string | undefined; label: string }

/** What accounts stand on. `ended` hears which tokens are over, and tells whoever has connections with them. */
export type AccountsOptions = {
  store: Store
  clock: Clock
  passwords: Passwords
  challenges: Challenges
  ended(tokenHashes: readonly TokenHash[]): void
  /** Deletes what they wrote; answers whether that is all of it. */
  eraseWords(tokenHash: TokenHash): Promise<boolean>
}

/** What somebody keeps of themselves here: how they sign in elsewhere, and where they are signed in. All of it is its token's identity's. */
export class Accounts {
  readonly #options: AccountsOptions
  readonly #askings: AddressBuckets

  constructor(options: AccountsOptions) {
    this.#options = options
    this.#askings = new AddressBuckets(ACCOUNT_ASKINGS_PER_ADDRESS, () => options.clock.monotonic())
  }

  async read(asker: Asker): Promise<AccountAnswer<Account>> {
    return this.#charged(asker, () => this.#account(asker))
  }

  /** What a browser needs to make a passkey. */
  async passkeyOptions(
    asker: Asker,
    { name }: AskPasskeyOptions,
  ): Promise<AccountAnswer<PublicKeyCredentialCreationOptionsJSON>> {
    return this.#charged(asker, async () => {
      const { store, challenges } = this.#options
      const party = relyingPartyOf(asker.origin)
      const checked = checkName(name)
      if (!party || !checked.ok) return refused('invalid')
      const offered = randomBytes(32).toString('base64url')
      const userHandle = await store.credentials.keepUserHandle(asker.tokenHash, offered)
      const known = await store.credentials.read(asker.tokenHash)
      if (userHandle === null || !known) return refused('forbidden')
      if (known.passkeys.length >= PASSKEYS_MAX) return refused('limit-reached')
      const options = await registrationOptions(party, {
        userHandle,
        name: checked.name,
        known: known.passkeys,
      })
      const retryAfterMs = await challenges.ask(options.challenge, `passkey:${asker.tokenHash}`)
      return retryAfterMs > 0 ? refused('busy', retryAfterMs) : { ok: true, answer: options }
    })
  }

  async addPasskey(asker: Asker, { response }: AddPasskey): Promise<AccountAnswer<Account>> {
    return this.#charged(asker, async () => {
      const { store, challenges, clock } = this.#options
      const party = relyingPartyOf(asker.origin)
      const challenge = await challenges.answered(
        response.response.clientDataJSON,
        `passkey:${asker.tokenHash}`,
      )
      if (!party || challenge === null) return refused('invalid')
      const made = await registeredPasskey(party, response as RegistrationResponseJSON, challenge)
      if (!made) return refused('invalid')
      const passkey = { ...made, label: asker.label, createdAt: clock.now(), usedAt: null }
      const outcome = await store.credentials.addPasskey(asker.tokenHash, passkey, PASSKEYS_MAX)
      return outcome === 'done' ? this.#account(asker) : refused(outcome)
    })
  }

  async removePasskey(asker: Asker, passkeyId: string): Promise<AccountAnswer<Account>> {
    return this.#charged(asker, async () => {
      // Gone is gone, whoever asks twice.
      await this.#options.store.credentials.removePasskey(asker.tokenHash, passkeyId)
      return this.#account(asker)
    })
  }

  async setLogin(asker: Asker, { loginName, password }: SetLogin): Promise<AccountAnswer<Account>> {
    return this.#charged(asker, async () => {
      const { store, clock, passwords } = this.#options
      const name = checkName(loginName)
      const normalized = normalizedPassword(password)
      if (!name.ok || normalized === null) return refused('invalid')
      // Nobody's password is not worth hashing.
      const before = await store.credentials.read(asker.tokenHash)
      if (!before) return refused('forbidden')
      const hash = await passwords.hash(normalized, asker.address)
      const outcome = await store.credentials.setPassword(asker.tokenHash, {
        loginName: name.name,
        loginSkeleton: name.skeleton,
        hash,
        changedAt: clock.now(),
      })
      if (outcome !== 'done') return refused(outcome)
      // Whoever changes a password may do so because somebody else knew it.
      if (before.password) this.#options.ended((await store.devices.end(asker.tokenHash, 'others')) ?? [])
      return this.#account(asker)
    })
  }

  async removeLogin(asker: Asker): Promise<AccountAnswer<Account>> {
    return this.#charged(asker, async () => {
      await this.#options.store.credentials.removePassword(asker.tokenHash)
      return this.#account(asker)
    })
  }

  async renewRecoveryCodes(asker: Asker): Promise<AccountAnswer<RecoveryCodes>> {
    return this.#charged(asker, async () => {
      const codes = createRecoveryCodes()
      const hashes = codes.flatMap((code) => hashRecoveryCode(code) ?? [])
      const isKept = await this.#options.store.credentials.setRecoveryCodes(asker.tokenHash, hashes)
      return isKept ? { ok: true, answer: { codes } } : refused('forbidden')
    })
  }

  async signOut(asker: Asker, which: EndDevices): Promise<AccountAnswer<Account>> {
    return this.#charged(asker, async () => {
      const ended = await this.#options.store.devices.end(
        asker.tokenHash,
        'others' in which ? 'others' : which,
      )
      if (!ended) return refused('forbidden')
      this.#options.ended(ended)
      return this.#account(asker)
    })
  }

  /** Deletes what they wrote in the rooms they are in. */
  async eraseWords(asker: Asker): Promise<AccountAnswer<OwnWordsErased>> {
    return this.#charged(asker, async () => {
      const { store, eraseWords } = this.#options
      if (!(await store.credentials.read(asker.tokenHash))) return refused('forbidden')
      return { ok: true, answer: { isDone: await eraseWords(asker.tokenHash) } }
    })
  }

  /** Nothing leads to this person any more, on no device. The last step ends what proves it, so that one that fails can be asked again. */
  async close(asker: Asker): Promise<AccountAnswer<object>> {
    return this.#charged(asker, async () => {
      const { store, ended } = this.#options
      if (!(await store.credentials.erase(asker.tokenHash))) return refused('forbidden')
      ended((await store.devices.end(asker.tokenHash, 'others')) ?? [])
      await store.revokeToken(asker.tokenHash)
      ended([asker.tokenHash])
      return { ok: true, answer: {} }
    })
  }

  async #account(asker: Asker): Promise<AccountAnswer<Account>> {
    const { store, clock } = this.#options
    const { tokenHash, label, origin } = asker
    const credentials = await store.credentials.read(tokenHash)
    // Of nobody nothing is written down.
    if (credentials) await store.devices.note([{ tokenHash, label, at: clock.now() }])
    const devices = credentials && (await store.devices.list(tokenHash, DEVICES_LISTED_MAX))
    if (!devices || !credentials) return refused('forbidden')
    return {
      ok: true,
      answer: {
        devices,
        passkeys: credentials.passkeys.map(({ credentialId, label, createdAt, usedAt }) => ({
          passkeyId: credentialId,
          label,
          createdAt,
          usedAt,
        })),
        loginName: credentials.password?.loginName ?? null,
        recoveryCodesLeft: credentials.recoveryCodesLeft,
        canHavePasskeys: relyingPartyOf(origin) !== null,
      },
    }
  }

  async #charged<Answer>(
    { address }: Asker,
    work: () => Promise<AccountAnswer<Answer>>,
  ): Promise<AccountAnswer<Answer>> {
    const retryAfterMs = this.#askings.take(address)
    if (retryAfterMs > 0) return refused('rate-limited', retryAfterMs)
    try {
      return await work()
    } catch (error) {
      if (error instanceof PasswordsBusy) return refused('busy', UPLOAD_RETRY_MS)
      throw error
    }
  }
}
