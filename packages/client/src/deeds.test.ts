import { createIdentityToken, type RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { fetchDeeds } from './deeds.ts'

const token = createIdentityToken()
const asked = { roomId: anId<RoomId>('kitchen'), before: 7 }

/** Asks somebody who answers like this, and tells what was sent there. */
async function ask(answer: () => Promise<Response>) {
  const sent: Request[] = []
  const fetch = ((input: string, init?: RequestInit) => {
    sent.push(new Request(input, init))
    return answer()
  }) as typeof globalThis.fetch
  const came = await fetchDeeds({ url: 'wss://chat.example/ws', token, asked, fetch })
  return { came, request: sent[0] }
}

test('asks with the token in a header alone, and passes the page on', async () => {
  const told = { deeds: [], next: null }
  const { came, request } = await ask(async () => Response.json(told))
  expect(came).toEqual({ ok: true, value: told })
  expect(request?.url).toBe('https://chat.example/rooms/deeds')
  expect(request?.headers.get('authorization')).toBe(`Bearer ${token}`)
  expect(await request?.json()).toEqual(asked)
})

test('passes a refusal on, and silence is one that may be asked again', async () => {
  const refused = await ask(async () => Response.json({ code: 'not-found' }, { status: 404 }))
  expect(refused.came).toEqual({ ok: false, code: 'not-found' })
  const lost = await ask(() => Promise.reject(new TypeError('cut')))
  expect(lost.came).toEqual({ ok: false, code: 'no-answer' })
})
