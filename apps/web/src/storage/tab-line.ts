import type { TabId } from '@confab/protocol'

/** What tabs of this browser say to each other. `asker` tells two tabs apart that were given one id by mistake. */
export type TabWord =
  | { word: 'who-is-alive'; tabId: TabId; asker: string }
  | { word: 'alive'; tabId: TabId; to: string }
  | { word: 'waiting'; tabId: TabId }
  | { word: 'settled'; tabId: TabId }
  | { word: 'adopted'; tabId: TabId }

/** A line to the other tabs: a BroadcastChannel, which works on plain http, where Web Locks are missing. */
export type TabLine = {
  say(word: TabWord): void
  hear(listener: (word: TabWord) => void): void
}

/** Calls back after a time, in milliseconds; answers how to call it off. */
export type After = (ms: number, call: () => void) => () => void

/** A living tab answers in a few milliseconds, hidden ones too. */
export const ANSWER_MS = 400

/** The line between the tabs of this browser; where there is none, a tab is alone. */
export function openTabLine(): TabLine {
  if (!('BroadcastChannel' in globalThis)) return { say() {}, hear() {} }
  const channel = new BroadcastChannel('confab-tabs')
  return {
    say: (word) => channel.postMessage(word),
    hear: (listener) =>
      channel.addEventListener('message', (event: MessageEvent<TabWord>) => listener(event.data)),
  }
}

export const after: After = (ms, call) => {
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}

/** sessionStorage, or null where the browser refuses even to show it. */
export function sessionOrNull(): Storage | null {
  try {
    return sessionStorage
  } catch {
    return null
  }
}

/** Asks the tabs whether one with this id lives; false when nobody answers in time. */
export function askIsAlive(options: {
  tabId: TabId
  asker: string
  line: TabLine
  after: After
  /** Given what to call when the answer comes in. */
  answered: (settle: (isAlive: boolean) => void) => void
}): Promise<boolean> {
  return new Promise((resolve) => {
    const giveUp = options.after(ANSWER_MS, () => resolve(false))
    options.answered((isAlive) => {
      giveUp()
      resolve(isAlive)
    })
    options.line.say({ word: 'who-is-alive', tabId: options.tabId, asker: options.asker })
  })
}
