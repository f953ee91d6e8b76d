import { statSync } from 'node:fs'
import { type Log, silentLog } from '../../observability/log.ts'
import type { Examination } from '../examine.ts'
import type { DataPaths } from './data-directory.ts'
import { isLogCut } from './log-tail.ts'
import { doLongWork } from './long-work.ts'
import { finishReplacing } from './replace-database.ts'
import { DatabaseDamaged, isDamage } from './sqlite-errors.ts'
import { isAsClosed, isReplaced, readStopMark, type StopMark, writeStopMark } from './stop-mark.ts'

/** How often a long check says that it goes on, in milliseconds. */
const PROGRESS_MS = 5_000

/**
 * Makes sure that the database of a directory, which is ours, can be trusted before anybody is served from it. What was closed
 * in order and not touched since is; anything else is examined, and thrown back as `DatabaseDamaged` if something is wrong.
 * Where commits may be missing that people were told of, every room begins another history, so that clients hear of it.
 */
export async function readyDatabase(paths: DataPaths, log: Log = silentLog): Promise<void> {
  finishReplacing(paths)
  const mark = readStopMark(paths)
  const bytes = statSync(paths.database, { throwIfNoEntry: false })?.size ?? 0
  if (bytes === 0) {
    if (mark === null) return
    throw new DatabaseDamaged(
      paths.database,
      'it was there when the last server stopped, and is gone or empty',
    )
  }
  if (!isAsClosed(mark, paths)) await examineAndRenew(mark, paths, bytes, log)
  writeStopMark(paths, 'between')
}

async function examineAndRenew(
  mark: StopMark | null,
  paths: DataPaths,
  bytes: number,
  log: Log,
): Promise<void> {
  const loss = lossOf(mark, paths)
  // Looking at it already wipes out the traces, so what they said is noted first.
  if (loss) writeStopMark(paths, 'renewing')
  const { problems } = await examineLogged(paths.database, bytes, log)
  const [problem] = problems
  if (problem !== undefined) {
    for (const each of problems) log.error('database-damaged', { problem: each })
    throw new DatabaseDamaged(paths.database, problem)
  }
  if (!loss) return
  await doLongWork<'renew'>({ kind: 'renew', databasePath: paths.database })
  log.error('history-renewed', { reason: loss })
}

/** Why this history may be shorter than what people were told; null if it is not. */
function lossOf(mark: StopMark | null, paths: DataPaths): string | null {
  if (mark?.state === 'renewing') return 'commits-missing'
  if (mark?.state === 'open' && isLogCut(paths.database)) return 'commits-missing'
  return isReplaced(mark, paths) ? 'file-replaced' : null
}

async function examineLogged(databasePath: string, bytes: number, log: Log): Promise<Examination> {
  const startedAt = performance.now()
  const elapsedMs = () => Math.round(performance.now() - startedAt)
  log.info('checking-database', { bytes })
  const progress = setInterval(() => log.info('still-checking', { elapsedMs: elapsedMs() }), PROGRESS_MS)
  try {
    const found = await doLongWork<'examine'>({ kind: 'examine', databasePath, withTranscript: false })
    const { rooms, messages, problems } = found
    log.info('checked-database', { elapsedMs: elapsedMs(), rooms, messages, problems: problems.length })
    return found
  } catch (error) {
    if (!isDamage(error)) throw error
    throw new DatabaseDamaged(databasePath, error instanceof Error ? error.message : 'it cannot be read')
  } finally {
    clearInterval(progress)
  }
}
