import type { DatabaseSync } from 'node:sqlite'
import { passkeyValues } from '../credential-rows.ts'
import type { TokenHash } from '../store.ts'
import type { CredentialTableHere } from './credential-reader.ts'

/** What is written of credentials, inside a transaction of the caller. */
export type CredentialWriter = Omit<CredentialTableHere, 'read' | 'findPasskey' | 'findPassword'>

const TABLES = ['passkeys', 'passwords', 'recovery_codes', 'user_handles']

/** Prepares the writing of what identities can sign in with. */
export function prepareCredentialWriter(database: DatabaseSync): CredentialWriter {
  const identity = database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL')
  const putHandle = database.prepare(
    'INSERT INTO user_handles (identity, handle) VALUES (?, ?) ON CONFLICT (identity) DO NOTHING',
  )
  const handle = database.prepare('SELECT handle FROM user_handles WHERE identity = ?')
  const count = database.prepare('SELECT count(*) AS count FROM passkeys WHERE identity = ?')
  const putPasskey = database.prepare(
    `INSERT INTO passkeys (identity, credential_id, public_key, counter, transports, is_backed_up, label, created_at, used_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING`,
  )
  const dropPasskey = database.prepare('DELETE FROM passkeys WHERE identity = ? AND credential_id = ?')
  const holder = database.prepare('SELECT identity FROM passwords WHERE login_skeleton = ?')
  const putPassword = database.prepare(
    `INSERT INTO passwords (identity, login_name, login_skeleton, hash, changed_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (identity) DO UPDATE SET login_name = excluded.login_name,
       login_skeleton = excluded.login_skeleton, hash = excluded.hash, changed_at = excluded.changed_at`,
  )
  const dropPassword = database.prepare('DELETE FROM passwords WHERE identity = ?')
  const dropCodes = database.prepare('DELETE FROM recovery_codes WHERE identity = ?')
  const putCode = database.prepare('INSERT INTO recovery_codes (code_hash, identity) VALUES (?, ?)')
  const drops = TABLES.map((table) => database.prepare(`DELETE FROM ${table} WHERE identity = ?`))

  const identityOf = (tokenHash: TokenHash): number | null =>
    (identity.get(tokenHash) as { identity: number } | undefined)?.identity ?? null

  return {
    keepUserHandle(tokenHash, offered) {
      const me = identityOf(tokenHash)
      if (me === null) return null
      putHandle.run(me, offered)
      return String(handle.get(me)?.handle)
    },
    addPasskey(tokenHash, passkey, limit) {
      const me = identityOf(tokenHash)
      if (me === null || !handle.get(me)) return 'forbidden'
      if (Number(count.get(me)?.count) >= limit) return 'limit-reached'
      return putPasskey.run(me, ...passkeyValues(passkey)).changes === 1 ? 'done' : 'id-conflict'
    },
    removePasskey(tokenHash, credentialId) {
      const me = identityOf(tokenHash)
      return me !== null && dropPasskey.run(me, credentialId).changes === 1
    },
    setPassword(tokenHash, { loginName, loginSkeleton, hash, changedAt }) {
      const me = identityOf(tokenHash)
      if (me === null) return 'forbidden'
      const taken = holder.get(loginSkeleton) as { identity: number } | undefined
      if (taken && taken.identity !== me) return 'name-taken'
      putPassword.run(me, loginName, loginSkeleton, hash, changedAt)
      return 'done'
    },
    removePassword(tokenHash) {
      const me = identityOf(tokenHash)
      return me !== null && dropPassword.run(me).changes === 1
    },
    setRecoveryCodes(tokenHash, codeHashes) {
      const me = identityOf(tokenHash)
      if (me === null) return false
      dropCodes.run(me)
      for (const codeHash of codeHashes) putCode.run(codeHash, me)
      return true
    },
    erase(tokenHash) {
      const me = identityOf(tokenHash)
      if (me === null) return false
      for (const drop of drops) drop.run(me)
      return true
    },
  }
}
