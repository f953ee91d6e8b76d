/** What an export says besides what people said. `when`, `zone` and the like stand in it as they are. */
export type ExportWords = {
  conversation: string
  exported: (when: string) => string
  timesOf: (zone: string) => string
  messages: (count: number, written: string) => string
  nothing: string
  edited: string
  pinned: string
  answerTo: (name: string) => string
  answersGone: string
  notContained: string
  pictureGone: string
}

const plural = (
  language: string,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
) => {
  const rules = new Intl.PluralRules(language)
  return (count: number, written: string) => (forms[rules.select(count)] ?? forms.other).replace('#', written)
}

/** By language; what people see is written in all that the app speaks. */
export const EXPORT_WORDS: Readonly<Record<string, ExportWords>> & { en: ExportWords } = {
  en: {
    conversation: 'Conversation',
    exported: (when) => `Exported on ${when}`,
    timesOf: (zone) => `Times are those of ${zone}`,
    messages: plural('en', { one: '# message', other: '# messages' }),
    nothing: 'Nothing has been said here.',
    edited: 'edited',
    pinned: 'pinned',
    answerTo: (name) => `Reply to ${name}`,
    answersGone: 'Reply to a message that is no longer there',
    notContained: 'not in this file',
    pictureGone: 'The picture is no longer there',
  },
  de: {
    conversation: 'Unterhaltung',
    exported: (when) => `Exportiert: ${when}`,
    timesOf: (zone) => `Uhrzeiten nach ${zone}`,
    messages: plural('de', { one: '# Nachricht', other: '# Nachrichten' }),
    nothing: 'Hier wurde nichts gesagt.',
    edited: 'bearbeitet',
    pinned: 'angeheftet',
    answerTo: (name) => `Antwort an ${name}`,
    answersGone: 'Antwort auf eine Nachricht, die es nicht mehr gibt',
    notContained: 'nicht in dieser Datei',
    pictureGone: 'Das Bild gibt es nicht mehr',
  },
  fr: {
    conversation: 'Conversation',
    exported: (when) => `Exporté le ${when}`,
    timesOf: (zone) => `Heures de ${zone}`,
    messages: plural('fr', { one: '# message', other: '# messages' }),
    nothing: 'Rien n’a été dit ici.',
    edited: 'modifié',
    pinned: 'épinglé',
    answerTo: (name) => `Réponse à ${name}`,
    answersGone: 'Réponse à un message qui n’existe plus',
    notContained: 'pas dans ce fichier',
    pictureGone: 'L’image n’existe plus',
  },
  es: {
    conversation: 'Conversación',
    exported: (when) => `Exportado: ${when}`,
    timesOf: (zone) => `Horas de ${zone}`,
    messages: plural('es', { one: '# mensaje', other: '# mensajes' }),
    nothing: 'Aquí no se ha dicho nada.',
    edited: 'editado',
    pinned: 'fijado',
    answerTo: (name) => `Respuesta a ${name}`,
    answersGone: 'Respuesta a un mensaje que ya no existe',
    notContained: 'no está en este archivo',
    pictureGone: 'La imagen ya no existe',
  },
  ja: {
    conversation: '会話',
    exported: (when) => `${when}に書き出し`,
    timesOf: (zone) => `時刻は${zone}のもの`,
    messages: plural('ja', { other: 'メッセージ#件' }),
    nothing: 'ここではまだ何も話されていません。',
    edited: '編集済み',
    pinned: 'ピン留め',
    answerTo: (name) => `${name}への返信`,
    answersGone: 'もうないメッセージへの返信',
    notContained: 'このファイルには含まれません',
    pictureGone: '画像はもうありません',
  },
  ar: {
    conversation: 'محادثة',
    exported: (when) => `صُدِّرت في ${when}`,
    timesOf: (zone) => `الأوقات بتوقيت ${zone}`,
    messages: plural('ar', {
      zero: 'لا رسائل',
      one: 'رسالة واحدة',
      two: 'رسالتان',
      few: '# رسائل',
      many: '# رسالة',
      other: '# رسالة',
    }),
    nothing: 'لم يُقل شيء هنا.',
    edited: 'معدَّلة',
    pinned: 'مثبَّتة',
    answerTo: (name) => `ردّ على ${name}`,
    answersGone: 'ردّ على رسالة لم تعد موجودة',
    notContained: 'ليس في هذا الملف',
    pictureGone: 'لم تعد الصورة موجودة',
  },
}
