import type { IdentityToken, MakeReport, ReportMade, ReportRefusalCode } from '@confab/protocol'
import { type Asked, type Asking, post } from './json-post.ts'

/** What came of a report: it is with whoever runs the server, or why not. */
export type ReportOutcome = Asked<ReportMade, ReportRefusalCode>

/**
 * Tells whoever runs the server of a message, or of somebody in a room; nobody there hears of it. `url` is the client's, the token that of a member. The same again is the same
 * report, so an answer that was lost may be asked for again. Refused as 'not-found' when what it is about is gone, or was never to be seen.
 */
export function makeReport({
  token,
  report,
  ...asking
}: Asking & { token: IdentityToken; report: MakeReport }): Promise<ReportOutcome> {
  return post(asking, '/reports', { token, body: report })
}
