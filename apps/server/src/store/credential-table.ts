import type { TokenHash } from './token-hash.ts'

/** A passkey as it was registered. Id and public key are base64url; `counter` is the one its authenticator showed last. */
export type Passkey = {
  credentialId: string
  publicKey: string
  counter: number
  transports: readonly string[]
  isBackedUp: boolean
  label: string
  createdAt: number
  usedAt: number | null
}

/** A password as it is kept: the name to sign in with, its skeleton, and the hash with all that is needed to check it. */
export type Password = { loginName: string; loginSkeleton: string; hash: string; changedAt: number }

/** What an identity can sign in with elsewhere; `userHandle` is who it is to authenticators, null until it was asked for. */
export type Credentials = {
  userHandle: string | null
  passkeys: readonly Passkey[]
  password: Password | null
  recoveryCodesLeft: number
}

/** A passkey that was found by its id, and the handle its authenticator has to name. */
export type FoundPasskey = Passkey & { userHandle: string }

/** What came of adding a passkey. `id-conflict`: it is registered already. */
export type PasskeyOutcome = 'done' | 'forbidden' | 'limit-reached' | 'id-conflict'

/** What came of setting a password. `name-taken`: another identity signs in with this name or one that looks like it. */
export type PasswordOutcome = 'done' | 'forbidden' | 'name-taken'

/**
 * What identities can sign in with elsewhere. An identity that has any of it is an account. None of it is a change of a room; it belongs
 * to the identity, whichever of its tokens asks, and stays when tokens end. Whoever asks with a token that is nobody's touches nothing.
 */
export interface CredentialTable {
  /** Null for whoever is nobody. */
  read(tokenHash: TokenHash): Promise<Credentials | null>

  /** Who this identity is to authenticators: the handle offered, unless it has one. Null for whoever is nobody. */
  keepUserHandle(tokenHash: TokenHash, offered: string): Promise<string | null>

  /** An identity has at most `limit` passkeys, and a user handle before the first. */
  addPasskey(tokenHash: TokenHash, passkey: Passkey, limit: number): Promise<PasskeyOutcome>

  /** Whosever it is. */
  findPasskey(credentialId: string): Promise<FoundPasskey | null>

  /** Answers whether the passkey was this identity's. */
  removePasskey(tokenHash: TokenHash, credentialId: string): Promise<boolean>

  /** Takes the place of the password before. */
  setPassword(tokenHash: TokenHash, password: Password): Promise<PasswordOutcome>

  /** The password of whoever signs in with a name of this skeleton. */
  findPassword(loginSkeleton: string): Promise<Password | null>

  /** Answers whether this identity had one. */
  removePassword(tokenHash: TokenHash): Promise<boolean>

  /** Hashes of new recovery codes, which take the place of all before. Answers whether the token is anybody's. */
  setRecoveryCodes(tokenHash: TokenHash, codeHashes: readonly string[]): Promise<boolean>

  /** Everything this identity could sign in with is gone. Answers whether the token is anybody's. */
  erase(tokenHash: TokenHash): Promise<boolean>
}
