import { TcpProxy } from '../processes/tcp-proxy.ts'
import { type Chance, createChance } from '../simulation/chance.ts'
import { isPublished, RespFrames } from './resp.ts'

/** What becomes of what is published, on its way to each of those who listen: parts of one. */
export type RedisWeather = { lost: number; repeated: number; late: number }

const FAIR: RedisWeather = { lost: 0, repeated: 0, late: 0 }

/** How long what is late is kept at most, in milliseconds; something newer overtakes it before, if there is any. */
const LATE_MS = 50

/** The way from one node to Redis. What it asks and is answered passes; of what others publish, the weather takes its part. */
export class LossyRedis {
  readonly line: TcpProxy
  readonly #chance: Chance
  weather: RedisWeather
  /** What was published, and what became of it. */
  readonly seen = { published: 0, lost: 0, repeated: 0, late: 0 }

  private constructor(line: TcpProxy, seed: number, weather: RedisWeather) {
    this.line = line
    this.#chance = createChance(seed)
    this.weather = weather
  }

  static async open(port: number, seed: number, weather: RedisWeather = FAIR): Promise<LossyRedis> {
    const line = await TcpProxy.open(port, { tamper: (send) => redis.#tamper(send) })
    const redis: LossyRedis = new LossyRedis(line, seed, weather)
    return redis
  }

  #tamper(send: (data: Buffer) => void): (data: Buffer) => void {
    const frames = new RespFrames()
    const late = new Set<Buffer>()
    const release = (frame: Buffer) => {
      if (late.delete(frame)) send(frame)
    }
    return (data) => {
      for (const frame of frames.read(data)) {
        if (!isPublished(frame)) {
          send(frame)
          continue
        }
        const { lost, repeated, late: lateness } = this.weather
        this.seen.published += 1
        if (this.#chance.happens(lost)) {
          this.seen.lost += 1
        } else if (this.#chance.happens(lateness)) {
          this.seen.late += 1
          late.add(frame)
          setTimeout(release, LATE_MS, frame)
        } else {
          send(frame)
          if (this.#chance.happens(repeated)) {
            this.seen.repeated += 1
            send(frame)
          }
          for (const held of late) release(held)
        }
      }
    }
  }
}
