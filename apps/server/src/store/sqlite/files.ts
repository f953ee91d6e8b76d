// In the sources all lie beside this file. The bundle is flat (rolldown.config.ts): there they lie beside the bundle.
const isSource = import.meta.url.endsWith('.ts')

/** The thread that holds a database handle. */
export const WORKER_URL = new URL(isSource ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url)

/** The thread that works on a whole database. */
export const LONG_WORK_URL = new URL(
  isSource ? './long-work-thread.ts' : './long-work-thread.js',
  import.meta.url,
)

/** The numbered SQL files. */
export const MIGRATIONS_URL = new URL(isSource ? './migrations/' : './migrations/sqlite/', import.meta.url)
