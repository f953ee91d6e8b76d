import type { MoreWords } from '../en-more.ts'

export const share = {
  title: 'Invitar a gente',
  lead: 'Di este código en voz alta, envía el enlace, o deja que lo escaneen. Quien lo tenga puede entrar.',
  qrLabel: 'Código QR del enlace a esta sala',
  qrFailed: 'No se pudo cargar el código QR.',
  linkLabel: 'Enlace a esta sala',
  copy: 'Copiar enlace',
  copied: 'Copiado',
  copiedLong: 'El enlace está copiado.',
  cannotCopy: 'Este navegador no deja copiar a las páginas. El enlace está marcado: cópialo a mano.',
  share: 'Compartir',
} satisfies MoreWords['share']
