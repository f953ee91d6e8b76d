import type { FastifyReply } from 'fastify'
import { EXPORT_PART_MS_MAX, EXPORT_STUCK_MS } from '../limits.ts'

/** Lines on which something big goes out, slowly: none of them keeps its place for ever. */
export class ExportLines {
  readonly #open = new Set<FastifyReply['raw']>()

  /** `done` is called once the line is closed, or when it is already. */
  hold(raw: FastifyReply['raw'], done: () => void): void {
    // Whoever takes nothing, or next to nothing, gives the place to others, and can go on later.
    raw.setTimeout(EXPORT_STUCK_MS, () => raw.destroy())
    const tooLong = setTimeout(() => raw.destroy(), EXPORT_PART_MS_MAX)
    this.#open.add(raw)
    raw.once('close', () => {
      clearTimeout(tooLong)
      this.#open.delete(raw)
      done()
    })
    // The other end may be gone by now: then there is no closing to wait for.
    if (raw.destroyed) {
      clearTimeout(tooLong)
      this.#open.delete(raw)
      done()
    }
  }

  /** A node that goes down waits for nobody's download: another one goes on with it. */
  cut(): void {
    for (const raw of this.#open) raw.destroy()
  }
}
