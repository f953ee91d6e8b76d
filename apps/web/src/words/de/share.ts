import type { MoreWords } from '../en-more.ts'

export const share = {
  title: 'Leute einladen',
  lead: 'Sag diesen Code, schick den Link, oder lass ihn scannen. Wer ihn hat, kann hereinkommen.',
  qrLabel: 'QR-Code des Links zu diesem Raum',
  qrFailed: 'Der QR-Code konnte nicht geladen werden.',
  linkLabel: 'Link zu diesem Raum',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  copiedLong: 'Der Link ist kopiert.',
  cannotCopy: 'Dieser Browser lässt Seiten nicht kopieren. Der Link ist markiert: Kopiere ihn von Hand.',
  share: 'Teilen',
} satisfies MoreWords['share']
