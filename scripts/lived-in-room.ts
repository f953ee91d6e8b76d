import { type Client, createClient, memoryStorage, type Room } from '@confab/client'
import type { RoomCode } from '@confab/protocol'

const PEOPLE = ['Ana', 'Bo', 'Chidi'] as const
type Name = (typeof PEOPLE)[number]

/** A little of everything a timeline shows: runs of one person, long texts, links, lists, other scripts, emoji. */
const CONVERSATION: readonly (readonly [Name, string])[] = [
  ['Ana', 'Good morning! Shall we settle Saturday here?'],
  ['Bo', 'Yes please. Everything in one place for once.'],
  ['Chidi', 'Good morning both 👋'],
  ['Ana', 'So far:\n- tables from the school\n- Bo brings the big pot\n- somebody has to ask about the hall'],
  ['Chidi', 'I can ask about the hall. I pass by there anyway.'],
  ['Bo', 'The big pot is with my sister. I will have it by Friday.'],
  ['Bo', 'It holds twenty litres, so soup for forty. More if people are polite.'],
  ['Ana', '😄'],
  [
    'Chidi',
    'The hall is ours from two. They would like the floor swept afterwards, and the key back by nine in the evening. There is a piano. Nobody knows whether it is in tune, but we may use it if we cover it again: it gets cold in there at night, and last year somebody put a plant on it.',
  ],
  ['Ana', 'Perfect. Thank you, Chidi.'],
  ['Bo', 'Who is coming? I lost count.'],
  ['Ana', 'Thirty-one, with the children. Mei comes with her parents: 他们会带饺子。'],
  ['Bo', 'Dumplings! Then the soup may be thin.'],
  ['Chidi', 'The recipe from last time, if you want it: https://example.org/soup/for-forty?onions=many#salt'],
  ['Bo', 'I do. Thank you.'],
  ['Chidi', 'And Samir asked whether he should bring bread. I said yes: خبز طازج'],
  ['Ana', 'Always yes to bread.'],
  ['Ana', 'One more thing: who has a loudspeaker that survives children?'],
  ['Bo', 'Define "survives".'],
  ['Chidi', 'Mine has survived two weddings.'],
  ['Ana', 'Then it is decided. See you at two!'],
  ['Bo', 'I will be there at half past one, the pot needs time.'],
  ['Chidi', 'I have the key, so I had better be there first 🔑'],
]

/** Waits until a room has nothing of its own on the way. */
function settled(room: Room): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      if (room.view.timeline.pending.length > 0) return
      stop()
      done()
    }
    const stop = room.subscribe(look)
    look()
  })
}

async function enter(client: Client, name: Name, code: RoomCode | null): Promise<Room> {
  client.open()
  const answer = await (code ? client.joinRoom(code, name) : client.createRoom(name))
  if (!answer.ok) throw new Error(`${name} could not enter: ${answer.refusal.code}`)
  return answer.value
}

/** Three people meet at a server and talk, as they would through the app. Answers the code of their room. */
export async function liveInARoom(socketUrl: string): Promise<RoomCode> {
  const clients: Client[] = []
  const rooms = new Map<Name, Room>()
  let code: RoomCode | null = null
  for (const name of PEOPLE) {
    const client = createClient({ url: socketUrl, storage: memoryStorage(), clientName: 'confab-dev/1' })
    clients.push(client)
    const room = await enter(client, name, code)
    rooms.set(name, room)
    code ??= room.view.room?.code ?? null
  }
  await rooms.get('Ana')?.lead({ type: 'change-room', title: 'Saturday' })
  for (const [name, body] of CONVERSATION) {
    const room = rooms.get(name)
    if (!room) continue
    room.post(body)
    await settled(room)
  }
  for (const client of clients) client.close()
  if (!code) throw new Error('The room has no code.')
  return code
}
