// Every part of the screen in every state, in light and dark. Under `pnpm dev` at /src/gallery/index.html; never built.
import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { mount } from 'svelte'
import { speak } from '../words/words.svelte.ts'
import Gallery from './Gallery.svelte'

await speak()
mount(Gallery, { target: document.body })
