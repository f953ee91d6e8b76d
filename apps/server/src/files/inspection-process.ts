import { INSPECTION_MEMORY_MAX } from '../limits.ts'
import { inspectFile } from './inspect-file.ts'
import type { InspectionJob } from './inspection.ts'

// A process of its own, because what unpacks images is written in C: if a file makes it fall over, eat all memory or run for ever, that
// costs this process and the one who sent the file.

/** How often it is looked how much memory is in use, in milliseconds. */
const LOOK_MS = 50

/** What it ends with when that is too much. */
const TOO_MUCH_MEMORY = 77

setInterval(() => {
  if (process.memoryUsage.rss() > INSPECTION_MEMORY_MAX) process.exit(TOO_MUCH_MEMORY)
}, LOOK_MS).unref()

process.on('message', (job: InspectionJob) => {
  inspectFile(job).then(
    (inspection) => process.send?.(inspection),
    () => process.send?.({ outcome: 'refused', code: 'unreadable' }),
  )
})

// Nobody is there any more who would want to know.
process.on('disconnect', () => process.exit())
