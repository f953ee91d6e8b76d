import type { MoreWords } from '../en-more.ts'

export const ways = {
  locked: 'Abgeschlossen',
  lockedMeans: 'Niemand Neues kommt herein, und wer entfernt wurde, kommt nicht zurück.',
  capacity: 'Mitglieder höchstens',
  capacityMeans: 'Wer danach kommt, erfährt, dass der Raum voll ist. Mitglieder kommen immer zurück.',
  noCapacity: 'Unbegrenzt',
} satisfies MoreWords['ways']
