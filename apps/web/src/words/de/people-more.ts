import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'Entfernen',
  removeTitle: (name) => `${name} entfernen?`,
  removeMeans: (name) =>
    `${name} kann hier nichts mehr lesen und schreiben. Was gesagt wurde, bleibt, und mit dem Code geht es wieder herein.`,
  forGood: 'Nicht wieder hereinlassen',
  onlyOwner: 'Nur wem der Raum gehört, kann jemanden entfernen.',
  failed: 'Das hat nicht geklappt. Prüfe deine Verbindung und versuch es noch einmal.',
} satisfies MoreWords['people']
