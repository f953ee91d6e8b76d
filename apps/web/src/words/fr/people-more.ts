import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'Retirer',
  removeTitle: (name) => `Retirer ${name} ?`,
  removeMeans: (name) =>
    `${name} ne pourra plus rien lire ni écrire ici. Ce qui a été dit reste, et le code permet de revenir.`,
  forGood: 'Ne plus laisser revenir',
  onlyOwner: 'Seul l’hôte d’un salon peut retirer quelqu’un.',
  failed: 'Cela n’a pas marché. Vérifie ta connexion, puis réessaie.',
} satisfies MoreWords['people']
