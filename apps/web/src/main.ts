import './styles/tokens.css'
import './styles/reset.css'
import './styles/base.css'
import { createClient } from '@confab/client'
import { mount } from 'svelte'
import App from './App.svelte'
import { readConfig } from './config.ts'
import { KnownRooms } from './lobby/known-rooms.svelte.ts'
import { route } from './route.svelte.ts'
import { openStorage } from './storage/open-storage.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')

const serverMeta = document.querySelector<HTMLMetaElement>('meta[name="confab-server"]')?.content ?? ''
const config = readConfig(serverMeta, location.origin)
const storage = await openStorage()
const knownRooms = new KnownRooms(storage)
await knownRooms.load()

const client = createClient({ url: config.socketUrl, storage, clientName: 'confab-web/1' })
client.open()
route.start()
mount(App, { target, props: { client, config, storage, knownRooms } })
