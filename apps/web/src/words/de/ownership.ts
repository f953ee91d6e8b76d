import type { ownership as english } from '../en/ownership.ts'

export const ownership: typeof english = {
  title: 'Wiederherstellungscode des Besitzers',
  means: 'Für dich, falls du alle Geräte verlierst: Wer im Raum ist und ihn nennt, dem gehört der Raum.',
  meansAnother: 'Es gibt einen. Ein neuer tritt an seine Stelle, der alte gilt dann nicht mehr.',
  make: 'Code erzeugen',
  makeAnother: 'Neuen erzeugen',
  writeDown: 'Schreib ihn jetzt auf: Er wird nicht noch einmal gezeigt. Er gilt einmal.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  code: 'Dieser Raum gehört mir',
  codeMeans: 'Mit dem Wiederherstellungscode, den sein Besitzer aufgeschrieben hat. Er gilt einmal.',
  take: 'Raum übernehmen',
  taken: 'Der Raum gehört dir. Wem er gehörte, der kümmert sich mit dir darum.',
  failed: 'Das hat nicht geklappt. Prüf deine Verbindung und versuch es noch einmal.',
  refused: {
    'not-found': 'Das ist nicht der Wiederherstellungscode dieses Raums, oder nicht mehr.',
    'rate-limited': 'Zu viele Versuche. Warte ein wenig und versuch es noch einmal.',
  },
}
