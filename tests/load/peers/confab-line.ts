import {
  type Command,
  createId,
  encodeCommand,
  type IdentityToken,
  type ServerEvent,
  SUBPROTOCOL,
  type TabId,
} from '@confab/protocol'
import { FrameReader, type Reading } from '../frame-reader.ts'
import { RawSocket } from '../raw-socket.ts'

/** What every message has once in a frame: the wire is compact JSON, and a text cannot hold quotes without backslashes. */
const MESSAGE_MARK = '"messageId":"'
const HEARTBEAT = '"type":"heartbeat"'

/** A reader for frames of Confab; members of one room share one. */
export const confabReader = (): FrameReader => new FrameReader(MESSAGE_MARK, [HEARTBEAT])

/** A place in a hello, to come back to. */
export type Resume = Extract<Command, { type: 'hello' }>['resume'][number]

/** What an open line does. Events are parsed as long as `onEvents` is set; after that frames are only read for their count. */
export type ConfabLineOptions = {
  port: number
  token: IdentityToken | null
  resume?: readonly Resume[]
  reader: FrameReader
  onEvents: ((events: readonly ServerEvent[]) => void) | null
  hear?(reading: Reading): void
  closed?(): void
}

/** An event of one type. */
export type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>

/** One connection to Confab that said hello, made of bytes. */
export class ConfabLine {
  onEvents: ConfabLineOptions['onEvents']
  readonly #socket: RawSocket

  private constructor(socket: RawSocket, onEvents: ConfabLineOptions['onEvents']) {
    this.#socket = socket
    this.onEvents = onEvents
  }

  static async open(options: ConfabLineOptions): Promise<ConfabLine> {
    const { port, token, resume = [], reader } = options
    const socket = await RawSocket.open(port, '/ws', SUBPROTOCOL, {
      frame(payload) {
        if (line.onEvents) {
          const events = JSON.parse(payload.toString()) as ServerEvent[]
          if (events.some((event) => event.type === 'heartbeat')) line.send({ type: 'alive' })
          line.onEvents(events)
          return
        }
        const reading = reader.read(payload)
        if (reading.notices.includes(HEARTBEAT)) line.send({ type: 'alive' })
        options.hear?.(reading)
      },
      closed: () => options.closed?.(),
    })
    // Nothing comes before the hello has gone out, so the line is there when the first frame is.
    const line = new ConfabLine(socket, options.onEvents)
    line.send({ type: 'hello', token, tabId: createId<TabId>(), client: 'bench', resume: [...resume] })
    return line
  }

  send(command: Command): void {
    this.#socket.send(encodeCommand(command))
  }

  /** Sends a command and waits for the next event of the type that answers it. Rejects with the code of a refusal. */
  ask<Type extends ServerEvent['type']>(command: Command, type: Type): Promise<EventOf<Type>> {
    return new Promise((resolve, reject) => {
      this.onEvents = (events) => {
        for (const event of events) {
          if (event.type === type) resolve(event as EventOf<Type>)
          else if (event.type === 'refusal') reject(new Error(`refused: ${event.code}`))
        }
      }
      this.send(command)
    })
  }

  /** Cuts the line. */
  cut(): void {
    this.#socket.destroy()
  }
}
