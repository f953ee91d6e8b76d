import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'Entfernen',
  removeTitle: (name) => `${name} entfernen?`,
  removeMeans: (name) =>
    `${name} kann hier nichts mehr lesen und schreiben. Was gesagt wurde, bleibt, und mit dem Code geht es wieder herein.`,
  forGood: 'Nicht wieder hereinlassen',
  withAddress: 'Auch niemand Neues von dieser Adresse',
  withAddressMeans:
    'Sieben Tage lang. Eine Familie, eine Schule oder ein Büro teilt sich oft eine Adresse: Auch andere dort kämen dann nicht herein. Wer schon drin ist, bleibt.',
  failed: 'Das hat nicht geklappt. Prüfe deine Verbindung und versuch es noch einmal.',
  notAllowed: 'Das darfst du nicht, oder nicht mehr.',

  manage: (name) => `Mehr zu ${name}`,
  role: 'Rolle',
  roles: { moderator: 'Moderation', member: 'Mitglied', reader: 'Liest nur' },
  roleMeans: {
    moderator: 'Entfernt Leute, schließt den Raum ab, heftet an und löscht',
    member: 'Liest und schreibt',
    reader: 'Liest und schreibt nichts',
  },
  marks: { moderator: 'Moderation', reader: 'liest nur', muted: 'darf nicht schreiben' },
  handOver: 'Raum übergeben',
  handOverMeans: (name) =>
    `${name} gehört dann der Raum. Du achtest als Moderator mit auf ihn, und nur ${name} kann ihn zurückgeben.`,
  handOverNow: 'Übergeben',
  removeFurther: (name) => `${name} entfernen …`,

  mute: 'Nicht schreiben lassen',
  muteFor: { tenMinutes: '10 Minuten', hour: '1 Stunde', day: '1 Tag' },
  mutedUntil: (until) => `Darf bis ${until} nicht schreiben`,
  unmute: 'Wieder schreiben lassen',
  erase: (name) => `Löschen, was ${name} geschrieben hat`,
  eraseOf: { hour: 'In der letzten Stunde', day: 'In den letzten 24 Stunden', all: 'Jemals' },
  erased: 'Es ist gelöscht. Eine Stunde lang kannst du es zurückholen.',
  restore: 'Zurückholen',
  restored: 'Es ist wieder da.',
  eraseToo: 'Löschen, was in den letzten 24 Stunden geschrieben wurde',
  restoreMine: 'Zurückholen, was ich gelöscht habe',
  restoreMineMeans: 'Was du in der letzten Stunde gelöscht hast, viele Nachrichten auf einmal.',
  banned: 'Für immer ausgeschlossen',
  unban: 'Wieder zulassen',
  settings: 'Einstellungen des Raums',
  about: 'Mehr zu diesem Raum',
  onlyModerators: 'Nur Moderatoren schreiben',
  onlyModeratorsMeans: 'Alle anderen lesen und können reagieren.',
  readsOnly: 'Du kannst hier lesen, aber nicht schreiben.',
  mutedHere: (until) => `Du kannst hier lesen und ab ${until} wieder schreiben.`,
  onlyThoseWrite: 'Hier schreiben nur die, die auf den Raum achten.',
} satisfies MoreWords['people']
