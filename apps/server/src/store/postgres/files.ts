// In the sources the migrations lie beside this file; the flat bundle has them beside itself (rolldown.config.ts).
const isSource = import.meta.url.endsWith('.ts')

/** The numbered SQL files. */
export const MIGRATIONS_URL = new URL(isSource ? './migrations/' : './migrations/postgres/', import.meta.url)
