import type { DatabaseSync } from 'node:sqlite'
import { foundPasskeyOf, PASSKEY_COLUMNS, type PasskeyRow, passkeyOf } from '../credential-rows.ts'
import type { CredentialTable, Password } from '../credential-table.ts'

/** The same table as seen from a database thread, where nothing waits. */
export type CredentialTableHere = {
  [Call in keyof CredentialTable]: (
    ...args: Parameters<CredentialTable[Call]>
  ) => Awaited<ReturnType<CredentialTable[Call]>>
}

/** What is read of credentials. */
export type CredentialReader = Pick<CredentialTableHere, 'read' | 'findPasskey' | 'findPassword'>

const PASSWORD =
  'login_name AS loginName, login_skeleton AS loginSkeleton, hash, changed_at AS changedAt FROM passwords'

/** Prepares the reading of what identities can sign in with. */
export function prepareCredentialReader(database: DatabaseSync): CredentialReader {
  const identity = database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL')
  const handle = database.prepare('SELECT handle FROM user_handles WHERE identity = ?')
  const passkeys = database.prepare(
    `SELECT ${PASSKEY_COLUMNS} FROM passkeys WHERE identity = ? ORDER BY created_at, credential_id`,
  )
  const passkey = database.prepare(
    `SELECT ${PASSKEY_COLUMNS}, handle AS userHandle FROM passkeys JOIN user_handles USING (identity) WHERE credential_id = ?`,
  )
  const password = database.prepare(`SELECT ${PASSWORD} WHERE identity = ?`)
  const passwordBy = database.prepare(`SELECT ${PASSWORD} WHERE login_skeleton = ?`)
  const codes = database.prepare(
    'SELECT count(*) AS count FROM recovery_codes WHERE identity = ? AND used_by IS NULL',
  )

  return {
    read(tokenHash) {
      const me = identity.get(tokenHash) as { identity: number } | undefined
      if (!me) return null
      const known = handle.get(me.identity) as { handle: string } | undefined
      return {
        userHandle: known?.handle ?? null,
        passkeys: (passkeys.all(me.identity) as PasskeyRow[]).map(passkeyOf),
        password: (password.get(me.identity) as Password | undefined) ?? null,
        recoveryCodesLeft: Number(codes.get(me.identity)?.count),
      }
    },
    findPasskey(credentialId) {
      const row = passkey.get(credentialId) as (PasskeyRow & { userHandle: string }) | undefined
      return row ? foundPasskeyOf(row) : null
    },
    findPassword: (loginSkeleton) => (passwordBy.get(loginSkeleton) as Password | undefined) ?? null,
  }
}
