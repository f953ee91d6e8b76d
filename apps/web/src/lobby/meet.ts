import type { RefusalCode } from '@confab/protocol'
import { moreWords } from '../words/more.svelte.ts'
import { words } from '../words/words.svelte.ts'
import type { Newcomer } from './newcomer.ts'
import type { Trouble } from './refusal-words.ts'

/** Puts somebody in front of what was asked of them. What is asked for the first time is no trouble yet. */
export function meet(entrance: Newcomer, code: RefusalCode): Trouble | null {
  const { ways } = moreWords()
  switch (code) {
    case 'knock-needed':
      entrance.gate = 'knock'
      return null
    case 'password-needed':
      entrance.gate = 'password'
      return entrance.password === '' ? null : { field: 'password', words: ways.passwordWrong }
    case 'key-needed': {
      const isFirst = entrance.gate !== 'key'
      entrance.gate = 'key'
      return isFirst ? null : { field: 'key', words: ways.creationKeyWrong }
    }
    default:
      // A newer server may ask for something this page has no field for.
      return { field: null, words: words().entering.unknown }
  }
}
