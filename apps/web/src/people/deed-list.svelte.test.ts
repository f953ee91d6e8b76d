import type { FetchedDeeds } from '@confab/client'
import { createIdentityToken, type Deed, type RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { DeedList } from './deed-list.svelte.ts'

const ASKED = { url: 'wss://chat.example/ws', token: createIdentityToken(), roomId: anId<RoomId>('kitchen') }
const deed = (number: number) => ({ deed: number }) as Deed

/** A server whose answers the test gives, in order. */
function held() {
  const waiting: ((came: FetchedDeeds) => void)[] = []
  const asked: (number | undefined)[] = []
  const list = new DeedList((question) => {
    asked.push(question.asked.before)
    return new Promise((resolve) => waiting.push(resolve))
  })
  return { list, asked, answer: (came: FetchedDeeds) => waiting.shift()?.(came) }
}

test('is read page by page, each asked for once', async () => {
  const { list, asked, answer } = held()
  const first = list.show(ASKED)
  expect(list.state).toEqual({ name: 'shown', deeds: [], next: null, isComing: true })
  await list.older(ASKED)
  answer({ ok: true, value: { deeds: [deed(9), deed(8)], next: 8 } })
  await first
  const second = list.older(ASKED)
  await list.older(ASKED)
  answer({ ok: true, value: { deeds: [deed(7)], next: null } })
  await second
  expect(list.state).toEqual({
    name: 'shown',
    deeds: [deed(9), deed(8), deed(7)],
    next: null,
    isComing: false,
  })
  await list.older(ASKED)
  expect(asked).toEqual([undefined, 8])
})

test('what comes after somebody looked away is not shown, and a refusal says so', async () => {
  const { list, answer } = held()
  const late = list.show(ASKED)
  list.hide()
  answer({ ok: true, value: { deeds: [deed(1)], next: null } })
  await late
  expect(list.state).toEqual({ name: 'hidden' })
  for (const [code, isForbidden] of [
    ['not-found', true],
    ['no-answer', false],
  ] as const) {
    const refused = list.show(ASKED)
    answer({ ok: false, code })
    await refused
    expect(list.state).toEqual({ name: 'failed', isForbidden })
  }
})
