import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { HANDOFF_REFUSALS } from './handoff.ts'
import { IdentityToken } from './ids.ts'
import { DEVICES_ENDED_MAX, DEVICES_LISTED_MAX, NAME_LENGTH_MAX, PASSWORD_LENGTH_MAX } from './limits.ts'

// What somebody can sign in with elsewhere, and where they are signed in: over HTTP, so that whoever only talks carries nothing of it.
// What passkeys say is passed on as the Web Authentication API has it in JSON, and looked into by the server alone.

const exactly = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 4 * NAME_LENGTH_MAX })
const Password = Type.String({ maxLength: PASSWORD_LENGTH_MAX })
const Base64 = (maxLength: number) => Type.String({ maxLength, pattern: '^[A-Za-z0-9_-]*$' })
const PasskeyId = Base64(1_400)

/** A device: a token of the identity. Times are the server's, in milliseconds; null where nobody knows. `label` says which browser, on what; it may be empty. */
export const AccountDevice = Type.Object({
  deviceId: Type.String(),
  label: Type.String(),
  createdAt: Type.Union([Type.Integer(), Type.Null()]),
  seenAt: Type.Union([Type.Integer(), Type.Null()]),
  isThis: Type.Boolean(),
})
/** See the schema of the same name. */
export type AccountDevice = Static<typeof AccountDevice>

/** A passkey of the identity; `label` says in which browser it was made. */
export const AccountPasskey = Type.Object({
  passkeyId: PasskeyId,
  label: Type.String(),
  createdAt: Type.Integer(),
  usedAt: Type.Union([Type.Integer(), Type.Null()]),
})
/** See the schema of the same name. */
export type AccountPasskey = Static<typeof AccountPasskey>

/** The answer to `POST /account`. `canHavePasskeys`: pages of the origin that asked may have some, as far as the server can tell. */
export const Account = Type.Object({
  devices: Type.Array(AccountDevice, { maxItems: DEVICES_LISTED_MAX }),
  passkeys: Type.Array(AccountPasskey),
  loginName: Type.Union([Type.String(), Type.Null()]),
  recoveryCodesLeft: Type.Integer(),
  canHavePasskeys: Type.Boolean(),
})
/** See the schema of the same name. */
export type Account = Static<typeof Account>

/** `POST /account/passkeys/options`: answered by what `navigator.credentials.create` takes, as JSON. `name` is what authenticators show. */
export const AskPasskeyOptions = Type.Object({ name: Name }, exactly)
/** See the schema of the same name. */
export type AskPasskeyOptions = Static<typeof AskPasskeyOptions>

/** `POST /account/passkeys`: what the browser made, as JSON. */
export const AddPasskey = Type.Object(
  {
    response: Type.Object({
      id: PasskeyId,
      rawId: PasskeyId,
      type: Type.Literal('public-key'),
      response: Type.Object({
        clientDataJSON: Base64(8_192),
        attestationObject: Base64(16_384),
        transports: Type.Optional(
          Type.Array(Type.String({ maxLength: 20, pattern: '^[a-z-]+$' }), { maxItems: 8 }),
        ),
      }),
      clientExtensionResults: Type.Object({}),
    }),
  },
  exactly,
)

/** `POST /account/passkeys/remove`. */
export const RemovePasskey = Type.Object({ passkeyId: PasskeyId }, exactly)
/** See the schema of the same name. */
export type RemovePasskey = Static<typeof RemovePasskey>
/** See the schema of the same name. */
export type AddPasskey = Static<typeof AddPasskey>

/** `POST /account/password`: the name and the password to sign in with, in the place of those before. */
export const SetLogin = Type.Object({ loginName: Name, password: Password }, exactly)
/** See the schema of the same name. */
export type SetLogin = Static<typeof SetLogin>

/** `POST /account/sign-out`: other devices, or all others. Answered by the account. */
export const EndDevices = Type.Union([
  Type.Object(
    {
      deviceIds: Type.Array(Type.String({ pattern: '^[0-9a-f]{32}$' }), {
        minItems: 1,
        maxItems: DEVICES_ENDED_MAX,
      }),
    },
    exactly,
  ),
  Type.Object({ others: Type.Literal(true) }, exactly),
])
/** See the schema of the same name. */
export type EndDevices = Static<typeof EndDevices>

/** The answer to `POST /account/erase`, which deletes what this person wrote in the rooms they are in. Some is left when not `isDone`: it is asked again. */
export const OwnWordsErased = Type.Object({ isDone: Type.Boolean() })
/** See the schema of the same name. */
export type OwnWordsErased = Static<typeof OwnWordsErased>

/** The answer to `POST /account/recovery-codes`: new ones, each good once, in the place of all before. */
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) })
/** See the schema of the same name. */
export type RecoveryCodes = Static<typeof RecoveryCodes>

/**
 * `POST /sign-in`, answered like a hand-off: the token, made where it will live, proves the identity from then on. The same again is answered
 * again, but for a passkey, which is asked anew. Whatever is wrong is refused as `not-found`.
 */
export const SignIn = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('passkey'),
      token: IdentityToken,
      response: Type.Object({
        id: PasskeyId,
        rawId: PasskeyId,
        type: Type.Literal('public-key'),
        response: Type.Object({
          clientDataJSON: Base64(8_192),
          authenticatorData: Base64(4_096),
          signature: Base64(4_096),
          userHandle: Type.Optional(Base64(200)),
        }),
        clientExtensionResults: Type.Object({}),
      }),
    },
    exactly,
  ),
  Type.Object(
    { kind: Type.Literal('password'), token: IdentityToken, loginName: Name, password: Password },
    exactly,
  ),
  Type.Object(
    { kind: Type.Literal('recovery-code'), token: IdentityToken, code: Type.String({ maxLength: 200 }) },
    exactly,
  ),
])
/** See the schema of the same name. */
export type SignIn = Static<typeof SignIn>

/** Why something about an account is not done. `busy` may be asked again, as the last two of a hand-off. */
export const ACCOUNT_REFUSALS = {
  ...HANDOFF_REFUSALS,
  'name-taken': 409,
  'limit-reached': 409,
  'id-conflict': 409,
  busy: 503,
} as const satisfies Record<string, number>

/** The name of a refusal about an account. */
export type AccountRefusalCode = keyof typeof ACCOUNT_REFUSALS

/** The body of an answer that refuses. */
export type AccountRefusal = { code: AccountRefusalCode; retryAfterMs?: number }

/** Whether these can be asked. */
export const isAskPasskeyOptions = (value: unknown): value is AskPasskeyOptions =>
  Check(AskPasskeyOptions, value)
export const isAddPasskey = (value: unknown): value is AddPasskey => Check(AddPasskey, value)
export const isRemovePasskey = (value: unknown): value is RemovePasskey => Check(RemovePasskey, value)
export const isSetLogin = (value: unknown): value is SetLogin => Check(SetLogin, value)
export const isEndDevices = (value: unknown): value is EndDevices => Check(EndDevices, value)
export const isSignIn = (value: unknown): value is SignIn => Check(SignIn, value)
