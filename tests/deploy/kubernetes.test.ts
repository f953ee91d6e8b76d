import { globSync } from 'node:fs'
import { readConfig } from '@confab/server/src/config.ts'
import { describe, expect, test } from 'vitest'
import { ROOT, read, readYaml, SETTINGS } from './repository.ts'

const FOLDER = 'deploy/kubernetes/'

type Named = { kind: string; metadata: { name: string } }
type Probe = { httpGet: { path: string; port: string }; periodSeconds: number; failureThreshold: number }
type Container = {
  name: string
  image: string
  ports: { name: string; containerPort: number }[]
  envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[]
  startupProbe: Probe
  readinessProbe: Probe
  livenessProbe: Probe
  lifecycle: { preStop: { exec: { command: string[] } } }
  resources: { requests: Record<string, string>; limits: Record<string, string> }
  securityContext: object
}
type Deployment = Named & {
  spec: {
    replicas: number
    selector: { matchLabels: Record<string, string> }
    strategy: object
    template: {
      metadata: { labels: Record<string, string>; annotations: Record<string, string> }
      spec: {
        enableServiceLinks: boolean
        terminationGracePeriodSeconds: number
        securityContext: object
        affinity: { podAntiAffinity: object }
        topologySpreadConstraints: { topologyKey: string }[]
        containers: Container[]
      }
    }
  }
}
type Kustomization = {
  namespace: string
  resources: string[]
  configMapGenerator: { name: string; envs: string[] }[]
  images: { name: string }[]
}

const kustomization = readYaml<Kustomization>(`${FOLDER}kustomization.yaml`)
const deployment = readYaml<Deployment>(`${FOLDER}deployment.yaml`)
const { template } = deployment.spec
const container = template.spec.containers[0] as Container
const labels = template.metadata.labels
const secret = readYaml<Named & { stringData: Record<string, string> }>(`${FOLDER}secret.example.yaml`)
const settings = Object.fromEntries(
  read(`${FOLDER}settings.env`)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('=') as [string, string]),
)
const portOf = (name: string) => container.ports.find((port) => port.name === name)?.containerPort

/** The longest a drain takes, in seconds. */
const DRAIN_SECONDS_MAX = 25

test('every manifest is in the kustomization, but for the example of a secret', () => {
  const files = globSync('*.yaml', { cwd: `${ROOT}${FOLDER}` }).sort()
  const others = ['kustomization.yaml', 'secret.example.yaml']
  expect(files).toEqual([...kustomization.resources, ...others].sort())
  const kinds = kustomization.resources.map((file) => readYaml<Named>(FOLDER + file).kind)
  expect(kinds).toEqual([
    'Namespace',
    'Deployment',
    'Service',
    'Ingress',
    'PodDisruptionBudget',
    'NetworkPolicy',
  ])
  expect(readYaml<Named>(`${FOLDER}namespace.yaml`).metadata.name).toBe(kustomization.namespace)
})

test('the server understands the settings and the secret, and the README has them', () => {
  const environment = { ...settings, ...secret.stringData }
  for (const name of Object.keys(environment)) expect(SETTINGS).toContain(name)
  expect(readConfig(environment)).toMatchObject({
    metrics: { port: portOf('metrics') },
    port: portOf('http'),
  })
  expect(container.envFrom).toEqual([
    { configMapRef: { name: kustomization.configMapGenerator[0]?.name } },
    { secretRef: { name: secret.metadata.name } },
  ])
})

test('the secret is an example only', () => {
  for (const value of Object.values(secret.stringData)) {
    if (!URL.canParse(value)) {
      expect(['confab', 'KEY', 'SECRET']).toContain(value)
      continue
    }
    expect(['PASSWORD', '']).toContain(new URL(value).password)
    expect(new URL(value).hostname).toMatch(/\.example\.org$/)
  }
})

describe('a node', () => {
  test('is the image of the Dockerfile, as its user', () => {
    expect(container.image).toBe(kustomization.images[0]?.name)
    const [, uid, gid] = /^USER (\d+):(\d+)$/m.exec(read('Dockerfile')) ?? []
    expect(template.spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: Number(uid),
      runAsGroup: Number(gid),
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(read('Dockerfile')).toContain(`EXPOSE ${portOf('http')}\n`)
  })

  test('is told to go only when nobody is sent there, and has the time to drain', () => {
    const [, pause] = container.lifecycle.preStop.exec.command
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(pause) + DRAIN_SECONDS_MAX)
    // Found out sooner than the pause ends, wherever the word goes by /readyz.
    const { periodSeconds, failureThreshold } = container.readinessProbe
    expect(periodSeconds * failureThreshold).toBeLessThan(Number(pause))
  })

  test('takes people when it says so, and is ended only when it does not answer at all', () => {
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' })
    expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' })
    expect(container.startupProbe.httpGet).toEqual({ path: '/healthz', port: 'http' })
    const { periodSeconds, failureThreshold } = container.startupProbe
    expect(periodSeconds * failureThreshold).toBeGreaterThan(120)
  })

  test('is replaced after its successor is there, and stands apart from the others', () => {
    expect(deployment.spec.replicas).toBe(3)
    expect(deployment.spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    })
    expect(JSON.stringify(template.spec.affinity.podAntiAffinity)).toContain('kubernetes.io/hostname')
    expect(template.spec.topologySpreadConstraints.map(({ topologyKey }) => topologyKey)).toEqual([
      'topology.kubernetes.io/zone',
    ])
    expect(container.resources.limits).toHaveProperty('memory')
  })

  test('is scraped where it tells, and gets no variables that look like settings', () => {
    expect(template.metadata.annotations['prometheus.io/port']).toBe(String(portOf('metrics')))
    expect(template.spec.enableServiceLinks).toBe(false)
  })
})

test('all that select nodes select these', () => {
  expect(deployment.spec.selector.matchLabels).toEqual(labels)
  const texts = ['service', 'disruption-budget', 'network-policy'].map((file) =>
    read(`${FOLDER}${file}.yaml`),
  )
  const [[name, value] = []] = Object.entries(labels)
  const selecting = new RegExp(`(selector|matchLabels): \\{ ${name}: ${value} \\}`)
  for (const text of texts) expect(text).toMatch(selecting)
})

test('people come in by the service, at the port the nodes have', () => {
  type Service = Named & { spec: { ports: { name: string; targetPort: string }[] } }
  const service = readYaml<Service>(`${FOLDER}service.yaml`)
  const [port] = service.spec.ports
  expect(portOf(port?.targetPort ?? '')).toBe(3000)
  const ingress = read(`${FOLDER}ingress.yaml`)
  expect(ingress).toContain(`name: ${service.metadata.name}\n                port: { name: ${port?.name} }`)
  // A heartbeat goes over every line each 25 s.
  const timeouts = [...ingress.matchAll(/timeout[\w-]*: "?(\d+)s?"?$/gm)].map(([, seconds]) =>
    Number(seconds),
  )
  expect(timeouts.length).toBeGreaterThan(3)
  for (const seconds of timeouts) expect(seconds).toBeGreaterThan(60)
})
