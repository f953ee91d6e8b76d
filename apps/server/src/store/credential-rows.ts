import type { FoundPasskey, Passkey } from './credential-table.ts'

/** The columns of a passkey, by the names of `PasskeyRow`. */
export const PASSKEY_COLUMNS = `credential_id AS "credentialId", public_key AS "publicKey", counter, transports,
  is_backed_up AS "isBackedUp", label, created_at AS "createdAt", used_at AS "usedAt"`

/** A passkey as both databases give it. */
export type PasskeyRow = Omit<Passkey, 'transports' | 'isBackedUp'> & {
  transports: string
  isBackedUp: number
}

/** A row as a passkey. */
export function passkeyOf<Row extends PasskeyRow>({ transports, isBackedUp, ...rest }: Row) {
  return { ...rest, transports: transports === '' ? [] : transports.split(' '), isBackedUp: isBackedUp === 1 }
}

/** A row with its owner's handle as a passkey that was found. */
export const foundPasskeyOf = (row: PasskeyRow & { userHandle: string }): FoundPasskey => passkeyOf(row)

/** What is written of a passkey, behind its identity, in the order of the table. */
export const passkeyValues = (passkey: Passkey) => [
  passkey.credentialId,
  passkey.publicKey,
  passkey.counter,
  passkey.transports.join(' '),
  Number(passkey.isBackedUp),
  passkey.label,
  passkey.createdAt,
  passkey.usedAt,
]
