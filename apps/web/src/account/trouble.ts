import type { AccountOutcome } from '@confab/client'
import { moreWords } from '../words/more.svelte.ts'
import type { PasskeyTrouble } from './passkeys.ts'

type Code = Extract<AccountOutcome<never>, { ok: false }>['code']

/** Why something about an account was not done, and what to do. */
export function troubleWords(code: Code | PasskeyTrouble): string {
  const { account, devices } = moreWords()
  switch (code) {
    case 'name-taken':
      return account.nameTaken
    case 'limit-reached':
      return account.enoughPasskeys
    case 'id-conflict':
    case 'has-one':
      return account.hasOne
    case 'none-chosen':
      return account.noneChosen
    case 'failed':
      return account.failed
    case 'invalid':
      return account.invalid
    case 'not-found':
      return account.notRight
    case 'not-authenticated':
    case 'forbidden':
      return account.nothingYet
    case 'rate-limited':
      return devices.tooMany
    case 'busy':
    case 'unavailable':
    case 'no-answer':
      return devices.noAnswer
  }
}
