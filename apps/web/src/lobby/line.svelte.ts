import type { Client, ConnectionState } from '@confab/client'
import { createSubscriber } from 'svelte/reactivity'
import { isUp } from '../room/is-up.ts'

/** The client's connection, as something components can read and be told of. */
export class Line {
  readonly #client: Client
  readonly #follow: () => void

  constructor(client: Client) {
    this.#client = client
    this.#follow = createSubscriber((update) => client.subscribe(update))
  }

  get connection(): ConnectionState {
    this.#follow()
    return this.#client.connection
  }

  get isUp(): boolean {
    return isUp(this.connection)
  }
}
