/** What decides whether a page may be loaded anew without anybody noticing. */
export type Surroundings = {
  isHidden: boolean
  /** How long it has been hidden, in milliseconds. */
  hiddenMs: number
  /** Whether what is typed and unsent survives the page. */
  isDurable: boolean
  /** Something is on its way that a new page would have to begin again: a post without an ack, a file half uploaded. */
  isSending: boolean
}

/** A page that has been out of sight for so long, in milliseconds, is not just being glanced away from. */
export const HIDDEN_MS_MIN = 30_000

/** Whether this is a good moment to put a newer version in place of the one that runs. */
export const isGoodMoment = ({ isHidden, hiddenMs, isDurable, isSending }: Surroundings): boolean =>
  isHidden && hiddenMs >= HIDDEN_MS_MIN && isDurable && !isSending
