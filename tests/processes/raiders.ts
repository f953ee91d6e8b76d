import { setTimeout as pause } from 'node:timers/promises'
import { createMessageId, type RoomCode, type RoomId, type ServerEvent } from '@confab/protocol'
import { aHello } from './hello.ts'
import type { RaidAsked } from './raid-party.ts'
import { RawLine } from './raw-line.ts'

// A process of its own: what raiders hear, hundreds of frames a moment, is not to be read by those whose screens are timed.

/** Somebody who means no good: comes in under some name, and writes on and on. */
class Raider {
  readonly #line: RawLine
  readonly #name: string
  #ref = 1

  private constructor(line: RawLine, name: string) {
    this.#line = line
    this.#name = name
  }

  static async come(port: number, name: string): Promise<Raider> {
    const line = await RawLine.open(port)
    line.send(aHello())
    await line.next('welcome')
    return new Raider(line, name)
  }

  /** What they are told to it. What else they hear they do not read. */
  async join(code: RoomCode): Promise<string> {
    const ref = ++this.#ref
    this.#line.onText = null
    this.#line.events.length = 0
    this.#line.send({ type: 'join-room', ref, code, name: this.#name })
    const isAnswer = (event: ServerEvent) =>
      (event.type === 'entered' || event.type === 'refusal') && event.ref === ref
    for (;;) {
      const answer = this.#line.events.find(isAnswer)
      if (answer) {
        this.#line.onText = () => {}
        return answer.type === 'refusal' ? answer.code : answer.type
      }
      await pause(10)
    }
  }

  /** Tries the door, and does not wait for the answer. */
  rattle(code: RoomCode): void {
    this.#line.send({ type: 'join-room', ref: ++this.#ref, code, name: this.#name })
  }

  shout(roomId: RoomId, body: string): void {
    const messageId = createMessageId(Date.now())
    const command = { type: 'post-message', roomId, messageId, body }
    this.#line.write({ opcode: 1, payload: JSON.stringify(command) })
  }

  leave(): void {
    this.#line.socket.destroy()
  }
}

const raiders: Raider[] = []
/** A tenth of them, another with each turn. */
const some = (turn: number) => raiders.filter((_, i) => i % 10 === turn % 10)

async function obey(asked: RaidAsked): Promise<string[]> {
  switch (asked.does) {
    case 'come': {
      const { port, names } = asked
      raiders.push(...(await Promise.all(names.map((name) => Raider.come(port, name)))))
      return []
    }
    case 'join':
      return Promise.all(raiders.map((one) => one.join(asked.code)))
    case 'shout':
      for (const one of some(asked.turn)) one.shout(asked.roomId, asked.body)
      return []
    case 'rattle':
      for (const one of some(asked.turn)) one.rattle(asked.code)
      return []
  }
}

process.on('message', async ({ id, asked }: { id: number; asked: RaidAsked }) => {
  process.send?.({ id, answers: await obey(asked) })
})
process.on('disconnect', () => process.exit())
