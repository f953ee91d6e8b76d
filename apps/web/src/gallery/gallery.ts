// Every part of the screen in every state, in light and dark. Under `pnpm dev` at /src/gallery/index.html; never built into the
// app. Its pictures are in tests/pictures.
import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import '@fontsource-variable/noto-sans-arabic'
import '@fontsource-variable/noto-sans-jp'
import '@infolektuell/noto-color-emoji/index.css'
import './fonts.css'
import { mount } from 'svelte'
import { speak } from '../words/words.svelte.ts'

await speak()
// After the words: what it shows waits for them.
const { default: Gallery } = await import('./Gallery.svelte')
mount(Gallery, { target: document.body })
