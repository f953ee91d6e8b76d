export const install = {
  ready: 'A newer version of Confab is ready.',
  takeOver: 'Use it now',
  offer: 'Confab can stand among your apps, in a window of its own.',
  /** On an iPhone or iPad, whose browser offers nothing by itself; the last words are those of its own menu. */
  byHand: 'For a place among your apps, and for notifications: Share, then Add to Home Screen.',
  install: 'Install',
  decline: 'Do not offer this again',
}
