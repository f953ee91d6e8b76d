import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'Retirer',
  removeTitle: (name) => `Retirer ${name} ?`,
  removeMeans: (name) =>
    `${name} ne pourra plus rien lire ni écrire ici. Ce qui a été dit reste, et le code permet de revenir.`,
  forGood: 'Ne plus laisser revenir',
  withAddress: 'Ni personne de nouveau depuis son adresse',
  withAddressMeans:
    'Pendant sept jours. Une famille, une école ou un bureau partage souvent une adresse : les autres ne pourraient pas entrer non plus. Ceux qui sont déjà là restent.',
  failed: 'Cela n’a pas marché. Vérifie ta connexion, puis réessaie.',
  notAllowed: 'Tu n’as pas le droit de faire cela, ou plus maintenant.',

  manage: (name) => `Plus sur ${name}`,
  role: 'Rôle',
  roles: { moderator: 'Modération', member: 'Membre', reader: 'Lecture seule' },
  roleMeans: {
    moderator: 'Retire des gens, ferme le salon, épingle et supprime',
    member: 'Lit et écrit',
    reader: 'Lit, et n’écrit rien',
  },
  marks: { moderator: 'modération', reader: 'lecture seule', muted: 'ne peut pas écrire' },
  handOver: 'Transmettre le salon',
  handOverMeans: (name) =>
    `${name} devient l’hôte. Tu restes à la modération, et seul ${name} pourra te le rendre.`,
  handOverNow: 'Transmettre',
  removeFurther: (name) => `Retirer ${name}…`,

  mute: 'Ne pas laisser écrire',
  muteFor: { tenMinutes: '10 min', hour: '1 heure', day: '1 jour' },
  mutedUntil: (until) => `Ne peut pas écrire avant ${until}`,
  unmute: 'Laisser écrire de nouveau',
  erase: (name) => `Supprimer ce que ${name} a écrit`,
  eraseOf: { hour: 'Depuis une heure', day: 'Depuis 24 heures', all: 'Depuis toujours' },
  erased: 'C’est supprimé. Pendant une heure, tu peux tout faire revenir.',
  restore: 'Faire revenir',
  restored: 'Tout est revenu.',
  eraseToo: 'Supprimer ce qui a été écrit depuis 24 heures',
  restoreMine: 'Faire revenir ce que j’ai supprimé',
  restoreMineMeans: 'Ce que tu as supprimé depuis une heure, plusieurs messages à la fois.',
  banned: 'Exclus pour de bon',
  unban: 'Laisser revenir',
  settings: 'Réglages du salon',
  about: 'Plus sur ce salon',
  onlyModerators: 'Seule la modération écrit',
  onlyModeratorsMeans: 'Les autres lisent et peuvent réagir.',
  readsOnly: 'Ici tu peux lire, pas écrire.',
  mutedHere: (until) => `Tu peux lire ici, et écrire de nouveau à partir de : ${until}.`,
  onlyThoseWrite: 'Ici n’écrivent que ceux qui veillent sur le salon.',
} satisfies MoreWords['people']
