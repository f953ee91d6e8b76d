import { type ChildProcess, fork } from 'node:child_process'
import type { RoomCode, RoomId } from '@confab/protocol'

/** What raiders are told to do: all of them, or, with a turn, each tenth. */
export type RaidAsked =
  | { does: 'come'; port: number; names: string[] }
  | { does: 'join'; code: RoomCode }
  | { does: 'shout'; turn: number; roomId: RoomId; body: string }
  | { does: 'rattle'; turn: number; code: RoomCode }

/** People who mean no good, in a process of their own. */
export class RaidParty {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { resolve(answers: string[]): void; reject(why: Error): void }>()
  #asked = 0

  private constructor() {
    this.#process = fork(new URL('raiders.ts', import.meta.url), { execArgv: [] })
    this.#process.on('message', ({ id, answers }: { id: number; answers: string[] }) => {
      this.#waiting.get(id)?.resolve(answers)
      this.#waiting.delete(id)
    })
    this.#process.on('exit', (code) => {
      if (code)
        for (const { reject } of this.#waiting.values()) reject(new Error(`raiders ended with ${code}`))
    })
  }

  /** So many of them, connected. */
  static async come(port: number, names: string[]): Promise<RaidParty> {
    const party = new RaidParty()
    await party.tell({ does: 'come', port, names })
    return party
  }

  /** What they are told when they try to join, each different answer once. */
  async join(code: RoomCode): Promise<Set<string>> {
    return new Set(await this.tell({ does: 'join', code }))
  }

  /** Has them do something; answers what came of it once it is done. */
  tell(asked: RaidAsked): Promise<string[]> {
    return new Promise((resolve, reject) => {
      const id = ++this.#asked
      this.#waiting.set(id, { resolve, reject })
      this.#process.send({ id, asked }, (error) => error && reject(error))
    })
  }

  leave(): void {
    this.#process.kill()
  }
}
