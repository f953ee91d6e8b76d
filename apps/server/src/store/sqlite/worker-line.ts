import { Worker } from 'node:worker_threads'
import { QUESTIONS_PENDING_MAX } from '../../limits.ts'
import { StoreUnavailable } from '../store.ts'
import type { Answer, Question, Request } from './requests.ts'

const RESTART_MS = 100
const RESTART_MS_MAX = 5_000

/** A line to a worker thread: what is asked is answered in order, by the thread or, when it dies, by `StoreUnavailable`. */
export type WorkerLine = {
  ask(request: Request): Promise<unknown>
  /** Ends the thread after everything already asked for is answered. */
  close(): Promise<void>
}

type Pending = { resolve: (value: unknown) => void; reject: (error: StoreUnavailable) => void }

/**
 * Starts a worker thread and keeps one running: after a death another is started, later each time until one answers.
 * Nothing is asked twice on its own: whether the dead thread had committed is unknown, and only the asker may ask again.
 * `damaged` hears when the thread found the file itself damaged.
 */
export function openWorkerLine(
  url: URL,
  workerData: unknown,
  damaged: (reason: string) => void = () => {},
): WorkerLine {
  const pending = new Map<number, Pending>()
  let unsent: Question[] = []
  let worker: Worker | null = null
  let lastId = 0
  let deaths = 0
  let restart: NodeJS.Timeout | null = null
  let closing: { ended: () => void } | null = null

  function start(): void {
    const started = new Worker(url, { workerData, execArgv: [] })
    let fault: unknown = null
    started.on('message', (answers: readonly Answer[] | object) => {
      // Under `node --watch` a thread also says which files it loads.
      if (Array.isArray(answers)) answers.forEach(settle)
    })
    started.on('error', (error) => {
      fault = error
    })
    started.on('exit', () => ended(fault))
    worker = started
  }

  function settle(answer: Answer): void {
    deaths = 0
    const asked = pending.get(answer.id)
    pending.delete(answer.id)
    if (answer.ok) asked?.resolve(JSON.parse(answer.text))
    else {
      if (answer.isDamage) damaged(answer.reason)
      asked?.reject(new StoreUnavailable(answer.reason))
    }
  }

  function send(): void {
    const questions = unsent
    unsent = []
    if (questions.length > 0) worker?.postMessage(questions)
  }

  function ended(fault: unknown): void {
    worker = null
    unsent = []
    const dead = new StoreUnavailable('The database thread ended.', { cause: fault })
    for (const { reject } of pending.values()) reject(dead)
    pending.clear()
    if (closing) {
      closing.ended()
      return
    }
    const delayMs = Math.min(RESTART_MS * 2 ** deaths, RESTART_MS_MAX)
    deaths += 1
    restart = setTimeout(start, delayMs)
  }

  start()

  return {
    ask(request) {
      if (closing) return Promise.reject(new StoreUnavailable('The store is closed.'))
      if (!worker) return Promise.reject(new StoreUnavailable('The database thread is being started again.'))
      if (pending.size >= QUESTIONS_PENDING_MAX)
        return Promise.reject(new StoreUnavailable('Too much waits for the disk.'))
      const id = ++lastId
      unsent.push({ id, text: JSON.stringify(request) })
      // Alone it goes at once. While the thread has work anyway, those of one turn of the loop go together.
      if (pending.size === 0) send()
      else if (unsent.length === 1) setImmediate(send)
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
      })
    },

    close() {
      if (restart) clearTimeout(restart)
      return new Promise((resolve) => {
        closing = { ended: resolve }
        send()
        if (worker) worker.postMessage('close')
        else resolve()
      })
    },
  }
}
