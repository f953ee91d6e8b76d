import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'Sacar',
  removeTitle: (name) => `¿Sacar a ${name}?`,
  removeMeans: (name) =>
    `${name} ya no podrá leer ni escribir nada aquí. Lo dicho se queda, y con el código podrá volver a entrar.`,
  forGood: 'No dejar que vuelva',
  withAddress: 'Ni nadie nuevo desde su dirección',
  withAddressMeans:
    'Durante siete días. Una familia, una escuela o una oficina suele compartir una dirección: los demás tampoco podrían entrar. Quien ya está dentro se queda.',
  failed: 'No ha funcionado. Revisa tu conexión y prueba otra vez.',
  notAllowed: 'No puedes hacer esto, o ya no.',

  manage: (name) => `Más sobre ${name}`,
  role: 'Papel',
  roles: { moderator: 'Moderación', member: 'Miembro', reader: 'Solo lee' },
  roleMeans: {
    moderator: 'Saca a gente, cierra la sala, fija y borra mensajes',
    member: 'Lee y escribe',
    reader: 'Lee y no escribe nada',
  },
  marks: { moderator: 'moderación', reader: 'solo lee', muted: 'no puede escribir' },
  handOver: 'Ceder la sala',
  handOverMeans: (name) =>
    `La sala pasa a ser de ${name}. Tú sigues cuidando de ella en la moderación, y solo ${name} puede devolvértela.`,
  handOverNow: 'Ceder',
  removeFurther: (name) => `Sacar a ${name}…`,

  mute: 'No dejar escribir',
  muteFor: { tenMinutes: '10 minutos', hour: '1 hora', day: '1 día' },
  mutedUntil: (until) => `No puede escribir hasta: ${until}`,
  unmute: 'Dejar escribir de nuevo',
  erase: (name) => `Borrar lo que escribió ${name}`,
  eraseOf: { hour: 'En la última hora', day: 'En las últimas 24 horas', all: 'Desde siempre' },
  erased: 'Está borrado. Durante una hora puedes recuperarlo.',
  restore: 'Recuperar',
  restored: 'Ha vuelto.',
  eraseToo: 'Borrar lo que escribió en las últimas 24 horas',
  restoreMine: 'Recuperar lo que borré',
  restoreMineMeans: 'Lo que borraste en la última hora, muchos mensajes de una vez.',
  banned: 'Expulsados para siempre',
  unban: 'Dejar volver',
  settings: 'Ajustes de la sala',
  about: 'Más sobre esta sala',
  onlyModerators: 'Solo escribe la moderación',
  onlyModeratorsMeans: 'Los demás leen y pueden reaccionar.',
  readsOnly: 'Aquí puedes leer, no escribir.',
  mutedHere: (until) => `Aquí puedes leer; podrás escribir de nuevo a partir de: ${until}.`,
  onlyThoseWrite: 'Aquí solo escriben quienes cuidan de la sala.',
} satisfies MoreWords['people']
