import type { AccountPort, ShownToSignIn } from '@confab/client'
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser'

/** Why there is no passkey: nobody took one, this device has one already, or the browser could not. */
export type PasskeyTrouble = 'none-chosen' | 'has-one' | 'failed'

type Made<Value> = { ok: true; value: Value } | { ok: false; trouble: PasskeyTrouble }

/** Whether this browser has passkeys at all. */
export const hasPasskeys = browserSupportsWebAuthn

/** Lets the browser make a passkey, by what the server asks for. */
export function makePasskey(options: object): Promise<Made<Parameters<AccountPort['addPasskey']>[0]>> {
  return tried(async () => {
    const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON
    const { id, rawId, type, response } = await startRegistration({ optionsJSON })
    const { clientDataJSON, attestationObject, transports } = response
    return {
      id,
      rawId,
      type,
      response: { clientDataJSON, attestationObject, ...(transports && { transports }) },
      clientExtensionResults: {},
    }
  })
}

/** Lets somebody show one of their passkeys, by what the server asks for. */
export function showPasskey(options: object): Promise<Made<ShownToSignIn>> {
  return tried(async () => {
    const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
    const { id, rawId, type, response } = await startAuthentication({ optionsJSON })
    const { clientDataJSON, authenticatorData, signature, userHandle } = response
    return {
      kind: 'passkey',
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) },
        clientExtensionResults: {},
      },
    }
  })
}

async function tried<Value>(ceremony: () => Promise<Value>): Promise<Made<Value>> {
  try {
    return { ok: true, value: await ceremony() }
  } catch (error) {
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
      return { ok: false, trouble: 'has-one' }
    // What browsers say of somebody who turned away, or took too long.
    const isNobody =
      error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
    return { ok: false, trouble: isNobody ? 'none-chosen' : 'failed' }
  }
}
