/** A key by the name it has in events, or a sign one types. `Mod` is ⌘ on Apple's keyboards and Ctrl elsewhere. */
export type KeyName =
  | 'Mod'
  | 'Shift'
  | 'Alt'
  | 'Enter'
  | 'Escape'
  | 'Tab'
  | 'PageUp'
  | 'PageDown'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | (string & {})

/** Keys pressed together. */
export type Chord = readonly KeyName[]

/** What keys do: one line of the sheet. Any of its chords does it; of two that belong together each does its half. */
export type Shortcut = { does: ShortcutName; chords: readonly Chord[] }

/** What Enter does is each browser's own choice. */
export type Habits = { entersPost: boolean }

/** The keys of the room as such: heard wherever one is, and told apart by `roomKeyOf`. */
const ROOM_KEYS = {
  search: [['Mod', 'k']],
  showKeys: [['?'], ['Mod', '/']],
} as const satisfies Record<string, readonly Chord[]>

/** Every key there is, by where one is. What is heard there is in the handlers; that each does what it says, in the test beside this. */
export function shortcuts({ entersPost }: Habits) {
  return {
    anywhere: [
      { does: 'search', chords: ROOM_KEYS.search },
      { does: 'scroll', chords: [['PageUp'], ['PageDown']] },
      { does: 'leaveOff', chords: [['Escape']] },
      { does: 'showKeys', chords: ROOM_KEYS.showKeys },
    ],
    writing: [
      { does: 'send', chords: entersPost ? [['Enter'], ['Mod', 'Enter']] : [['Mod', 'Enter']] },
      { does: 'newLine', chords: entersPost ? [['Shift', 'Enter']] : [['Enter']] },
      { does: 'editLast', chords: [['ArrowUp']] },
      { does: 'recall', chords: [['Alt', 'ArrowUp']] },
      { does: 'mention', chords: [['@']] },
      { does: 'emoji', chords: [[':']] },
      { does: 'room', chords: [['#']] },
      { does: 'complete', chords: [['Enter'], ['Tab']] },
      { does: 'wrap', chords: [['*'], ['_'], ['~'], ['`']] },
    ],
    messages: [
      { does: 'walk', chords: [['ArrowUp'], ['ArrowDown']] },
      { does: 'menu', chords: [['Enter']] },
      { does: 'reply', chords: [['r']] },
      { does: 'edit', chords: [['e']] },
    ],
    editing: [
      { does: 'save', chords: [['Enter']] },
      { does: 'cancel', chords: [['Escape']] },
    ],
    searching: [
      { does: 'choose', chords: [['ArrowUp'], ['ArrowDown']] },
      { does: 'goThere', chords: [['Enter']] },
    ],
    viewing: [
      { does: 'turn', chords: [['ArrowLeft'], ['ArrowRight']] },
      { does: 'zoom', chords: [['+'], ['-']] },
      { does: 'fit', chords: [['0']] },
    ],
  } as const satisfies Record<string, readonly { does: string; chords: readonly Chord[] }[]>
}

type Table = ReturnType<typeof shortcuts>

/** Where one is. */
export type Place = keyof Table

/** What a key does, by the name its words have. */
export type ShortcutName = Table[Place][number]['does']

/** What is asked of a key event. */
type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Which key of the room this is. `isWriting`: one is in a field, where a sign alone is a sign. */
export function roomKeyOf(key: Key, isWriting: boolean): keyof typeof ROOM_KEYS | null {
  for (const [name, chords] of Object.entries(ROOM_KEYS)) {
    const isIt = chords.some((chord) => isPressed(chord, key) && (chord[0] === 'Mod' || !isWriting))
    if (isIt) return name as keyof typeof ROOM_KEYS
  }
  return null
}

function isPressed(chord: Chord, { key, ctrlKey, metaKey, altKey, shiftKey }: Key): boolean {
  const sign = chord.at(-1)
  if (key.toLowerCase() !== sign || (ctrlKey || metaKey) !== chord.includes('Mod')) return false
  // Some keyboards write `?` and `/` with Shift or AltGr; a letter with Shift is another key.
  return !/\p{L}/u.test(sign) || (!altKey && !shiftKey)
}
