import server from '../../package.json' with { type: 'json' }

/** Which Confab this is. */
export const VERSION: string = server.version
