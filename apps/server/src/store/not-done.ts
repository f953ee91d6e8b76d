/** What was asked for could not be done, and nothing was changed. The message is for people. */
export class NotDone extends Error {
  override name = 'NotDone'
}
