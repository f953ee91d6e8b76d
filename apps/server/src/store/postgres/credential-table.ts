import type pg from 'pg'
import {
  foundPasskeyOf,
  PASSKEY_COLUMNS,
  type PasskeyRow,
  passkeyOf,
  passkeyValues,
} from '../credential-rows.ts'
import type { CredentialTable, Password } from '../credential-table.ts'
import type { TokenHash } from '../store.ts'
import { inTurn } from './in-turn.ts'
import type { Ask, Statement } from './pool.ts'
import { inHarmlessTransaction } from './transaction.ts'

const IDENTITY = 'SELECT identity FROM tokens WHERE token_hash = $1 AND revoked_at IS NULL'
const PASSWORD = `login_name AS "loginName", login_skeleton AS "loginSkeleton", hash, changed_at AS "changedAt" FROM passwords`

const statement = (name: string, text: string): Statement => ({ name: `credentials-${name}`, text })

const LOCK_IDENTITY = statement(
  'identity',
  `SELECT identity FROM identities WHERE identity = (${IDENTITY}) FOR NO KEY UPDATE`,
)
const READ = statement(
  'read',
  `WITH me AS MATERIALIZED (${IDENTITY})
   SELECT (SELECT handle FROM user_handles JOIN me USING (identity)) AS "userHandle",
     coalesce((SELECT json_agg(row_to_json(mine) ORDER BY mine."createdAt", mine."credentialId")
       FROM (SELECT ${PASSKEY_COLUMNS} FROM passkeys JOIN me USING (identity)) AS mine), '[]') AS passkeys,
     (SELECT row_to_json(mine) FROM (SELECT ${PASSWORD} JOIN me USING (identity)) AS mine) AS password,
     (SELECT count(*) FROM recovery_codes JOIN me USING (identity) WHERE used_by IS NULL) AS "recoveryCodesLeft"
   FROM me`,
)
const FIND_PASSKEY = statement(
  'find-passkey',
  `SELECT ${PASSKEY_COLUMNS}, handle AS "userHandle" FROM passkeys JOIN user_handles USING (identity) WHERE credential_id = $1`,
)
const FIND_PASSWORD = statement('find-password', `SELECT ${PASSWORD} WHERE login_skeleton = $1`)
const PUT_HANDLE = statement(
  'put-handle',
  'INSERT INTO user_handles (identity, handle) VALUES ($1, $2) ON CONFLICT (identity) DO NOTHING',
)
const HANDLE = statement('handle', 'SELECT handle FROM user_handles WHERE identity = $1')
const COUNT_PASSKEYS = statement('count-passkeys', 'SELECT count(*) FROM passkeys WHERE identity = $1')
const PUT_PASSKEY = statement(
  'put-passkey',
  `INSERT INTO passkeys (identity, credential_id, public_key, counter, transports, is_backed_up, label, created_at, used_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING RETURNING identity`,
)
const DROP_PASSKEY = statement(
  'drop-passkey',
  'DELETE FROM passkeys WHERE identity = $1 AND credential_id = $2 RETURNING identity',
)
// Two who take one name at the same time: the later waits for the earlier, and finds that it is taken.
const CLAIM_NAME = statement('claim-name', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 9))')
const HOLDER = statement('holder', 'SELECT identity FROM passwords WHERE login_skeleton = $1')
const PUT_PASSWORD = statement(
  'put-password',
  `INSERT INTO passwords (identity, login_name, login_skeleton, hash, changed_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (identity) DO UPDATE SET login_name = excluded.login_name,
     login_skeleton = excluded.login_skeleton, hash = excluded.hash, changed_at = excluded.changed_at`,
)
const DROP_PASSWORD = statement(
  'drop-password',
  'DELETE FROM passwords WHERE identity = $1 RETURNING identity',
)
const DROP_CODES = statement('drop-codes', 'DELETE FROM recovery_codes WHERE identity = $1')
const PUT_CODES = statement(
  'put-codes',
  'INSERT INTO recovery_codes (code_hash, identity) SELECT code_hash, $1 FROM unnest($2::text[]) AS code_hash',
)
const ERASE = statement(
  'erase',
  `WITH a AS (DELETE FROM passkeys WHERE identity = $1), b AS (DELETE FROM passwords WHERE identity = $1),
     c AS (DELETE FROM recovery_codes WHERE identity = $1)
   DELETE FROM user_handles WHERE identity = $1`,
)

type Owner = { identity: number }
type ReadRow = {
  userHandle: string | null
  passkeys: PasskeyRow[]
  password: Password | null
  recoveryCodesLeft: number
}

/** What PostgreSQL knows of what identities can sign in with. `read` is asked on the reading connections. */
export function createCredentialTable(read: Ask, noting: pg.Pool): CredentialTable {
  const turn = inTurn()
  const asOne = <Answer>(
    tokenHash: TokenHash,
    nobody: Answer,
    work: (ask: Ask, identity: number) => Promise<Answer>,
  ): Promise<Answer> =>
    turn(() =>
      inHarmlessTransaction(noting, async (ask) => {
        const [me] = await ask<Owner>(LOCK_IDENTITY, [tokenHash])
        return me ? work(ask, me.identity) : nobody
      }),
    )

  return {
    async read(tokenHash) {
      const [row] = await read<ReadRow>(READ, [tokenHash])
      return row ? { ...row, passkeys: row.passkeys.map(passkeyOf) } : null
    },
    async findPasskey(credentialId) {
      const [row] = await read<PasskeyRow & { userHandle: string }>(FIND_PASSKEY, [credentialId])
      return row ? foundPasskeyOf(row) : null
    },
    async findPassword(loginSkeleton) {
      const [row] = await read<Password>(FIND_PASSWORD, [loginSkeleton])
      return row ?? null
    },

    keepUserHandle: (tokenHash, offered) =>
      asOne<string | null>(tokenHash, null, async (ask, me) => {
        await ask(PUT_HANDLE, [me, offered])
        const [kept] = await ask<{ handle: string }>(HANDLE, [me])
        return kept?.handle ?? null
      }),
    addPasskey: (tokenHash, passkey, limit) =>
      asOne(tokenHash, 'forbidden', async (ask, me) => {
        if ((await ask(HANDLE, [me])).length === 0) return 'forbidden'
        const [known] = await ask<{ count: number }>(COUNT_PASSKEYS, [me])
        if (known && known.count >= limit) return 'limit-reached'
        const put = await ask<Owner>(PUT_PASSKEY, [me, ...passkeyValues(passkey)])
        return put.length === 1 ? 'done' : 'id-conflict'
      }),
    removePasskey: (tokenHash, credentialId) =>
      asOne(tokenHash, false, async (ask, me) => (await ask(DROP_PASSKEY, [me, credentialId])).length === 1),
    setPassword: (tokenHash, { loginName, loginSkeleton, hash, changedAt }) =>
      asOne(tokenHash, 'forbidden', async (ask, me) => {
        await ask(CLAIM_NAME, [loginSkeleton])
        const [holder] = await ask<Owner>(HOLDER, [loginSkeleton])
        if (holder && holder.identity !== me) return 'name-taken'
        await ask(PUT_PASSWORD, [me, loginName, loginSkeleton, hash, changedAt])
        return 'done'
      }),
    removePassword: (tokenHash) =>
      asOne(tokenHash, false, async (ask, me) => (await ask(DROP_PASSWORD, [me])).length === 1),
    setRecoveryCodes: (tokenHash, codeHashes) =>
      asOne(tokenHash, false, async (ask, me) => {
        await ask(DROP_CODES, [me])
        await ask(PUT_CODES, [me, codeHashes])
        return true
      }),
    erase: (tokenHash) =>
      asOne(tokenHash, false, async (ask, me) => {
        await ask(ERASE, [me])
        return true
      }),
  }
}
