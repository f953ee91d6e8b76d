import type {
  Account,
  AccountRefusalCode,
  AddPasskey,
  EndDevices,
  HandedOff,
  IdentityToken,
  OwnWordsErased,
  RecoveryCodes,
  SetLogin,
  SignIn,
} from '@confab/protocol'
import type { TakenIdentity } from './handoff.ts'
import { type Asked, type Asking, post } from './json-post.ts'

/** What came of asking something about an account. */
export type AccountOutcome<Value> = Asked<Value, AccountRefusalCode>

/** What a browser's own part in passkeys takes, as the Web Authentication API has it in JSON: passed on, not looked into. */
export type PasskeyOptions = object

/** What somebody shows to sign in. */
export type ShownToSignIn = SignIn extends infer Kind
  ? Kind extends SignIn
    ? Omit<Kind, 'token'>
    : never
  : never

/**
 * The account of whoever this token proves, over HTTP: what it signs in with elsewhere, and on which devices it is. Refused as 'forbidden' while the
 * identity is in no room, and once the token is over. Source: docs/protocol.md, "Accounts".
 */
export class AccountPort {
  readonly #asking: Asking
  readonly #token: IdentityToken

  constructor({ token, ...asking }: Asking & { token: IdentityToken }) {
    this.#asking = asking
    this.#token = token
  }

  /** The account as it is. */
  read(): Promise<AccountOutcome<Account>> {
    return this.#ask('/account')
  }

  /** What `navigator.credentials.create` takes, as JSON, good for one answer within five minutes. `name` is what authenticators show. */
  passkeyOptions(name: string): Promise<AccountOutcome<PasskeyOptions>> {
    return this.#ask('/account/passkeys/options', { name })
  }

  /** Adds the passkey that the browser made. Refused as 'invalid' when it is not what was asked for, or too late. */
  addPasskey(response: AddPasskey['response']): Promise<AccountOutcome<Account>> {
    return this.#ask('/account/passkeys', { response })
  }

  removePasskey(passkeyId: string): Promise<AccountOutcome<Account>> {
    return this.#ask('/account/passkeys/remove', { passkeyId })
  }

  /** Sets the name and password to sign in with. Refused as 'name-taken' when another signs in with that name or one that looks like it. */
  setLogin(login: SetLogin): Promise<AccountOutcome<Account>> {
    return this.#ask('/account/password', login)
  }

  removeLogin(): Promise<AccountOutcome<Account>> {
    return this.#ask('/account/password/remove')
  }

  /** New recovery codes, in the place of all before; they are told this once. */
  renewRecoveryCodes(): Promise<AccountOutcome<RecoveryCodes>> {
    return this.#ask('/account/recovery-codes')
  }

  /** Signs other devices out; their connections are closed within five seconds. */
  endDevices(which: EndDevices): Promise<AccountOutcome<Account>> {
    return this.#ask('/account/sign-out', which)
  }

  /** Deletes what this person wrote in the rooms they are in, for good. Some is left when not `isDone`: ask again. */
  eraseWords(): Promise<AccountOutcome<OwnWordsErased>> {
    return this.#ask('/account/erase')
  }

  /** Nothing leads to this person any more, on no device, this one among them. */
  close(): Promise<AccountOutcome<object>> {
    return this.#ask('/account/close')
  }

  #ask<Value>(path: string, body?: object): Promise<AccountOutcome<Value>> {
    return post(this.#asking, path, { token: this.#token, ...(body && { body }) })
  }
}

/** What `navigator.credentials.get` takes to find a passkey for here, as JSON, good for one answer within five minutes. */
export function signInOptions(asking: Asking): Promise<AccountOutcome<PasskeyOptions>> {
  return post(asking, '/sign-in/options', {})
}

/**
 * Signs in: the token proves the identity from now on. It is made by whoever asks, so that an answer may be lost: give the same one when asking
 * again. Refused as 'not-found', whatever is wrong.
 */
export async function signIn(
  asking: Asking,
  shown: ShownToSignIn,
  token: IdentityToken,
): Promise<AccountOutcome<TakenIdentity>> {
  const answer = await post<HandedOff, AccountRefusalCode>(asking, '/sign-in', { body: { ...shown, token } })
  return answer.ok ? { ok: true, value: { token, rooms: answer.value.rooms } } : answer
}
