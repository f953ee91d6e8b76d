import type { StoredPost } from '@confab/client'
import type { MessageId, TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { UnsentChange } from './app-storage.ts'
import { RollCall, UNSETTLED_MS } from './roll-call.ts'
import { claimTabId, freeTabId } from './tab-id.ts'
import { type After, ANSWER_MS, type TabLine, type TabWord } from './tab-line.ts'

/** A browser of several tabs: words reach every other living tab at once, time passes by hand. */
class Tabs {
  #now = 0
  #timers: { at: number; call: () => void }[] = []
  readonly #ears = new Map<string, { isAlive: boolean; listeners: ((word: TabWord) => void)[] }>()

  line(name: string): TabLine {
    const tab = { isAlive: true, listeners: [] as ((word: TabWord) => void)[] }
    this.#ears.set(name, tab)
    return {
      say: (word) => {
        if (!tab.isAlive) return
        for (const other of this.#ears.values()) {
          if (other !== tab && other.isAlive) for (const listener of other.listeners) listener(word)
        }
      },
      hear: (listener) => tab.listeners.push(listener),
    }
  }

  kill(name: string): void {
    const tab = this.#ears.get(name)
    if (tab) tab.isAlive = false
  }

  readonly after: After = (ms, call) => {
    const timer = { at: this.#now + ms, call }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settleMicrotasks()
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#now = next.at
      this.#timers = this.#timers.filter((timer) => timer !== next)
      next.call()
    }
    this.#now = end
  }

  open(name: string): { rollCall: RollCall; adopted: TabId[] } {
    const adopted: TabId[] = []
    const rollCall = new RollCall({
      tabId: anId(name),
      asker: name,
      line: this.line(name),
      after: this.after,
      adopt: (tabId) => adopted.push(tabId),
    })
    return { rollCall, adopted }
  }
}

async function settleMicrotasks(): Promise<void> {
  for (let i = 0; i < 20; i++) await null
}

const saved = (post: StoredPost): UnsentChange => ({ kind: 'saved', id: post.messageId, unsent: post })

function aPost(tab: string, fields: Partial<StoredPost> = {}): StoredPost {
  return {
    roomId: anId('kitchen'),
    messageId: anId('one'),
    body: 'one',
    createdAt: 1,
    tabId: anId(tab),
    refusal: null,
    ...fields,
  }
}

test('a tab that dies with a post waiting is found within two seconds', async () => {
  const tabs = new Tabs()
  const first = tabs.open('first')
  const second = tabs.open('second')
  first.rollCall.unsentChanged(saved(aPost('first')))
  tabs.kill('first')

  await tabs.pass(UNSETTLED_MS + ANSWER_MS)
  expect(second.adopted).toEqual([anId('first')])
  expect(UNSETTLED_MS + ANSWER_MS).toBeLessThan(2_000)
})

test('a tab that only waits for the network keeps its posts, and is found when it dies later', async () => {
  const tabs = new Tabs()
  const first = tabs.open('first')
  const second = tabs.open('second')
  first.rollCall.unsentChanged(saved(aPost('first')))
  await tabs.pass(60_000)
  expect(second.adopted).toEqual([])

  tabs.kill('first')
  await tabs.pass(2_000)
  expect(second.adopted).toEqual([anId('first')])
})

test('a settled post is not watched any more', async () => {
  const tabs = new Tabs()
  const first = tabs.open('first')
  const second = tabs.open('second')
  first.rollCall.unsentChanged(saved(aPost('first')))
  first.rollCall.unsentChanged({ kind: 'removed', id: anId<MessageId>('one') })
  tabs.kill('first')
  await tabs.pass(60_000)
  expect(second.adopted).toEqual([])
})

test('a refused post waits for its person, not for a tab', async () => {
  const tabs = new Tabs()
  const first = tabs.open('first')
  const second = tabs.open('second')
  first.rollCall.unsentChanged(saved(aPost('first')))
  first.rollCall.unsentChanged(saved(aPost('first', { refusal: 'forbidden' })))
  tabs.kill('first')
  await tabs.pass(60_000)
  expect(second.adopted).toEqual([])
})

test('one of two survivors adopts', async () => {
  const tabs = new Tabs()
  const first = tabs.open('first')
  const survivors = [tabs.open('second'), tabs.open('third')]
  first.rollCall.unsentChanged(saved(aPost('first')))
  tabs.kill('first')
  await tabs.pass(5_000)
  expect(survivors.flatMap((tab) => tab.adopted)).toEqual([anId('first')])
})

test('on start, posts of tabs that are gone are adopted, those of living ones and own ones are not', async () => {
  const tabs = new Tabs()
  tabs.open('living')
  const fresh = tabs.open('fresh')
  const checking = fresh.rollCall.checkTabs([anId('gone'), anId('living'), anId('fresh')])
  await tabs.pass(ANSWER_MS)
  await checking
  expect(fresh.adopted).toEqual([anId('gone')])
})

function aSession(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & {
  copy(): ReturnType<typeof aSession>
} {
  const values = new Map<string, string>()
  const session = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    copy() {
      const copied = aSession()
      for (const [key, value] of values) copied.setItem(key, value)
      return copied
    },
  }
  return session
}

test('[D9] a reload is the same tab, at once', async () => {
  const tabs = new Tabs()
  const session = aSession()
  const tabId = await claimTabId({ session, asker: 'a', line: tabs.line('a'), after: tabs.after })
  freeTabId(session)
  expect(await claimTabId({ session, asker: 'b', line: tabs.line('b'), after: tabs.after })).toBe(tabId)
})

test('a duplicated tab takes an id of its own', async () => {
  const tabs = new Tabs()
  const session = aSession()
  const line = tabs.line('first')
  const tabId = await claimTabId({ session, asker: 'first', line, after: tabs.after })
  new RollCall({ tabId, asker: 'first', line, after: tabs.after, adopt() {} })

  const copy = session.copy()
  const claiming = claimTabId({ session: copy, asker: 'copy', line: tabs.line('copy'), after: tabs.after })
  await tabs.pass(ANSWER_MS)
  expect(await claiming).not.toBe(tabId)
})

test('a tab restored after a crash gets its id back', async () => {
  const tabs = new Tabs()
  const session = aSession()
  const tabId = await claimTabId({ session, asker: 'first', line: tabs.line('first'), after: tabs.after })
  tabs.kill('first')
  const claiming = claimTabId({ session, asker: 'again', line: tabs.line('again'), after: tabs.after })
  await tabs.pass(ANSWER_MS)
  expect(await claiming).toBe(tabId)
})

test('where sessionStorage is refused every load is a tab of its own', async () => {
  const tabs = new Tabs()
  const options = { session: null, asker: 'a', line: tabs.line('a'), after: tabs.after }
  expect(await claimTabId(options)).not.toBe(await claimTabId(options))
})
