import {
  isAddPasskey,
  isAskPasskeyOptions,
  isEndDevices,
  isRemovePasskey,
  isSetLogin,
  isSignIn,
} from '@confab/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts, Asker } from '../identities/accounts.ts'
import { deviceLabel } from '../identities/device-label.ts'
import type { Newcomer, SignIns } from '../identities/sign-ins.ts'
import { addressOf } from './address-of.ts'
import { isOriginAllowed } from './allowed-origin.ts'
import { bearerOf } from './bearer.ts'
import {
  addJsonRoutes,
  INVALID,
  type JsonAnswer,
  type JsonRoute,
  type JsonRoutesOptions,
  NOT_AUTHENTICATED,
} from './json-routes.ts'

/** What the routes stand on. */
export type AccountRoutesOptions = JsonRoutesOptions & { accounts: Accounts; signIns: SignIns }

/** `POST /account…` for whoever shows a token, `POST /sign-in…` for whoever has none yet. */
export async function addAccountRoutes(app: FastifyInstance, options: AccountRoutesOptions): Promise<void> {
  const { accounts, signIns, allowedOrigins } = options

  /** A passkey is for the page it is asked from, so that has to be one of ours. */
  const newcomerOf = (request: FastifyRequest): Newcomer => ({
    address: addressOf(request),
    origin: isOriginAllowed(request, allowedOrigins) ? request.headers.origin : undefined,
    label: deviceLabel(request.headers['user-agent']),
  })

  /** Something that is asked by whoever shows a token. */
  const asking =
    (answer: (asker: Asker) => Promise<JsonAnswer>): JsonRoute =>
    async (request) => {
      const tokenHash = bearerOf(request)
      return tokenHash ? answer({ ...newcomerOf(request), tokenHash }) : NOT_AUTHENTICATED
    }

  /** Likewise, about something of this form. */
  const about =
    <Body>(
      isOne: (body: unknown) => body is Body,
      answer: (asker: Asker, body: Body) => Promise<JsonAnswer>,
    ): JsonRoute =>
    async (request) => {
      const { body } = request
      return asking(async (asker) => (isOne(body) ? answer(asker, body) : INVALID))(request)
    }

  await addJsonRoutes(app, options, {
    '/account': asking((asker) => accounts.read(asker)),
    '/account/passkeys/options': about(isAskPasskeyOptions, (asker, body) =>
      accounts.passkeyOptions(asker, body),
    ),
    '/account/passkeys': about(isAddPasskey, (asker, body) => accounts.addPasskey(asker, body)),
    '/account/passkeys/remove': about(isRemovePasskey, (asker, { passkeyId }) =>
      accounts.removePasskey(asker, passkeyId),
    ),
    '/account/password': about(isSetLogin, (asker, body) => accounts.setLogin(asker, body)),
    '/account/password/remove': asking((asker) => accounts.removeLogin(asker)),
    '/account/recovery-codes': asking((asker) => accounts.renewRecoveryCodes(asker)),
    '/account/sign-out': about(isEndDevices, (asker, body) => accounts.signOut(asker, body)),
    '/account/erase': asking((asker) => accounts.eraseWords(asker)),
    '/account/close': asking((asker) => accounts.close(asker)),
    '/sign-in/options': (request) => signIns.passkeyOptions(newcomerOf(request)),
    '/sign-in': async (request) =>
      isSignIn(request.body) ? signIns.signIn(newcomerOf(request), request.body) : INVALID,
  })
}
