import type { Examination } from '../store/examine.ts'
import type { MoveProgress } from '../store/move/move.ts'
import type { Progress } from '../store/sqlite/backup.ts'

/** How often long work says how far it is, in milliseconds. */
const TELL_MS = 5_000

/** A number of things. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`

/** Bytes as people read them. */
export const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`

/** What a database holds, in two lines. */
export function contentWords({ rooms, members, messages, transcript }: Examination): string {
  const parts = [count(rooms, 'room'), count(members, 'member'), count(messages, 'message')]
  return `  ${parts.join(', ')}\n  transcript ${transcript}\n`
}

/** Tells progress on the error stream now and then, so that nobody takes long work for a standstill. */
export function tellProgress(): Progress {
  const tell = tellNowAndThen()
  return (step, bytes) =>
    tell(step, () => (bytes ? `${sizeWords(bytes.done)} of about ${sizeWords(bytes.all)}` : null))
}

/** The same for a move, which counts messages. */
export function tellMove(): MoveProgress {
  const tell = tellNowAndThen()
  return (step, messages) =>
    tell(step, () => {
      if (!messages) return null
      const { done, all } = messages
      return all === undefined
        ? count(done, 'message')
        : `${done.toLocaleString('en')} of ${count(all, 'message')}`
    })
}

function tellNowAndThen(): (step: string, share: () => string | null) => void {
  const startedAt = performance.now()
  let toldAt = startedAt
  return (step, share) => {
    const now = performance.now()
    if (now - toldAt < TELL_MS) return
    toldAt = now
    const words = share()
    process.stderr.write(
      `Still ${step}${words ? `, ${words}` : ''} (${Math.round((now - startedAt) / 1000)} s) …\n`,
    )
  }
}
