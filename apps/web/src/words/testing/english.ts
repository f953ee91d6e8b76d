import { words } from '../en.ts'
import { speakWith } from '../words.svelte.ts'

// Tests speak English, as it is written in Britain, and need not wait for it.
speakWith(words)
