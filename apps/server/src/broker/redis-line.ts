import type { createClient as CreateClient } from '@redis/client'
import type { Clock } from '../clock.ts'
import { BROKER_HEART_MS, BROKER_HEARTS_MISSED_MAX } from '../limits.ts'

/** What a line to Redis is given. Of `proven`, `hear` and `lost` none is called before `openRedisLine` returned. */
export type RedisLineOptions = {
  createClient: typeof CreateClient
  url: string
  /** A channel that is this node's alone: what it says there comes back to it. */
  echoChannel: string
  clock: Clock
  /** A word went to Redis and came back: telling and hearing both work. Called once. */
  proven(): void
  hear(channel: string, message: string): void
  /** The line is no more. Called once, with the reason, unless somebody ended it. */
  lost(error: unknown): void
}

/** One connection to Redis, which never mends itself: when it is lost, another is opened. */
export type RedisLine = {
  /** Characters that Redis has not said to have taken. */
  readonly waitingLength: number
  /** Tells at the end whether Redis took it. All of one turn of the loop are one write. */
  publish(channel: string, message: string, settled: (wasTaken: boolean) => void): void
  /** Resolves when everything said on these channels from now on will be heard. */
  subscribe(channels: string[]): Promise<void>
  unsubscribe(channels: string[]): void
  end(): void
}

/** Redis is connected and does not answer. */
export class RedisSilent extends Error {
  override name = 'RedisSilent'
}

/**
 * Opens a line. One connection both tells and hears, which RESP3 allows: with two, one could be at a server that the other is not at,
 * as in the middle of a failover, and a node would speak where nobody listens. The library's own mending is off, as are its queue
 * while it is away (told late, a doorbell is worth nothing) and its subscribing anew (which would not say what took when).
 *
 * Whether a line works is asked the only way that proves it: the node says a word to itself.
 */
export function openRedisLine(options: RedisLineOptions): RedisLine {
  const { createClient, url, echoChannel, clock } = options
  let isOver = false
  let isProven = false
  let heartsMissed = 0
  let waitingLength = 0
  let cancelHeart = () => {}

  const client = createClient({
    url,
    RESP: 3,
    name: 'confab',
    socket: { connectTimeout: BROKER_HEART_MS * BROKER_HEARTS_MISSED_MAX, reconnectStrategy: false },
    disableOfflineQueue: true,
    // By default each command has a timer of its own, which ends when it is written: the heart sees more, and costs less.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
  })

  function end(): void {
    if (isOver) return
    isOver = true
    cancelHeart()
    client.destroy()
  }

  function lose(error: unknown): void {
    if (isOver) return
    end()
    options.lost(error)
  }

  /** Anything that comes in shows that the line lives; commands that were answered do, too. */
  function lives(): void {
    heartsMissed = 0
  }

  function hear(message: string, channel: string): void {
    lives()
    if (isOver) return
    if (channel !== echoChannel) return options.hear(channel, message)
    if (isProven) return
    isProven = true
    options.proven()
  }

  function echo(): void {
    client.sendCommand(['PUBLISH', echoChannel, '']).then(lives, lose)
  }

  /** Beats are counted, not time: a process that was stopped comes back to one beat, and hears what came meanwhile before the next. */
  function beat(): void {
    cancelHeart = clock.after(BROKER_HEART_MS, () => {
      heartsMissed++
      if (heartsMissed >= BROKER_HEARTS_MISSED_MAX) return lose(new RedisSilent('Redis does not answer.'))
      if (isProven) echo()
      beat()
    })
  }

  // It stays until the end of the client, which may have something to say after its line is over.
  client.on('error', lose)
  client.connect().then(() => {
    // Ended while it connected, the client did not have its socket yet, and has one now.
    if (isOver) return client.destroy()
    lives()
    client.subscribe(echoChannel, hear).then(echo, lose)
  }, lose)
  beat()

  return {
    get waitingLength() {
      return waitingLength
    },
    publish(channel, message, settled) {
      const { length } = message
      waitingLength += length
      const settle = (wasTaken: boolean) => {
        waitingLength -= length
        lives()
        settled(wasTaken)
      }
      client.sendCommand(['PUBLISH', channel, message]).then(
        () => settle(true),
        () => settle(false),
      )
    },
    subscribe: (channels) => client.subscribe(channels, hear).then(lives),
    unsubscribe(channels) {
      client.unsubscribe(channels, hear).catch(lose)
    },
    end,
  }
}
