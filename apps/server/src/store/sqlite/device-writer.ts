import type { DatabaseSync } from 'node:sqlite'
import type { HandedRoom } from '@confab/protocol'
import { deviceIdOf, type SignInProof } from '../device-table.ts'
import { handedRoomsSql } from '../handed-rooms.ts'
import type { TokenHash } from '../store.ts'
import { prepareAttentionEnd } from './attention-writer.ts'
import type { DeviceTableHere } from './device-reader.ts'

/** What is written of devices, inside a transaction of the caller. */
export type DeviceWriter = Omit<DeviceTableHere, 'list' | 'rooms'>

type Owner = { identity: number }

/** Prepares the writing of devices. `ended` hears that some are over. */
export function prepareDeviceWriter(database: DatabaseSync, ended: () => void): DeviceWriter {
  const identity = database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL')
  const note = database.prepare(
    `UPDATE tokens SET label = ?, created_at = coalesce(created_at, ?), seen_at = ?
     WHERE token_hash = ? AND revoked_at IS NULL`,
  )
  const others = database.prepare(
    'SELECT token_hash AS tokenHash FROM tokens WHERE identity = ? AND token_hash <> ? AND revoked_at IS NULL',
  )
  const revoke = database.prepare(
    `UPDATE tokens SET revoked_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE token_hash = ?`,
  )
  const endAttention = prepareAttentionEnd(database)
  const usePasskey = database.prepare(
    'UPDATE passkeys SET counter = ?, is_backed_up = ?, used_at = ? WHERE credential_id = ? RETURNING identity',
  )
  const password = database.prepare('SELECT identity FROM passwords WHERE login_skeleton = ? AND hash = ?')
  const useCode = database.prepare(
    'UPDATE recovery_codes SET used_by = ? WHERE code_hash = ? AND used_by IS NULL RETURNING identity',
  )
  const usedCode = database.prepare('SELECT identity FROM recovery_codes WHERE used_by = ? AND code_hash = ?')
  const isKnown = database.prepare('SELECT 1 FROM tokens WHERE token_hash = ?')
  const addToken = database.prepare(
    'INSERT INTO tokens (token_hash, identity, label, created_at, seen_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const rooms = database.prepare(handedRoomsSql('?', '?'))
  const forget = database.prepare('DELETE FROM challenges WHERE made_at <= ?')
  const keep = database.prepare('INSERT INTO challenges (challenge_hash, made_at) VALUES (?, ?)')
  const take = database.prepare('DELETE FROM challenges WHERE challenge_hash = ? RETURNING made_at AS at')

  const identityOf = (tokenHash: TokenHash) => (identity.get(tokenHash) as Owner | undefined)?.identity

  function whoProved(proof: SignInProof, tokenHash: TokenHash, at: number): unknown {
    switch (proof.kind) {
      case 'passkey':
        return usePasskey.get(proof.counter, Number(proof.isBackedUp), at, proof.credentialId)
      case 'password':
        return password.get(proof.loginSkeleton, proof.hash)
      case 'recovery-code':
        // A token that is somebody's uses no code up; whose answer was lost is told again.
        return (isKnown.get(tokenHash) ? usedCode : useCode).get(tokenHash, proof.codeHash)
    }
  }

  return {
    note(notes) {
      for (const { tokenHash, label, at } of notes) note.run(label, at, at, tokenHash)
    },
    end(tokenHash, which) {
      const me = identityOf(tokenHash)
      if (me === undefined) return null
      const isMeant = (other: TokenHash) => which === 'others' || which.deviceIds.includes(deviceIdOf(other))
      const over = (others.all(me, tokenHash) as { tokenHash: TokenHash }[])
        .map((other) => other.tokenHash)
        .filter(isMeant)
      for (const other of over) {
        revoke.run(other)
        endAttention(other)
      }
      if (over.length > 0) ended()
      return over
    },
    signIn(proof, { tokenHash, label, at }, limit) {
      const who = whoProved(proof, tokenHash, at) as Owner | undefined
      if (!who) return null
      addToken.run(tokenHash, who.identity, label, at, at)
      return identityOf(tokenHash) === who.identity ? (rooms.all(who.identity, limit) as HandedRoom[]) : null
    },
    keepChallenge(challengeHash, { at, after }) {
      forget.run(after)
      keep.run(challengeHash, at)
    },
    takeChallenge(challengeHash, after) {
      const made = take.get(challengeHash) as { at: number } | undefined
      return made !== undefined && made.at > after
    },
  }
}
