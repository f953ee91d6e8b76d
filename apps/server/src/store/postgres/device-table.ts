import type { HandedRoom } from '@confab/protocol'
import type pg from 'pg'
import { type DeviceRow, type DeviceTable, deviceIdOf, deviceOf, type SignInProof } from '../device-table.ts'
import { handedRoomsSql } from '../handed-rooms.ts'
import type { TokenHash } from '../store.ts'
import { inTurn } from './in-turn.ts'
import type { Ask, Statement } from './pool.ts'
import { REVOKE } from './revocation.ts'
import { inHarmlessTransaction } from './transaction.ts'

const statement = (name: string, text: string): Statement => ({ name: `devices-${name}`, text })

const IDENTITY = 'SELECT identity FROM tokens WHERE token_hash = $1 AND revoked_at IS NULL'

const LIST = statement(
  'list',
  `SELECT token_hash AS "tokenHash", label, created_at AS "createdAt", seen_at AS "seenAt" FROM tokens
   WHERE identity = (${IDENTITY}) AND revoked_at IS NULL
   ORDER BY token_hash = $1 DESC, coalesce(seen_at, 0) DESC, token_hash LIMIT $2`,
)
// In one order on every node, so that two who note the same tokens do not wait for each other.
const NOTE = statement(
  'note',
  `WITH noted AS (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) AS noted (token_hash, label, at)),
     locked AS MATERIALIZED (SELECT token_hash FROM tokens JOIN noted USING (token_hash) WHERE revoked_at IS NULL
       ORDER BY token_hash FOR NO KEY UPDATE OF tokens)
   UPDATE tokens SET label = noted.label, created_at = coalesce(created_at, noted.at), seen_at = noted.at
   FROM noted JOIN locked USING (token_hash) WHERE tokens.token_hash = noted.token_hash`,
)
const LOCK_IDENTITY = statement(
  'identity',
  `SELECT identity FROM identities WHERE identity = (${IDENTITY}) FOR NO KEY UPDATE`,
)
const OTHERS = statement(
  'others',
  'SELECT token_hash AS "tokenHash" FROM tokens WHERE identity = $1 AND token_hash <> $2 AND revoked_at IS NULL',
)
const USE_PASSKEY = statement(
  'use-passkey',
  'UPDATE passkeys SET counter = $1, is_backed_up = $2, used_at = $3 WHERE credential_id = $4 RETURNING identity',
)
// Whoever changes it waits for who is coming in by it, and then finds them among the devices.
const PASSWORD = statement(
  'password',
  'SELECT identity FROM passwords WHERE login_skeleton = $1 AND hash = $2 FOR SHARE',
)
// A token that is somebody's uses no code up; whose answer was lost is told again.
const USE_CODE = statement(
  'use-code',
  `UPDATE recovery_codes SET used_by = $1 WHERE code_hash = $2
     AND (used_by = $1 OR used_by IS NULL AND NOT EXISTS (SELECT FROM tokens WHERE token_hash = $1)) RETURNING identity`,
)
const ADD_TOKEN = statement(
  'add-token',
  `INSERT INTO tokens (token_hash, identity, label, created_at, seen_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING`,
)
const WHOSE = statement('whose', IDENTITY)
const ROOMS = statement('rooms', handedRoomsSql('$1', '$2'))
const FORGET = statement('forget', 'DELETE FROM challenges WHERE made_at <= $1')
const KEEP = statement(
  'keep',
  'INSERT INTO challenges (challenge_hash, made_at) VALUES ($1, $2) ON CONFLICT DO NOTHING',
)
const TAKE = statement(
  'take',
  'DELETE FROM challenges WHERE challenge_hash = $1 RETURNING made_at > $2 AS "isGood"',
)

type Owner = { identity: number }

async function whoProved(ask: Ask, proof: SignInProof, tokenHash: TokenHash, at: number) {
  const [statementOf, values] =
    proof.kind === 'passkey'
      ? [USE_PASSKEY, [proof.counter, Number(proof.isBackedUp), at, proof.credentialId]]
      : proof.kind === 'password'
        ? [PASSWORD, [proof.loginSkeleton, proof.hash]]
        : [USE_CODE, [tokenHash, proof.codeHash]]
  const [who] = await ask<Owner>(statementOf as Statement, values as unknown[])
  return who?.identity
}

/** What PostgreSQL knows of devices. `read` is asked on the reading connections. */
export function createDeviceTable(read: Ask, noting: pg.Pool): DeviceTable {
  const turn = inTurn()
  const write = <Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> =>
    turn(() => inHarmlessTransaction(noting, work))

  return {
    async list(tokenHash, limit) {
      const rows = await read<DeviceRow>(LIST, [tokenHash, limit])
      return rows.length === 0 ? null : rows.map((row) => deviceOf(row, tokenHash))
    },
    async rooms(tokenHash, limit) {
      const [me] = await read<Owner>(WHOSE, [tokenHash])
      return me ? read<HandedRoom>(ROOMS, [me.identity, limit]) : null
    },
    note: (notes) =>
      write(async (ask) => {
        const column = (of: 'tokenHash' | 'label' | 'at') => notes.map((note) => note[of])
        await ask(NOTE, [column('tokenHash'), column('label'), column('at')])
      }),
    end: (tokenHash, which) =>
      write(async (ask) => {
        const [me] = await ask<Owner>(LOCK_IDENTITY, [tokenHash])
        if (!me) return null
        const others = await ask<{ tokenHash: TokenHash }>(OTHERS, [me.identity, tokenHash])
        const over = others
          .map((other) => other.tokenHash)
          .filter((other) => which === 'others' || which.deviceIds.includes(deviceIdOf(other)))
        for (const other of over) await ask(REVOKE, [other])
        return over
      }),
    signIn: (proof, { tokenHash, label, at }, limit) =>
      write(async (ask) => {
        const who = await whoProved(ask, proof, tokenHash, at)
        if (who === undefined) return null
        await ask(ADD_TOKEN, [tokenHash, who, label, at])
        const [owner] = await ask<Owner>(WHOSE, [tokenHash])
        return owner?.identity === who ? ask<HandedRoom>(ROOMS, [who, limit]) : null
      }),
    keepChallenge: (challengeHash, { at, after }) =>
      write(async (ask) => {
        await ask(FORGET, [after])
        await ask(KEEP, [challengeHash, at])
      }),
    takeChallenge: (challengeHash, after) =>
      write(async (ask) => {
        const [taken] = await ask<{ isGood: boolean }>(TAKE, [challengeHash, after])
        return taken?.isGood === true
      }),
  }
}
