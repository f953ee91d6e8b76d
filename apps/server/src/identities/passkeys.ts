import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { FoundPasskey, Passkey } from '../store/credential-table.ts'

/** How long a browser lets somebody take over it, in milliseconds. */
const CEREMONY_MS = 300_000

/** Kinds of keys taken, by their COSE numbers: EdDSA, ES256, RS256. What browsers have; others would be asked of experimental parts of Node. */
const ALGORITHMS = [-8, -7, -257]

/** Whom passkeys are for: the app's own host, wherever the server is. */
export type RelyingParty = { origin: string; id: string }

/** What a new passkey brings with it. */
export type NewPasskey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'isBackedUp'>

/** Who registers a passkey. `known`: those they have, so that an authenticator does not make a second. */
export type Registrant = { userHandle: string; name: string; known: readonly Passkey[] }

/**
 * Whom passkeys of a page of this origin are for; null where browsers have none: on plain http, but for `localhost`, and at addresses
 * without a name. The origin is that of the upgrade, which was checked against the allowed ones.
 */
export function relyingPartyOf(origin: string | undefined): RelyingParty | null {
  if (origin === undefined || !URL.canParse(origin)) return null
  const { protocol, hostname, origin: canonical } = new URL(origin)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  const isSecure = protocol === 'https:' || (protocol === 'http:' && isLocal)
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname)
  return isSecure && !isAddress ? { origin: canonical, id: hostname } : null
}

/** What a browser needs to make a passkey, one that is found without a name and asks who is there. Its challenge is good for one answer. */
export function registrationOptions({ id }: RelyingParty, { userHandle, name, known }: Registrant) {
  return generateRegistrationOptions({
    rpName: 'Confab',
    rpID: id,
    userID: new Uint8Array(Buffer.from(userHandle, 'base64url')),
    userName: name,
    userDisplayName: name,
    attestationType: 'none',
    timeout: CEREMONY_MS,
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as AuthenticatorTransport[],
    })),
  })
}

/** The passkey that a browser made as it was asked to; null for anything else. */
export async function registeredPasskey(
  { origin, id }: RelyingParty,
  response: RegistrationResponseJSON,
  expectedChallenge: string,
): Promise<NewPasskey | null> {
  const verified = await orNull(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  )
  if (!verified?.verified) return null
  const { credential, credentialBackedUp } = verified.registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: credential.transports ?? [],
    isBackedUp: credentialBackedUp,
  }
}

/** What a browser needs to show which of its passkeys are for here. The same for everybody, whoever is known. */
export function signInOptions({ id }: RelyingParty) {
  return generateAuthenticationOptions({ rpID: id, timeout: CEREMONY_MS, userVerification: 'required' })
}

/** What is new of a passkey that proved who is there; null when it proved nothing. */
export async function provenPasskey(
  { origin, id }: RelyingParty,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  passkey: FoundPasskey,
): Promise<Pick<Passkey, 'counter' | 'isBackedUp'> | null> {
  // Found by its id alone, it has to name its owner as well.
  if (response.response.userHandle !== passkey.userHandle) return null
  const verified = await orNull(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    }),
  )
  if (!verified?.verified) return null
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  return { counter: newCounter, isBackedUp: credentialBackedUp }
}

/** The library throws at whatever is not as it should be, with words nobody is to read. */
async function orNull<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await work()
  } catch {
    return null
  }
}
