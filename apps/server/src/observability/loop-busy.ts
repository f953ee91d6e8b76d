import { performance } from 'node:perf_hooks'

/** How long one figure holds, in milliseconds: long enough to mean something, short enough to follow a rush. */
const SAMPLE_MS = 100

/** The part of the time, 0 to 1, that this process's event loop worked lately. */
export function createLoopBusy(monotonic: () => number): () => number {
  let before = performance.eventLoopUtilization()
  let sampledAt = monotonic()
  let busy = 0
  return () => {
    const now = monotonic()
    if (now - sampledAt >= SAMPLE_MS) {
      const current = performance.eventLoopUtilization()
      busy = performance.eventLoopUtilization(current, before).utilization
      before = current
      sampledAt = now
    }
    return busy
  }
}
