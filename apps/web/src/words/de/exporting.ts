import type { MoreWords } from '../en-more.ts'

export const exporting = {
  title: 'Das Gesagte mitnehmen',
  means: 'Alles, was in diesem Raum gesagt wurde, in einer Datei. Gelöschtes ist nicht darin.',
  who: 'Wer mitnehmen darf, was gesagt wurde',
  whoMeans: 'Als Datei, und nicht mehr, als er hier lesen darf. Es gilt sofort.',
  whos: { owner: 'Der Besitzer', moderators: 'Besitzer und Moderatoren', members: 'Alle Mitglieder' },
  formats: {
    html: 'Eine Seite mit ihren Bildern',
    markdown: 'Markdown, ohne Bilder',
    'json-lines': 'JSON-Zeilen, für Programme',
  },
  start: 'Exportieren',
  again: 'Noch einmal exportieren',
  coming: 'Lass das offen, bis es gespeichert ist.',
  waiting: 'Die Verbindung ist weg. Es geht von selbst weiter.',
  stop: 'Abbrechen',
  saved: 'Gespeichert:',
  forbidden: 'Du darfst diesen Raum nicht oder nicht mehr mitnehmen.',
  gone: 'Der Server wurde auf einen früheren Stand gebracht. Fang noch einmal an.',
  failed: 'Das hat nicht geklappt. Versuch es später noch einmal.',
} satisfies MoreWords['exporting']
