import type { HandedRoom } from '@confab/protocol'
import type { TokenHash } from './token-hash.ts'

/** A code as it is kept. */
export type HandoffCodeHash = string & { readonly brand: 'HandoffCodeHash' }

/** What a code is taken with: another token, which nobody has yet. Codes made at `after` or before are over. */
export type Taking = { tokenHash: TokenHash; after: number; limit: number }

/** Codes that carry identities to other devices. */
export interface HandoffTable {
  /** Makes a code of the identity, in the place of the one before; those made at `after` or before are forgotten. False for whoever is nobody. */
  make(tokenHash: TokenHash, codeHash: HandoffCodeHash, made: { at: number; after: number }): Promise<boolean>

  /** Whose code it is, as `take` would answer, and nothing changes. Null when it is unknown, late or was taken, or the token that made it was ended. */
  look(codeHash: HandoffCodeHash, asked: Omit<Taking, 'tokenHash'>): Promise<HandedRoom[] | null>

  /**
   * The token proves the identity from now on. Answers at most `limit` rooms in which it is a member, the one joined last first, and so again to the same token; null
   * when the code is unknown, late or taken by another, the token is somebody's already, or the one that made it, or took it, was ended.
   */
  take(codeHash: HandoffCodeHash, taking: Taking): Promise<HandedRoom[] | null>
}
