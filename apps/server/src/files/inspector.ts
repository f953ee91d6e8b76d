import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { INSPECTION_IDLE_MS, INSPECTION_MS_MAX, INSPECTIONS_WAITING_MAX } from '../limits.ts'
import type { Inspection, InspectionJob } from './inspection.ts'

// In the sources it lies beside this file, in the flat bundle beside the bundle (rolldown.config.ts).
const isSource = import.meta.url.endsWith('.ts')
const PROCESS_URL = new URL(isSource ? './inspection-process.ts' : './inspection-process.js', import.meta.url)

/** Looks files through, one after the other. */
export type Inspector = {
  /** Null when too many wait. A file that the process does not survive is refused as `unreadable`. */
  inspect(job: InspectionJob): Promise<Inspection> | null
  close(): void
}

/** The inspector was closed before it came to this file. */
export class InspectorClosed extends Error {
  override name = 'InspectorClosed'
}

/** The process that looks through files could not be started: for want of memory, or of processes. */
export class InspectorUnavailable extends Error {
  override name = 'InspectorUnavailable'
}

/** How patient an inspector is. For tests. */
export type InspectorOptions = { msMax?: number; idleMs?: number; waitingMax?: number }

/** Starts the process when there is something to look through, and again after it died; it ends when there is nothing for a while. */
export function createInspector(options: InspectorOptions = {}): Inspector {
  const {
    msMax = INSPECTION_MS_MAX,
    idleMs = INSPECTION_IDLE_MS,
    waitingMax = INSPECTIONS_WAITING_MAX,
  } = options
  const waiting: {
    job: InspectionJob
    resolve: (inspection: Inspection) => void
    reject: (error: InspectorClosed | InspectorUnavailable) => void
  }[] = []
  let isClosed = false
  let child: ChildProcess | null = null
  let isBusy = false
  let idle: NodeJS.Timeout | null = null

  function end(): void {
    child?.kill('SIGKILL')
    child = null
  }

  function started(): ChildProcess | null {
    if (child?.connected) return child
    // It is given nothing it does not need: no secret of the environment, no way to write anywhere by what is run in it.
    child = fork(fileURLToPath(PROCESS_URL), {
      env: { VIPS_BLOCK_UNTRUSTED: '1', MALLOC_ARENA_MAX: '2' },
      execArgv: ['--max-old-space-size=128'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.on('error', () => {})
    if (child.pid === undefined) child = null
    return child
  }

  function startedOrNull(): ChildProcess | null {
    try {
      return started()
    } catch {
      return null
    }
  }

  function next(): void {
    if (isBusy) return
    const first = waiting.shift()
    if (!first) {
      if (idle) clearTimeout(idle)
      idle = setTimeout(end, idleMs)
      idle.unref()
      return
    }
    isBusy = true
    if (idle) clearTimeout(idle)
    const at = startedOrNull()
    if (!at) {
      isBusy = false
      first.reject(new InspectorUnavailable('No process could be started.'))
      return next()
    }
    const settle = (inspection: Inspection) => {
      clearTimeout(timer)
      at.off('message', settle)
      at.off('exit', died)
      isBusy = false
      if (isClosed) return first.reject(new InspectorClosed())
      first.resolve(inspection)
      next()
    }
    const died = () => {
      if (child === at) child = null
      settle({ outcome: 'refused', code: 'unreadable' })
    }
    const timer = setTimeout(end, msMax)
    at.on('message', settle)
    at.on('exit', died)
    at.send(first.job, (error) => {
      if (error) at.kill('SIGKILL')
    })
  }

  return {
    inspect(job) {
      if (waiting.length >= waitingMax) return null
      return new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject })
        next()
      })
    },
    close() {
      isClosed = true
      if (idle) clearTimeout(idle)
      for (const { reject } of waiting.splice(0)) reject(new InspectorClosed())
      end()
    },
  }
}
