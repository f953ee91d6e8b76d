import type { Client } from '@confab/client'
import type { RoomCode } from '@confab/protocol'
import type { AppStorage } from '../storage/app-storage.ts'
import { type Trouble, troubleOf, troubleWithName } from './refusal-words.ts'

/** Taking another name in a room one is in: the name, and what came of asking for it. */
export class Renaming {
  name = $state('')
  #isBusy = $state(false)
  #trouble = $state.raw<Trouble | null>(null)
  readonly #client: Client
  readonly #storage: AppStorage

  constructor(client: Client, storage: AppStorage, name: string) {
    this.#client = client
    this.#storage = storage
    this.name = name
  }

  get isBusy(): boolean {
    return this.#isBusy
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  clearTrouble(): void {
    this.#trouble = null
  }

  /** Joining a room again under another name is how one is renamed. Answers whether the name is theirs now. */
  async ask(code: RoomCode): Promise<boolean> {
    const name = this.name.trim()
    this.#trouble = troubleWithName(name)
    if (this.#trouble || this.#isBusy) return false
    this.#isBusy = true
    try {
      const answer = await this.#client.joinRoom(code, name)
      if (!answer.ok) this.#trouble = troubleOf(answer.refusal, name)
      else await this.#storage.saveName(name)
      return answer.ok
    } finally {
      this.#isBusy = false
    }
  }
}
