import type { Sequence } from '@confab/protocol'

/** A line is read once it was seen for so long, in milliseconds. */
export const SEEN_AFTER_MS = 500

/** A line on the screen: which one, and where its edges are. */
export type SeenLine = { sequence: Sequence; top: number; bottom: number }

/** Which of these lines can be read: half of one has to be seen, or as much of a long one as fills half of the list. */
export function readable(lines: readonly SeenLine[], list: { top: number; bottom: number }): Sequence[] {
  const isReadable = ({ top, bottom }: SeenLine) => {
    const seen = Math.min(bottom, list.bottom) - Math.max(top, list.top)
    return seen > 0 && seen * 2 >= Math.min(bottom - top, list.bottom - list.top)
  }
  return lines.filter(isReadable).map(({ sequence }) => sequence)
}

/** Since when each line was seen without a break. Holds no timer: times come in as milliseconds. */
export class Seeing {
  #since = new Map<Sequence, number>()

  /** These are seen now and no others. Answers how far was read: the last of them that was seen for long enough, null for none. */
  look(seen: Iterable<Sequence>, now: number): Sequence | null {
    const since = new Map<Sequence, number>()
    let upTo: Sequence | null = null
    for (const sequence of seen) {
      const from = this.#since.get(sequence) ?? now
      since.set(sequence, from)
      if (now - from >= SEEN_AFTER_MS) upTo = Math.max(upTo ?? 0, sequence)
    }
    this.#since = since
    return upTo
  }

  /** Whether something is seen that was not for long enough: then it is worth looking again. */
  isWaiting(now: number): boolean {
    for (const from of this.#since.values()) if (now - from < SEEN_AFTER_MS) return true
    return false
  }
}
