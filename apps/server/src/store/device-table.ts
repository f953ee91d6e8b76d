import type { HandedRoom } from '@confab/protocol'
import type { TokenHash } from './token-hash.ts'

/** Hexadecimal digits of a token's hash by which its owner calls it. */
const DEVICE_ID_DIGITS = 32

/** What a token is called by whoever it belongs to: so much of its hash that no two are alike. */
export const deviceIdOf = (tokenHash: TokenHash): string => tokenHash.slice(0, DEVICE_ID_DIGITS)

/** A token as its owner sees it. Times in milliseconds; null where nobody knows, of those from before it was written down. */
export type Device = {
  deviceId: string
  label: string
  createdAt: number | null
  seenAt: number | null
  isThis: boolean
}

/** A token as both databases give it. */
export type DeviceRow = Omit<Device, 'deviceId' | 'isThis'> & { tokenHash: TokenHash }

/** A row as whoever asks with one of their tokens sees it. */
export const deviceOf = ({ tokenHash, ...rest }: DeviceRow, asking: TokenHash): Device => ({
  deviceId: deviceIdOf(tokenHash),
  ...rest,
  isThis: tokenHash === asking,
})

/** Where a token was seen, and when. */
export type DeviceNote = { tokenHash: TokenHash; label: string; at: number }

/** What somebody showed to sign in, once it was found to be good. What it was found in has to be so still. */
export type SignInProof =
  | { kind: 'passkey'; credentialId: string; counter: number; isBackedUp: boolean }
  | { kind: 'password'; loginSkeleton: string; hash: string }
  | { kind: 'recovery-code'; codeHash: string }

/** Which devices are signed out: those named, or all but the one that asks. */
export type DevicesToEnd = { deviceIds: readonly string[] } | 'others'

/** The devices of identities, and how they become so. */
export interface DeviceTable {
  /** At most `limit` of those that are not over, the one that asks first, then the one seen last; null for whoever is nobody. */
  list(tokenHash: TokenHash, limit: number): Promise<Device[] | null>

  /** At most `limit` rooms it is a member of, the one joined last first; null for whoever is nobody. */
  rooms(tokenHash: TokenHash, limit: number): Promise<HandedRoom[] | null>

  /** Keeps where tokens were seen. Nothing is kept of those that are nobody's. */
  note(notes: readonly DeviceNote[]): Promise<void>

  /** Ends other tokens of the same identity, and calls to their browsers with them. Answers which those were; null for whoever is nobody. */
  end(tokenHash: TokenHash, which: DevicesToEnd): Promise<TokenHash[] | null>

  /**
   * The token of `device` proves the identity from now on. Answers at most `limit` of its rooms, the one joined last first, and so again to the same token; null when
   * the proof is good no more, the token is somebody else's, or over.
   */
  signIn(proof: SignInProof, device: DeviceNote, limit: number): Promise<HandedRoom[] | null>

  /** Keeps a challenge; those made at `after` or before are forgotten. */
  keepChallenge(challengeHash: string, made: { at: number; after: number }): Promise<void>

  /** Answers whether this challenge was made later than `after`, once. */
  takeChallenge(challengeHash: string, after: number): Promise<boolean>
}
