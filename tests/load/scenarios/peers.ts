import { confab } from '../peers/confab.ts'
import { socketIo } from '../peers/socket-io.ts'
import { wsLoop } from '../peers/ws-loop.ts'

/** Everybody that is measured side by side, Confab first. */
export const PEERS = [confab, socketIo, wsLoop]
