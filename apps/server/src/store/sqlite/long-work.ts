import { Worker } from 'node:worker_threads'
import type { KeptFile } from '../../files/kept-files.ts'
import type { Examination } from '../examine.ts'
import { LONG_WORK_URL } from './files.ts'

/** Work on a whole database file, which may take minutes. */
export type LongWork =
  | { kind: 'examine'; databasePath: string; withTranscript: boolean }
  /** Writes all that is committed now into an empty file, while others go on writing. */
  | { kind: 'snapshot'; databasePath: string; into: string }
  /** Brings a copy up to date and begins another history in it. */
  | { kind: 'renew'; databasePath: string }

  /** Lists the files whose bytes are kept elsewhere. */
  | { kind: 'list-files'; databasePath: string }

/** What each kind of work answers. */
type Found = { examine: Examination; snapshot: null; renew: null; 'list-files': KeptFile[] }

/** What the thread sends back. An error crosses with its SQLite code. */
export type LongWorkAnswer =
  | { ok: true; value: unknown }
  | { ok: false; message: string; errcode: number | null }

/** Does it in a thread of its own, so that the process goes on hearing signals and telling how far it is. */
export function doLongWork<Kind extends LongWork['kind']>(
  work: Extract<LongWork, { kind: Kind }>,
): Promise<Found[Kind]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(LONG_WORK_URL, { workerData: work, execArgv: [] })
    thread.on('error', reject)
    thread.on('exit', () => reject(new Error('The database thread ended.')))
    thread.on('message', (answer: LongWorkAnswer | object) => {
      // Under `node --watch` a thread also says which files it loads.
      if (!('ok' in answer)) return
      if (answer.ok) resolve(answer.value as Found[Kind])
      else reject(Object.assign(new Error(answer.message), { errcode: answer.errcode }))
    })
  })
}
