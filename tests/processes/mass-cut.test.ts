import { expect, test } from 'vitest'
import { Conversation, percentiles } from './conversation.ts'
import { openScene, pause } from './scene.ts'
import type { Talker } from './talker.ts'
import { TcpProxy } from './tcp-proxy.ts'

const ROOMS = 20
const PEOPLE_PER_ROOM = 50

/** How long after the cut the last of them may be back and level, in milliseconds. */
const CAUGHT_UP_MS_MAX = 60_000

const scene = openScene()

test('[D6] [A28] a thousand clients cut at once all catch up, and nobody else is disturbed', async () => {
  const server = await scene.start()
  const proxy = await TcpProxy.open(server.port)
  const others = await Conversation.open(scene, server, 8)
  const rooms: Conversation[] = []
  for (let i = 0; i < ROOMS; i++)
    rooms.push(await Conversation.open(scene, server, PEOPLE_PER_ROOM, proxy.url))
  const cutOnes = rooms.flatMap(({ talkers }) => talkers)

  const disturbed = new Set<string>()
  for (const { client, history } of others.talkers)
    client.subscribe(() => {
      if (client.connection.name !== 'live') disturbed.add(history.name)
    })
  others.talk({ everyMs: 100 })
  await pause(2_000)
  const quietAckMs = others.ackMs
  // What happens in their rooms while they are away is theirs to catch up with: posts wait in every room.
  const away = new Set<Talker>()
  for (const talker of cutOnes)
    talker.client.subscribe(() => {
      if (talker.client.connection.name !== 'live') away.add(talker)
    })
  const cut = proxy.cut()
  const cutAt = performance.now()
  for (const room of rooms)
    for (const talker of room.talkers.slice(0, 2)) room.say(talker, 'said while cut off')

  const backMs = new Map<Talker, number>()
  while (backMs.size < cutOnes.length && performance.now() - cutAt < CAUGHT_UP_MS_MAX) {
    for (const talker of cutOnes) {
      const isBack = away.has(talker) && talker.room.view.phase === 'live'
      if (isBack && !backMs.has(talker)) backMs.set(talker, performance.now() - cutAt)
    }
    await pause(20)
  }
  const duringAckMs = others.ackMs.slice(quietAckMs.length)
  const verdicts = await Promise.all(rooms.map((room) => room.end()))
  const theirs = await others.end()
  proxy.close()
  expect(cut).toBe(ROOMS * PEOPLE_PER_ROOM)
  expect(backMs.size).toBe(ROOMS * PEOPLE_PER_ROOM)
  expect([...disturbed]).toEqual([])
  console.log(
    `${cut} cut: back and level ${percentiles([...backMs.values()])}; acks of others before ${percentiles(quietAckMs)}, meanwhile ${percentiles(duringAckMs)}`,
  )
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(theirs.breaches).toEqual([])
  expect(theirs.acked).toBe(theirs.said)
}, 180_000)
